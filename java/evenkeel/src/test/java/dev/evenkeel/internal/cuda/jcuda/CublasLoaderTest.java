package dev.evenkeel.internal.cuda.jcuda;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import jcuda.driver.CUstream;
import org.junit.jupiter.api.Test;

/** The way to cuBLAS on a machine that has no device, and mostly no cuBLAS either. */
class CublasLoaderTest {
    @Test
    @SuppressWarnings("DataFlowIssue") // there is no context without a device; with cuBLAS, that is what fails
    void findsNothingAndSaysNothing() {
        PrintStream before = System.err;
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        System.setErr(new PrintStream(said, true, StandardCharsets.UTF_8));
        try {
            assertThat(CublasLoader.find(null, new CUstream())).isEmpty();
            assertThat(CublasLoader.find(null, new CUstream())).isEmpty();
        } finally {
            System.setErr(before);
        }
        assertThat(said.toString(StandardCharsets.UTF_8)).isEmpty();
    }
}
