package dev.evenkeel.cli.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.evenkeel.DType;
import dev.evenkeel.Device;
import dev.evenkeel.Shape;
import dev.evenkeel.cli.InputException;
import dev.evenkeel.tensor.Tensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SafetensorsTest {
    @TempDir
    private Path folder;

    private Path file(String header, byte... values) {
        byte[] text = header.getBytes(StandardCharsets.UTF_8);
        ByteBuffer bytes = ByteBuffer.allocate(8 + text.length + values.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putLong(text.length).put(text).put(values);
        return NpyBytes.write(folder.resolve("model.safetensors"), bytes.array());
    }

    private static String entry(String name, String dtype, String shape, int begin, int end) {
        return "\"" + name + "\":{\"dtype\":\"" + dtype + "\",\"shape\":" + shape + ",\"data_offsets\":[" + begin + ","
                + end + "]}";
    }

    private static Tensor read(Path file, String tensor) {
        return TensorFile.open(file + "#" + tensor).read(DType.F64, Device.SCALAR);
    }

    @Test
    void readsAllTypes() {
        Path file = file(
                "{\"__metadata__\":{\"format\":\"pt\"},"
                        + entry("half", "F16", "[2]", 0, 4) + ","
                        + entry("brain", "BF16", "[1,2]", 4, 8) + ","
                        + entry("layer.0#x", "F32", "[]", 8, 12) + ","
                        + entry("ids", "I64", "[1]", 12, 20) + "}   ",
                (byte) 0,
                (byte) 0x3c,
                (byte) 0,
                (byte) 0xc0,
                (byte) 0x80,
                (byte) 0x3f,
                (byte) 0x20,
                (byte) 0xc0,
                (byte) 0,
                (byte) 0,
                (byte) 0x20,
                (byte) 0x41,
                (byte) 0,
                (byte) 0,
                (byte) 0,
                (byte) 0,
                (byte) 0,
                (byte) 0,
                (byte) 0,
                (byte) 0);
        assertThat(read(file, "half").toDoubleArray()).containsExactly(1, -2);
        assertThat(read(file, "brain").toDoubleArray()).containsExactly(1, -2.5);
        assertThat(read(file, "brain").shape()).isEqualTo(Shape.of(1, 2));
        assertThat(read(file, "layer.0#x").toDoubleArray()).containsExactly(10);
        assertThatThrownBy(() -> read(file, "ids")).hasMessageContaining("dtype I64 is not read");
        assertThatThrownBy(() -> read(file, "none"))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("has no tensor 'none'; it has half, brain, layer.0#x, ids");
        assertThatThrownBy(() -> TensorFile.open(file.toString())).hasMessageContaining("say which tensor");
    }

    @Test
    void needsNoNameWhereThereIsOneTensor() {
        Path file = file("{" + entry("x", "F32", "[1]", 0, 4) + "}", (byte) 0, (byte) 0, (byte) 0, (byte) 0x40);
        assertThat(TensorFile.open(file.toString())
                        .read(DType.F32, Device.SCALAR)
                        .toDoubleArray())
                .containsExactly(2);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"x\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,8]}} | has 8 bytes, which is not what shape",
                "{\"x\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[4,12]}} | truncated: 8 bytes of values found",
                "{\"x\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[4,0]}} | bad data_offsets",
                "{\"x\":{\"dtype\":\"F32\",\"shape\":[-1],\"data_offsets\":[0,4]}} | negative dimension",
                "{\"x\":{\"dtype\":\"F32\",\"shape\":[1.5],\"data_offsets\":[0,4]}} | other than whole numbers",
                "{\"x\":{\"dtype\":\"F32\",\"shape\":[4611686018427387904],\"data_offsets\":[0,0]}} | which is not what",
                "{\"x\":{\"shape\":[1],\"data_offsets\":[0,4]}} | lacks dtype",
                "{\"x\":3} | has no object for 'x'",
                "[1] | is not a JSON object",
                "{\"x\": | its safetensors header is no good",
                "{\"__metadata__\":{}} | has no tensor 'x'; it has none",
            })
    void saysWhatIsWrong(String header, String message) {
        Path file = file(header, new byte[8]);
        assertThatThrownBy(() -> read(file, "x"))
                .isInstanceOf(InputException.class)
                .hasMessageStartingWith(file.toString())
                .hasMessageContaining(message)
                .hasMessageNotContaining("\n");
    }

    @Test
    void refusesOverlapsAndRepeatedNames() {
        String overlap = "{" + entry("a", "F32", "[2]", 0, 8) + "," + entry("b", "F32", "[1]", 4, 8) + "}";
        assertThatThrownBy(() -> read(file(overlap, new byte[8]), "a")).hasMessageContaining("'a' and 'b' overlap");
        String twice = "{" + entry("a", "F32", "[1]", 0, 4) + "," + entry("a", "F32", "[1]", 4, 8) + "}";
        assertThatThrownBy(() -> read(file(twice, new byte[8]), "a")).hasMessageContaining("Duplicate");
    }

    @ParameterizedTest
    @ValueSource(longs = {-1, 100_000_001, 64})
    void refusesImpossibleHeaderLengths(long length) {
        ByteBuffer bytes =
                ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN).putLong(length);
        Path file = NpyBytes.write(folder.resolve("model.safetensors"), bytes.array());
        assertThatThrownBy(() -> read(file, "x")).isInstanceOf(InputException.class);
    }
}
