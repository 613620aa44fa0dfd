package dev.evenkeel.bench.gpu;

import dev.evenkeel.DType;
import dev.evenkeel.Device;
import dev.evenkeel.Shape;
import dev.evenkeel.bench.Operation;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The benchmark on a GPU, and what is made of its results. */
@Command(
        name = "gpu",
        mixinStandardHelpOptions = true,
        description = "Measures normalizations on a GPU, beside PyTorch's and Triton's and a copy of the same bytes.",
        subcommands = {MeasureCommand.class, ReportCommand.class, TableCommand.class})
public final class GpuMain {
    private GpuMain() {}

    /** Runs and exits. */
    public static void main(String[] args) {
        System.exit(commandLine().execute(args));
    }

    static CommandLine commandLine() {
        return new CommandLine(new GpuMain())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .registerConverter(Operation.class, Operation::parse)
                .registerConverter(Device.class, Device::parse)
                .registerConverter(DType.class, DType::parse)
                .registerConverter(Shape.class, Shape::parse);
    }
}
