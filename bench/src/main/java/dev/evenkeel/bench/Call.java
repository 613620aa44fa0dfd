package dev.evenkeel.bench;

import dev.evenkeel.tensor.Tensor;
import java.util.Map;

/**
 * One call of an operation with everything it needs in place.
 *
 * @param operation does it once more, into the same outputs
 * @param outputs what it writes, by the names that {@link dev.evenkeel.norms.Norms} has for them
 */
public record Call(Runnable operation, Map<String, Tensor> outputs) {}
