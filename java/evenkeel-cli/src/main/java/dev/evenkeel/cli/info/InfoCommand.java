package dev.evenkeel.cli.info;

import dev.evenkeel.cli.files.OutputFiles;
import dev.evenkeel.cli.report.Json;
import dev.evenkeel.cli.report.TextOutput;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Tells what this machine and this build have. */
@Command(name = "info", description = "Show the devices of this machine, and why one is missing; JDK, kernels, driver.")
public final class InfoCommand implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    @Option(names = "--json", paramLabel = "FILE", description = "Write it as JSON; - is stdout.")
    private @Nullable String json;

    @Override
    public Integer call() {
        if (spec == null) {
            throw new IllegalStateException("picocli sets the spec");
        }
        PrintWriter out = spec.commandLine().getOut();
        try (OutputFiles files = new OutputFiles()) {
            TextOutput target = TextOutput.declare(json, files);
            Machine machine = Machine.here();
            if (!TextOutput.isStdout(json)) {
                out.print(machine.text());
                out.flush();
            }
            if (target != null) {
                target.write(() -> Json.text(machine::writeTo), out);
            }
            files.commit();
        }
        return 0;
    }
}
