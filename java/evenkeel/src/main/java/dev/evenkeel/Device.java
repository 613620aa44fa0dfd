package dev.evenkeel;

import java.util.List;
import java.util.Locale;

/**
 * Where a tensor lies and its operations run. A plain value: naming a device does not say that this machine has it.
 *
 * @param kind what sort of device
 * @param index which one of its kind: CUDA devices count from 0, virtual GPUs go by their compute capability (75, 80,
 *     90), others are always 0
 */
public record Device(Kind kind, int index) {

    /** The sorts of device. */
    public enum Kind {
        /** Heap memory and readable loops that accumulate in float64: the reference of all others. */
        SCALAR,
        /** Heap memory and all cores of the machine. */
        CPU,
        /** Memory and kernels of an NVIDIA GPU. */
        CUDA,
        /** The kernels of the NVIDIA GPUs, run by a virtual one on the JVM; needs the module {@code evenkeel-ptx}. */
        PTX
    }

    private static final List<Integer> VIRTUAL = List.of(75, 80, 90);
    private static final int DEFAULT_VIRTUAL = 80;

    /** The reference loops. */
    public static final Device SCALAR = new Device(Kind.SCALAR, 0);
    /** All cores of this machine. */
    public static final Device CPU = new Device(Kind.CPU, 0);

    /** Checks the index. */
    public Device {
        boolean valid = switch (kind) {
            case CUDA -> index >= 0;
            case PTX -> VIRTUAL.contains(index);
            default -> index == 0;
        };
        if (!valid) {
            throw new IllegalArgumentException("no device " + kind.name().toLowerCase(Locale.ROOT) + ":" + index);
        }
    }

    /** The CUDA device with this index, counted as the driver counts (after {@code CUDA_VISIBLE_DEVICES}). */
    public static Device cuda(int index) {
        return new Device(Kind.CUDA, index);
    }

    /**
     * The virtual GPU of this compute capability.
     *
     * @param computeCapability 75, 80 or 90
     */
    public static Device ptx(int computeCapability) {
        return new Device(Kind.PTX, computeCapability);
    }

    /**
     * Reads {@code scalar}, {@code cpu}, {@code cuda} (the first one), {@code cuda:1}, {@code ptx} (that of sm_80) or
     * {@code ptx:sm_90}.
     *
     * @throws IllegalArgumentException if the text is none of these
     */
    public static Device parse(String text) {
        switch (text) {
            case "scalar":
                return SCALAR;
            case "cpu":
                return CPU;
            case "cuda":
                return cuda(0);
            case "ptx":
                return ptx(DEFAULT_VIRTUAL);
            default:
                if (text.matches("cuda:\\d{1,4}")) {
                    return cuda(Integer.parseInt(text.substring("cuda:".length())));
                }
                for (int capability : VIRTUAL) {
                    if (text.equals("ptx:sm_" + capability)) {
                        return ptx(capability);
                    }
                }
                throw new IllegalArgumentException("unknown device '" + text
                        + "': expected scalar, cpu, cuda, cuda:<index>, ptx or ptx:sm_75, ptx:sm_80, ptx:sm_90");
        }
    }

    /** The text that {@link #parse} reads: {@code cpu}, {@code cuda:0}, {@code ptx:sm_80}. */
    @Override
    public String toString() {
        String name = kind.name().toLowerCase(Locale.ROOT);
        return switch (kind) {
            case CUDA -> name + ":" + index;
            case PTX -> name + ":sm_" + index;
            default -> name;
        };
    }
}
