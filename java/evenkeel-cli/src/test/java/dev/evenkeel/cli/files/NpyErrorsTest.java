package dev.evenkeel.cli.files;

import static dev.evenkeel.cli.files.NpyBytes.header;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.evenkeel.cli.Fixtures;
import dev.evenkeel.cli.InputException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class NpyErrorsTest {
    @TempDir
    private Path folder;

    static Stream<Arguments> badFiles() {
        byte[] two = NpyBytes.floats(1, 2);
        byte[] good = NpyBytes.of(header("<f4", "(2,)"), two);
        byte[] version9 = good.clone();
        version9[6] = 9;
        byte[] hugeHeader = good.clone();
        hugeHeader[6] = 2;
        return Stream.of(
                Arguments.of(new byte[0], "is empty"),
                Arguments.of("hello, world".getBytes(StandardCharsets.UTF_8), "is not a .npy file"),
                Arguments.of(Arrays.copyOf(good, 7), "ends inside its header"),
                Arguments.of(Arrays.copyOf(good, 20), "ends inside its header"),
                Arguments.of(version9, "version 9.0 is not known"),
                Arguments.of(hugeHeader, "says its header has"),
                Arguments.of(Arrays.copyOf(good, good.length - 3), "truncated: 5 bytes of values found, 8 expected"),
                Arguments.of(Arrays.copyOf(good, good.length + 4), "4 bytes too many"),
                Arguments.of(NpyBytes.of(header("<f4", "(-2,)"), two), "negative dimension in shape [-2]"),
                Arguments.of(NpyBytes.of(header("<f4", "(4294967296, 4294967296)"), two), "2^63 - 1"),
                Arguments.of(NpyBytes.of(header("<f4", "(4611686018427387904,)"), two), "is too large"),
                Arguments.of(
                        NpyBytes.of(header("<f4", "(99999999999999999999,)"), two), "not a whole number of 64 bits"),
                Arguments.of(NpyBytes.of(header("<f4", "(2)"), two), "shape that is no tuple"),
                Arguments.of(NpyBytes.of(header("<f4", "(2 2)"), two), "no comma between"),
                Arguments.of(NpyBytes.of(header("<f4", "(2K,)"), two), "no comma between"),
                Arguments.of(NpyBytes.of(header("<i4", "(2,)"), two), "dtype '<i4' is not read"),
                Arguments.of(NpyBytes.of(header("=f4", "(2,)"), two), "dtype '=f4' is not read"),
                Arguments.of(NpyBytes.of(header("|O", "(2,)"), two), "Python objects"),
                Arguments.of(NpyBytes.of("{'descr': '<f4', 'shape': (2,)}", two), "lacks 'fortran_order'"),
                Arguments.of(NpyBytes.of("{'descr': '<f4', 'descr': '<f4', 'shape': (2,)}", two), "has 'descr' twice"),
                Arguments.of(NpyBytes.of("{'descr': '<f4', 'colour': 'red'}", two), "unknown key 'colour'"),
                Arguments.of(
                        NpyBytes.of("{'descr': '<f4', 'fortran_order': 1, 'shape': (2,)}", two), "neither True nor"),
                Arguments.of(NpyBytes.of(header("<f4", "(2,)") + "x", two), "more after the dict"),
                Arguments.of(NpyBytes.of("['descr']", two), "lacks '{'"));
    }

    @ParameterizedTest
    @MethodSource("badFiles")
    void saysWhatIsWrong(byte[] bytes, String message) {
        Path file = NpyBytes.write(folder.resolve("bad.npy"), bytes);
        assertThatThrownBy(() -> TensorFile.open(file.toString()))
                .isInstanceOf(InputException.class)
                .hasMessageStartingWith(file + ": ")
                .hasMessageContaining(message)
                .hasMessageNotContaining("\n");
    }

    @ParameterizedTest
    @CsvSource({
        "object, 'Python objects'",
        "int64, 'dtype ''<i8'' is not read'",
        "bool, 'dtype ''|b1'' is not read'",
        "complex, 'dtype ''<c16'' is not read'",
        "records, 'records'"
    })
    void refusesWhatNumpyAlsoWrites(String name, String message) {
        assertThatThrownBy(() -> TensorFile.open(Fixtures.numpy(name).toString()))
                .isInstanceOf(InputException.class)
                .hasMessageContaining(message);
    }

    @Test
    void refusesWhatIsNoFile() {
        assertThatThrownBy(() -> TensorFile.open(folder.resolve("none.npy").toString()))
                .hasMessageEndingWith("none.npy: no such file");
        assertThatThrownBy(() -> TensorFile.open(folder.toString())).hasMessageContaining("is a directory");
    }
}
