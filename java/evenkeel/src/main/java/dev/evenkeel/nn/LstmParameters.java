package dev.evenkeel.nn;

import dev.evenkeel.DType;
import dev.evenkeel.Device;
import dev.evenkeel.Shape;
import dev.evenkeel.tensor.TensorScope;
import java.util.List;

/**
 * The parameters of an {@link Lstm}; in each the gates i, f, g, o follow one another.
 *
 * @param weightIh (4H, I)
 * @param weightHh (4H, H)
 * @param biasIh (4H)
 * @param biasHh (4H)
 */
record LstmParameters(Parameter weightIh, Parameter weightHh, Parameter biasIh, Parameter biasHh)
        implements AutoCloseable {
    /** All uniform between ±1/√H, as PyTorch begins. */
    static LstmParameters uniform(long inputSize, long hiddenSize, long seed, DType dtype, Device device) {
        Uniform uniform = Uniform.of(hiddenSize, seed);
        long gates = 4 * hiddenSize;
        TensorScope made = new TensorScope();
        try {
            return new LstmParameters(
                    made.add(weight("weight_ih_l0", uniform, Shape.of(gates, inputSize), dtype, device)),
                    made.add(weight("weight_hh_l0", uniform, Shape.of(gates, hiddenSize), dtype, device)),
                    made.add(bias("bias_ih_l0", uniform, Shape.of(gates), dtype, device)),
                    made.add(bias("bias_hh_l0", uniform, Shape.of(gates), dtype, device)));
        } catch (RuntimeException | Error e) {
            TensorScope.closeAfter(e, made);
            throw e;
        }
    }

    private static Parameter weight(String name, Uniform uniform, Shape shape, DType dtype, Device device) {
        return new Parameter(name, ParameterKind.WEIGHT, uniform.tensor(shape, dtype, device));
    }

    private static Parameter bias(String name, Uniform uniform, Shape shape, DType dtype, Device device) {
        return new Parameter(name, ParameterKind.BIAS, uniform.tensor(shape, dtype, device));
    }

    long inputSize() {
        return weightIh.value().shape().dim(1);
    }

    long hiddenSize() {
        return weightHh.value().shape().dim(1);
    }

    List<Parameter> all() {
        return List.of(weightIh, weightHh, biasIh, biasHh);
    }

    @Override
    public void close() {
        TensorScope.closeAll(weightIh, weightHh, biasIh, biasHh);
    }
}
