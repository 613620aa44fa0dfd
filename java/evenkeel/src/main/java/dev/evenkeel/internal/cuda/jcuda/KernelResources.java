package dev.evenkeel.internal.cuda.jcuda;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a PTX compiler says of a kernel.
 *
 * @param registers of a thread
 * @param sharedBytes shared memory that it declares
 * @param stackBytes of a thread
 * @param spilledBytes stored to the stack and loaded from it for want of registers
 */
record KernelResources(String entry, int registers, int sharedBytes, int stackBytes, int spilledBytes) {
    private static final Pattern LOG = Pattern.compile(
            "Compiling entry function '(\\w+)'"
                    + ".*?(\\d+) bytes stack frame, (\\d+) bytes spill stores, (\\d+) bytes spill loads"
                    + ".*?Used (\\d+) registers([^\\n]*)",
            Pattern.DOTALL);
    private static final Pattern SHARED = Pattern.compile("(\\d+) bytes smem");

    /** The kernels that a compiler's log speaks of, JCuda's or {@code ptxas -v}. */
    static List<KernelResources> parse(String log) {
        List<KernelResources> kernels = new ArrayList<>();
        for (Matcher kernel = LOG.matcher(log); kernel.find(); ) {
            Matcher shared = SHARED.matcher(kernel.group(6));
            kernels.add(new KernelResources(
                    kernel.group(1),
                    Integer.parseInt(kernel.group(5)),
                    shared.find() ? Integer.parseInt(shared.group(1)) : 0,
                    Integer.parseInt(kernel.group(2)),
                    Integer.parseInt(kernel.group(3)) + Integer.parseInt(kernel.group(4))));
        }
        return kernels;
    }

    @Override
    public String toString() {
        return entry + ": " + registers + " registers, " + stackBytes + " bytes of stack, " + spilledBytes + " spilled";
    }
}
