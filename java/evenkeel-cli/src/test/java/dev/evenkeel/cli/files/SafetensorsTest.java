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
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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
        assertThatThrownBy(() -> read(file, "ids"))
                .hasMessageContaining("model.safetensors#ids: dtype I64 is not that of a tensor");
        assertThatThrownBy(() -> read(file, "none"))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("there is no tensor 'none'; there are half, brain, layer.0#x, ids");
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

    /** What is wrong with a file comes from the library, which names the file. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"x\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,8]}} | are 8 bytes, which is not what shape",
                "{\"x\":{\"dtype\":\"F32\",\"shape\":[3],\"data_offsets\":[0,12]}} | truncated: 8 bytes of values found",
                "[1] | is not a JSON object",
                "{\"__metadata__\":{}} | 8 bytes too many",
            })
    void saysWhatIsWrong(String header, String message) {
        Path file = file(header, new byte[8]);
        assertThatThrownBy(() -> read(file, "x"))
                .isInstanceOf(InputException.class)
                .hasMessageStartingWith(file + ": ")
                .hasMessageContaining(message)
                .hasMessageNotContaining("\n");
    }

    @Test
    void namesWhatThereIs() {
        Path none = file("{}");
        assertThatThrownBy(() -> read(none, "x")).hasMessage(none + ": there is no tensor 'x', nor any other");
        assertThatThrownBy(() -> TensorFile.open(none.toString()))
                .hasMessage(none + ": say which tensor, as in " + none + "#NAME; it has none");
        Path many = file("{"
                + IntStream.range(0, 20)
                        .mapToObj(i -> entry("layer" + i + "\\n.weight", "F32", "[0]", 0, 0))
                        .collect(Collectors.joining(","))
                + "}");
        assertThatThrownBy(() -> TensorFile.open(many.toString()))
                .hasMessageContaining("#NAME; it has layer0?.weight, layer1?.weight, ")
                .hasMessageEndingWith(" and 8 more");
        assertThatThrownBy(() -> read(many, "layer17.weight"))
                .hasMessageContaining("there is no tensor 'layer17.weight'; there are layer17\\u000a.weight, ")
                .hasMessageEndingWith(" and 8 more");
    }

    @Test
    void readsInAnotherShape() {
        Path file = file("{" + entry("x", "F32", "[2,1]", 0, 8) + "}", new byte[8]);
        assertThat(TensorFile.open(file + "#x")
                        .read(DType.F16, Shape.of(2), Device.SCALAR)
                        .shape())
                .isEqualTo(Shape.of(2));
    }
}
