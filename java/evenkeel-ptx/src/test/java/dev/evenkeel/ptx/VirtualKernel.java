package dev.evenkeel.ptx;

import dev.evenkeel.internal.cuda.LaunchConfig;
import dev.evenkeel.internal.spi.HeapBuffer;
import dev.evenkeel.ptx.check.Finding;
import dev.evenkeel.ptx.driver.VirtualDriver;
import dev.evenkeel.ptx.driver.VirtualSettings;
import dev.evenkeel.ptx.machine.Geometry;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** A device of its own for one kernel of a test's PTX: launches it and says what was found. */
public final class VirtualKernel {
    private final VirtualDriver driver;
    private final dev.evenkeel.internal.cuda.CudaFunction function;

    private VirtualKernel(VirtualSettings settings, String file, String ptx, String kernel) {
        this.driver = new VirtualDriver(settings);
        this.function = driver.loadModule(file, ptx).function(kernel);
    }

    /** The kernel that has the name of its file under {@code folder}, checked with this seed. */
    public static VirtualKernel resource(String folder, String kernel, long seed) {
        String path = "/" + folder + "/" + kernel + ".ptx";
        try (InputStream in = VirtualKernel.class.getResourceAsStream(path)) {
            String ptx = new String(in.readAllBytes(), StandardCharsets.US_ASCII);
            return new VirtualKernel(checked(seed), kernel + ".ptx", ptx, kernel);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A kernel given as PTX. */
    public static VirtualKernel text(String ptx, String kernel) {
        return new VirtualKernel(checked(0), "test.ptx", ptx, kernel);
    }

    private static VirtualSettings checked(long seed) {
        return new VirtualSettings(90, VirtualSettings.Checks.COLLECT, seed, 1 << 28);
    }

    /** Memory that holds these values. */
    public long floats(float... values) {
        long address = driver.allocate(4L * values.length);
        driver.copyToDevice(HeapBuffer.wrap(values), 0, values.length, address);
        return address;
    }

    /** Memory that holds these words. */
    public long ints(int... words) {
        float[] bits = new float[words.length];
        for (int i = 0; i < words.length; i++) {
            bits[i] = Float.intBitsToFloat(words[i]);
        }
        return floats(bits);
    }

    /** The words that lie there. */
    public int[] readInts(long address, int count) {
        float[] bits = readFloats(address, count);
        int[] words = new int[count];
        for (int i = 0; i < count; i++) {
            words[i] = Float.floatToRawIntBits(bits[i]);
        }
        return words;
    }

    /** Memory that nobody has written. */
    public long unwritten(int floats) {
        return driver.allocate(4L * floats);
    }

    /** What lies there. */
    public float[] readFloats(long address, int count) {
        float[] values = new float[count];
        driver.copyToHost(address, HeapBuffer.wrap(values), 0, count);
        return values;
    }

    /** Launches with arguments that are {@code Long} or {@code Integer}, each at its natural alignment. */
    public void launch(Geometry geometry, Object... arguments) {
        ByteBuffer block = packed(arguments);
        byte[] bytes = new byte[block.limit()];
        block.get(bytes);
        driver.launch(function, geometry, bytes);
    }

    /** As above, as the library launches. */
    public void launch(LaunchConfig config, Object... arguments) {
        driver.launch(function, config, packed(arguments), new int[0]);
    }

    private static ByteBuffer packed(Object... arguments) {
        ByteBuffer block = ByteBuffer.allocate(256).order(ByteOrder.LITTLE_ENDIAN);
        for (Object argument : arguments) {
            if (argument instanceof Long value) {
                block.position((block.position() + 7) / 8 * 8).putLong(value);
            } else {
                block.putInt((Integer) argument);
            }
        }
        return block.flip();
    }

    /** What was found since the last call. */
    public List<Finding> findings() {
        return driver.findings();
    }

    /** The device. */
    public VirtualDriver driver() {
        return driver;
    }
}
