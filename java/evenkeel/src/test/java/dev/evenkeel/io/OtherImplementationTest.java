package dev.evenkeel.io;

import static org.assertj.core.api.Assertions.assertThat;

import dev.evenkeel.Device;
import dev.evenkeel.Shape;
import dev.evenkeel.tensor.Tensor;
import java.net.URISyntaxException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A file that Python wrote; the README beside it says how. */
class OtherImplementationTest {
    @TempDir
    private Path folder;

    private Path file = Path.of("");
    private StateDict dict = StateDict.builder().build();

    @BeforeEach
    void read() throws Exception {
        file = resource();
        dict = SafeTensors.read(file);
    }

    private static Path resource() throws URISyntaxException {
        return Path.of(Objects.requireNonNull(OtherImplementationTest.class.getResource("state_dict.safetensors"))
                .toURI());
    }

    @Test
    void writingItAgainGivesTheSameBytes() throws Exception {
        Path copy = folder.resolve("copy.safetensors");
        SafeTensors.write(copy, dict, SafeTensors.metadata(file));
        assertThat(copy).hasSameBinaryContentAs(file);
    }

    @Test
    void metadataIsRead() throws Exception {
        assertThat(SafeTensors.metadata(file))
                .isEqualTo(Map.of("format", "pt", "made_by", "safetensors 0.8.0, torch 2.13.0+cpu"));
    }

    @Test
    void aLayerIsFoundByItsPrefix() {
        StateDict bn = dict.withPrefix("bn.");
        assertThat(bn.names()).containsExactly("num_batches_tracked", "bias", "running_mean", "running_var", "weight");
        assertThat(bn.get("num_batches_tracked")).isEqualTo(StateValue.ofLong(1));
        assertThat(floats(bn.get("running_mean")))
                .containsExactly(-0.02947981469333172f, -0.0033409451134502888f, -0.012262346222996712f);
        assertThat(floats(bn.get("weight"))).containsExactly(1, 1, 1);
        assertThat(dict.get("conv.weight").shape()).isEqualTo(Shape.of(3, 1, 2, 2));
        assertThat(floats(dict.get("conv.weight"))).startsWith(-0.003743410110473633f, 0.26822179555892944f);
    }

    @Test
    void namesAreKept() {
        assertThat(dict.names()).contains("\uD83D\uDE00", "\uFF01", "na\u00EFve \"x\"\n");
    }

    @ParameterizedTest
    @CsvSource({
        "bits.f64,      F64,     341200000000f87f 341200000000f07f 0000000000000080 0100000000000000",
        "bits.f32,      F32,     3412c07f 3412807f 00000080 01000000",
        "bits.f16,      F16,     127e 127c 0080 0100",
        "bits.bf16,     BF16,    c17f 817f 0080 0100",
        "other.u64,     U64,     0000000000000080 0300000000000000",
        "other.i64,     I64,     feffffffffffffff 0300000000000000",
        "other.c64,     C64,     0000803f00000040",
        "other.u32,     U32,     feffffff 03000000",
        "other.i32,     I32,     feffffff 03000000",
        "other.u16,     U16,     feff 0300",
        "other.i16,     I16,     feff 0300",
        "other.f8_e4m3, F8_E4M3, 38 7f",
        "other.f8_e5m2, F8_E5M2, 3c 7d",
        "other.i8,      I8,      fe 03",
        "other.u8,      U8,      fe 03",
        "other.bool,    BOOL,    01 00",
        "other.empty,   F32,     ''",
    })
    void everyTypeIsKeptBitForBit(String name, String dtype, String hex) {
        StateValue value = dict.get(name);
        assertThat(value.dtype()).isEqualTo(dtype);
        ByteBuffer bytes = value.bytes();
        StringBuilder found = new StringBuilder();
        while (bytes.hasRemaining()) {
            found.append(String.format("%02x", bytes.get()));
        }
        assertThat(found.toString()).isEqualTo(hex.replace(" ", ""));
    }

    private static float[] floats(StateValue value) {
        try (Tensor tensor = value.toTensor(Device.CPU)) {
            return tensor.toFloatArray();
        }
    }
}
