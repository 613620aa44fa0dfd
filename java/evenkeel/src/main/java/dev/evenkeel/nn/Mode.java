package dev.evenkeel.nn;

/** What a forward pass is for. It is an argument of each pass, never a state that a layer is left in. */
public enum Mode {
    /** Batch statistics normalize and move the running ones; dropout drops. */
    TRAINING,
    /**
     * As {@link #TRAINING}, but layers with running statistics normalize by those, leave them as they are, and get no
     * gradients of their parameters: for training the rest of a network around them.
     */
    FROZEN,
    /** Running statistics normalize, dropout does nothing; gradients are those of that function. */
    EVALUATION
}
