package dev.evenkeel.cli.train;

import dev.evenkeel.DType;
import dev.evenkeel.Device;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * What all runs of a command have in common.
 *
 * @param network the kind of network
 * @param hidden the sizes of its hidden layers
 * @param epochs how often each example is seen
 * @param batchSize examples per step
 * @param optimizer what changes the parameters
 * @param lr its learning rate
 * @param dtype type of parameters and activations
 * @param device where the network lies
 */
record Recipe(
        NetworkKind network,
        List<Integer> hidden,
        int epochs,
        int batchSize,
        OptimizerKind optimizer,
        double lr,
        DType dtype,
        Device device) {
    /** In one line. */
    String words() {
        String sizes = hidden.stream().map(Object::toString).collect(Collectors.joining("-"));
        return String.format(
                Locale.ROOT,
                "%s of %s hidden units, %d epochs in batches of %d, %s at learning rate %s, %s on %s",
                network.label(),
                sizes,
                epochs,
                batchSize,
                optimizer.label(),
                Double.toString(lr).replaceFirst("\\.0$", ""),
                dtype.label(),
                device);
    }
}
