package dev.evenkeel.internal.cuda.jcuda;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Probing in processes that lack what it looks for. */
class NothingInstalledTest {
    @TempDir
    private Path folder;

    @Test
    void withoutADriverNoClassOfJCudaIsLoaded() throws Exception {
        ForkedJvm.Result result = new ForkedJvm(folder)
                .option("-Devenkeel.cuda=off")
                .option("-Xlog:class+load:file=" + folder.resolve("classes.txt"))
                .run(ProbeProgram.class);
        assertThat(result)
                .isEqualTo(new ForkedJvm.Result(0, List.of("cuda:0 false switched off by -Devenkeel.cuda=off"), ""));
        assertThat(folder.resolve("classes.txt"))
                .content()
                .contains("CudaBackendProvider")
                .doesNotContain(" jcuda.");
    }

    @Test
    void withoutJCudaTheReasonIsThat() throws Exception {
        ForkedJvm.Result result = new ForkedJvm(folder)
                .option("-Devenkeel.cuda=on")
                .classPath(Arrays.stream(ForkedJvm.classPath().split(File.pathSeparator))
                        .filter(entry -> !entry.contains("jcuda-"))
                        .collect(Collectors.joining(File.pathSeparator)))
                .run(ProbeProgram.class);
        assertThat(result)
                .isEqualTo(new ForkedJvm.Result(
                        0, List.of("cuda:0 false JCuda is missing: no class jcuda.JCudaVersion"), ""));
    }

    @ParameterizedTest
    @ValueSource(strings = {"jcuda-", "jcuda-natives"})
    void withoutAPtxCompilerRegistersAreNotKnown(String missing) throws Exception {
        ForkedJvm.Result result = new ForkedJvm(folder)
                .classPath(Arrays.stream(ForkedJvm.classPath().split(File.pathSeparator))
                        .filter(entry -> !entry.contains(missing))
                        .collect(Collectors.joining(File.pathSeparator)))
                .run(RegistersProgram.class);
        assertThat(result).isEqualTo(new ForkedJvm.Result(0, List.of("[]", "[]"), ""));
    }

    @Test
    void withoutNativesTheReasonIsThat() throws Exception {
        ForkedJvm.Result result = new ForkedJvm(folder)
                .option("-Devenkeel.cuda=on")
                .classPath(Arrays.stream(ForkedJvm.classPath().split(File.pathSeparator))
                        .filter(entry -> !entry.contains("jcuda-natives"))
                        .collect(Collectors.joining(File.pathSeparator)))
                .run(ProbeProgram.class);
        assertThat(result.err()).isEmpty();
        assertThat(result.out())
                .singleElement()
                .asString()
                .startsWith("cuda:0 false IOException: no jar of jcuda-natives 12.6.0 with ")
                .endsWith(" is on the class path");
    }
}
