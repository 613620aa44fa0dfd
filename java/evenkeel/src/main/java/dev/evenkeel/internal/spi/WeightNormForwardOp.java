package dev.evenkeel.internal.spi;

import org.jspecify.annotations.Nullable;

/**
 * Row by row: norm = max(‖v‖, eps), w = v·g/norm. A null g is 1; outputs that are null are left out. g is of the type of
 * v or of its statistics, which norm has.
 */
public record WeightNormForwardOp(
        WeightGeometry geometry,
        Buffer v,
        @Nullable Buffer g,
        @Nullable Buffer w,
        @Nullable Buffer norm,
        double eps) {}
