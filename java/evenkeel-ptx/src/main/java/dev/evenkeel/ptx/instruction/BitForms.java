package dev.evenkeel.ptx.instruction;

import static dev.evenkeel.ptx.instruction.Storage.LANES;
import static dev.evenkeel.ptx.instruction.Storage.LONG;
import static dev.evenkeel.ptx.instruction.Storage.WORD;

/** Logic, shifts and bit fields of 16 to 64 bits, and predicates. */
final class BitForms {
    private BitForms() {}

    static void define(Forms forms) {
        logic(forms);
        shifts(forms);
        funnels(forms);
        counts(forms);
        fields(forms);
        packing(forms);
    }

    private static void logic(Forms forms) {
        forms.binary("and.b32 and.b16 and.pred", WORD, WORD, WORD, (d, a, b) -> {
            for (int i = 0; i < LANES; i++) {
                d[i] = a[i] & b[i];
            }
        });
        forms.binary("or.b32 or.b16 or.pred", WORD, WORD, WORD, (d, a, b) -> {
            for (int i = 0; i < LANES; i++) {
                d[i] = a[i] | b[i];
            }
        });
        forms.binary("xor.b32 xor.b16 xor.pred", WORD, WORD, WORD, (d, a, b) -> {
            for (int i = 0; i < LANES; i++) {
                d[i] = a[i] ^ b[i];
            }
        });
        forms.unary("not.b32", WORD, WORD, (d, a) -> {
            for (int i = 0; i < LANES; i++) {
                d[i] = ~a[i];
            }
        });
        forms.unary("not.b16", WORD, WORD, (d, a) -> {
            for (int i = 0; i < LANES; i++) {
                d[i] = ~a[i] & 0xFFFF;
            }
        });
        forms.unary("not.pred", WORD, WORD, (d, a) -> {
            for (int i = 0; i < LANES; i++) {
                d[i] = a[i] ^ 1;
            }
        });
        forms.unary("cnot.b32", WORD, WORD, (d, a) -> {
            for (int i = 0; i < LANES; i++) {
                d[i] = a[i] == 0 ? 1 : 0;
            }
        });
        forms.binary("and.b64", LONG, LONG, LONG, (d, a, b) -> {
            for (int i = 0; i < LANES; i++) {
                d[i] = a[i] & b[i];
            }
        });
        forms.binary("or.b64", LONG, LONG, LONG, (d, a, b) -> {
            for (int i = 0; i < LANES; i++) {
                d[i] = a[i] | b[i];
            }
        });
        forms.binary("xor.b64", LONG, LONG, LONG, (d, a, b) -> {
            for (int i = 0; i < LANES; i++) {
                d[i] = a[i] ^ b[i];
            }
        });
        forms.unary("not.b64", LONG, LONG, (d, a) -> {
            for (int i = 0; i < LANES; i++) {
                d[i] = ~a[i];
            }
        });
    }

    /** Shifts by more than the width give zeros or signs, unlike Java's. */
    private static void shifts(Forms forms) {
        forms.binary("shl.b32", WORD, WORD, WORD, (d, a, b) -> {
            for (int i = 0; i < LANES; i++) {
                d[i] = inRange(b[i], 32) ? a[i] << b[i] : 0;
            }
        });
        forms.binary("shr.u32 shr.b32", WORD, WORD, WORD, (d, a, b) -> {
            for (int i = 0; i < LANES; i++) {
                d[i] = inRange(b[i], 32) ? a[i] >>> b[i] : 0;
            }
        });
        forms.binary("shr.s32", WORD, WORD, WORD, (d, a, b) -> {
            for (int i = 0; i < LANES; i++) {
                d[i] = a[i] >> (inRange(b[i], 31) ? b[i] : 31);
            }
        });
        forms.binary("shl.b16", WORD, WORD, WORD, (d, a, b) -> {
            for (int i = 0; i < LANES; i++) {
                d[i] = inRange(b[i], 16) ? a[i] << b[i] & 0xFFFF : 0;
            }
        });
        forms.binary("shr.u16 shr.b16", WORD, WORD, WORD, (d, a, b) -> {
            for (int i = 0; i < LANES; i++) {
                d[i] = inRange(b[i], 16) ? a[i] >>> b[i] : 0;
            }
        });
        forms.binary("shr.s16", WORD, WORD, WORD, (d, a, b) -> {
            for (int i = 0; i < LANES; i++) {
                d[i] = (short) a[i] >> (inRange(b[i], 15) ? b[i] : 15) & 0xFFFF;
            }
        });
        forms.binary("shl.b64", LONG, LONG, WORD, (d, a, b) -> {
            for (int i = 0; i < LANES; i++) {
                d[i] = inRange(b[i], 64) ? a[i] << b[i] : 0;
            }
        });
        forms.binary("shr.u64 shr.b64", LONG, LONG, WORD, (d, a, b) -> {
            for (int i = 0; i < LANES; i++) {
                d[i] = inRange(b[i], 64) ? a[i] >>> b[i] : 0;
            }
        });
        forms.binary("shr.s64", LONG, LONG, WORD, (d, a, b) -> {
            for (int i = 0; i < LANES; i++) {
                d[i] = a[i] >> (inRange(b[i], 63) ? b[i] : 63);
            }
        });
    }

    private static void funnels(Forms forms) {
        forms.ternary("shf.l.wrap.b32", WORD, WORD, WORD, WORD, (d, a, b, c) -> {
            for (int i = 0; i < LANES; i++) {
                d[i] = (int) (pair(a[i], b[i]) << (c[i] & 31) >>> 32);
            }
        });
        forms.ternary("shf.r.wrap.b32", WORD, WORD, WORD, WORD, (d, a, b, c) -> {
            for (int i = 0; i < LANES; i++) {
                d[i] = (int) (pair(a[i], b[i]) >>> (c[i] & 31));
            }
        });
        forms.ternary("shf.l.clamp.b32", WORD, WORD, WORD, WORD, (d, a, b, c) -> {
            for (int i = 0; i < LANES; i++) {
                d[i] = inRange(c[i], 32) ? (int) (pair(a[i], b[i]) << c[i] >>> 32) : a[i];
            }
        });
        forms.ternary("shf.r.clamp.b32", WORD, WORD, WORD, WORD, (d, a, b, c) -> {
            for (int i = 0; i < LANES; i++) {
                d[i] = inRange(c[i], 32) ? (int) (pair(a[i], b[i]) >>> c[i]) : b[i];
            }
        });
    }

    private static void counts(Forms forms) {
        forms.unary("popc.b32", WORD, WORD, (d, a) -> {
            for (int i = 0; i < LANES; i++) {
                d[i] = Integer.bitCount(a[i]);
            }
        });
        forms.unary("popc.b64", WORD, LONG, (d, a) -> {
            for (int i = 0; i < LANES; i++) {
                d[i] = Long.bitCount(a[i]);
            }
        });
        forms.unary("clz.b32", WORD, WORD, (d, a) -> {
            for (int i = 0; i < LANES; i++) {
                d[i] = Integer.numberOfLeadingZeros(a[i]);
            }
        });
        forms.unary("clz.b64", WORD, LONG, (d, a) -> {
            for (int i = 0; i < LANES; i++) {
                d[i] = Long.numberOfLeadingZeros(a[i]);
            }
        });
        forms.unary("brev.b32", WORD, WORD, (d, a) -> {
            for (int i = 0; i < LANES; i++) {
                d[i] = Integer.reverse(a[i]);
            }
        });
        forms.unary("brev.b64", LONG, LONG, (d, a) -> {
            for (int i = 0; i < LANES; i++) {
                d[i] = Long.reverse(a[i]);
            }
        });
        forms.unary("bfind.u32", WORD, WORD, (d, a) -> {
            for (int i = 0; i < LANES; i++) {
                d[i] = 31 - Integer.numberOfLeadingZeros(a[i]);
            }
        });
        forms.unary("bfind.s32", WORD, WORD, (d, a) -> {
            for (int i = 0; i < LANES; i++) {
                d[i] = 31 - Integer.numberOfLeadingZeros(a[i] < 0 ? ~a[i] : a[i]);
            }
        });
    }

    private static void fields(Forms forms) {
        forms.ternary("bfe.u32", WORD, WORD, WORD, WORD, (d, a, b, c) -> {
            for (int i = 0; i < LANES; i++) {
                d[i] = (int) field(a[i] & 0xFFFFFFFFL, b[i], c[i]);
            }
        });
        forms.ternary("bfe.s32", WORD, WORD, WORD, WORD, (d, a, b, c) -> {
            for (int i = 0; i < LANES; i++) {
                d[i] = signedField(a[i], b[i], c[i]);
            }
        });
        forms.ternary("bfe.u64", LONG, LONG, WORD, WORD, (d, a, b, c) -> {
            for (int i = 0; i < LANES; i++) {
                d[i] = field(a[i], b[i], c[i]);
            }
        });
    }

    /** The machine's own: halves of registers. */
    private static void packing(Forms forms) {
        forms.binary(".pack.b32", WORD, WORD, WORD, (d, a, b) -> {
            for (int i = 0; i < LANES; i++) {
                d[i] = a[i] & 0xFFFF | b[i] << 16;
            }
        });
        forms.binary(".pack.b64", LONG, WORD, WORD, (d, a, b) -> {
            for (int i = 0; i < LANES; i++) {
                d[i] = pair(a[i], b[i]);
            }
        });
        forms.ternary("prmt.b32", WORD, WORD, WORD, WORD, (d, a, b, c) -> {
            for (int i = 0; i < LANES; i++) {
                d[i] = permute(a[i], b[i], c[i]);
            }
        });
        forms.unary(".low.b16", WORD, WORD, (d, a) -> {
            for (int i = 0; i < LANES; i++) {
                d[i] = a[i] & 0xFFFF;
            }
        });
        forms.unary(".high.b16", WORD, WORD, (d, a) -> {
            for (int i = 0; i < LANES; i++) {
                d[i] = a[i] >>> 16;
            }
        });
        forms.unary(".low.b32", WORD, LONG, (d, a) -> {
            for (int i = 0; i < LANES; i++) {
                d[i] = (int) a[i];
            }
        });
        forms.unary(".high.b32", WORD, LONG, (d, a) -> {
            for (int i = 0; i < LANES; i++) {
                d[i] = (int) (a[i] >>> 32);
            }
        });
    }

    /** PTX takes the amount of a shift as unsigned. */
    private static boolean inRange(int amount, int width) {
        return amount >= 0 && amount < width;
    }

    private static long pair(int low, int high) {
        return low & 0xFFFFFFFFL | (long) high << 32;
    }

    private static long field(long value, int position, int length) {
        int from = position & 0xFF;
        int count = length & 0xFF;
        long shifted = from > 63 ? 0 : value >>> from;
        return count > 63 ? shifted : shifted & (1L << count) - 1;
    }

    private static int signedField(int value, int position, int length) {
        int from = Math.min(position & 0xFF, 31);
        int count = Math.min(length & 0xFF, 32 - from);
        return count == 0 ? 0 : value << 32 - from - count >> 32 - count;
    }

    /** {@code prmt}: four bytes picked from eight, or their signs. */
    static int permute(int low, int high, int selector) {
        int result = 0;
        for (int i = 0; i < 4; i++) {
            int pick = selector >>> 4 * i & 0xF;
            int picked = (int) (pair(low, high) >>> 8 * (pick & 7)) & 0xFF;
            result |= ((pick & 8) == 0 ? picked : picked > 127 ? 0xFF : 0) << 8 * i;
        }
        return result;
    }
}
