package dev.evenkeel.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.evenkeel.DType;
import dev.evenkeel.Device;
import dev.evenkeel.Shape;
import dev.evenkeel.tensor.Tensor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SafeTensorsTest {
    @TempDir
    private Path folder;

    private static StateDict random(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        StateDict.Builder dict = StateDict.builder();
        StoredType[] types = StoredType.values();
        for (int i = 0; i < 60; i++) {
            StoredType type = types[random.nextInt(types.length)];
            Shape shape = Shape.of(random.nextInt(4), random.nextInt(6), 4);
            byte[] bytes = new byte[(int) type.bytes(shape)];
            random.nextBytes(bytes);
            dict.put(
                    "layer" + random.nextInt(100) + "." + i, StateValue.of(type.name(), shape, ByteBuffer.wrap(bytes)));
        }
        return dict.build();
    }

    private static String header(Path file) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        return new String(bytes, 8, (bytes[0] & 0xff) + 256 * (bytes[1] & 0xff), StandardCharsets.UTF_8);
    }

    @Test
    void whatIsWrittenIsReadBack() throws IOException {
        for (int seed = 0; seed < 20; seed++) {
            Path file = folder.resolve("model" + seed + ".safetensors");
            StateDict dict = random(seed);
            SafeTensors.write(file, dict, Map.of("seed", "" + seed, "text", "\"\\\n\u0001\uD83D\uDE00"));
            assertThat(SafeTensors.read(file)).isEqualTo(dict);
            assertThat(SafeTensors.metadata(file))
                    .isEqualTo(Map.of("seed", "" + seed, "text", "\"\\\n\u0001\uD83D\uDE00"));
        }
    }

    @Test
    void theSameValuesMakeTheSameBytes() throws IOException {
        StateDict dict = random(1);
        StateDict.Builder turned = StateDict.builder();
        dict.names().stream().sorted().forEach(name -> turned.put(name, dict.get(name)));
        Path one = folder.resolve("one");
        Path two = folder.resolve("two");
        SafeTensors.write(one, dict, Map.of("a", "1", "b", "2", "c", "3"));
        SafeTensors.write(two, turned.build(), Map.of("c", "3", "b", "2", "a", "1"));
        assertThat(one).hasSameBinaryContentAs(two);
    }

    @Test
    void headersAreThoseOfTheReference() throws IOException {
        Path file = folder.resolve("x");
        SafeTensors.write(file, StateDict.builder().build());
        assertThat(file).hasBinaryContent(FileBytes.of("{}      ", 0));
        SafeTensors.write(file, StateDict.builder().build(), Map.of("framework", "pt"));
        assertThat(header(file)).isEqualTo("{\"__metadata__\":{\"framework\":\"pt\"}}     ");
        SafeTensors.write(
                file,
                StateDict.builder()
                        .put("a", StateValue.of("U8", Shape.of(3), ByteBuffer.allocate(3)))
                        .put("c", StateValue.of("F32", Shape.of(1, 2), ByteBuffer.allocate(8)))
                        .put("b", StateValue.of("F32", Shape.of(), ByteBuffer.allocate(4)))
                        .put("\u00e9", StateValue.ofLong(1))
                        .build());
        assertThat(header(file).stripTrailing())
                .isEqualTo("{" + FileBytes.entry("\u00e9", "I64", "[]", "[0,8]") + ","
                        + FileBytes.entry("b", "F32", "[]", "[8,12]") + ","
                        + FileBytes.entry("c", "F32", "[1,2]", "[12,20]") + ","
                        + FileBytes.entry("a", "U8", "[3]", "[20,23]") + "}");
        assertThat(header(file).getBytes(StandardCharsets.UTF_8).length % 8).isZero();
    }

    /** Bytes need not lie in the order of the header, names stay in it. */
    @Test
    void anyOrderIsRead() throws IOException {
        byte[] bytes = FileBytes.of(
                "{" + FileBytes.entry("z", "U8", "[1]", "[2,3]") + "," + FileBytes.entry("e", "F32", "[3,0]", "[2,2]")
                        + "," + FileBytes.entry("a", "I16", "[]", "[0,2]") + "}",
                3);
        bytes[bytes.length - 1] = 5;
        bytes[bytes.length - 2] = 1;
        StateDict dict = SafeTensors.read(FileBytes.write(folder.resolve("x"), bytes));
        assertThat(dict.names()).containsExactly("z", "e", "a");
        assertThat(dict.get("z").longValue()).isEqualTo(5);
        assertThat(dict.get("a").longValue()).isEqualTo(256);
        assertThat(dict.get("e").byteCount()).isZero();
        try (Tensor empty = dict.get("e").toTensor(Device.CPU)) {
            assertThat(empty.shape()).isEqualTo(Shape.of(3, 0));
        }
    }

    /** A file may be replaced by what was read from it. */
    @Test
    void aFileIsReplacedWhole() throws IOException {
        Path file = folder.resolve("model.safetensors");
        SafeTensors.write(file, random(1));
        StateDict first = SafeTensors.read(file);
        SafeTensors.write(file, first.prefixed("module."));
        assertThat(SafeTensors.read(file)).isEqualTo(first.prefixed("module."));
        assertThat(first).isEqualTo(random(1));
        assertThat(folder).isDirectoryContaining(file::equals);
        assertThat(Files.list(folder)).as("no temporary file").hasSize(1);
    }

    @Test
    void aLinkIsFollowed() throws IOException {
        Path file = folder.resolve("real");
        SafeTensors.write(file, random(1));
        Path link = Files.createSymbolicLink(folder.resolve("link"), file.getFileName());
        SafeTensors.write(link, random(2));
        assertThat(Files.isSymbolicLink(link)).isTrue();
        assertThat(SafeTensors.read(file)).isEqualTo(random(2));
    }

    @Test
    void whatCannotBeWrittenLeavesEverythingAsItWas() throws IOException {
        Path file = folder.resolve("model.safetensors");
        SafeTensors.write(file, random(1));
        StateValue one = StateValue.ofLong(1);
        for (String name : new String[] {"__metadata__", "half \uD83D", "x".repeat(50_001)}) {
            StateDict bad = StateDict.builder().put(name, one).build();
            assertThatThrownBy(() -> SafeTensors.write(file, bad)).isInstanceOf(IllegalArgumentException.class);
        }
        assertThatThrownBy(() -> SafeTensors.write(file, random(2), Map.of("x", "x".repeat(100_000_000))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("more than the 100000000");
        assertThatThrownBy(() -> SafeTensors.write(folder, random(2))).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> SafeTensors.write(folder.resolve("none").resolve("x"), random(2)))
                .isInstanceOf(IOException.class);
        assertThat(SafeTensors.read(file)).isEqualTo(random(1));
        assertThat(Files.list(folder)).hasSize(1);
    }

    @Test
    void tensorsOfOtherTypesAreConvertedOnTheWay() throws IOException {
        Path file = folder.resolve("x");
        try (Tensor half = Tensor.copyOf(new double[] {1.5, -2}, Shape.of(2), DType.BF16, Device.CPU)) {
            SafeTensors.write(file, StateDict.builder().put("w", half).build());
        }
        assertThat(SafeTensors.read(file).get("w").dtype()).isEqualTo("BF16");
        try (Tensor wide = SafeTensors.read(file).get("w").toTensor(DType.F64, Device.CPU)) {
            assertThat(wide.toDoubleArray()).containsExactly(1.5, -2);
        }
    }
}
