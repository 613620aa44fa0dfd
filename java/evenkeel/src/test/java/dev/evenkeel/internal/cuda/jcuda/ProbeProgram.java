package dev.evenkeel.internal.cuda.jcuda;

import dev.evenkeel.Device;
import dev.evenkeel.internal.spi.BackendProvider;
import dev.evenkeel.internal.spi.Backends;

/** Tells what was probed of CUDA; unlike {@link FakeDriverProgram} it names no type of JCuda. */
final class ProbeProgram {
    private ProbeProgram() {}

    public static void main(String[] arguments) {
        for (BackendProvider.Probe probe : Backends.probes()) {
            if (probe.device().kind() == Device.Kind.CUDA) {
                System.out.println(probe.device() + " " + probe.usable() + " " + probe.description());
            }
        }
    }
}
