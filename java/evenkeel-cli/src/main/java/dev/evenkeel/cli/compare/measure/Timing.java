package dev.evenkeel.cli.compare.measure;

import dev.evenkeel.Device;
import dev.evenkeel.tensor.Devices;
import java.util.ArrayList;
import java.util.List;

/**
 * Times an operation and a copy of as many bytes, in turns, so that both see the same state of the machine. A sample is
 * one run, or so many that it takes a millisecond, up to the moment when the device is done. Samples of the first third
 * of the time are for warming up; of the others the median counts.
 *
 * @param opMicros median time of the operation
 * @param copyMicros median time of the copy
 * @param samples how many samples the medians are of
 */
record Timing(double opMicros, double copyMicros, int samples) {
    private static final long SAMPLE_NANOS = 1_000_000;
    private static final int MAX_RUNS = 1000;

    static Timing of(Runnable op, Runnable copy, Device device, long budgetNanos) {
        int opRuns = runs(op, device);
        int copyRuns = runs(copy, device);
        List<Double> opTimes = new ArrayList<>();
        List<Double> copyTimes = new ArrayList<>();
        long start = System.nanoTime();
        long warm = 0;
        do {
            double opTime = sample(op, opRuns, device);
            double copyTime = sample(copy, copyRuns, device);
            if (warm < budgetNanos / 3) {
                // the last sample of the warm-up counts if there is no time for another
                opTimes.clear();
                copyTimes.clear();
            }
            opTimes.add(opTime);
            copyTimes.add(copyTime);
            warm = System.nanoTime() - start;
        } while (warm < budgetNanos);
        return new Timing(median(opTimes), median(copyTimes), opTimes.size());
    }

    private static int runs(Runnable work, Device device) {
        double nanos = sample(work, 1, device) * 1e3;
        return (int) Math.max(1, Math.min(MAX_RUNS, SAMPLE_NANOS / Math.max(1, nanos)));
    }

    /** Microseconds of one run. */
    private static double sample(Runnable work, int runs, Device device) {
        Devices.synchronize(device);
        long start = System.nanoTime();
        for (int i = 0; i < runs; i++) {
            work.run();
        }
        Devices.synchronize(device);
        return (System.nanoTime() - start) * 1e-3 / runs;
    }

    static double median(List<Double> values) {
        List<Double> sorted = values.stream().sorted().toList();
        int middle = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }
}
