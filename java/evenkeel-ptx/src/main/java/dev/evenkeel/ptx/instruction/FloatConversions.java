package dev.evenkeel.ptx.instruction;

import static dev.evenkeel.ptx.instruction.Storage.DOUBLE;
import static dev.evenkeel.ptx.instruction.Storage.FLOAT;
import static dev.evenkeel.ptx.instruction.Storage.LANES;
import static dev.evenkeel.ptx.instruction.Storage.LONG;
import static dev.evenkeel.ptx.instruction.Storage.WORD;

/** Conversions to, from and between floating point types. */
final class FloatConversions {
    private FloatConversions() {}

    static void define(Forms forms) {
        widths(forms);
        halves(forms);
        fromIntegers(forms);
        toIntegers(forms);
        toIntegral(forms);
    }

    private static void widths(Forms forms) {
        forms.unary("cvt.f64.f32", DOUBLE, FLOAT, (d, a) -> {
            for (int i = 0; i < LANES; i++) {
                d[i] = a[i];
            }
        });
        forms.unary("cvt.rn.f32.f64", FLOAT, DOUBLE, (d, a) -> {
            for (int i = 0; i < LANES; i++) {
                d[i] = (float) a[i];
            }
        });
        forms.unary("cvt.rz.f32.f64", FLOAT, DOUBLE, (d, a) -> {
            for (int i = 0; i < LANES; i++) {
                d[i] = Rounding.ZERO.toFloat(a[i], 0);
            }
        });
        forms.unary("cvt.rm.f32.f64", FLOAT, DOUBLE, (d, a) -> {
            for (int i = 0; i < LANES; i++) {
                d[i] = Rounding.DOWN.toFloat(a[i], 0);
            }
        });
        forms.unary("cvt.rp.f32.f64", FLOAT, DOUBLE, (d, a) -> {
            for (int i = 0; i < LANES; i++) {
                d[i] = Rounding.UP.toFloat(a[i], 0);
            }
        });
    }

    private static void halves(Forms forms) {
        forms.unary("cvt.f32.f16", FLOAT, WORD, (d, a) -> {
            for (int i = 0; i < LANES; i++) {
                d[i] = HalfFormat.F16.decode(a[i]);
            }
        });
        forms.unary("cvt.rn.f16.f32", WORD, FLOAT, (d, a) -> {
            for (int i = 0; i < LANES; i++) {
                d[i] = HalfFormat.F16.encode(a[i]);
            }
        });
        forms.unary("cvt.rz.f16.f32", WORD, FLOAT, (d, a) -> {
            for (int i = 0; i < LANES; i++) {
                d[i] = HalfFormat.F16.truncate(a[i]);
            }
        });
        forms.unary("cvt.f64.f16", DOUBLE, WORD, (d, a) -> {
            for (int i = 0; i < LANES; i++) {
                d[i] = HalfFormat.F16.decode(a[i]);
            }
        });
        forms.unary("cvt.rn.f16.f64", WORD, DOUBLE, (d, a) -> {
            for (int i = 0; i < LANES; i++) {
                d[i] = HalfFormat.F16.encode(a[i]);
            }
        });
        forms.unary("cvt.f32.bf16", FLOAT, WORD, (d, a) -> {
            for (int i = 0; i < LANES; i++) {
                d[i] = HalfFormat.BF16.decode(a[i]);
            }
        });
        forms.unary("cvt.rn.bf16.f32", WORD, FLOAT, (d, a) -> {
            for (int i = 0; i < LANES; i++) {
                d[i] = HalfFormat.BF16.encode(a[i]);
            }
        });
        forms.unary("cvt.rz.bf16.f32", WORD, FLOAT, (d, a) -> {
            for (int i = 0; i < LANES; i++) {
                d[i] = HalfFormat.BF16.truncate(a[i]);
            }
        });
        forms.binary("cvt.rn.f16x2.f32", WORD, FLOAT, FLOAT, (d, a, b) -> {
            for (int i = 0; i < LANES; i++) {
                d[i] = HalfFormat.F16.pair(HalfFormat.F16.encode(b[i]), HalfFormat.F16.encode(a[i]));
            }
        });
        forms.binary("cvt.rn.bf16x2.f32", WORD, FLOAT, FLOAT, (d, a, b) -> {
            for (int i = 0; i < LANES; i++) {
                d[i] = HalfFormat.BF16.pair(HalfFormat.BF16.encode(b[i]), HalfFormat.BF16.encode(a[i]));
            }
        });
    }

    /** Integers come as 64 bits. */
    private static void fromIntegers(Forms forms) {
        forms.unary(".float.rn.s64.f32", FLOAT, LONG, (d, a) -> {
            for (int i = 0; i < LANES; i++) {
                d[i] = a[i];
            }
        });
        forms.unary(".float.rn.s64.f64", DOUBLE, LONG, (d, a) -> {
            for (int i = 0; i < LANES; i++) {
                d[i] = a[i];
            }
        });
        forms.unary(".float.rn.u64.f32", FLOAT, LONG, (d, a) -> {
            for (int i = 0; i < LANES; i++) {
                d[i] = a[i] >= 0 ? a[i] : 2 * (float) (a[i] >>> 1 | a[i] & 1);
            }
        });
        forms.unary(".float.rn.u64.f64", DOUBLE, LONG, (d, a) -> {
            for (int i = 0; i < LANES; i++) {
                d[i] = a[i] >= 0 ? a[i] : 2 * (double) (a[i] >>> 1 | a[i] & 1);
            }
        });
        forms.unary(".float.rz.s64.f32", FLOAT, LONG, (d, a) -> {
            for (int i = 0; i < LANES; i++) {
                d[i] = Rounding.ZERO.toFloat(a[i]);
            }
        });
        forms.unary(".float.rm.s64.f32", FLOAT, LONG, (d, a) -> {
            for (int i = 0; i < LANES; i++) {
                d[i] = Rounding.DOWN.toFloat(a[i]);
            }
        });
        forms.unary(".float.rp.s64.f32", FLOAT, LONG, (d, a) -> {
            for (int i = 0; i < LANES; i++) {
                d[i] = Rounding.UP.toFloat(a[i]);
            }
        });
    }

    /** Rounded values to 64 bits, clamped; NaN gives 0. */
    private static void toIntegers(Forms forms) {
        forms.unary(".whole.s64.f64", LONG, DOUBLE, (d, a) -> {
            for (int i = 0; i < LANES; i++) {
                d[i] = (long) a[i];
            }
        });
        forms.unary(".whole.u64.f64", LONG, DOUBLE, (d, a) -> {
            for (int i = 0; i < LANES; i++) {
                d[i] = unsigned(a[i]);
            }
        });
        forms.unary(".whole.s64.f32", LONG, FLOAT, (d, a) -> {
            for (int i = 0; i < LANES; i++) {
                d[i] = (long) a[i];
            }
        });
        forms.unary(".whole.u64.f32", LONG, FLOAT, (d, a) -> {
            for (int i = 0; i < LANES; i++) {
                d[i] = unsigned(a[i]);
            }
        });
    }

    private static void toIntegral(Forms forms) {
        forms.unary(".round.rni.f64", DOUBLE, DOUBLE, (d, a) -> {
            for (int i = 0; i < LANES; i++) {
                d[i] = Math.rint(a[i]);
            }
        });
        forms.unary(".round.rni.f32", FLOAT, FLOAT, (d, a) -> {
            for (int i = 0; i < LANES; i++) {
                d[i] = (float) (Math.rint(a[i]));
            }
        });
        forms.unary(".round.rzi.f64", DOUBLE, DOUBLE, (d, a) -> {
            for (int i = 0; i < LANES; i++) {
                d[i] = a[i] < 0 ? Math.ceil(a[i]) : Math.floor(a[i]);
            }
        });
        forms.unary(".round.rzi.f32", FLOAT, FLOAT, (d, a) -> {
            for (int i = 0; i < LANES; i++) {
                d[i] = (float) (a[i] < 0 ? Math.ceil(a[i]) : Math.floor(a[i]));
            }
        });
        forms.unary(".round.rmi.f64", DOUBLE, DOUBLE, (d, a) -> {
            for (int i = 0; i < LANES; i++) {
                d[i] = Math.floor(a[i]);
            }
        });
        forms.unary(".round.rmi.f32", FLOAT, FLOAT, (d, a) -> {
            for (int i = 0; i < LANES; i++) {
                d[i] = (float) (Math.floor(a[i]));
            }
        });
        forms.unary(".round.rpi.f64", DOUBLE, DOUBLE, (d, a) -> {
            for (int i = 0; i < LANES; i++) {
                d[i] = Math.ceil(a[i]);
            }
        });
        forms.unary(".round.rpi.f32", FLOAT, FLOAT, (d, a) -> {
            for (int i = 0; i < LANES; i++) {
                d[i] = (float) (Math.ceil(a[i]));
            }
        });
    }

    private static long unsigned(double value) {
        if (value >= 0x1p64) {
            return -1L;
        }
        return value >= 0x1p63 ? (long) (value - 0x1p63) ^ Long.MIN_VALUE : Math.max(0, (long) value);
    }
}
