package dev.evenkeel.ptx.machine;

import dev.evenkeel.ptx.instruction.Storage;
import dev.evenkeel.ptx.isa.Statement;

/** {@code shfl.sync}: every lane reads a register of another. */
final class ShuffleStep extends ConvergentStep {
    /** Which lane is read. */
    enum Mode {
        UP,
        DOWN,
        BFLY,
        IDX
    }

    private final Mode mode;
    private final int value;
    private final int distance;
    private final int clamp;

    /** {@code target} takes the value, {@code predicate}, if not negative, whether its lane was in range. */
    ShuffleStep(
            Statement statement,
            Mode mode,
            int target,
            int predicate,
            int value,
            int distance,
            int clamp,
            int members) {
        super(
                statement,
                members,
                new int[] {value, distance, clamp},
                predicate < 0 ? new int[] {target} : new int[] {target, predicate});
        this.mode = mode;
        this.value = value;
        this.distance = distance;
        this.clamp = clamp;
    }

    @Override
    void exchange(Warp warp, int group, int members) {
        int[] values = warp.register(value);
        int[] distances = warp.register(distance);
        int[] clamps = warp.register(clamp);
        int[] result = warp.words(0);
        int[] inRange = warp.words(1);
        int undefined = 0;
        for (int i = 0; i < Storage.LANES; i++) {
            int source = source(i, distances[i] & 31, clamps[i]);
            inRange[i] = source < 0 ? 0 : 1;
            int from = source < 0 ? i : source;
            result[i] = values[from];
            if (warp.checked()) {
                boolean absent = (group >>> from & 1) == 0;
                undefined |= absent || (warp.undefined(value) >>> from & 1) != 0 ? 1 << i : 0;
            }
        }
        Storage.WORD.blend(result, warp.register(targets[0]), group);
        if (targets.length > 1) {
            Storage.WORD.blend(inRange, warp.register(targets[1]), group);
        }
        if (warp.checked()) {
            warp.define(targets[0], undefined);
        }
    }

    /** The lane to read, or -1 if it is out of range. */
    private int source(int lane, int distance, int clamp) {
        int segment = clamp >>> 8 & 31;
        int bound = clamp & 31;
        int last = lane & segment | bound & ~segment;
        int first = lane & segment;
        int source;
        switch (mode) {
            case UP:
                source = lane - distance;
                return source >= last ? source : -1;
            case DOWN:
                source = lane + distance;
                return source <= last ? source : -1;
            case BFLY:
                source = lane ^ distance;
                return source <= last ? source : -1;
            default:
                source = first | distance & ~segment;
                return source <= last ? source : -1;
        }
    }

    /** The value's lanes are looked at where they are read. */
    @Override
    void propagate(Warp warp) {
        warp.requireDefined(distance, statement, "lane");
        warp.requireDefined(clamp, statement, "clamp");
        for (int target : targets) {
            warp.define(target, 0);
        }
    }
}
