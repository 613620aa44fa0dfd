package dev.evenkeel.ptx.machine;

import dev.evenkeel.ptx.instruction.Storage;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** How one element travels between memory and a register: its size there, its storage here. */
enum Element {
    U8(1, Storage.WORD) {
        @Override
        void load(byte[] memory, int[] index, int plus, int mask, Object register) {
            int[] lanes = (int[]) register;
            for (int rest = mask; rest != 0; rest &= rest - 1) {
                int i = Integer.numberOfTrailingZeros(rest);
                lanes[i] = memory[index[i] + plus] & 0xFF;
            }
        }

        @Override
        void store(byte[] memory, int[] index, int plus, int mask, Object register) {
            int[] lanes = (int[]) register;
            for (int rest = mask; rest != 0; rest &= rest - 1) {
                int i = Integer.numberOfTrailingZeros(rest);
                memory[index[i] + plus] = (byte) lanes[i];
            }
        }
    },
    U16(2, Storage.WORD) {
        @Override
        void load(byte[] memory, int[] index, int plus, int mask, Object register) {
            int[] lanes = (int[]) register;
            for (int rest = mask; rest != 0; rest &= rest - 1) {
                int i = Integer.numberOfTrailingZeros(rest);
                lanes[i] = (short) SHORTS.get(memory, index[i] + plus) & 0xFFFF;
            }
        }

        @Override
        void store(byte[] memory, int[] index, int plus, int mask, Object register) {
            int[] lanes = (int[]) register;
            for (int rest = mask; rest != 0; rest &= rest - 1) {
                int i = Integer.numberOfTrailingZeros(rest);
                SHORTS.set(memory, index[i] + plus, (short) lanes[i]);
            }
        }
    },
    WORD(4, Storage.WORD) {
        @Override
        void load(byte[] memory, int[] index, int plus, int mask, Object register) {
            int[] lanes = (int[]) register;
            for (int rest = mask; rest != 0; rest &= rest - 1) {
                int i = Integer.numberOfTrailingZeros(rest);
                lanes[i] = (int) INTS.get(memory, index[i] + plus);
            }
        }

        @Override
        void store(byte[] memory, int[] index, int plus, int mask, Object register) {
            int[] lanes = (int[]) register;
            for (int rest = mask; rest != 0; rest &= rest - 1) {
                int i = Integer.numberOfTrailingZeros(rest);
                INTS.set(memory, index[i] + plus, lanes[i]);
            }
        }
    },
    LONG(8, Storage.LONG) {
        @Override
        void load(byte[] memory, int[] index, int plus, int mask, Object register) {
            long[] lanes = (long[]) register;
            for (int rest = mask; rest != 0; rest &= rest - 1) {
                int i = Integer.numberOfTrailingZeros(rest);
                lanes[i] = (long) LONGS.get(memory, index[i] + plus);
            }
        }

        @Override
        void store(byte[] memory, int[] index, int plus, int mask, Object register) {
            long[] lanes = (long[]) register;
            for (int rest = mask; rest != 0; rest &= rest - 1) {
                int i = Integer.numberOfTrailingZeros(rest);
                LONGS.set(memory, index[i] + plus, lanes[i]);
            }
        }
    },
    FLOAT(4, Storage.FLOAT) {
        @Override
        void load(byte[] memory, int[] index, int plus, int mask, Object register) {
            float[] lanes = (float[]) register;
            for (int rest = mask; rest != 0; rest &= rest - 1) {
                int i = Integer.numberOfTrailingZeros(rest);
                lanes[i] = (float) FLOATS.get(memory, index[i] + plus);
            }
        }

        @Override
        void store(byte[] memory, int[] index, int plus, int mask, Object register) {
            float[] lanes = (float[]) register;
            for (int rest = mask; rest != 0; rest &= rest - 1) {
                int i = Integer.numberOfTrailingZeros(rest);
                FLOATS.set(memory, index[i] + plus, lanes[i]);
            }
        }
    },
    DOUBLE(8, Storage.DOUBLE) {
        @Override
        void load(byte[] memory, int[] index, int plus, int mask, Object register) {
            double[] lanes = (double[]) register;
            for (int rest = mask; rest != 0; rest &= rest - 1) {
                int i = Integer.numberOfTrailingZeros(rest);
                lanes[i] = (double) DOUBLES.get(memory, index[i] + plus);
            }
        }

        @Override
        void store(byte[] memory, int[] index, int plus, int mask, Object register) {
            double[] lanes = (double[]) register;
            for (int rest = mask; rest != 0; rest &= rest - 1) {
                int i = Integer.numberOfTrailingZeros(rest);
                DOUBLES.set(memory, index[i] + plus, lanes[i]);
            }
        }
    };

    private static final VarHandle SHORTS = view(short[].class);
    private static final VarHandle INTS = view(int[].class);
    private static final VarHandle LONGS = view(long[].class);
    private static final VarHandle FLOATS = view(float[].class);
    private static final VarHandle DOUBLES = view(double[].class);

    private final int bytes;
    private final Storage<?> storage;

    Element(int bytes, Storage<?> storage) {
        this.bytes = bytes;
        this.storage = storage;
    }

    /** The element of this size for registers of this storage. */
    static Element of(int bytes, Storage<?> storage) {
        for (Element element : values()) {
            if (element.bytes == bytes && element.storage == storage) {
                return element;
            }
        }
        throw new IllegalArgumentException("no element of " + bytes + " bytes in this register");
    }

    /** Reads, for each lane of {@code mask}, the element at its index plus {@code plus}; smaller ones zero-extended. */
    abstract void load(byte[] memory, int[] index, int plus, int mask, Object register);

    /** Writes likewise, lane 0 first. */
    abstract void store(byte[] memory, int[] index, int plus, int mask, Object register);

    private static VarHandle view(Class<?> array) {
        return MethodHandles.byteArrayViewVarHandle(array, ByteOrder.LITTLE_ENDIAN);
    }
}
