package dev.evenkeel.cli.files;

import static org.assertj.core.api.Assertions.assertThat;

import dev.evenkeel.DType;
import dev.evenkeel.Device;
import dev.evenkeel.Shape;
import dev.evenkeel.cli.Fixtures;
import dev.evenkeel.tensor.Tensor;
import java.nio.file.Path;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class NpyReadTest {
    private static final double[] VALUES =
            IntStream.range(0, 24).mapToDouble(i -> (i - 7) / 8.0).toArray();

    @TempDir
    private Path folder;

    private static Tensor read(Path file, DType dtype) {
        return TensorFile.open(file.toString()).read(dtype, Device.SCALAR);
    }

    @ParameterizedTest
    @ValueSource(strings = {"f2", "f4", "f8", "f2_big", "f4_fortran", "f8_fortran_big", "version2", "version3"})
    void readsWhatNumpyWrites(String name) {
        Tensor tensor = read(Fixtures.numpy(name), DType.F64);
        assertThat(tensor.shape()).isEqualTo(Shape.of(2, 3, 4));
        assertThat(tensor.toDoubleArray()).containsExactly(VALUES);
    }

    @ParameterizedTest
    @EnumSource(DType.class)
    void givesTheTypeAskedFor(DType dtype) {
        Tensor tensor = read(Fixtures.numpy("f8"), dtype);
        assertThat(tensor.dtype()).isEqualTo(dtype);
        assertThat(tensor.toDoubleArray()).containsExactly(VALUES);
    }

    @Test
    void readsScalarsVectorsAndNothing() {
        assertThat(read(Fixtures.numpy("scalar"), DType.F32).shape()).isEqualTo(Shape.of());
        assertThat(read(Fixtures.numpy("scalar"), DType.F32).toDoubleArray()).containsExactly(2.5);
        assertThat(read(Fixtures.numpy("vector"), DType.F32).toDoubleArray()).containsExactly(1.5, -2);
        assertThat(read(Fixtures.numpy("empty"), DType.F16).shape()).isEqualTo(Shape.of(0, 3));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'descr': '<f4', 'fortran_order': False, 'shape': (2,)}",
                "{'descr': '<f4', 'fortran_order': False, 'shape': (2L,), }",
                "{\"shape\":(2,),\"fortran_order\":True,\"descr\":\"<f4\",}",
                "  {  'fortran_order' : False ,\n 'shape' : ( 2 , ) , 'descr' : '<f4' , }  \n"
            })
    void takesEveryWayToWriteTheHeader(String header) {
        Path file = NpyBytes.write(folder.resolve("x.npy"), NpyBytes.of(header, NpyBytes.floats(3, 4)));
        assertThat(read(file, DType.F32).toDoubleArray()).containsExactly(3, 4);
    }

    @Test
    void roundsFloat64ToFloat16Once() {
        // just above halfway between two float16 values, and exactly halfway once rounded to float32
        double value = 1 + 0x1p-11 + 0x1p-40;
        Path file = NpyBytes.doubles(folder.resolve("x.npy"), "(1,)", value);
        assertThat(read(file, DType.F16).toDoubleArray()).containsExactly(1 + 0x1p-10);
        assertThat(read(file, DType.F32).toDoubleArray()).containsExactly(1 + 0x1p-11);
    }

    @Test
    void readsMoreThanOneBlock() {
        int count = 700_001;
        double[] values = IntStream.range(0, count).asDoubleStream().toArray();
        Path file = NpyBytes.floats(folder.resolve("x.npy"), "(" + count + ",)", values);
        assertThat(read(file, DType.F64).toDoubleArray()).isEqualTo(values);
    }

    @Test
    void givesAnotherShapeWhenAsked() {
        Tensor tensor = TensorFile.open(Fixtures.numpy("f4").toString()).read(DType.F32, Shape.of(24), Device.SCALAR);
        assertThat(tensor.shape()).isEqualTo(Shape.of(24));
    }
}
