package dev.evenkeel.bench.gpu;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Makes a page of results. */
@Command(
        name = "report",
        mixinStandardHelpOptions = true,
        description = "Writes report.html, with plots, beside a results.json.")
final class ReportCommand implements Callable<Integer> {
    @Parameters(paramLabel = "FOLDER", description = "the folder that holds results.json")
    Path folder = Path.of("");

    @Spec
    @Nullable
    CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        Path page = folder.resolve("report.html");
        Files.writeString(page, GpuReport.text(GpuResults.read(folder)));
        Objects.requireNonNull(spec).commandLine().getOut().println(page);
        return 0;
    }
}
