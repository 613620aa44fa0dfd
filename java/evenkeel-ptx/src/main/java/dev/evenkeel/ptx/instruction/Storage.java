package dev.evenkeel.ptx.instruction;

import dev.evenkeel.ptx.isa.Type;
import java.util.Arrays;

/**
 * How the 32 lanes of a register are kept. Predicates (0 or 1) and 8- and 16-bit values (zero-extended) lie in words.
 *
 * @param <T> the array of lanes
 */
public abstract class Storage<T> {
    /** Lanes of a warp. */
    public static final int LANES = 32;
    /** All of them. */
    public static final int ALL = -1;

    /** Predicates and integers up to 32 bits, binary16 and bfloat16, single or in pairs. */
    public static final Storage<int[]> WORD = new Words();
    /** Integers of 64 bits. */
    public static final Storage<long[]> LONG = new Longs();
    /** Binary32. */
    public static final Storage<float[]> FLOAT = new Floats();
    /** Binary64. */
    public static final Storage<double[]> DOUBLE = new Doubles();

    private final int id;

    private Storage(int id) {
        this.id = id;
    }

    /** Number of storages. */
    public static final int COUNT = 4;

    /** From 0 to {@link #COUNT} exclusive. */
    public final int id() {
        return id;
    }

    /** A register. */
    public abstract T create();

    /** Sets every lane to a value given as its bits. */
    public abstract void fill(T lanes, long bits);

    /** Copies the lanes in {@code mask}. */
    public abstract void blend(T from, T to, int mask);

    /** The storage of registers of a type. */
    public static Storage<?> of(Type type) {
        return switch (type) {
            case F32 -> FLOAT;
            case F64 -> DOUBLE;
            case B64, U64, S64 -> LONG;
            default -> WORD;
        };
    }

    private static final class Words extends Storage<int[]> {
        Words() {
            super(0);
        }

        @Override
        public int[] create() {
            return new int[LANES];
        }

        @Override
        public void fill(int[] lanes, long bits) {
            Arrays.fill(lanes, (int) bits);
        }

        @Override
        public void blend(int[] from, int[] to, int mask) {
            for (int i = 0; i < LANES; i++) {
                to[i] = (mask >>> i & 1) != 0 ? from[i] : to[i];
            }
        }
    }

    private static final class Longs extends Storage<long[]> {
        Longs() {
            super(1);
        }

        @Override
        public long[] create() {
            return new long[LANES];
        }

        @Override
        public void fill(long[] lanes, long bits) {
            Arrays.fill(lanes, bits);
        }

        @Override
        public void blend(long[] from, long[] to, int mask) {
            for (int i = 0; i < LANES; i++) {
                to[i] = (mask >>> i & 1) != 0 ? from[i] : to[i];
            }
        }
    }

    private static final class Floats extends Storage<float[]> {
        Floats() {
            super(2);
        }

        @Override
        public float[] create() {
            return new float[LANES];
        }

        @Override
        public void fill(float[] lanes, long bits) {
            Arrays.fill(lanes, Float.intBitsToFloat((int) bits));
        }

        @Override
        public void blend(float[] from, float[] to, int mask) {
            for (int i = 0; i < LANES; i++) {
                to[i] = (mask >>> i & 1) != 0 ? from[i] : to[i];
            }
        }
    }

    private static final class Doubles extends Storage<double[]> {
        Doubles() {
            super(3);
        }

        @Override
        public double[] create() {
            return new double[LANES];
        }

        @Override
        public void fill(double[] lanes, long bits) {
            Arrays.fill(lanes, Double.longBitsToDouble(bits));
        }

        @Override
        public void blend(double[] from, double[] to, int mask) {
            for (int i = 0; i < LANES; i++) {
                to[i] = (mask >>> i & 1) != 0 ? from[i] : to[i];
            }
        }
    }
}
