package dev.evenkeel.internal.spi;

import org.jspecify.annotations.Nullable;

/**
 * Row by row, with norm as in {@link WeightNormForwardOp}: dg = ⟨dw, v⟩/norm and dv = (dw − v·⟨dw, v⟩/norm²)·g/norm,
 * without the part with v where ‖v‖ &lt; eps. A null g is 1; outputs that are null are left out, the others overwritten,
 * or added to when {@code accumulate}. dg has the type of g.
 */
public record WeightNormBackwardOp(
        WeightGeometry geometry,
        Buffer dw,
        Buffer v,
        @Nullable Buffer g,
        @Nullable Buffer dv,
        @Nullable Buffer dg,
        boolean accumulate,
        double eps) {}
