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
    private static final double SAMPLE_MICROS = 1000;
    private static final int MAX_RUNS = 1000;

    /** Takes samples until the time is up, at least one. */
    static Timing of(Runnable op, Runnable copy, Device device, long budgetNanos) {
        int opRuns = 1;
        int copyRuns = 1;
        List<Double> opTimes = new ArrayList<>();
        List<Double> copyTimes = new ArrayList<>();
        long start = System.nanoTime();
        long elapsed = 0;
        do {
            double opTime = sample(op, opRuns, device);
            double copyTime = sample(copy, copyRuns, device);
            if (elapsed < budgetNanos / 3) {
                // the last sample of the warm-up counts if there is no time for another
                opTimes.clear();
                copyTimes.clear();
                opRuns = runs(opTime);
                copyRuns = runs(copyTime);
            }
            opTimes.add(opTime);
            copyTimes.add(copyTime);
            elapsed = System.nanoTime() - start;
        } while (elapsed < budgetNanos);
        return new Timing(median(opTimes), median(copyTimes), opTimes.size());
    }

    private static int runs(double micros) {
        return (int) Math.max(1, Math.min(MAX_RUNS, SAMPLE_MICROS / micros));
    }

    /** Microseconds of one run, from when the device is free to when it is done. */
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
