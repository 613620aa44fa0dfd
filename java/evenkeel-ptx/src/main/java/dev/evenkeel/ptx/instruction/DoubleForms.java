package dev.evenkeel.ptx.instruction;

import static dev.evenkeel.ptx.instruction.Storage.DOUBLE;
import static dev.evenkeel.ptx.instruction.Storage.LANES;

/** Arithmetic on binary64. */
final class DoubleForms {
    private DoubleForms() {}

    static void define(Forms forms) {
        exact(forms);
        signs(forms);
        directed(forms);
    }

    private static void exact(Forms forms) {
        forms.binary("add.f64", DOUBLE, DOUBLE, DOUBLE, (d, a, b) -> {
            for (int i = 0; i < LANES; i++) {
                d[i] = a[i] + b[i];
            }
        });
        forms.binary("sub.f64", DOUBLE, DOUBLE, DOUBLE, (d, a, b) -> {
            for (int i = 0; i < LANES; i++) {
                d[i] = a[i] - b[i];
            }
        });
        forms.binary("mul.f64", DOUBLE, DOUBLE, DOUBLE, (d, a, b) -> {
            for (int i = 0; i < LANES; i++) {
                d[i] = a[i] * b[i];
            }
        });
        forms.ternary("fma.f64 mad.f64", DOUBLE, DOUBLE, DOUBLE, DOUBLE, (d, a, b, c) -> {
            for (int i = 0; i < LANES; i++) {
                d[i] = Math.fma(a[i], b[i], c[i]);
            }
        });
        forms.binary("div.f64", DOUBLE, DOUBLE, DOUBLE, (d, a, b) -> {
            for (int i = 0; i < LANES; i++) {
                d[i] = a[i] / b[i];
            }
        });
        forms.unary("rcp.f64", DOUBLE, DOUBLE, (d, a) -> {
            for (int i = 0; i < LANES; i++) {
                d[i] = 1 / a[i];
            }
        });
        forms.unary("rcp.approx.f64", DOUBLE, DOUBLE, (d, a) -> {
            for (int i = 0; i < LANES; i++) {
                d[i] = upperWord(1 / upperWord(a[i]));
            }
        });
        forms.unary("sqrt.f64", DOUBLE, DOUBLE, (d, a) -> {
            for (int i = 0; i < LANES; i++) {
                d[i] = Math.sqrt(a[i]);
            }
        });
        forms.unary("rsqrt.approx.f64", DOUBLE, DOUBLE, (d, a) -> {
            for (int i = 0; i < LANES; i++) {
                d[i] = 1 / Math.sqrt(a[i]);
            }
        });
    }

    /** The upper 32 bits of a number, or 0 for a subnormal: all that {@code rcp.approx.ftz.f64} reads and writes. */
    private static double upperWord(double value) {
        if (Double.isNaN(value)) {
            return value;
        }
        double upper = Double.longBitsToDouble(Double.doubleToRawLongBits(value) & 0xFFFFFFFF_00000000L);
        return Math.abs(upper) < Double.MIN_NORMAL ? Math.copySign(0, value) : upper;
    }

    private static void signs(Forms forms) {
        forms.unary("neg.f64", DOUBLE, DOUBLE, (d, a) -> {
            for (int i = 0; i < LANES; i++) {
                d[i] = -a[i];
            }
        });
        forms.unary("abs.f64", DOUBLE, DOUBLE, (d, a) -> {
            for (int i = 0; i < LANES; i++) {
                d[i] = Math.abs(a[i]);
            }
        });
        forms.binary("copysign.f64", DOUBLE, DOUBLE, DOUBLE, (d, a, b) -> {
            for (int i = 0; i < LANES; i++) {
                d[i] = Math.copySign(b[i], Double.isNaN(a[i]) ? Math.copySign(1, a[i]) : a[i]);
            }
        });
        forms.binary("max.f64", DOUBLE, DOUBLE, DOUBLE, (d, a, b) -> {
            for (int i = 0; i < LANES; i++) {
                d[i] = Double.isNaN(a[i]) ? b[i] : Double.isNaN(b[i]) ? a[i] : Math.max(a[i], b[i]);
            }
        });
        forms.binary("min.f64", DOUBLE, DOUBLE, DOUBLE, (d, a, b) -> {
            for (int i = 0; i < LANES; i++) {
                d[i] = Double.isNaN(a[i]) ? b[i] : Double.isNaN(b[i]) ? a[i] : Math.min(a[i], b[i]);
            }
        });
    }

    private static void directed(Forms forms) {
        forms.binary("add.rz.f64", DOUBLE, DOUBLE, DOUBLE, (d, a, b) -> {
            for (int i = 0; i < LANES; i++) {
                d[i] = Rounding.ZERO.sum(a[i], b[i]);
            }
        });
        forms.binary("sub.rz.f64", DOUBLE, DOUBLE, DOUBLE, (d, a, b) -> {
            for (int i = 0; i < LANES; i++) {
                d[i] = Rounding.ZERO.sum(a[i], -b[i]);
            }
        });
        forms.binary("mul.rz.f64", DOUBLE, DOUBLE, DOUBLE, (d, a, b) -> {
            for (int i = 0; i < LANES; i++) {
                d[i] = Rounding.ZERO.product(a[i], b[i]);
            }
        });
        forms.ternary("fma.rz.f64 mad.rz.f64", DOUBLE, DOUBLE, DOUBLE, DOUBLE, (d, a, b, c) -> {
            for (int i = 0; i < LANES; i++) {
                d[i] = Rounding.ZERO.fused(a[i], b[i], c[i]);
            }
        });
        forms.binary("add.rm.f64", DOUBLE, DOUBLE, DOUBLE, (d, a, b) -> {
            for (int i = 0; i < LANES; i++) {
                d[i] = Rounding.DOWN.sum(a[i], b[i]);
            }
        });
        forms.binary("sub.rm.f64", DOUBLE, DOUBLE, DOUBLE, (d, a, b) -> {
            for (int i = 0; i < LANES; i++) {
                d[i] = Rounding.DOWN.sum(a[i], -b[i]);
            }
        });
        forms.binary("mul.rm.f64", DOUBLE, DOUBLE, DOUBLE, (d, a, b) -> {
            for (int i = 0; i < LANES; i++) {
                d[i] = Rounding.DOWN.product(a[i], b[i]);
            }
        });
        forms.ternary("fma.rm.f64 mad.rm.f64", DOUBLE, DOUBLE, DOUBLE, DOUBLE, (d, a, b, c) -> {
            for (int i = 0; i < LANES; i++) {
                d[i] = Rounding.DOWN.fused(a[i], b[i], c[i]);
            }
        });
        forms.binary("add.rp.f64", DOUBLE, DOUBLE, DOUBLE, (d, a, b) -> {
            for (int i = 0; i < LANES; i++) {
                d[i] = Rounding.UP.sum(a[i], b[i]);
            }
        });
        forms.binary("sub.rp.f64", DOUBLE, DOUBLE, DOUBLE, (d, a, b) -> {
            for (int i = 0; i < LANES; i++) {
                d[i] = Rounding.UP.sum(a[i], -b[i]);
            }
        });
        forms.binary("mul.rp.f64", DOUBLE, DOUBLE, DOUBLE, (d, a, b) -> {
            for (int i = 0; i < LANES; i++) {
                d[i] = Rounding.UP.product(a[i], b[i]);
            }
        });
        forms.ternary("fma.rp.f64 mad.rp.f64", DOUBLE, DOUBLE, DOUBLE, DOUBLE, (d, a, b, c) -> {
            for (int i = 0; i < LANES; i++) {
                d[i] = Rounding.UP.fused(a[i], b[i], c[i]);
            }
        });
    }
}
