package dev.evenkeel.internal.spi;

/**
 * y = x/(1 − p) where the element is kept, else 0. Element i is kept if the 32-bit number that Philox4x32-10 with key
 * {@code seed} makes of the counter {@code (i/4, step)}, word i mod 4, is at least {@link #threshold()}: the same
 * elements on every device. Seed and the halves of the counter are 64 bits each, low words first. The gradient is the
 * same operation on dy.
 *
 * @param p probability of dropping, from 0 to below 1
 * @param step tells one use of the seed from the next
 */
public record DropoutOp(Buffer x, Buffer y, double p, long seed, long step) {
    private static final double WORDS = 1L << 32;

    /** The smallest of the 2³² numbers that keeps an element: p·2³², rounded up. */
    public long threshold() {
        return (long) Math.ceil(p * WORDS);
    }

    /** What kept elements are multiplied by. */
    public double scale() {
        return 1 / (1 - p);
    }
}
