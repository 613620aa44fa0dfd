package dev.evenkeel.cli.compare.measure;

import dev.evenkeel.DType;
import dev.evenkeel.Device;
import dev.evenkeel.Shape;
import dev.evenkeel.tensor.Devices;
import dev.evenkeel.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Runs one case on one device after the other; the reference is computed once for all of them. */
public final class CaseRun {
    private final Case what;
    private final Reference reference;

    /**
     * Rounds the inputs to the type of the case and makes the reference.
     *
     * @param what the case
     * @param data its inputs
     */
    public CaseRun(Case what, SampleData data) {
        this.what = what;
        this.reference = Reference.of(what, data);
    }

    /**
     * Measures error and time.
     *
     * @param budgetNanos how long timing may take, beyond the one run that it needs
     */
    public Row on(Device device, long budgetNanos) {
        try (MemoryArguments arguments =
                new MemoryArguments(what.op(), device, what.dtype(), reference.inputs(), Reference.wanted(what.op()))) {
            Runnable computation = what.op().prepare(arguments);
            computation.run();
            Devices.synchronize(device);
            List<OutputError> errors = errors(arguments.results());
            long bytes = Traffic.minimalBytes(what);
            Timing timing = time(computation, bytes, device, budgetNanos);
            return new Row(what, device, errors, timing.opMicros(), bytes, timing.copyMicros());
        }
    }

    private List<OutputError> errors(Map<String, Tensor> results) {
        List<OutputError> errors = new ArrayList<>();
        for (String output : what.op().outputs()) {
            double[] expected = reference.results().get(output);
            Tensor got = results.get(output);
            if (expected != null && got != null) {
                errors.add(ErrorMeasure.of(
                        output,
                        got.dtype(),
                        got.toDoubleArray(),
                        expected,
                        reference.scale().of(output, expected),
                        reference.scale().meanOverStd()));
            }
        }
        return errors;
    }

    /** A copy reads and writes every byte once, so half the bytes are copied. */
    private Timing time(Runnable computation, long bytes, Device device, long budgetNanos) {
        DType dtype = what.dtype();
        Shape half = Shape.of(Math.max(1, Math.min(Integer.MAX_VALUE - 8, bytes / 2 / dtype.bytes())));
        try (Tensor from = Tensor.full(half, 1, dtype, device);
                Tensor to = Tensor.full(half, 0, dtype, device)) {
            return Timing.of(computation, () -> to.copyFrom(from), device, budgetNanos);
        }
    }
}
