package dev.evenkeel.internal.cuda;

/** A kernel that can be launched; as long-lived as its module. Immutable. */
public interface CudaFunction {
    /** Name of the PTX entry. */
    String entry();
}
