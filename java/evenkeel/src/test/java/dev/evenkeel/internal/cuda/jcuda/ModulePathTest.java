package dev.evenkeel.internal.cuda.jcuda;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Evenkeel and JCuda as modules: their internals closed, the natives in a jar beside them. */
class ModulePathTest {
    private static final String PROGRAM = """
            public class Program {
                public static void main(String[] arguments) {
                    System.out.println(dev.evenkeel.tensor.Devices.describe().lines().reduce((a, b) -> b).get());
                }
            }
            """;

    @TempDir
    private static Path library;

    @TempDir
    private Path folder;

    @Test
    void theNativesAreFoundFromAModule() throws Exception {
        FakeDriver.compile(library);
        assertThat(run("dev.evenkeel,jcuda", "jcuda-1.*|.*netlib"))
                .isEqualTo("cuda:0   Fake GPU, sm_90, 79 GiB, driver 12.8");
    }

    @Test
    void withoutTheModuleOfJCudaTheReasonIsThat() throws Exception {
        FakeDriver.compile(library);
        assertThat(run("dev.evenkeel", "netlib")).startsWith("cuda:0   missing: JCuda is missing: no class jcuda.");
    }

    private String run(String modules, String libraries) throws IOException, InterruptedException {
        Path source = Files.writeString(folder.resolve("Program.java"), PROGRAM);
        ForkedJvm jvm = new ForkedJvm(folder)
                .option("-Devenkeel.cuda=on")
                .option("--module-path="
                        + entries("(.*[/\\\\](" + libraries + "|jackson-core|jspecify).*|.*[/\\\\]classes)"))
                .option("--add-modules=" + modules)
                .classPath(entries(".*jcuda-natives.*"))
                .with("LD_LIBRARY_PATH", library.toString());
        if (Runtime.version().feature() >= ForkedJvm.FIRST_WITH_NATIVE_ACCESS && modules.endsWith("jcuda")) {
            jvm.option("--enable-native-access=jcuda");
        }
        ForkedJvm.Result result = jvm.await(jvm.start(source.toString()));
        assertThat(result.err()).isEmpty();
        return String.join("\n", result.out());
    }

    private static String entries(String pattern) {
        return Arrays.stream(ForkedJvm.classPath().split(File.pathSeparator))
                .filter(entry -> entry.matches(pattern))
                .collect(Collectors.joining(File.pathSeparator));
    }
}
