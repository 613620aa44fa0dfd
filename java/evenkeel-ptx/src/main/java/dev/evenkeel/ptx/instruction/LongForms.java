package dev.evenkeel.ptx.instruction;

import static dev.evenkeel.ptx.instruction.Storage.LANES;
import static dev.evenkeel.ptx.instruction.Storage.LONG;

/** Arithmetic on 64-bit integers. */
final class LongForms {
    private LongForms() {}

    static void define(Forms forms) {
        sums(forms);
        quotients(forms);
        extrema(forms);
    }

    private static void sums(Forms forms) {
        forms.binary("add.s64 add.u64", LONG, LONG, LONG, (d, a, b) -> {
            for (int i = 0; i < LANES; i++) {
                d[i] = a[i] + b[i];
            }
        });
        forms.binary("sub.s64 sub.u64", LONG, LONG, LONG, (d, a, b) -> {
            for (int i = 0; i < LANES; i++) {
                d[i] = a[i] - b[i];
            }
        });
        forms.binary("mul.lo.s64 mul.lo.u64", LONG, LONG, LONG, (d, a, b) -> {
            for (int i = 0; i < LANES; i++) {
                d[i] = a[i] * b[i];
            }
        });
        forms.ternary("mad.lo.s64 mad.lo.u64", LONG, LONG, LONG, LONG, (d, a, b, c) -> {
            for (int i = 0; i < LANES; i++) {
                d[i] = a[i] * b[i] + c[i];
            }
        });
        forms.binary("mul.hi.s64", LONG, LONG, LONG, (d, a, b) -> {
            for (int i = 0; i < LANES; i++) {
                d[i] = Math.multiplyHigh(a[i], b[i]);
            }
        });
        forms.binary("mul.hi.u64", LONG, LONG, LONG, (d, a, b) -> {
            for (int i = 0; i < LANES; i++) {
                d[i] = unsignedHigh(a[i], b[i]);
            }
        });
        forms.unary("neg.s64", LONG, LONG, (d, a) -> {
            for (int i = 0; i < LANES; i++) {
                d[i] = -a[i];
            }
        });
        forms.unary("abs.s64", LONG, LONG, (d, a) -> {
            for (int i = 0; i < LANES; i++) {
                d[i] = Math.abs(a[i]);
            }
        });
    }

    /** Division by zero gives all ones, as the hardware does where the manual leaves it open. */
    private static void quotients(Forms forms) {
        forms.binary("div.s64", LONG, LONG, LONG, (d, a, b) -> {
            for (int i = 0; i < LANES; i++) {
                d[i] = b[i] == 0 ? -1 : a[i] / b[i];
            }
        });
        forms.binary("div.u64", LONG, LONG, LONG, (d, a, b) -> {
            for (int i = 0; i < LANES; i++) {
                d[i] = b[i] == 0 ? -1 : Long.divideUnsigned(a[i], b[i]);
            }
        });
        forms.binary("rem.s64", LONG, LONG, LONG, (d, a, b) -> {
            for (int i = 0; i < LANES; i++) {
                d[i] = b[i] == 0 ? a[i] : a[i] % b[i];
            }
        });
        forms.binary("rem.u64", LONG, LONG, LONG, (d, a, b) -> {
            for (int i = 0; i < LANES; i++) {
                d[i] = b[i] == 0 ? a[i] : Long.remainderUnsigned(a[i], b[i]);
            }
        });
    }

    private static void extrema(Forms forms) {
        forms.binary("max.s64", LONG, LONG, LONG, (d, a, b) -> {
            for (int i = 0; i < LANES; i++) {
                d[i] = Math.max(a[i], b[i]);
            }
        });
        forms.binary("min.s64", LONG, LONG, LONG, (d, a, b) -> {
            for (int i = 0; i < LANES; i++) {
                d[i] = Math.min(a[i], b[i]);
            }
        });
        forms.binary("max.u64", LONG, LONG, LONG, (d, a, b) -> {
            for (int i = 0; i < LANES; i++) {
                d[i] = Long.compareUnsigned(a[i], b[i]) >= 0 ? a[i] : b[i];
            }
        });
        forms.binary("min.u64", LONG, LONG, LONG, (d, a, b) -> {
            for (int i = 0; i < LANES; i++) {
                d[i] = Long.compareUnsigned(a[i], b[i]) <= 0 ? a[i] : b[i];
            }
        });
    }

    private static long unsignedHigh(long a, long b) {
        return Math.multiplyHigh(a, b) + (a >> 63 & b) + (b >> 63 & a);
    }
}
