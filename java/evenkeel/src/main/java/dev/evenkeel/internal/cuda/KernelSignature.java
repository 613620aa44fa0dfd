package dev.evenkeel.internal.cuda;

import dev.evenkeel.DType;
import java.util.ArrayList;
import java.util.List;

/**
 * A kernel's name and parameters, laid out one after the other, each at the next multiple of its own size: how both
 * PTX and the driver place them.
 *
 * @param entry name of the PTX entry
 * @param parameters in the order of the PTX
 * @param bytes size of the block of arguments
 */
record KernelSignature(String entry, List<Parameter> parameters, int bytes) {
    /** Where each parameter begins. */
    int[] offsets() {
        return parameters.stream().mapToInt(Parameter::offset).toArray();
    }

    /** The types that parameters have. */
    enum Type {
        /** A device address. */
        ADDRESS(Long.BYTES),
        /** A device address or 0. */
        OPTIONAL_ADDRESS(Long.BYTES),
        I64(Long.BYTES),
        I32(Integer.BYTES),
        F32(Float.BYTES),
        F64(Double.BYTES);

        private final int bytes;

        Type(int bytes) {
            this.bytes = bytes;
        }

        int bytes() {
            return bytes;
        }
    }

    /**
     * @param name as in the kernel's source
     * @param type what it holds
     * @param offset where in the block it begins
     */
    record Parameter(String name, Type type, int offset) {}

    /** Reads a list as {@link Kernel} has them; {@code statistics} is the type that {@code :s} stands for. */
    static KernelSignature parse(String entry, String parameters, DType statistics) {
        List<Parameter> parsed = new ArrayList<>();
        int end = 0;
        for (String text : parameters.split(" ")) {
            Type type = type(text, statistics);
            int offset = (end + type.bytes() - 1) / type.bytes() * type.bytes();
            parsed.add(new Parameter(text.replaceFirst("[?:].*", ""), type, offset));
            end = offset + type.bytes();
        }
        return new KernelSignature(entry, List.copyOf(parsed), end);
    }

    private static Type type(String text, DType statistics) {
        int mark = text.indexOf(':');
        if (mark < 0) {
            return text.endsWith("?") ? Type.OPTIONAL_ADDRESS : Type.ADDRESS;
        }
        String label = text.substring(mark + 1);
        return switch (label) {
            case "i64" -> Type.I64;
            case "i32" -> Type.I32;
            case "s" -> statistics == DType.F64 ? Type.F64 : Type.F32;
            default -> throw new IllegalArgumentException("no parameter type '" + label + "'");
        };
    }
}
