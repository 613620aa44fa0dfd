package dev.evenkeel.cli.apply;

import java.util.ArrayList;
import java.util.List;
import java.util.Stack;
import picocli.CommandLine.IParameterConsumer;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;

/** Takes one pair after an option, and more as long as what follows looks like one: {@code --in x=a.npy dy=b.npy}. */
final class PairConsumer implements IParameterConsumer {
    @Override
    public void consumeParameters(Stack<String> args, ArgSpec option, CommandSpec command) {
        List<String> before = option.getValue();
        List<String> pairs = before == null ? new ArrayList<>() : new ArrayList<>(before);
        if (args.isEmpty() || args.peek().startsWith("-")) {
            String name = ((OptionSpec) option).longestName();
            throw new ParameterException(command.commandLine(), name + " expects " + option.paramLabel());
        }
        pairs.add(args.pop());
        while (!args.isEmpty()
                && args.peek().matches("[a-z_-]*[a-z]=.+")
                && !args.peek().startsWith("-")) {
            pairs.add(args.pop());
        }
        option.setValue(pairs);
    }
}
