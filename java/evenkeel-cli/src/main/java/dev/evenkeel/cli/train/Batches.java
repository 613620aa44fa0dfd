package dev.evenkeel.cli.train;

import dev.evenkeel.DType;
import dev.evenkeel.Device;
import dev.evenkeel.Shape;
import dev.evenkeel.cli.data.Dataset;
import dev.evenkeel.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/** Examples in the portions that a network sees them in. */
final class Batches {
    private Batches() {}

    /**
     * All positions from 0 to below {@code count} in random order. A single one that is left at the end goes with the
     * batch before: batch norm has no statistics of one example.
     */
    static List<int[]> shuffled(int count, int batchSize, SplittableRandom random) {
        int[] order = positions(count);
        for (int i = count - 1; i > 0; i--) {
            int other = random.nextInt(i + 1);
            int moved = order[i];
            order[i] = order[other];
            order[other] = moved;
        }
        return cut(order, batchSize);
    }

    /** As {@link #shuffled}, in their order. */
    static List<int[]> inOrder(int count, int batchSize) {
        return cut(positions(count), batchSize);
    }

    private static int[] positions(int count) {
        int[] positions = new int[count];
        Arrays.setAll(positions, i -> i);
        return positions;
    }

    private static List<int[]> cut(int[] order, int batchSize) {
        List<int[]> batches = new ArrayList<>();
        int from = 0;
        while (from < order.length) {
            int to = Math.min(order.length, from + batchSize);
            boolean oneLeft = batchSize > 1 && order.length - to == 1;
            to = oneLeft ? order.length : to;
            batches.add(Arrays.copyOfRange(order, from, to));
            from = to;
        }
        return batches;
    }

    /** The examples at these positions as a tensor, which the caller closes. */
    static Tensor rows(Dataset data, int[] positions, Shape example, DType dtype, Device device) {
        int length = (int) example.count();
        double[] values = new double[positions.length * length];
        for (int i = 0; i < positions.length; i++) {
            System.arraycopy(data.rows()[positions[i]], 0, values, i * length, length);
        }
        long[] dims = new long[example.rank() + 1];
        dims[0] = positions.length;
        System.arraycopy(example.toArray(), 0, dims, 1, example.rank());
        return Tensor.copyOf(values, Shape.of(dims), dtype, device);
    }

    /** Their classes. */
    static int[] labels(Dataset data, int[] positions) {
        return Arrays.stream(positions).map(position -> data.labels()[position]).toArray();
    }
}
