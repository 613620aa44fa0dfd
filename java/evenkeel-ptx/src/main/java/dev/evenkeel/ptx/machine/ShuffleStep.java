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
        int[] from = warp.words(0);
        int[] inRange = warp.words(1);
        int[] result = warp.scratch(Storage.WORD);
        sources(warp.register(distance), warp.register(clamp), from, inRange);
        for (int i = 0; i < Storage.LANES; i++) {
            result[i] = values[from[i]];
        }
        Storage.WORD.blend(result, warp.register(targets[0]), group);
        if (targets.length > 1) {
            Storage.WORD.blend(inRange, warp.register(targets[1]), group);
        }
        if (warp.checked()) {
            warp.define(targets[0], undefined(warp.undefined(value) | ~group, from));
        }
    }

    /** The lanes whose source is undefined or not there. */
    private static int undefined(int undefinedSources, int[] from) {
        int lanes = 0;
        for (int i = 0; undefinedSources != 0 && i < Storage.LANES; i++) {
            lanes |= (undefinedSources >>> from[i] & 1) << i;
        }
        return lanes;
    }

    /** The lane that each lane reads, itself if that is out of range. */
    private void sources(int[] distances, int[] clamps, int[] from, int[] inRange) {
        for (int i = 0; i < Storage.LANES; i++) {
            int segment = clamps[i] >>> 8 & 31;
            int first = i & segment;
            int last = first | clamps[i] & 31 & ~segment;
            int b = distances[i] & 31;
            int source = switch (mode) {
                case UP -> i - b;
                case DOWN -> i + b;
                case BFLY -> i ^ b;
                case IDX -> first | b & ~segment;
            };
            boolean found = mode == Mode.UP ? source >= last : source <= last;
            inRange[i] = found ? 1 : 0;
            from[i] = found ? source : i;
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
