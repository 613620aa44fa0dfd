package dev.evenkeel.cli;

import dev.evenkeel.cli.apply.ApplyCommand;
import dev.evenkeel.cli.compare.CompareCommand;
import dev.evenkeel.cli.info.InfoCommand;
import dev.evenkeel.cli.train.TrainCommand;
import java.util.concurrent.Callable;
import picocli.AutoComplete.GenerateCompletion;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** The command without a subcommand. */
@Command(
        name = "evenkeel",
        description = "Fused normalization for the JVM: what this machine has, whether it is right, how fast it is.",
        mixinStandardHelpOptions = true,
        scope = ScopeType.INHERIT,
        versionProvider = Version.class,
        subcommands = {
            InfoCommand.class,
            CompareCommand.class,
            ApplyCommand.class,
            TrainCommand.class,
            HelpCommand.class,
            GenerateCompletion.class
        },
        footer = {"", "Exit codes: 0 fine; 1 a comparison failed; 2 bad usage or bad input."})
final class EvenkeelCommand implements Callable<Integer> {
    @Option(names = "--debug", scope = ScopeType.INHERIT, description = "Show the stack trace of an error.")
    private boolean debug;

    boolean debug() {
        return debug;
    }

    @Override
    public Integer call() {
        throw new InputException("give a command: info, compare, apply or train (evenkeel --help says more)");
    }
}
