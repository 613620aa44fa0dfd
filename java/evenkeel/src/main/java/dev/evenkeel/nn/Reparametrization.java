package dev.evenkeel.nn;

/** What the weight of a layer is a function of, computed anew for each pass. */
public enum Reparametrization {
    /** The weight is a parameter itself. */
    NONE,
    /**
     * weight = g·v/‖v‖ for each output, as {@code torch.nn.utils.parametrizations.weight_norm}: the parameters are g,
     * {@code parametrizations.weight.original0}, and v, {@code parametrizations.weight.original1}.
     */
    WEIGHT_NORM,
    /**
     * weight = W/σ(W), as {@code torch.nn.utils.parametrizations.spectral_norm} with its defaults: the parameter is W,
     * {@code parametrizations.weight.original}; the vectors {@code parametrizations.weight.0._u} and {@code _v} begin
     * random with 15 power iterations, and training passes move them by one more.
     */
    SPECTRAL_NORM
}
