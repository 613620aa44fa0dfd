package dev.evenkeel.cli.report;

import dev.evenkeel.cli.files.OutputFile;
import dev.evenkeel.cli.files.OutputFiles;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Where text goes that an option such as {@code --json FILE} asked for: a file, or stdout for {@code -}.
 *
 * @param file the file; null for stdout
 */
public record TextOutput(@Nullable OutputFile file) {
    /** Declares the file with the other outputs of the command; null if the option was not given. */
    public static @Nullable TextOutput declare(@Nullable String name, OutputFiles files) {
        return name == null ? null : new TextOutput(name.equals("-") ? null : files.declare(name));
    }

    /** Whether this is stdout, which then gets nothing else. */
    public static boolean isStdout(@Nullable String name) {
        return "-".equals(name);
    }

    /** Prints to stdout, or writes the file that the outputs' commit puts in place. */
    public void write(Supplier<String> text, PrintWriter stdout) {
        if (file == null) {
            stdout.print(text.get());
            stdout.flush();
        } else {
            OutputFiles.write(file, out -> out.write(text.get().getBytes(StandardCharsets.UTF_8)));
        }
    }
}
