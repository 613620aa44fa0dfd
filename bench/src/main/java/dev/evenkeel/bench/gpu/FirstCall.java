package dev.evenkeel.bench.gpu;

import dev.evenkeel.DType;
import dev.evenkeel.Device;
import dev.evenkeel.Shape;
import dev.evenkeel.bench.Call;
import dev.evenkeel.bench.Case;
import dev.evenkeel.bench.Operands;
import dev.evenkeel.bench.Operation;
import dev.evenkeel.tensor.Devices;
import dev.evenkeel.tensor.TensorScope;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;

/** The first call of a process, up to its result: reading PTX, compiling it, loading it. Each in a JVM of its own. */
final class FirstCall {
    private FirstCall() {}

    /** Prints microseconds of the call that the arguments describe: operation, type, shape, device. */
    public static void main(String[] args) {
        Operation operation = Operation.parse(args[0]);
        Device device = Devices.require(Device.parse(args[3]));
        try (TensorScope scope = new TensorScope()) {
            // a backward's call makes its statistics by a forward: those kernels are loaded beforehand then
            Call call =
                    operation.benchmark().call(Shape.parse(args[2]), Operands.on(device, DType.parse(args[1]), scope));
            Devices.synchronize(device);
            long start = System.nanoTime();
            call.operation().run();
            Devices.synchronize(device);
            System.out.println((System.nanoTime() - start) * 1e-3);
        }
    }

    /** Measures it this many times; the driver's cache of compiled code is switched off. */
    static GpuRow measure(Case what, int times) throws IOException, InterruptedException {
        List<Double> micros = new ArrayList<>();
        for (int i = 0; i < times; i++) {
            micros.add(inAnotherJvm(what));
        }
        return GpuRow.ofCall(GpuRow.FIRST_CALL, what, micros);
    }

    private static double inAnotherJvm(Case what) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(ProcessHandle.current().info().command().orElse("java"));
        // flags like --enable-native-access, but no agents of whoever watches this process
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(flag -> !flag.startsWith("-javaagent") && !flag.startsWith("-agentlib"))
                .forEach(command::add);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), FirstCall.class.getName()));
        command.addAll(List.of(
                what.operation().label(),
                what.dtype().label(),
                Case.text(what.shape()),
                what.device().toString()));
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment().put("CUDA_CACHE_DISABLE", "1");
        Process process = builder.start();
        String printed = new String(process.getInputStream().readAllBytes()).strip();
        if (process.waitFor() != 0) {
            throw new IOException("the JVM for a first call ended with " + process.exitValue());
        }
        return Double.parseDouble(printed.substring(printed.lastIndexOf('\n') + 1));
    }
}
