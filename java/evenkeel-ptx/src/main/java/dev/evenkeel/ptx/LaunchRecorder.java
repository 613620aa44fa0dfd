package dev.evenkeel.ptx;

import dev.evenkeel.Device;
import dev.evenkeel.internal.cuda.CudaBuffer;
import dev.evenkeel.internal.spi.Backends;
import dev.evenkeel.ptx.driver.VirtualBackendProvider;
import dev.evenkeel.ptx.driver.VirtualDriver;
import dev.evenkeel.ptx.machine.Geometry;
import dev.evenkeel.ptx.machine.Machine;
import dev.evenkeel.ptx.memory.Region;
import dev.evenkeel.ptx.meter.LaunchMeter;
import dev.evenkeel.tensor.Tensor;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/**
 * Records what the kernels launched on a virtual GPU do, from {@link #start} until it is closed. Tensors may be named
 * before or after the launches that use them, while they are open. One recorder at a time for a device; thread-safe.
 */
public final class LaunchRecorder implements AutoCloseable {
    private static final String UNNAMED = "workspace";

    private final VirtualDriver driver;
    private final List<Launched> launches = new ArrayList<>();
    private final Map<Region, String> names = new IdentityHashMap<>();

    private record Launched(Machine.Kernel kernel, Geometry geometry, LaunchMeter meter) {}

    private LaunchRecorder(VirtualDriver driver) {
        this.driver = driver;
    }

    /**
     * Starts recording.
     *
     * @throws IllegalArgumentException if the device is not a virtual GPU
     */
    public static LaunchRecorder start(Device device) {
        Backends.of(device);
        VirtualDriver driver = VirtualBackendProvider.driver(device);
        if (driver == null) {
            throw new IllegalArgumentException("launches are recorded on ptx devices, not on " + device);
        }
        LaunchRecorder recorder = new LaunchRecorder(driver);
        driver.listen(recorder::add);
        return recorder;
    }

    private synchronized void add(Machine.Kernel kernel, Geometry geometry, LaunchMeter meter) {
        launches.add(new Launched(kernel, geometry, meter));
    }

    /** Gives the memory of a tensor on this device a name. */
    public synchronized void name(Tensor tensor, String name) {
        if (tensor.buffer() instanceof CudaBuffer buffer && buffer.count() > 0) {
            Region region = driver.allocation(buffer.address());
            if (region != null) {
                names.put(region, name);
            }
        }
    }

    /** The launches so far, in order. */
    public synchronized List<LaunchRecord> launches() {
        return launches.stream().map(this::record).toList();
    }

    /** The launches so far as a JSON array. */
    public String json() {
        return LaunchJson.of(launches());
    }

    private LaunchRecord record(Launched launched) {
        Geometry geometry = launched.geometry;
        LaunchMeter meter = launched.meter;
        return new LaunchRecord(
                launched.kernel.name(),
                List.of(geometry.gridX(), geometry.gridY(), geometry.gridZ()),
                List.of(geometry.blockX(), geometry.blockY(), geometry.blockZ()),
                launched.kernel.sharedBytes() + geometry.sharedBytes(),
                meter.instructions(),
                meter.warpInstructions(),
                meter.barriers(),
                meter.bankConflicts(),
                meter.traffic().entrySet().stream()
                        .filter(entry -> !entry.getKey().name().equals(Machine.GRID_BARRIER))
                        .map(entry -> buffer(entry.getKey(), entry.getValue()))
                        .toList());
    }

    private LaunchRecord.BufferRecord buffer(Region region, LaunchMeter.Traffic traffic) {
        return new LaunchRecord.BufferRecord(
                names.getOrDefault(region, UNNAMED),
                region.size(),
                traffic.loadBytes(),
                traffic.storeBytes(),
                traffic.loadSectors(),
                traffic.storeSectors(),
                traffic.wideBytes());
    }

    /** Stops recording; what was recorded stays. */
    @Override
    public void close() {
        driver.listen(null);
    }
}
