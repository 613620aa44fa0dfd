package dev.evenkeel;

import java.util.Locale;

/**
 * Where a tensor lies and its operations run. A plain value: naming a device does not say that this machine has it.
 *
 * @param kind what sort of device
 * @param index which one of its kind; always 0 but for CUDA
 */
public record Device(Kind kind, int index) {

    /** The sorts of device. */
    public enum Kind {
        /** Heap memory and readable loops that accumulate in float64: the reference of all others. */
        SCALAR,
        /** Heap memory and all cores of the machine. */
        CPU,
        /** Memory and kernels of an NVIDIA GPU. */
        CUDA
    }

    /** The reference loops. */
    public static final Device SCALAR = new Device(Kind.SCALAR, 0);
    /** All cores of this machine. */
    public static final Device CPU = new Device(Kind.CPU, 0);

    /** Checks the index. */
    public Device {
        if (index < 0 || (index > 0 && kind != Kind.CUDA)) {
            throw new IllegalArgumentException("no device " + kind.name().toLowerCase(Locale.ROOT) + ":" + index);
        }
    }

    /** The CUDA device with this index, counted as the driver counts (after {@code CUDA_VISIBLE_DEVICES}). */
    public static Device cuda(int index) {
        return new Device(Kind.CUDA, index);
    }

    /**
     * Reads {@code scalar}, {@code cpu}, {@code cuda} (the first one) or {@code cuda:1}.
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
            default:
                if (text.matches("cuda:\\d{1,4}")) {
                    return cuda(Integer.parseInt(text.substring("cuda:".length())));
                }
                throw new IllegalArgumentException(
                        "unknown device '" + text + "': expected scalar, cpu, cuda or cuda:<index>");
        }
    }

    /** The text that {@link #parse} reads: {@code cpu}, {@code cuda:0}. */
    @Override
    public String toString() {
        String name = kind.name().toLowerCase(Locale.ROOT);
        return kind == Kind.CUDA ? name + ":" + index : name;
    }
}
