/** Fused normalization for the JVM: layers, the functions under them, and the tensors that both work on. */
@SuppressWarnings("module") // the modules that packages are exported to come later in the build
module dev.evenkeel {
    requires static transitive org.jspecify;
    requires static transitive jcuda;
    requires com.fasterxml.jackson.core;
    requires static jcublas;
    requires dev.ludovic.netlib.blas;

    exports dev.evenkeel;
    exports dev.evenkeel.tensor;
    exports dev.evenkeel.norms;
    exports dev.evenkeel.nn;
    exports dev.evenkeel.io;
    exports dev.evenkeel.loss;
    exports dev.evenkeel.optim;
    exports dev.evenkeel.scale;
    exports dev.evenkeel.cuda;
    exports dev.evenkeel.internal.spi to
            dev.evenkeel.ptx;
    exports dev.evenkeel.internal.cuda to
            dev.evenkeel.ptx;
    exports dev.evenkeel.internal.cuda.jcuda to
            dev.evenkeel.ptx;

    uses dev.evenkeel.internal.spi.BackendProvider;

    provides dev.evenkeel.internal.spi.BackendProvider with
            dev.evenkeel.internal.cpu.CpuBackendProvider,
            dev.evenkeel.internal.cuda.jcuda.CudaBackendProvider;
}
