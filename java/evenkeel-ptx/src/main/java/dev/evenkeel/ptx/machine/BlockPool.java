package dev.evenkeel.ptx.machine;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;

/** Blocks of recent launches: their registers and shared memory serve the next launch of the same kernel and shape. */
final class BlockPool {
    private static final int MOST = 8;

    private final Deque<Block> blocks = new ArrayDeque<>();

    synchronized Block take(Launch launch) {
        for (Iterator<Block> each = blocks.iterator(); each.hasNext(); ) {
            Block block = each.next();
            if (block.fits(launch)) {
                each.remove();
                return block;
            }
        }
        return new Block(launch);
    }

    synchronized void give(Block block) {
        blocks.addFirst(block);
        if (blocks.size() > MOST) {
            blocks.removeLast();
        }
    }
}
