package dev.evenkeel.norms;

/** How a weight is stored. */
public enum WeightForm {
    /** As the gain itself: y = x̂·weight. */
    PLAIN,
    /**
     * As what the gain is above 1: y = x̂·(1 + weight). Weight decay then draws the gain to 1, as in Gemma and
     * Megatron.
     */
    ZERO_CENTRED;

    /** What is added to each weight. */
    double offset() {
        return this == ZERO_CENTRED ? 1 : 0;
    }
}
