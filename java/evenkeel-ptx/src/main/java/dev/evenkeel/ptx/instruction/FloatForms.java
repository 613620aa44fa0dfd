package dev.evenkeel.ptx.instruction;

import static dev.evenkeel.ptx.instruction.Storage.FLOAT;
import static dev.evenkeel.ptx.instruction.Storage.LANES;

/** Arithmetic on binary32. Approximate forms are computed in binary64 and rounded once: within the documented error. */
final class FloatForms {
    private FloatForms() {}

    static void define(Forms forms) {
        exact(forms);
        signs(forms);
        extrema(forms);
        approximate(forms);
        directed(forms);
    }

    private static void exact(Forms forms) {
        forms.binary("add.f32", FLOAT, FLOAT, FLOAT, (d, a, b) -> {
            for (int i = 0; i < LANES; i++) {
                d[i] = a[i] + b[i];
            }
        });
        forms.binary("sub.f32", FLOAT, FLOAT, FLOAT, (d, a, b) -> {
            for (int i = 0; i < LANES; i++) {
                d[i] = a[i] - b[i];
            }
        });
        forms.binary("mul.f32", FLOAT, FLOAT, FLOAT, (d, a, b) -> {
            for (int i = 0; i < LANES; i++) {
                d[i] = a[i] * b[i];
            }
        });
        forms.ternary("fma.f32 mad.f32", FLOAT, FLOAT, FLOAT, FLOAT, (d, a, b, c) -> {
            for (int i = 0; i < LANES; i++) {
                d[i] = Math.fma(a[i], b[i], c[i]);
            }
        });
        forms.binary("div.f32 div.full.f32 div.approx.f32", FLOAT, FLOAT, FLOAT, (d, a, b) -> {
            for (int i = 0; i < LANES; i++) {
                d[i] = a[i] / b[i];
            }
        });
        forms.unary("rcp.f32 rcp.approx.f32", FLOAT, FLOAT, (d, a) -> {
            for (int i = 0; i < LANES; i++) {
                d[i] = 1 / a[i];
            }
        });
        forms.unary("sqrt.f32 sqrt.approx.f32", FLOAT, FLOAT, (d, a) -> {
            for (int i = 0; i < LANES; i++) {
                d[i] = (float) Math.sqrt(a[i]);
            }
        });
    }

    private static void signs(Forms forms) {
        forms.unary("neg.f32", FLOAT, FLOAT, (d, a) -> {
            for (int i = 0; i < LANES; i++) {
                d[i] = -a[i];
            }
        });
        forms.unary("abs.f32", FLOAT, FLOAT, (d, a) -> {
            for (int i = 0; i < LANES; i++) {
                d[i] = Math.abs(a[i]);
            }
        });
        forms.binary("copysign.f32", FLOAT, FLOAT, FLOAT, (d, a, b) -> {
            for (int i = 0; i < LANES; i++) {
                d[i] = Math.copySign(b[i], Float.isNaN(a[i]) ? Math.copySign(1, a[i]) : a[i]);
            }
        });
        forms.unary(".flush.f32", FLOAT, FLOAT, (d, a) -> {
            for (int i = 0; i < LANES; i++) {
                d[i] = Math.abs(a[i]) < Float.MIN_NORMAL ? Math.copySign(0f, a[i]) : a[i];
            }
        });
        forms.unary(".saturate.f32", FLOAT, FLOAT, (d, a) -> {
            for (int i = 0; i < LANES; i++) {
                d[i] = a[i] > 0 ? Math.min(a[i], 1) : 0;
            }
        });
    }

    /** A NaN loses against a number, but in the {@code .NaN} forms. */
    private static void extrema(Forms forms) {
        forms.binary("max.f32", FLOAT, FLOAT, FLOAT, (d, a, b) -> {
            for (int i = 0; i < LANES; i++) {
                d[i] = Float.isNaN(a[i]) ? b[i] : Float.isNaN(b[i]) ? a[i] : Math.max(a[i], b[i]);
            }
        });
        forms.binary("min.f32", FLOAT, FLOAT, FLOAT, (d, a, b) -> {
            for (int i = 0; i < LANES; i++) {
                d[i] = Float.isNaN(a[i]) ? b[i] : Float.isNaN(b[i]) ? a[i] : Math.min(a[i], b[i]);
            }
        });
        forms.binary("max.NaN.f32", FLOAT, FLOAT, FLOAT, (d, a, b) -> {
            for (int i = 0; i < LANES; i++) {
                d[i] = Math.max(a[i], b[i]);
            }
        });
        forms.binary("min.NaN.f32", FLOAT, FLOAT, FLOAT, (d, a, b) -> {
            for (int i = 0; i < LANES; i++) {
                d[i] = Math.min(a[i], b[i]);
            }
        });
    }

    private static void approximate(Forms forms) {
        forms.unary("rsqrt.approx.f32", FLOAT, FLOAT, (d, a) -> {
            for (int i = 0; i < LANES; i++) {
                d[i] = (float) (1 / Math.sqrt(a[i]));
            }
        });
        forms.unary("ex2.approx.f32", FLOAT, FLOAT, (d, a) -> {
            for (int i = 0; i < LANES; i++) {
                d[i] = (float) Math.pow(2, a[i]);
            }
        });
        forms.unary("lg2.approx.f32", FLOAT, FLOAT, (d, a) -> {
            for (int i = 0; i < LANES; i++) {
                d[i] = (float) (Math.log(a[i]) / Math.log(2));
            }
        });
        forms.unary("sin.approx.f32", FLOAT, FLOAT, (d, a) -> {
            for (int i = 0; i < LANES; i++) {
                d[i] = (float) Math.sin(a[i]);
            }
        });
        forms.unary("cos.approx.f32", FLOAT, FLOAT, (d, a) -> {
            for (int i = 0; i < LANES; i++) {
                d[i] = (float) Math.cos(a[i]);
            }
        });
        forms.unary("tanh.approx.f32", FLOAT, FLOAT, (d, a) -> {
            for (int i = 0; i < LANES; i++) {
                d[i] = (float) Math.tanh(a[i]);
            }
        });
    }

    private static void directed(Forms forms) {
        forms.binary("add.rz.f32", FLOAT, FLOAT, FLOAT, (d, a, b) -> {
            for (int i = 0; i < LANES; i++) {
                d[i] = Rounding.ZERO.sum(a[i], b[i]);
            }
        });
        forms.binary("sub.rz.f32", FLOAT, FLOAT, FLOAT, (d, a, b) -> {
            for (int i = 0; i < LANES; i++) {
                d[i] = Rounding.ZERO.sum(a[i], -b[i]);
            }
        });
        forms.binary("mul.rz.f32", FLOAT, FLOAT, FLOAT, (d, a, b) -> {
            for (int i = 0; i < LANES; i++) {
                d[i] = Rounding.ZERO.product(a[i], b[i]);
            }
        });
        forms.ternary("fma.rz.f32 mad.rz.f32", FLOAT, FLOAT, FLOAT, FLOAT, (d, a, b, c) -> {
            for (int i = 0; i < LANES; i++) {
                d[i] = Rounding.ZERO.fused(a[i], b[i], c[i]);
            }
        });
        forms.binary("add.rm.f32", FLOAT, FLOAT, FLOAT, (d, a, b) -> {
            for (int i = 0; i < LANES; i++) {
                d[i] = Rounding.DOWN.sum(a[i], b[i]);
            }
        });
        forms.binary("sub.rm.f32", FLOAT, FLOAT, FLOAT, (d, a, b) -> {
            for (int i = 0; i < LANES; i++) {
                d[i] = Rounding.DOWN.sum(a[i], -b[i]);
            }
        });
        forms.binary("mul.rm.f32", FLOAT, FLOAT, FLOAT, (d, a, b) -> {
            for (int i = 0; i < LANES; i++) {
                d[i] = Rounding.DOWN.product(a[i], b[i]);
            }
        });
        forms.ternary("fma.rm.f32 mad.rm.f32", FLOAT, FLOAT, FLOAT, FLOAT, (d, a, b, c) -> {
            for (int i = 0; i < LANES; i++) {
                d[i] = Rounding.DOWN.fused(a[i], b[i], c[i]);
            }
        });
        forms.binary("add.rp.f32", FLOAT, FLOAT, FLOAT, (d, a, b) -> {
            for (int i = 0; i < LANES; i++) {
                d[i] = Rounding.UP.sum(a[i], b[i]);
            }
        });
        forms.binary("sub.rp.f32", FLOAT, FLOAT, FLOAT, (d, a, b) -> {
            for (int i = 0; i < LANES; i++) {
                d[i] = Rounding.UP.sum(a[i], -b[i]);
            }
        });
        forms.binary("mul.rp.f32", FLOAT, FLOAT, FLOAT, (d, a, b) -> {
            for (int i = 0; i < LANES; i++) {
                d[i] = Rounding.UP.product(a[i], b[i]);
            }
        });
        forms.ternary("fma.rp.f32 mad.rp.f32", FLOAT, FLOAT, FLOAT, FLOAT, (d, a, b, c) -> {
            for (int i = 0; i < LANES; i++) {
                d[i] = Rounding.UP.fused(a[i], b[i], c[i]);
            }
        });
    }
}
