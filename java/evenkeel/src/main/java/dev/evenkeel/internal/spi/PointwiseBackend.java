package dev.evenkeel.internal.spi;

/** Operations on elements by themselves. */
public interface PointwiseBackend {
    /** y = f(x). */
    void activation(ActivationKind kind, Buffer x, Buffer y);

    /** dx = f′(x)·dy. */
    void activationBackward(ActivationKind kind, Buffer x, Buffer dy, Buffer dx);

    /** Sets random elements to zero. */
    void dropout(DropoutOp op);

    /** y += x, in place. */
    void add(Buffer x, Buffer y);
}
