/** Fused normalization for the JVM: layers, the functions under them, and the tensors that both work on. */
module dev.evenkeel {
    requires static transitive org.jspecify;
    requires static jcuda;

    exports dev.evenkeel;
    exports dev.evenkeel.tensor;
    exports dev.evenkeel.norms;
    exports dev.evenkeel.nn;

    uses dev.evenkeel.internal.spi.BackendProvider;

    provides dev.evenkeel.internal.spi.BackendProvider with
            dev.evenkeel.internal.cpu.CpuBackendProvider,
            dev.evenkeel.internal.cuda.jcuda.CudaBackendProvider;
}
