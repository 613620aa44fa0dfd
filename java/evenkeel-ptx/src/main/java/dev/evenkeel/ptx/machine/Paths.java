package dev.evenkeel.ptx.machine;

/**
 * Where the lanes of a warp are: groups that are at the same basic block. The group at the lowest block goes first, and
 * groups that meet become one, so that lanes come together again where their ways join.
 */
final class Paths {
    /** It can go on. */
    static final int READY = -1;
    /** It waits for members of its warp. */
    static final int MEMBERS = -2;

    private static final int MOST = 33;

    private final int[] block = new int[MOST];
    private final int[] mask = new int[MOST];
    /** One of the above, or the barrier that it waits at. */
    private final int[] state = new int[MOST];

    private int count;

    void begin(int lanes) {
        count = 1;
        block[0] = 0;
        mask[0] = lanes;
        state[0] = READY;
    }

    int block(int path) {
        return block[path];
    }

    int mask(int path) {
        return mask[path];
    }

    boolean isEmpty() {
        return count == 0;
    }

    /** Whether a path is in this state. */
    boolean any(int wanted) {
        for (int i = 0; i < count; i++) {
            if (state[i] == wanted) {
                return true;
            }
        }
        return false;
    }

    /** Some barrier that lanes wait at; −1 if none do. */
    int anyBarrier() {
        for (int i = 0; i < count; i++) {
            if (state[i] >= 0) {
                return state[i];
            }
        }
        return -1;
    }

    /** The ready path at the lowest block, with all others there merged into it; −1 if none is ready. */
    int next() {
        if (count == 1) {
            return state[0] == READY ? 0 : -1;
        }
        int best = -1;
        for (int i = 0; i < count; i++) {
            if (state[i] == READY && (best < 0 || block[i] < block[best])) {
                best = i;
            }
        }
        return best < 0 ? -1 : merge(best);
    }

    private int merge(int into) {
        int path = into;
        for (int i = count - 1; i >= 0; i--) {
            if (i != path && block[i] == block[path] && state[i] < 0) {
                mask[path] |= mask[i];
                path = remove(i) == path ? i : path;
            }
        }
        return path;
    }

    void jump(int path, int target) {
        block[path] = target;
    }

    /** Sends the lanes in {@code taken} to {@code target}, the others to {@code next}. */
    void split(int path, int taken, int target, int next) {
        int others = mask[path] & ~taken;
        if (taken == 0 || others == 0) {
            block[path] = taken == 0 ? next : target;
            return;
        }
        mask[path] = others;
        block[path] = next;
        block[count] = target;
        mask[count] = taken;
        state[count++] = READY;
    }

    void set(int path, int newState) {
        state[path] = newState;
    }

    /** Makes every path in one state ready; returns their lanes. */
    int release(int from) {
        int lanes = 0;
        for (int i = 0; i < count; i++) {
            if (state[i] == from) {
                state[i] = READY;
                lanes |= mask[i];
            }
        }
        return lanes;
    }

    /** Ends a path; the last one takes its number, which is returned. */
    int remove(int path) {
        int last = --count;
        block[path] = block[last];
        mask[path] = mask[last];
        state[path] = state[last];
        return last;
    }

    /** The lanes that wait at a barrier. */
    int waiting(int barrier) {
        int lanes = 0;
        for (int i = 0; i < count; i++) {
            lanes |= state[i] == barrier ? mask[i] : 0;
        }
        return lanes;
    }
}
