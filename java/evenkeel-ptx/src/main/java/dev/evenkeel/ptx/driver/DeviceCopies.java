package dev.evenkeel.ptx.driver;

import dev.evenkeel.ptx.memory.Region;
import dev.evenkeel.ptx.memory.Shadow;

/** Moves bytes within device memory, and with them what is known of whether they were written. */
final class DeviceCopies {
    private DeviceCopies() {}

    static void copy(Region from, long source, Region to, long target, long bytes) {
        for (long done = 0; done < bytes; ) {
            byte[] input = from.chunk(source + done);
            byte[] output = to.chunk(target + done);
            int left = Math.min(input.length - from.index(source + done), output.length - to.index(target + done));
            int n = (int) Math.min(bytes - done, left);
            System.arraycopy(input, from.index(source + done), output, to.index(target + done), n);
            done += n;
        }
        Shadow shadow = to.shadow();
        Shadow known = from.shadow();
        if (shadow != null && known != null) {
            shadow.copy(known, source - from.base(), target - to.base(), bytes);
        }
    }

    static void fill(Region region, long target, int pattern, int width, long count) {
        for (long i = 0; i < width * count; i++) {
            region.chunk(target + i)[region.index(target + i)] = (byte) (pattern >>> 8 * (i % width));
        }
        if (region.shadow() != null) {
            region.shadow().write(target - region.base(), width * count, true);
        }
    }
}
