package dev.evenkeel.cli.data;

/**
 * Examples to learn from and others to test on.
 *
 * @param train those that may be learned from, scalers included
 * @param test those that may not
 */
public record Split(Dataset train, Dataset test) {}
