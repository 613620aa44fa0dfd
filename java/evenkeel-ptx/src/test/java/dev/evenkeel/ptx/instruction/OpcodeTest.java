package dev.evenkeel.ptx.instruction;

import static org.assertj.core.api.Assertions.assertThat;

import dev.evenkeel.ptx.VirtualKernel;
import dev.evenkeel.ptx.machine.Geometry;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every form of computing instruction against values worked out by hand. A row is
 * {@code opcode | type value | type operand, type operand, …}; floats are written as Java writes them, 16-bit floats
 * and pairs as their bits.
 */
class OpcodeTest {
    record Row(String opcode, OpcodeValue expected, List<OpcodeValue> operands) {
        static Row parse(String line) {
            String[] parts = line.split("\\|");
            List<OpcodeValue> operands = List.of(parts[2].trim().split(",\\s*")).stream()
                    .map(OpcodeValue::parse)
                    .toList();
            return new Row(parts[0].trim(), OpcodeValue.parse(parts[1].trim()), operands);
        }
    }

    static List<Row> rows() throws IOException {
        try (BufferedReader reader = new BufferedReader(new InputStreamReader(
                OpcodeTest.class.getResourceAsStream("/opcodes/forms.txt"), StandardCharsets.UTF_8))) {
            return reader.lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .map(Row::parse)
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("rows")
    void givesTheValueInAllLanesAndInOne(Row row) {
        for (int threads : new int[] {32, 1}) {
            VirtualKernel kernel = VirtualKernel.text(ptx(row), "form");
            long out = kernel.unwritten(64);

            kernel.launch(Geometry.of(1, threads), out);

            float[] words = kernel.readFloats(out, 2 * threads);
            assertThat(kernel.findings()).isEmpty();
            for (int i = 0; i < threads; i++) {
                long low = Float.floatToRawIntBits(words[2 * i]) & 0xFFFFFFFFL;
                long bits = low | (long) Float.floatToRawIntBits(words[2 * i + 1]) << 32;
                assertThat(row.expected().describe(bits))
                        .as("lane %d of %d", i, threads)
                        .isEqualTo(row.expected().describe(row.expected().bits()));
            }
        }
    }

    private static String ptx(Row row) {
        StringBuilder text = new StringBuilder("""
                .version 7.8
                .target sm_90
                .address_size 64
                .visible .entry form(.param .u64 out) {
                  .reg .b64 %out<3>;
                  .reg .b32 %tid;
                  .reg .u64 %wide;
                """);
        StringBuilder names = new StringBuilder("%d");
        text.append(row.expected().declare("%d"));
        for (int i = 0; i < row.operands().size(); i++) {
            String name = "%" + (char) ('a' + i) + "in";
            text.append(row.operands().get(i).declare(name));
            text.append(row.operands().get(i).set(name));
            names.append(", ").append(name);
        }
        return text.append("""
                          ld.param.u64 %out0, [out];
                          mov.u32 %tid, %tid.x;
                          mad.wide.u32 %out1, %tid, 8, %out0;
                        """)
                .append("  ")
                .append(row.opcode())
                .append(' ')
                .append(names)
                .append(";\n")
                .append(row.expected().widen("%d", "%wide"))
                .append("  st.global.u64 [%out1], %wide;\n  ret;\n}\n")
                .toString();
    }
}
