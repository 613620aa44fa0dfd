package dev.evenkeel.ptx.machine;

import dev.evenkeel.ptx.isa.Type;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The special registers that there are. All are constant while a block runs. */
record SpecialRegister(Type type, Value value) {
    /** A special register's value. */
    @FunctionalInterface
    interface Value {
        /** In one lane. */
        long of(Warp warp, int lane);
    }

    private static final Map<String, SpecialRegister> BY_NAME = new HashMap<>();

    static {
        String axes = "xyz";
        for (int axis = 0; axis < 3; axis++) {
            int a = axis;
            String suffix = "." + axes.charAt(axis);
            word("%tid" + suffix, (warp, lane) -> warp.threadIndex(lane)[a]);
            word("%ntid" + suffix, (warp, lane) -> warp.launch().geometry().block(a));
            word("%ctaid" + suffix, (warp, lane) -> warp.block().index(a));
            word("%nctaid" + suffix, (warp, lane) -> warp.launch().geometry().grid(a));
        }
        word("%laneid", (warp, lane) -> lane);
        word("%warpid", (warp, lane) -> warp.number());
        word("%nwarpid", (warp, lane) -> 32);
        word("%smid", (warp, lane) -> 0);
        word("%nsmid", (warp, lane) -> 1);
        word("%lanemask_eq", (warp, lane) -> 1L << lane);
        word("%lanemask_lt", (warp, lane) -> (1L << lane) - 1);
        word("%lanemask_le", (warp, lane) -> (2L << lane) - 1);
        word("%lanemask_gt", (warp, lane) -> -(2L << lane));
        word("%lanemask_ge", (warp, lane) -> -(1L << lane));
        word("%dynamic_smem_size", (warp, lane) -> warp.launch().geometry().sharedBytes());
        word("%envreg1", (warp, lane) -> warp.launch().gridWorkspace() >>> 32);
        word("%envreg2", (warp, lane) -> warp.launch().gridWorkspace());
        BY_NAME.put(
                "%gridid",
                new SpecialRegister(Type.U64, (warp, lane) -> warp.launch().number()));
    }

    private static void word(String name, Value value) {
        BY_NAME.put(name, new SpecialRegister(Type.U32, value));
    }

    @Nullable
    static SpecialRegister of(String name) {
        return BY_NAME.get(name);
    }
}
