package dev.evenkeel.ptx.machine;

import dev.evenkeel.ptx.isa.Statement;
import java.util.Arrays;

/** {@code cp.async}: each lane may read less than it writes, the rest of which becomes zero. */
final class CopyStep extends Step {
    private final CopySourceStep[] bySize;
    private final CopyTargetStep target;
    private final int size;

    /**
     * @param bySize reads 1 byte, 2 and so on up to the whole copy
     * @param size register of how many bytes are read, or −1 for all
     */
    CopyStep(Statement statement, CopySourceStep[] bySize, CopyTargetStep target, int size) {
        super(statement, size < 0 ? NONE : new int[] {size});
        this.bySize = bySize;
        this.target = target;
        this.size = size;
    }

    @Override
    void execute(Warp warp) {
        if (size < 0) {
            bySize[bySize.length - 1].execute(warp);
        } else {
            readBySize(warp, warp.active);
        }
        target.execute(warp);
    }

    private void readBySize(Warp warp, int active) {
        Arrays.fill(warp.copies.staging, (byte) 0);
        int[] sizes = warp.register(size);
        for (int rest = active; rest != 0; ) {
            int first = Integer.numberOfTrailingZeros(rest);
            int bytes = sizes[first];
            int same = 0;
            for (int i = first; i < sizes.length; i++) {
                same |= sizes[i] == bytes ? rest & 1 << i : 0;
            }
            if (bytes < 0 || bytes > bySize.length) {
                throw Locus.fault(Fault.Kind.ILLEGAL_ADDRESS, warp, statement, first);
            }
            if (bytes > 0) {
                warp.active = same;
                bySize[bytes - 1].execute(warp);
                warp.active = active;
            }
            rest &= ~same;
        }
    }

    @Override
    void propagate(Warp warp) {
        if (size >= 0) {
            warp.requireDefined(size, statement, "size of a copy's source");
        }
    }
}
