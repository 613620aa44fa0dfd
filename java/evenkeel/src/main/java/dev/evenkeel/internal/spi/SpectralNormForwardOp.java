package dev.evenkeel.internal.spi;

import org.jspecify.annotations.Nullable;

/**
 * With M the weight as a matrix and normalize(t) = t/max(‖t‖, eps), each iteration: u ← normalize(M·v), then
 * v ← normalize(Mᵀ·u), or in the other order where not {@code leftFirst}. Then sigma = uᵀ·M·v and w = weight/sigma.
 * u, of one element a row, and v, of one a column, are read; uAfter and vAfter are what they became. All of these have
 * the type of the weight's statistics, as does sigma. Outputs that are null are left out.
 */
public record SpectralNormForwardOp(
        WeightGeometry geometry,
        Buffer weight,
        Buffer u,
        Buffer v,
        int iterations,
        boolean leftFirst,
        double eps,
        @Nullable Buffer w,
        @Nullable Buffer sigma,
        @Nullable Buffer uAfter,
        @Nullable Buffer vAfter) {}
