package dev.evenkeel.norms;

/** Which of its two vectors a power iteration moves first. Both orders come to the same vectors in the end. */
public enum SpectralNormOrder {
    /** u ← normalize(M·v), then v ← normalize(Mᵀ·u): PyTorch's {@code parametrizations.spectral_norm}. */
    PARAMETRIZATION,
    /** v ← normalize(Mᵀ·u), then u ← normalize(M·v): PyTorch's older {@code nn.utils.spectral_norm}. */
    LEGACY
}
