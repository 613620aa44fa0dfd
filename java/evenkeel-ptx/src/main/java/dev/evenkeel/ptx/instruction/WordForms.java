package dev.evenkeel.ptx.instruction;

import static dev.evenkeel.ptx.instruction.Storage.LANES;
import static dev.evenkeel.ptx.instruction.Storage.LONG;
import static dev.evenkeel.ptx.instruction.Storage.WORD;

/** Arithmetic on 32-bit integers. */
final class WordForms {
    private WordForms() {}

    static void define(Forms forms) {
        sums(forms);
        products(forms);
        quotients(forms);
        extrema(forms);
    }

    private static void sums(Forms forms) {
        forms.binary("add.s32 add.u32", WORD, WORD, WORD, (d, a, b) -> {
            for (int i = 0; i < LANES; i++) {
                d[i] = a[i] + b[i];
            }
        });
        forms.binary("sub.s32 sub.u32", WORD, WORD, WORD, (d, a, b) -> {
            for (int i = 0; i < LANES; i++) {
                d[i] = a[i] - b[i];
            }
        });
        forms.binary("mul.lo.s32 mul.lo.u32", WORD, WORD, WORD, (d, a, b) -> {
            for (int i = 0; i < LANES; i++) {
                d[i] = a[i] * b[i];
            }
        });
        forms.ternary("mad.lo.s32 mad.lo.u32", WORD, WORD, WORD, WORD, (d, a, b, c) -> {
            for (int i = 0; i < LANES; i++) {
                d[i] = a[i] * b[i] + c[i];
            }
        });
        forms.binary("mul24.lo.s32", WORD, WORD, WORD, (d, a, b) -> {
            for (int i = 0; i < LANES; i++) {
                d[i] = (a[i] << 8 >> 8) * (b[i] << 8 >> 8);
            }
        });
        forms.binary("mul24.lo.u32", WORD, WORD, WORD, (d, a, b) -> {
            for (int i = 0; i < LANES; i++) {
                d[i] = (a[i] & 0xFFFFFF) * (b[i] & 0xFFFFFF);
            }
        });
        forms.unary("neg.s32", WORD, WORD, (d, a) -> {
            for (int i = 0; i < LANES; i++) {
                d[i] = -a[i];
            }
        });
        forms.unary("abs.s32", WORD, WORD, (d, a) -> {
            for (int i = 0; i < LANES; i++) {
                d[i] = Math.abs(a[i]);
            }
        });
        forms.ternary("sad.s32", WORD, WORD, WORD, WORD, (d, a, b, c) -> {
            for (int i = 0; i < LANES; i++) {
                d[i] = Math.abs(a[i] - b[i]) + c[i];
            }
        });
    }

    /** The upper half of the product, or all of it. */
    private static void products(Forms forms) {
        forms.binary("mul.hi.s32", WORD, WORD, WORD, (d, a, b) -> {
            for (int i = 0; i < LANES; i++) {
                d[i] = (int) ((long) a[i] * b[i] >> 32);
            }
        });
        forms.binary("mul.hi.u32", WORD, WORD, WORD, (d, a, b) -> {
            for (int i = 0; i < LANES; i++) {
                d[i] = (int) (unsigned(a[i]) * unsigned(b[i]) >>> 32);
            }
        });
        forms.ternary("mad.hi.s32", WORD, WORD, WORD, WORD, (d, a, b, c) -> {
            for (int i = 0; i < LANES; i++) {
                d[i] = (int) ((long) a[i] * b[i] >> 32) + c[i];
            }
        });
        forms.ternary("mad.hi.u32", WORD, WORD, WORD, WORD, (d, a, b, c) -> {
            for (int i = 0; i < LANES; i++) {
                d[i] = (int) (unsigned(a[i]) * unsigned(b[i]) >>> 32) + c[i];
            }
        });
        forms.binary("mul.wide.s32", LONG, WORD, WORD, (d, a, b) -> {
            for (int i = 0; i < LANES; i++) {
                d[i] = (long) a[i] * b[i];
            }
        });
        forms.binary("mul.wide.u32", LONG, WORD, WORD, (d, a, b) -> {
            for (int i = 0; i < LANES; i++) {
                d[i] = unsigned(a[i]) * unsigned(b[i]);
            }
        });
        forms.ternary("mad.wide.s32", LONG, WORD, WORD, LONG, (d, a, b, c) -> {
            for (int i = 0; i < LANES; i++) {
                d[i] = (long) a[i] * b[i] + c[i];
            }
        });
        forms.ternary("mad.wide.u32", LONG, WORD, WORD, LONG, (d, a, b, c) -> {
            for (int i = 0; i < LANES; i++) {
                d[i] = unsigned(a[i]) * unsigned(b[i]) + c[i];
            }
        });
    }

    /** Division by zero gives all ones, as the hardware does where the manual leaves it open. */
    private static void quotients(Forms forms) {
        forms.binary("div.s32", WORD, WORD, WORD, (d, a, b) -> {
            for (int i = 0; i < LANES; i++) {
                d[i] = b[i] == 0 ? -1 : a[i] / b[i];
            }
        });
        forms.binary("div.u32", WORD, WORD, WORD, (d, a, b) -> {
            for (int i = 0; i < LANES; i++) {
                d[i] = b[i] == 0 ? -1 : Integer.divideUnsigned(a[i], b[i]);
            }
        });
        forms.binary("rem.s32", WORD, WORD, WORD, (d, a, b) -> {
            for (int i = 0; i < LANES; i++) {
                d[i] = b[i] == 0 ? a[i] : a[i] % b[i];
            }
        });
        forms.binary("rem.u32", WORD, WORD, WORD, (d, a, b) -> {
            for (int i = 0; i < LANES; i++) {
                d[i] = b[i] == 0 ? a[i] : Integer.remainderUnsigned(a[i], b[i]);
            }
        });
    }

    private static void extrema(Forms forms) {
        forms.binary("max.s32", WORD, WORD, WORD, (d, a, b) -> {
            for (int i = 0; i < LANES; i++) {
                d[i] = Math.max(a[i], b[i]);
            }
        });
        forms.binary("min.s32", WORD, WORD, WORD, (d, a, b) -> {
            for (int i = 0; i < LANES; i++) {
                d[i] = Math.min(a[i], b[i]);
            }
        });
        forms.binary("max.u32", WORD, WORD, WORD, (d, a, b) -> {
            for (int i = 0; i < LANES; i++) {
                d[i] = Integer.compareUnsigned(a[i], b[i]) >= 0 ? a[i] : b[i];
            }
        });
        forms.binary("min.u32", WORD, WORD, WORD, (d, a, b) -> {
            for (int i = 0; i < LANES; i++) {
                d[i] = Integer.compareUnsigned(a[i], b[i]) <= 0 ? a[i] : b[i];
            }
        });
    }

    private static long unsigned(int value) {
        return value & 0xFFFFFFFFL;
    }
}
