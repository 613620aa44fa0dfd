package dev.evenkeel.internal.cuda.jcuda;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the PTX compiler says of one kernel. */
record AssembledKernel(String entry, int registers, int stackBytes, int spilledBytes) {
    private static final Pattern LOG = Pattern.compile(
            "Compiling entry function '(\\w+)'"
                    + ".*?(\\d+) bytes stack frame, (\\d+) bytes spill stores, (\\d+) bytes spill loads"
                    + ".*?Used (\\d+) registers",
            Pattern.DOTALL);

    static List<AssembledKernel> parse(String log) {
        List<AssembledKernel> kernels = new ArrayList<>();
        for (Matcher kernel = LOG.matcher(log); kernel.find(); ) {
            int spilled = Integer.parseInt(kernel.group(3)) + Integer.parseInt(kernel.group(4));
            kernels.add(new AssembledKernel(
                    kernel.group(1), Integer.parseInt(kernel.group(5)), Integer.parseInt(kernel.group(2)), spilled));
        }
        return kernels;
    }

    @Override
    public String toString() {
        return entry + ": " + registers + " registers, " + stackBytes + " bytes of stack, " + spilledBytes + " spilled";
    }
}
