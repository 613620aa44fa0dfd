package dev.evenkeel.internal.cuda;

/** A mark in a {@link CudaDriver}'s stream. Not thread-safe; closing it twice is harmless. */
public interface CudaEvent extends AutoCloseable {
    /** Puts the mark behind all work given so far; an earlier mark of this event is forgotten. */
    void record();

    /** Time on the device from {@code start} to this mark; waits until both are reached. Both must be recorded. */
    double millisecondsSince(CudaEvent start);

    @Override
    void close();
}
