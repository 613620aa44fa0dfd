package dev.evenkeel.internal.spi;

/**
 * running = (1 − factor)·running + factor·batch, in place; at factor 1 the old value is not read. The batch variance is
 * biased; {@code correction} multiplies it before it is mixed in.
 */
public record RunningMix(Buffer mean, Buffer variance, double factor, double correction) {}
