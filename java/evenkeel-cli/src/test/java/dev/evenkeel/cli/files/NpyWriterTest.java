package dev.evenkeel.cli.files;

import static org.assertj.core.api.Assertions.assertThat;

import dev.evenkeel.DType;
import dev.evenkeel.Device;
import dev.evenkeel.Shape;
import dev.evenkeel.cli.Fixtures;
import dev.evenkeel.tensor.Tensor;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NpyWriterTest {
    private static byte[] written(Tensor tensor) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        NpyWriter.write(tensor, out);
        return out.toByteArray();
    }

    @ParameterizedTest
    @CsvSource({"f2, F16", "f4, F32", "f8, F64", "scalar, F64", "vector, F32", "empty, F32"})
    void writesTheBytesThatNumpyWrites(String name, DType dtype) throws IOException {
        Tensor tensor = TensorFile.open(Fixtures.numpy(name).toString()).read(dtype, Device.SCALAR);
        assertThat(written(tensor)).isEqualTo(Files.readAllBytes(Fixtures.numpy(name)));
    }

    @Test
    void writesBfloat16AsFloat32() throws IOException {
        Tensor tensor = Tensor.copyOf(new float[] {1.5f, -2}, Shape.of(2), DType.BF16, Device.SCALAR);
        assertThat(written(tensor)).isEqualTo(Files.readAllBytes(Fixtures.numpy("vector")));
    }

    @Test
    void writesMoreThanOneBlock() throws IOException {
        Tensor tensor = Tensor.full(Shape.of(300_001), 0.5, DType.F32, Device.SCALAR);
        byte[] bytes = written(tensor);
        assertThat(new String(bytes, 0, 128, StandardCharsets.ISO_8859_1)).contains("'shape': (300001,)");
        assertThat(bytes).hasSize(128 + 4 * 300_001);
    }
}
