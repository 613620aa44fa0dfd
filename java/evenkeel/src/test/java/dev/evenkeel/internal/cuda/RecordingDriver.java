package dev.evenkeel.internal.cuda;

import dev.evenkeel.DeviceException;
import dev.evenkeel.internal.spi.HeapBuffer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A driver whose memory is on the heap, that launches nothing and writes down everything. */
final class RecordingDriver implements CudaDriver {
    static final int OUT_OF_MEMORY = 2;
    private static final long FIRST_ADDRESS = 0x7_0000_0000L;

    /** One launch as the driver saw it. */
    record Launch(String entry, LaunchConfig config, ByteBuffer arguments) {}

    final List<Launch> launches = new ArrayList<>();
    final List<String> calls = new ArrayList<>();
    final List<String> loadedTargets = new ArrayList<>();
    final TreeMap<Long, ByteBuffer> memory = new TreeMap<>();
    private final DeviceProperties properties;
    private long nextAddress = FIRST_ADDRESS;
    private int failingCall = -1;

    RecordingDriver() {
        this(90);
    }

    RecordingDriver(int computeCapability) {
        properties = new DeviceProperties(
                "Recorder",
                computeCapability / 10,
                computeCapability % 10,
                1,
                1L << 30,
                1024,
                1 << 30,
                65535,
                48 << 10,
                227 << 10,
                50 << 20,
                true,
                12080);
    }

    /** Makes the call after {@code more} further ones throw; calls to {@link #free} are not counted and don't fail. */
    void failAfter(int more) {
        failingCall = calls.size() + more;
    }

    Launch launch(String entryStart) {
        return launches.stream()
                .filter(launch -> launch.entry.startsWith("evenkeel_" + entryStart))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no launch of " + entryStart + " in " + launches));
    }

    List<String> entries() {
        return launches.stream().map(Launch::entry).toList();
    }

    @Override
    public DeviceProperties properties() {
        return properties;
    }

    @Override
    public long allocate(long bytes) {
        call("allocate");
        if (bytes <= 0) {
            throw new AssertionError("allocation of " + bytes + " bytes");
        }
        long address = nextAddress;
        nextAddress += (bytes + 511) / 256 * 256;
        memory.put(address, ByteBuffer.allocate((int) bytes).order(ByteOrder.LITTLE_ENDIAN));
        return address;
    }

    @Override
    public void free(long address) {
        if (memory.remove(address) == null) {
            throw new AssertionError("free of 0x" + Long.toHexString(address) + ", which is not allocated");
        }
    }

    @Override
    public void copyToDevice(HeapBuffer source, int offset, int count, long target) {
        call("copyToDevice");
        ByteBuffer at = at(target, (long) count * source.dtype().bytes());
        for (int i = offset; i < offset + count; i++) {
            switch (source.dtype()) {
                case F32 -> at.putFloat(source.floats()[i]);
                case F64 -> at.putDouble(source.doubles()[i]);
                default -> at.putShort(source.bits()[i]);
            }
        }
    }

    @Override
    public void copyToHost(long source, HeapBuffer target, int offset, int count) {
        call("copyToHost");
        ByteBuffer at = at(source, (long) count * target.dtype().bytes());
        for (int i = offset; i < offset + count; i++) {
            switch (target.dtype()) {
                case F32 -> target.floats()[i] = at.getFloat();
                case F64 -> target.doubles()[i] = at.getDouble();
                default -> target.bits()[i] = at.getShort();
            }
        }
    }

    @Override
    public void copyOnDevice(long source, long target, long bytes) {
        call("copyOnDevice");
        at(target, bytes).put(at(source, bytes));
    }

    @Override
    public void fill(long target, int pattern, int width, long count) {
        call("fill");
        ByteBuffer at = at(target, width * count);
        for (long i = 0; i < count; i++) {
            switch (width) {
                case 1 -> at.put((byte) pattern);
                case 2 -> at.putShort((short) pattern);
                default -> at.putInt(pattern);
            }
        }
    }

    @Override
    public CudaModule loadModule(String ptx) {
        call("loadModule");
        loadedTargets.add(ptx.lines()
                .filter(line -> line.startsWith(".target"))
                .findFirst()
                .orElseThrow());
        return entry -> {
            call("function");
            if (!ptx.contains(".entry " + entry + "(")) {
                throw new AssertionError("the module has no " + entry);
            }
            return () -> entry;
        };
    }

    @Override
    public void launch(CudaFunction function, LaunchConfig config, ByteBuffer arguments, int[] offsets) {
        call("launch");
        if (!arguments.isDirect() || arguments.order() != ByteOrder.LITTLE_ENDIAN || arguments.position() != 0) {
            throw new AssertionError("not a driver's argument block: " + arguments);
        }
        ByteBuffer copy = ByteBuffer.allocate(arguments.remaining()).order(ByteOrder.LITTLE_ENDIAN);
        launches.add(new Launch(function.entry(), config, copy.put(arguments).flip()));
    }

    @Override
    public void synchronize() {
        call("synchronize");
    }

    @Override
    public CudaEvent createEvent() {
        throw new UnsupportedOperationException("this driver has no clock");
    }

    @Override
    public void close() {
        calls.add("close");
    }

    private void call(String name) {
        calls.add(name);
        if (calls.size() - 1 == failingCall) {
            throw new DeviceException(name, OUT_OF_MEMORY, "CUDA_ERROR_OUT_OF_MEMORY", "");
        }
    }

    private ByteBuffer at(long address, long bytes) {
        Map.@Nullable Entry<Long, ByteBuffer> block = memory.floorEntry(address);
        long from = block == null ? -1 : address - block.getKey();
        if (block == null || from + bytes > block.getValue().capacity()) {
            throw new AssertionError("no " + bytes + " bytes at 0x" + Long.toHexString(address));
        }
        return block.getValue().slice((int) from, (int) bytes).order(ByteOrder.LITTLE_ENDIAN);
    }
}
