package dev.evenkeel.optim;

import dev.evenkeel.nn.Layer;
import dev.evenkeel.nn.Parameter;
import dev.evenkeel.nn.ParameterKind;
import java.util.List;
import java.util.stream.Stream;

/** The groups that most recipes want: weight decay for weights alone, none for biases and normalizations. */
public final class ParameterGroups {
    private ParameterGroups() {}

    /** The groups of a layer's parameters. */
    public static List<ParameterGroup> of(Layer layer, double learningRate, double weightDecay) {
        return of(layer.parameters(), learningRate, weightDecay);
    }

    /**
     * {@link ParameterKind#WEIGHT}s in a group with this weight decay, all others in one without; a group that would be
     * empty is left out. For other partings, make {@link ParameterGroup}s.
     */
    public static List<ParameterGroup> of(List<Parameter> parameters, double learningRate, double weightDecay) {
        return Stream.of(
                        new ParameterGroup(ofWeight(parameters, true), learningRate, weightDecay),
                        new ParameterGroup(ofWeight(parameters, false), learningRate, 0))
                .filter(group -> !group.parameters().isEmpty())
                .toList();
    }

    private static List<Parameter> ofWeight(List<Parameter> parameters, boolean weight) {
        return parameters.stream()
                .filter(parameter -> (parameter.kind() == ParameterKind.WEIGHT) == weight)
                .toList();
    }
}
