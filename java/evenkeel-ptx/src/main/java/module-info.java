/** A virtual GPU: runs, checks and measures the PTX of Evenkeel's kernels on the JVM. */
module dev.evenkeel.ptx {
    requires transitive dev.evenkeel;
    requires static transitive org.jspecify;

    exports dev.evenkeel.ptx;

    provides dev.evenkeel.internal.spi.BackendProvider with
            dev.evenkeel.ptx.driver.VirtualBackendProvider;
}
