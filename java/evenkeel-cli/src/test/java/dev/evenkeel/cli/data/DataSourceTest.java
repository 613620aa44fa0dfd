package dev.evenkeel.cli.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.evenkeel.Shape;
import dev.evenkeel.cli.InputException;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DataSourceTest {
    private static Split open(String name, long seed) {
        return DataSource.open(name, null, null).split(seed);
    }

    private static long[] counts(Dataset data) {
        return IntStream.range(0, data.classes().size())
                .mapToLong(c -> Arrays.stream(data.labels()).filter(l -> l == c).count())
                .toArray();
    }

    private static Dataset csv(String text, String label) {
        return CsvData.read("t.csv", new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)), label);
    }

    /** Sizes and a few sums, so that a slip in preparing the files would show. */
    @Test
    void bundledTablesAreWhatTheySay() {
        Split wine = open("wine", 1);
        assertThat(wine.train().example()).isEqualTo(Shape.of(13));
        assertThat(wine.train().classes()).containsExactly("1", "2", "3");
        assertThat(counts(wine.test())).containsExactly(18, 21, 14);
        assertThat(counts(wine.train())).containsExactly(41, 50, 34);
        assertThat(mean(wine, 12)).isCloseTo(746.893, within(0.001));
        Split cancer = open("breast-cancer", 1);
        assertThat(cancer.train().example()).isEqualTo(Shape.of(30));
        assertThat(cancer.train().classes()).containsExactly("benign", "malignant");
        assertThat(counts(cancer.test())).containsExactly(107, 64);
        assertThat(cancer.test().majority()).isCloseTo(107.0 / 171, within(1e-15));
        assertThat(cancer.train().size() + cancer.test().size()).isEqualTo(569);
        assertThat(mean(cancer, 0)).isCloseTo(14.127, within(0.001));
    }

    private static double mean(Split split, int feature) {
        double sum = 0;
        for (Dataset part : new Dataset[] {split.train(), split.test()}) {
            sum += Arrays.stream(part.rows()).mapToDouble(row -> row[feature]).sum();
        }
        return sum / (split.train().size() + split.test().size());
    }

    @ParameterizedTest
    @ValueSource(strings = {"wine", "breast-cancer", "sine"})
    void splitsAreThoseOfTheirSeedAndShareNothing(String name) {
        Split split = open(name, 3);
        assertThat(split.train().rows()).isDeepEqualTo(open(name, 3).train().rows());
        assertThat(split.train().rows()).isNotEqualTo(open(name, 4).train().rows());
        Set<double[]> rows = new HashSet<>(Arrays.asList(split.train().rows()));
        assertThat(rows).doesNotContain(split.test().rows());
    }

    @Test
    void sineHasBalancedClassesAndUnevenAmplitudes() {
        Split split = DataSource.open("sine", null, 200).split(1);
        assertThat(split.train().example()).isEqualTo(Shape.of(16, 2));
        assertThat(counts(split.train())).containsExactly(35, 35, 35, 35);
        double[] largest = Arrays.stream(split.train().rows())
                .mapToDouble(row -> Arrays.stream(row).map(Math::abs).max().orElseThrow())
                .sorted()
                .toArray();
        assertThat(largest[largest.length - 1] / largest[0]).isGreaterThan(50);
    }

    @Test
    void aTableMayHaveItsLabelsAnywhere() {
        Dataset data = csv("\uFEFFa,kind,b\n1,10,2\n \"3\" ,9,4e-1\n5,x y,6\n", "kind");
        assertThat(data.classes()).containsExactly("10", "9", "x y");
        assertThat(data.labels()).containsExactly(0, 1, 2);
        assertThat(data.rows()).isDeepEqualTo(new double[][] {{1, 2}, {3, 0.4}, {5, 6}});
        assertThat(csv("a,kind\n1,10\n2,9", null).classes()).containsExactly("9", "10");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "`` | t.csv: is empty",
                "a,b\\n | has a header and no rows",
                "a\\n1\\n | has one column",
                "a,a,b\\n1,2,x | two columns are called 'a'",
                "a,b\\n1,x\\n2\\n | row 2 (line 3): has 1 columns, the header has 2",
                "a,b\\n1,x\\n\\ntwo,x | row 2 (line 4), column 'a': 'two' is not a number",
                "a,b\\n1,x\\n,x | row 2 (line 3), column 'a': '' is not a number",
                "a,b\\n1,x\\nNaN,x | 'NaN' is not a finite number",
                "a,b\\n1,x\\n1e999,x | '1e999' is not a finite number",
                "a,b\\n1,x\\n2, | row 2 (line 3), column 'b': there is no class",
                "a,b\\n1,x\\n2,x | column 'b' has one class, 'x'",
            })
    void saysWhereATableIsWrong(String text, String message) {
        assertThatThrownBy(() -> csv(text.replace("\\n", "\n"), null))
                .isInstanceOf(InputException.class)
                .hasMessageStartingWith("t.csv: ")
                .hasMessageContaining(message);
    }

    @Test
    void saysWhichColumnAndWhichClassIsMissing() {
        assertThatThrownBy(() -> csv("a,b\n1,x\n", "kind"))
                .hasMessage("t.csv: there is no column 'kind' (--label), but a, b");
        assertThatThrownBy(() -> StratifiedSplit.of("t.csv", csv("a,b\n1,x\n2,x\n3,y\n", null), 1))
                .hasMessageStartingWith("t.csv: class 'y' has 1 example");
    }

    @Test
    void refusesOptionsThatSayNothing() {
        assertThatThrownBy(() -> DataSource.open("wine", "kind", null))
                .hasMessage("--label does not go with --data wine");
        assertThatThrownBy(() -> DataSource.open("wine", null, 7)).hasMessage("--samples does not go with --data wine");
        assertThatThrownBy(() -> DataSource.open("vine", null, null))
                .hasMessageContaining("there is no such file or folder")
                .hasMessageContaining("wine, breast-cancer, sine");
    }
}
