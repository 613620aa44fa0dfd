package dev.evenkeel.cli;

import dev.evenkeel.BackendUnavailableException;
import dev.evenkeel.DeviceException;
import dev.evenkeel.cli.apply.OpHelp;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Help;

/**
 * The command {@code evenkeel}. Ends with 0 if all is well, 1 if a comparison failed, 2 if it was called wrongly or got
 * bad input; then one line on stderr says why.
 */
public final class Main {
    private static final int BAD_USE = 2;
    private static final int HELP_WIDTH = 110;

    private Main() {}

    /** Runs the command and ends the JVM. */
    public static void main(String[] args) {
        System.exit(run(args, System.out, System.err));
    }

    /**
     * Runs the command in this JVM.
     *
     * @param args its arguments
     * @param out what it prints
     * @param err where it says what went wrong, and draws progress on a terminal
     * @return the exit code
     */
    public static int run(String[] args, PrintStream out, PrintStream err) {
        CommandLine command = new CommandLine(new EvenkeelCommand())
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .setColorScheme(Help.defaultColorScheme(Help.Ansi.OFF))
                .setUsageHelpWidth(HELP_WIDTH)
                .setAbbreviatedOptionsAllowed(false)
                .setExpandAtFiles(false)
                .setParameterExceptionHandler((e, given) -> fail(e, e.getCommandLine(), hint(e.getCommandLine())))
                .setExecutionExceptionHandler((e, failed, result) -> fail(e, failed, ""));
        Objects.requireNonNull(command.getSubcommands().get("apply"))
                .getCommandSpec()
                .usageMessage()
                .footer(OpHelp.lines());
        try {
            return command.execute(args);
        } catch (Error e) {
            // out of memory first of all; whatever it is, it is one line too
            return fail(e, command, "");
        }
    }

    private static String hint(CommandLine command) {
        return " (" + command.getCommandSpec().qualifiedName() + " --help says more)";
    }

    private static int fail(Throwable failure, CommandLine command, String hint) {
        command.getErr().println("evenkeel: " + message(failure) + hint);
        EvenkeelCommand root = (EvenkeelCommand) command.getCommandSpec().root().userObject();
        if (root.debug()) {
            failure.printStackTrace(command.getErr());
        }
        command.getErr().flush();
        return BAD_USE;
    }

    private static String message(Throwable failure) {
        if (failure instanceof OutOfMemoryError) {
            long mebibytes = Runtime.getRuntime().maxMemory() >> 20;
            return "out of memory: the heap may grow to " + mebibytes + " MiB (" + oneLine(failure.getMessage()) + ")";
        }
        boolean worded = failure instanceof InputException
                || failure instanceof IllegalArgumentException
                || failure instanceof BackendUnavailableException
                || failure instanceof DeviceException
                || failure instanceof CommandLine.ParameterException;
        String message = oneLine(failure.getMessage());
        return worded && !message.isEmpty() ? message : "internal error: " + oneLine(failure.toString()) + " (--debug)";
    }

    private static String oneLine(@Nullable String text) {
        return text == null
                ? ""
                : List.of(text.strip().split("\\R")).stream().map(String::strip).collect(Collectors.joining("; "));
    }
}
