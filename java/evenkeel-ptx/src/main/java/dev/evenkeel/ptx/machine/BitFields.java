package dev.evenkeel.ptx.machine;

/** Functions of bits that take four operands. */
final class BitFields {
    private BitFields() {}

    /** {@code bfi}: {@code length} bits of {@code value} put into {@code into} at {@code position}. */
    static long insert(long value, long into, int position, int length) {
        int from = position & 0xFF;
        int count = length & 0xFF;
        if (from > 63 || count == 0) {
            return into;
        }
        long mask = (count > 63 ? -1L : (1L << count) - 1) << from;
        return value << from & mask | into & ~mask;
    }

    /** {@code lop3}: bit {@code 4a + 2b + c} of the table, for every bit of the words. */
    static int logic(int a, int b, int c, int table) {
        int result = 0;
        for (int row = 0; row < 8; row++) {
            if ((table >>> row & 1) != 0) {
                result |= ((row & 4) != 0 ? a : ~a) & ((row & 2) != 0 ? b : ~b) & ((row & 1) != 0 ? c : ~c);
            }
        }
        return result;
    }
}
