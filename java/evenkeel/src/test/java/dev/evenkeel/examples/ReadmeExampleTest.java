package dev.evenkeel.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.core.JsonFactory;
import dev.evenkeel.Device;
import dev.ludovic.netlib.blas.BLAS;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The README's example compiles and runs as it stands there. */
class ReadmeExampleTest {
    private static final Path README = Path.of("../../README.md");
    /** y and dx of the example, from the formulas in double. */
    private static final double[] EXPECTED = {
        -1.414210, 0, 0, 1.414210, -1.341635, -0.447212, 0.447212, 1.341635, 0.176778, -0.176776, -0.176776, 0.176774,
        0.178882, -0.089443, -0.357768, 0.268330
    };

    /** As a user's program on the class path; nothing but the program itself prints. */
    @Test
    void exampleRunsOnTheClassPath(@TempDir Path classes) throws Exception {
        compile(example(), classes);
        assertThat(run("-cp", classes + File.pathSeparator + System.getProperty("java.class.path"), "Example"))
                .containsExactly(EXPECTED, within(1e-5));
    }

    /** As a named module beside what it always needs: neither JCuda nor JSpecify is there. */
    @Test
    void exampleRunsOnTheModulePath(@TempDir Path classes) throws Exception {
        compile(example(), classes);
        String modules = Stream.of(Device.class, JsonFactory.class, BLAS.class)
                .map(type -> home(type).toString())
                .collect(Collectors.joining(File.pathSeparator));
        assertThat(run("-p", modules, "--add-modules", "dev.evenkeel", "-cp", classes.toString(), "Example"))
                .containsExactly(EXPECTED, within(1e-5));
    }

    /** The folder or jar that a class comes from. */
    private static Path home(Class<?> type) {
        return Path.of(URI.create(
                type.getProtectionDomain().getCodeSource().getLocation().toString()));
    }

    @Test
    void exampleIsShort() throws IOException {
        assertThat(example().lines().filter(line -> line.startsWith("        ")))
                .hasSizeLessThanOrEqualTo(15);
    }

    /** Runs a JVM and returns the numbers in the lists that are all it prints. */
    private static double[] run(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        assertThat(output).matches("(?:\\[[-0-9.E, ]+\\]\\R){2}");
        return Pattern.compile("[\\[\\], \\n\\r]+")
                .splitAsStream(output)
                .filter(number -> !number.isEmpty())
                .mapToDouble(Double::parseDouble)
                .toArray();
    }

    private static String example() throws IOException {
        Matcher block = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL).matcher(Files.readString(README));
        assertThat(block.find()).as("a java block in README.md").isTrue();
        return block.group(1);
    }

    private static void compile(String source, Path classes) {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        DiagnosticCollector<JavaFileObject> problems = new DiagnosticCollector<>();
        JavaFileObject file =
                new SimpleJavaFileObject(URI.create("string:///Example.java"), JavaFileObject.Kind.SOURCE) {
                    @Override
                    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                        return source;
                    }
                };
        List<String> options =
                List.of("-d", classes.toString(), "-cp", System.getProperty("java.class.path"), "-Xlint:all");
        compiler.getTask(null, null, problems, options, null, List.of(file)).call();
        assertThat(problems.getDiagnostics()).isEmpty();
    }
}
