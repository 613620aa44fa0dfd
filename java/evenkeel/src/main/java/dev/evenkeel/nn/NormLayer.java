package dev.evenkeel.nn;

/** The normalization layers. */
public sealed interface NormLayer extends Layer permits LayerNorm, RmsNorm, BatchNorm, GroupNorm, InstanceNorm {}
