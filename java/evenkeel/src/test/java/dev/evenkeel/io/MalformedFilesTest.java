package dev.evenkeel.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever is wrong with a file, it is refused with one line that names it. */
class MalformedFilesTest {
    @TempDir
    private Path folder;

    static Stream<Arguments> files() {
        return Stream.of(lengths(), texts(), json(), entries(), numbers(), places(), metadata())
                .flatMap(s -> s);
    }

    private static Stream<Arguments> lengths() {
        byte[] empty = "{}".getBytes(StandardCharsets.UTF_8);
        return Stream.of(
                bad("an empty file", new byte[0], "it has 0 bytes"),
                bad("seven bytes", new byte[7], "it has 7 bytes"),
                bad("no header at all", new byte[8], "does not start with '{'"),
                bad("a negative length", FileBytes.ofLength(-1, empty, 0), "would have 18446744073709551615 bytes"),
                bad("the least length", FileBytes.ofLength(Long.MIN_VALUE, empty, 0), "9223372036854775808 bytes"),
                bad("a huge length", FileBytes.ofLength(100_000_001, empty, 0), "more than the 100000000"),
                bad("a length beyond the file", FileBytes.ofLength(3, empty, 0), "2 bytes found after the first 8, 3"),
                bad("a length that cuts the header", FileBytes.ofLength(1, empty, 0), "not good JSON"));
    }

    private static Stream<Arguments> texts() {
        return Stream.of(
                bad("bytes that are not UTF-8", FileBytes.of(new byte[] {'{', '"', (byte) 0xff}, 0), "from byte 2"),
                bad("an overlong NUL", FileBytes.of(new byte[] {'{', (byte) 0xc0, (byte) 0x80}, 0), "not UTF-8"),
                bad(
                        "half a surrogate pair",
                        FileBytes.of(new byte[] {'{', (byte) 0xed, (byte) 0xa0, (byte) 0x80}, 0),
                        "not UTF-8"),
                bad("UTF-16", FileBytes.of("{}".getBytes(StandardCharsets.UTF_16LE), 0), "not good JSON"),
                bad("a byte order mark", "\uFEFF{}", 0, "does not start with '{'"),
                bad("a space in front", " {}", 0, "does not start with '{'"),
                bad("a list", "[1]", 0, "does not start with '{'"),
                bad("padding with zeros", "{}\0\0", 0, "not good JSON"));
    }

    private static Stream<Arguments> json() {
        String x = FileBytes.entry("x", "F32", "[1]", "[0,4]");
        return Stream.of(
                bad("an object without end", "{" + x, 4, "not good JSON"),
                bad("no JSON", "{x}", 0, "not good JSON"),
                bad("a comma too many", "{" + x + ",}", 4, "not good JSON"),
                bad("a comment", "{/*x*/}", 0, "not good JSON"),
                bad("single quotes", "{'x':1}", 0, "not good JSON"),
                bad("a second object", "{}{}", 0, "has more after"),
                bad("a word after the object", "{} true", 0, "has more after"),
                bad("garbage after the object", "{}garbage", 0, "not good JSON"),
                bad("a tensor twice", "{" + x + "," + x + "}", 4, "Duplicate"),
                bad("a field twice", "{\"x\":{\"dtype\":\"F32\",\"dtype\":\"F32\"}}", 4, "Duplicate"),
                bad("metadata twice", "{\"__metadata__\":{},\"__metadata__\":{}}", 0, "Duplicate"),
                bad("a name of 100 KB", "{\"" + "x".repeat(100_000) + "\":1}", 0, "not good JSON"),
                bad("a line break in a text", "{\"x\ny\":1}", 0, "not good JSON"));
    }

    private static Stream<Arguments> entries() {
        String deep = "[".repeat(100_000) + "]".repeat(100_000);
        return Stream.of(
                bad("a number for an entry", "{\"x\":3}", 0, "tensor 'x': its entry is 3, expected an object"),
                bad("null for an entry", "{\"x\":null}", 0, "its entry is null"),
                bad("lists in lists for an entry", "{\"x\":" + deep + "}", 0, "its entry is a list"),
                bad("lists in lists for a shape", "{\"x\":{\"shape\":" + deep + "}}", 0, "nesting depth (4) exceeds"),
                bad("an object in an unknown field", "{\"x\":{\"y\":{\"z\":{}}}}", 0, "unknown field 'y'"),
                bad("no dtype", "{\"x\":{\"shape\":[1],\"data_offsets\":[0,4]}}", 4, "tensor 'x': lacks dtype"),
                bad("no shape", "{\"x\":{\"dtype\":\"F32\",\"data_offsets\":[0,4]}}", 4, "tensor 'x': lacks shape"),
                bad("no offsets", "{\"x\":{\"dtype\":\"F32\",\"shape\":[1]}}", 4, "tensor 'x': lacks data_offsets"),
                bad("nothing in an entry", "{\"x\":{}}", 0, "lacks dtype"),
                bad(
                        "an unknown dtype",
                        "{" + FileBytes.entry("x", "F31", "[1]", "[0,4]") + "}",
                        4,
                        "unknown dtype 'F31'"),
                bad("a dtype in lower case", "{" + FileBytes.entry("x", "f32", "[1]", "[0,4]") + "}", 4, "dtype 'f32'"),
                bad("a number for a dtype", "{\"x\":{\"dtype\":32}}", 0, "dtype is 32, expected a text"),
                bad("null for a dtype", "{\"x\":{\"dtype\":null}}", 0, "dtype is null"),
                bad("a number for a shape", "{\"x\":{\"shape\":3}}", 0, "shape is 3, expected a list"),
                bad("a text for offsets", "{\"x\":{\"data_offsets\":\"0\"}}", 0, "data_offsets is the text '0'"),
                bad("names that break lines", "{\"a\\nb\\u2028c\\u202e\":3}", 0, "'a\\u000ab\\u2028c\\u202e'"));
    }

    private static Stream<Arguments> numbers() {
        return Stream.of(
                bad("a broken dimension", "[1.5]", "[0,4]", 4, "shape has 1.5, expected whole numbers"),
                bad("a dimension with exponent", "[1e0]", "[0,4]", 4, "shape has 1e0"),
                bad("a text for a dimension", "[\"1\"]", "[0,4]", 4, "shape has the text '1'"),
                bad("a negative dimension", "[-1]", "[0,4]", 4, "negative dimension in shape [-1]"),
                bad("two negative dimensions", "[-2,-2]", "[0,16]", 16, "negative dimension"),
                bad("a dimension over 64 bits", "[9223372036854775808]", "[0,4]", 4, "more than 64 bits hold"),
                bad("a dimension of 1000 digits", "[1" + "0".repeat(999) + "]", "[0,4]", 4, "not good JSON"),
                bad("too many elements", "[4294967296,4294967296]", "[0,0]", 0, "more than 2^63 - 1 elements"),
                bad("too many bytes", "[4611686018427387904]", "[0,0]", 0, "more than 2^60 bytes"),
                bad("one offset", "[1]", "[4]", 4, "data_offsets [4] are not two numbers"),
                bad("three offsets", "[1]", "[0,2,4]", 4, "data_offsets [0, 2, 4] are not two numbers"),
                bad("no offset", "[1]", "[]", 4, "data_offsets [] are not two numbers"),
                bad("a negative offset", "[1]", "[-4,0]", 4, "data_offsets [-4, 0] are not 0 <= begin <= end"),
                bad("offsets the wrong way round", "[1]", "[4,0]", 4, "data_offsets [4, 0] are not 0 <="),
                bad("an offset over 64 bits", "[1]", "[0,18446744073709551616]", 4, "more than 64 bits hold"),
                bad("a broken offset", "[1]", "[0,4.0]", 4, "data_offsets has 4.0"),
                bad(
                        "bytes for more elements",
                        "[1]",
                        "[0,8]",
                        8,
                        "are 8 bytes, which is not what shape [1] of F32 takes, 4"),
                bad("bytes for less elements", "[2]", "[0,4]", 4, "are 4 bytes"),
                bad("bytes for no element", "[0]", "[0,4]", 4, "are 4 bytes"));
    }

    private static Stream<Arguments> places() {
        String a = FileBytes.entry("a", "U8", "[4]", "[0,4]");
        return Stream.of(
                bad("a tensor beyond the file", "{" + a + "}", 3, "truncated: 3 bytes of values found, 4 expected"),
                bad("bytes after the last tensor", "{" + a + "}", 5, "1 bytes too many"),
                bad("bytes and no tensor", "{}", 1, "1 bytes too many"),
                bad(
                        "a hole at the start",
                        "{" + FileBytes.entry("b", "U8", "[4]", "[4,8]") + "}",
                        8,
                        "expected 0: 4 bytes"),
                bad(
                        "a hole",
                        "{" + a + "," + FileBytes.entry("b", "U8", "[1]", "[5,6]") + "}",
                        6,
                        "expected 4: 1 bytes"),
                bad(
                        "tensors that overlap",
                        "{" + a + "," + FileBytes.entry("b", "U8", "[4]", "[2,6]") + "}",
                        6,
                        "overlap"),
                bad(
                        "tensors in one place",
                        "{" + a + "," + FileBytes.entry("b", "U8", "[4]", "[0,4]") + "}",
                        4,
                        "overlap"),
                bad(
                        "a tensor in another",
                        "{" + a + "," + FileBytes.entry("b", "U8", "[1]", "[1,2]") + "}",
                        4,
                        "overlap"),
                bad("half a byte", "{" + FileBytes.entry("b", "F4", "[3]", "[0,1]") + "}", 1, "end with a whole byte"));
    }

    private static Stream<Arguments> metadata() {
        return Stream.of(
                bad("a text for metadata", "{\"__metadata__\":\"pt\"}", 0, "but the text 'pt'"),
                bad("null for metadata", "{\"__metadata__\":null}", 0, "but null"),
                bad(
                        "a number in metadata",
                        "{\"__metadata__\":{\"epoch\":3}}",
                        0,
                        "has 3 under 'epoch', expected a text"),
                bad("an object in metadata", "{\"__metadata__\":{\"a\":{\"b\":\"c\"}}}", 0, "has an object under 'a'"),
                bad(
                        "metadata that looks like a tensor",
                        "{" + FileBytes.entry("__metadata__", "U8", "[0]", "[0,0]") + "}",
                        0,
                        "has a list under 'shape'"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("files")
    void oneLineSaysWhatIsWrong(String what, byte[] bytes, String message) {
        Path file = FileBytes.write(folder.resolve("model.safetensors"), bytes);
        assertThatThrownBy(() -> SafeTensors.read(file))
                .isInstanceOf(SafeTensorsException.class)
                .hasMessageStartingWith(file + ": ")
                .hasMessageContaining(message)
                .satisfies(e -> assertThat(e.getMessage())
                        .doesNotContainPattern("\\R")
                        .hasSizeLessThan(file.toString().length() + 1000));
        assertThatThrownBy(() -> SafeTensors.metadata(file)).isInstanceOf(SafeTensorsException.class);
    }

    /** Cut anywhere, a good file is no file. */
    @Test
    void everyTruncationIsRefused() throws Exception {
        byte[] good = FileBytes.of("{" + FileBytes.entry("x", "F32", "[2]", "[0,8]") + "}", 8);
        Path file = folder.resolve("model.safetensors");
        Files.write(file, good);
        SafeTensors.read(file);
        for (int length : IntStream.range(0, good.length).toArray()) {
            Files.write(file, Arrays.copyOf(good, length));
            assertThatThrownBy(() -> SafeTensors.read(file)).isInstanceOf(SafeTensorsException.class);
        }
    }

    @Test
    void whatIsNoFileIsRefused() {
        assertThatThrownBy(() -> SafeTensors.read(folder))
                .isInstanceOf(SafeTensorsException.class)
                .hasMessage(folder + ": is not a regular file");
        assertThatThrownBy(() -> SafeTensors.read(folder.resolve("none"))).isInstanceOf(NoSuchFileException.class);
    }

    private static Arguments bad(String what, byte[] bytes, String message) {
        return Arguments.of(what, bytes, message);
    }

    private static Arguments bad(String what, String header, int dataBytes, String message) {
        return bad(what, FileBytes.of(header, dataBytes), message);
    }

    private static Arguments bad(String what, String shape, String offsets, int dataBytes, String message) {
        return bad(what, "{" + FileBytes.entry("x", "F32", shape, offsets) + "}", dataBytes, message);
    }
}
