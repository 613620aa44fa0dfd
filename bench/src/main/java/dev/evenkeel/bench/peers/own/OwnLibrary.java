package dev.evenkeel.bench.peers.own;

import dev.evenkeel.Device;
import dev.evenkeel.bench.peers.Contender;
import dev.evenkeel.bench.peers.Data;
import dev.evenkeel.bench.peers.PeerLibrary;
import dev.evenkeel.bench.peers.Problem;
import dev.evenkeel.tensor.Devices;

/** Evenkeel's CPU device through its public API: arrays of the caller, wrapped; outputs that the caller supplies. */
public final class OwnLibrary implements PeerLibrary {
    private static final String THREADS = "evenkeel.threads";
    private static final String SIMD = "evenkeel.simd";

    private final String candidate;
    private final boolean simd;

    /**
     * For one copy of Evenkeel's classes.
     *
     * @param candidate name of its contenders
     * @param simd whether it may use the Vector API
     */
    public OwnLibrary(String candidate, boolean simd) {
        this.candidate = candidate;
        this.simd = simd;
    }

    @Override
    public String candidate() {
        return candidate;
    }

    /** The device reads both properties when it is first asked for. */
    @Override
    public String open(int threads) {
        System.setProperty(THREADS, Integer.toString(threads));
        if (!simd) {
            System.setProperty(SIMD, "false");
        }
        try {
            Devices.require(Device.CPU);
            return Devices.reports().stream()
                    .filter(report -> report.device().equals(Device.CPU))
                    .map(Devices.Report::description)
                    .findFirst()
                    .orElse("");
        } finally {
            System.clearProperty(SIMD);
            System.clearProperty(THREADS);
        }
    }

    @Override
    public Contender prepare(Problem problem, Data data) {
        OwnOperands operands = new OwnOperands(problem, data);
        if (problem.byRows()) {
            return problem.rms() ? RmsNorms.contender(problem, operands) : LayerNorms.contender(problem, operands);
        }
        return BatchNorms.contender(problem, operands);
    }
}
