package dev.evenkeel.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.evenkeel.Device;
import dev.evenkeel.Shape;
import dev.evenkeel.tensor.Tensor;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Files of some GiB, which are holes but for their header and their last bytes: they take no place on the disk. */
@DisabledOnOs(OS.WINDOWS)
class LargeFilesTest {
    private static final long GIB = 1L << 30;

    @TempDir
    private Path folder;

    private Path file = Path.of("");

    @BeforeEach
    void name() {
        file = folder.resolve("large.safetensors");
    }

    private void write(long dataBytes, String... entries) throws IOException {
        byte[] start = FileBytes.of("{" + String.join(",", entries) + "}", 0);
        Files.write(file, start);
        try (RandomAccessFile out = new RandomAccessFile(file.toFile(), "rw")) {
            out.setLength(start.length + dataBytes);
            out.seek(start.length + dataBytes - 4);
            out.write(new byte[] {1, 2, 3, 4});
        } catch (IOException e) {
            assumeTrue(false, "this file system has no such large files: " + e.getMessage());
        }
    }

    /** The header has an odd length, so that nothing lies where the machine would like it. */
    @Test
    void tensorsAreFoundBeyondTwoGib() throws IOException {
        long begin = 5 * GIB + 2;
        write(
                begin + 6,
                FileBytes.entry("a", "U8", "[" + 3 * GIB + "]", "[0," + 3 * GIB + "]"),
                FileBytes.entry("b", "U8", "[" + 2 * GIB + "]", "[" + 3 * GIB + "," + 5 * GIB + "]"),
                FileBytes.entry("pad", "I8", "[2]", "[" + 5 * GIB + "," + begin + "]"),
                FileBytes.entry("half", "F16", "[3]", "[" + begin + "," + (begin + 6) + "]"));
        StateDict dict = SafeTensors.read(file);
        ByteBuffer half = dict.get("half").bytes();
        assertThat(half.getShort(2)).isEqualTo((short) 0x0201);
        assertThat(half.getShort(4)).isEqualTo((short) 0x0403);
        try (Tensor tensor = dict.get("half").toTensor(Device.CPU)) {
            assertThat(tensor.toDoubleArray()).hasSize(3);
        }
        assertThat(dict.get("a").byteCount()).isEqualTo(3 * GIB);
        assertThatThrownBy(dict.get("a")::bytes)
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("StateValue [3221225472] U8 has 3221225472 bytes, more than the 2147483639 of one buffer");
    }

    @Test
    void aLargeTensorIsInPieces() throws IOException {
        write(2 * GIB + 8, FileBytes.entry("a", "F64", "[" + (GIB / 4 + 1) + "]", "[0," + (2 * GIB + 8) + "]"));
        StateValue value = SafeTensors.read(file).get("a");
        List<ByteBuffer> pieces = value.pieces();
        assertThat(pieces).extracting(ByteBuffer::remaining).containsExactly(1 << 30, 1 << 30, 8);
        assertThat(pieces.get(2).getLong()).isEqualTo(0x0403020100000000L);
    }

    @Test
    void whatNoArrayHoldsBecomesNoTensor() throws IOException {
        write(4 * GIB, FileBytes.entry("a", "F16", "[" + 2 * GIB + "]", "[0," + 4 * GIB + "]"));
        StateValue value = SafeTensors.read(file).get("a");
        assertThat(value.shape()).isEqualTo(Shape.of(2 * GIB));
        assertThatThrownBy(() -> value.toTensor(Device.CPU))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("StateValue [2147483648] F16 has 2147483648 elements, more than the 2147483639 that a Java"
                        + " array holds");
    }
}
