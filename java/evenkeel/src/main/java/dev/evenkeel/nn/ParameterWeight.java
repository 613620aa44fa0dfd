package dev.evenkeel.nn;

import dev.evenkeel.tensor.Tensor;
import java.util.List;

/** A weight that is a parameter itself. */
record ParameterWeight(Parameter parameter) implements WeightSource {
    @Override
    public PassWeight weight(Mode mode) {
        return new InPass(parameter);
    }

    @Override
    public List<Parameter> parameters() {
        return List.of(parameter);
    }

    @Override
    public void close() {
        parameter.close();
    }

    private record InPass(Parameter parameter) implements PassWeight {
        @Override
        public Tensor value() {
            return parameter.value();
        }

        @Override
        public void backward(Gradient gradient) {
            gradient.write(parameter.grad(), true);
        }

        @Override
        public void close() {
            // the parameter is the layer's
        }
    }
}
