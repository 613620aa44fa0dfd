package dev.evenkeel.ptx.instruction;

import static dev.evenkeel.ptx.instruction.Storage.LANES;
import static dev.evenkeel.ptx.instruction.Storage.WORD;

/** Arithmetic on 16-bit integers, which lie zero-extended in words. */
final class ShortForms {
    private ShortForms() {}

    static void define(Forms forms) {
        sums(forms);
        extrema(forms);
        quotients(forms);
    }

    private static void sums(Forms forms) {
        forms.binary("add.s16 add.u16", WORD, WORD, WORD, (d, a, b) -> {
            for (int i = 0; i < LANES; i++) {
                d[i] = a[i] + b[i] & 0xFFFF;
            }
        });
        forms.binary("sub.s16 sub.u16", WORD, WORD, WORD, (d, a, b) -> {
            for (int i = 0; i < LANES; i++) {
                d[i] = a[i] - b[i] & 0xFFFF;
            }
        });
        forms.binary("mul.lo.s16 mul.lo.u16", WORD, WORD, WORD, (d, a, b) -> {
            for (int i = 0; i < LANES; i++) {
                d[i] = a[i] * b[i] & 0xFFFF;
            }
        });
        forms.ternary("mad.lo.s16 mad.lo.u16", WORD, WORD, WORD, WORD, (d, a, b, c) -> {
            for (int i = 0; i < LANES; i++) {
                d[i] = a[i] * b[i] + c[i] & 0xFFFF;
            }
        });
        forms.binary("mul.wide.u16", WORD, WORD, WORD, (d, a, b) -> {
            for (int i = 0; i < LANES; i++) {
                d[i] = a[i] * b[i];
            }
        });
        forms.binary("mul.wide.s16", WORD, WORD, WORD, (d, a, b) -> {
            for (int i = 0; i < LANES; i++) {
                d[i] = (short) a[i] * (short) b[i];
            }
        });
        forms.unary("neg.s16", WORD, WORD, (d, a) -> {
            for (int i = 0; i < LANES; i++) {
                d[i] = -a[i] & 0xFFFF;
            }
        });
        forms.unary("abs.s16", WORD, WORD, (d, a) -> {
            for (int i = 0; i < LANES; i++) {
                d[i] = Math.abs((short) a[i]) & 0xFFFF;
            }
        });
    }

    private static void extrema(Forms forms) {
        forms.binary("max.u16", WORD, WORD, WORD, (d, a, b) -> {
            for (int i = 0; i < LANES; i++) {
                d[i] = Math.max(a[i], b[i]);
            }
        });
        forms.binary("min.u16", WORD, WORD, WORD, (d, a, b) -> {
            for (int i = 0; i < LANES; i++) {
                d[i] = Math.min(a[i], b[i]);
            }
        });
        forms.binary("max.s16", WORD, WORD, WORD, (d, a, b) -> {
            for (int i = 0; i < LANES; i++) {
                d[i] = Math.max((short) a[i], (short) b[i]) & 0xFFFF;
            }
        });
        forms.binary("min.s16", WORD, WORD, WORD, (d, a, b) -> {
            for (int i = 0; i < LANES; i++) {
                d[i] = Math.min((short) a[i], (short) b[i]) & 0xFFFF;
            }
        });
    }

    private static void quotients(Forms forms) {
        forms.binary("div.u16", WORD, WORD, WORD, (d, a, b) -> {
            for (int i = 0; i < LANES; i++) {
                d[i] = b[i] == 0 ? 0xFFFF : a[i] / b[i];
            }
        });
        forms.binary("rem.u16", WORD, WORD, WORD, (d, a, b) -> {
            for (int i = 0; i < LANES; i++) {
                d[i] = b[i] == 0 ? a[i] : a[i] % b[i];
            }
        });
        forms.binary("div.s16", WORD, WORD, WORD, (d, a, b) -> {
            for (int i = 0; i < LANES; i++) {
                d[i] = b[i] == 0 ? 0xFFFF : (short) a[i] / (short) b[i] & 0xFFFF;
            }
        });
        forms.binary("rem.s16", WORD, WORD, WORD, (d, a, b) -> {
            for (int i = 0; i < LANES; i++) {
                d[i] = b[i] == 0 ? a[i] : (short) a[i] % (short) b[i] & 0xFFFF;
            }
        });
    }
}
