package dev.evenkeel.internal.cuda;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Where a source loads or stores vectors, so does its PTX, in accesses of 16 bytes: nvcc has been seen to split a store
 * into four. And all PTX together stays small.
 */
class PtxTextTest {
    private static final Path KERNELS = Path.of(System.getProperty("basedir", ""), "..", "..", "kernels");
    private static final int MOST_BYTES = 1_500_000;

    private static final Pattern INCLUDE = Pattern.compile("#include \"([^\"]+)\"");
    private static final Pattern ENTRY = Pattern.compile("\\.entry\\s+(\\w+).*?(?=\\.entry|\\z)", Pattern.DOTALL);

    /** Entries of files that use vectors, which use none themselves. Whoever adds one writes down why. */
    private static final Pattern NO_VECTOR_LOADS =
            // each lane has a column of its own there, and a warp's columns are whole sectors; or a few numbers of a
            // row
            Pattern.compile("row_norm_finish_|row_norm_backward_columns_|weight_sums_columns_|weight_norm_finish_"
                    + "|spectral_norm_finish_");

    /** As above, for stores; what sums up rows stores a number of each. */
    private static final Pattern NO_VECTOR_STORES = Pattern.compile(NO_VECTOR_LOADS + "|weight_sums_rows_");

    static List<Path> files() throws IOException {
        try (Stream<Path> tree = Files.walk(KERNELS.resolve("ptx"))) {
            return tree.filter(path -> path.toString().endsWith(".ptx"))
                    .sorted()
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("files")
    void vectorsAreLoadedAndStoredWhole(Path ptx) throws IOException {
        String source = source(KERNELS.resolve(ptx.getFileName().toString().replace(".ptx", ".cu")));
        boolean loads = source.contains("load_vector");
        boolean stores = source.contains("store_vector");
        for (Matcher entry = ENTRY.matcher(Files.readString(ptx)); (loads || stores) && entry.find(); ) {
            String name = entry.group(1);
            PtxStores accesses = new PtxStores(entry.group());
            if (loads && !NO_VECTOR_LOADS.matcher(name).find()) {
                assertThat(accesses.vectorLoads())
                        .as("16-byte loads of %s", name)
                        .isPositive();
            }
            if (stores && !NO_VECTOR_STORES.matcher(name).find()) {
                assertThat(accesses.vectorStores())
                        .as("16-byte stores of %s", name)
                        .isPositive();
            }
            if (stores) {
                assertThat(accesses.split()).as("split stores of %s", name).isEmpty();
            }
        }
    }

    @Test
    void allPtxTogetherIsSmall() throws IOException {
        ByteArrayOutputStream compressed = new ByteArrayOutputStream();
        for (Path file : files()) {
            try (GZIPOutputStream gzip = new GZIPOutputStream(compressed)) {
                gzip.write(Files.readAllBytes(file));
            }
        }
        assertThat(compressed.size()).isLessThanOrEqualTo(MOST_BYTES);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            ld.global.v4.u32 {%r1, %r2, %r3, %r4}, [%rd1+16];                 | 1 | 0 | 0
            ld.global.nc.L1::no_allocate.v4.f32 {%f1, %f2, %f3, %f4}, [%rd1]; | 1 | 0 | 0
            st.global.wb.v4.u32 [%rd1], {%r1, %r2, %r3, %r4};                 | 0 | 1 | 0
            st.global.cs.v2.f64 [%rd1], {%fd1, %fd2};                         | 0 | 1 | 0
            ld.global.v2.u32 {%r1, %r2}, [%rd1];                              | 0 | 0 | 0
            st.shared.v4.u32 [%r9], {%r1, %r2, %r3, %r4};                     | 0 | 0 | 0
            st.global.v2.u16 [%rd1+4], {%rs1, %rs2}; st.global.v2.u16 [%rd1], {%rs1, %rs2}; st.global.v2.u16 [%rd1+12], {%rs1, %rs2}; st.global.v2.u16 [%rd1+8], {%rs1, %rs2}; | 0 | 0 | 1
            st.global.u32 [%rd1], %r1; mov.u32 %r2, %r3; st.global.u32 [%rd1+4], %r1; st.global.u32 [%rd1+8], %r1; st.global.u32 [%rd1+12], %r1; | 0 | 0 | 1
            st.global.u32 [%rd1], %r1; st.global.u32 [%rd1+4], %r1; $L__BB0_1: st.global.u32 [%rd1+8], %r1; st.global.u32 [%rd1+12], %r1; | 0 | 0 | 0
            st.global.u32 [%rd1], %r1; st.global.u32 [%rd2+4], %r1; st.global.u32 [%rd1+8], %r1; st.global.u32 [%rd1+12], %r1; | 0 | 0 | 0
            """)
    void accessesAreRead(String text, int loads, int stores, int split) {
        PtxStores accesses = new PtxStores(text.replaceAll("([;:]) ", "$1\n"));

        assertThat(accesses.vectorLoads()).isEqualTo(loads);
        assertThat(accesses.vectorStores()).isEqualTo(stores);
        assertThat(accesses.split()).hasSize(split);
    }

    /** A source with all that it includes but for what declares the vectors. */
    private static String source(Path file) throws IOException {
        StringBuilder text = new StringBuilder();
        collect(file, new LinkedHashSet<>(), text);
        return text.toString();
    }

    private static void collect(Path file, Set<Path> seen, StringBuilder text) throws IOException {
        Path path = file.normalize();
        if (path.endsWith("vector.cuh") || !seen.add(path)) {
            return;
        }
        String content = Files.readString(path);
        text.append(content);
        for (Matcher include = INCLUDE.matcher(content); include.find(); ) {
            Path beside = path.resolveSibling(include.group(1));
            collect(Files.exists(beside) ? beside : KERNELS.resolve(include.group(1)), seen, text);
        }
    }
}
