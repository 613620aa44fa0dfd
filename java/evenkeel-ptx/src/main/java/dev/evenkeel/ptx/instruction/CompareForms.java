package dev.evenkeel.ptx.instruction;

import static dev.evenkeel.ptx.instruction.Storage.DOUBLE;
import static dev.evenkeel.ptx.instruction.Storage.FLOAT;
import static dev.evenkeel.ptx.instruction.Storage.LANES;
import static dev.evenkeel.ptx.instruction.Storage.LONG;
import static dev.evenkeel.ptx.instruction.Storage.WORD;

/** Comparisons. {@code setp} gives 1 or 0 in a word; comparisons of floats are false with a NaN but in the unordered forms. */
final class CompareForms {
    private CompareForms() {}

    static void define(Forms forms) {
        words(forms);
        longs(forms);
        shorts(forms);
        floats(forms);
        unorderedFloats(forms);
        doubles(forms);
        unorderedDoubles(forms);
    }

    private static void words(Forms forms) {
        forms.binary("setp.eq.s32", WORD, WORD, WORD, (d, a, b) -> {
            for (int i = 0; i < LANES; i++) {
                d[i] = a[i] == b[i] ? 1 : 0;
            }
        });
        forms.binary("setp.ne.s32", WORD, WORD, WORD, (d, a, b) -> {
            for (int i = 0; i < LANES; i++) {
                d[i] = a[i] != b[i] ? 1 : 0;
            }
        });
        forms.binary("setp.lt.s32", WORD, WORD, WORD, (d, a, b) -> {
            for (int i = 0; i < LANES; i++) {
                d[i] = a[i] < b[i] ? 1 : 0;
            }
        });
        forms.binary("setp.le.s32", WORD, WORD, WORD, (d, a, b) -> {
            for (int i = 0; i < LANES; i++) {
                d[i] = a[i] <= b[i] ? 1 : 0;
            }
        });
        forms.binary("setp.gt.s32", WORD, WORD, WORD, (d, a, b) -> {
            for (int i = 0; i < LANES; i++) {
                d[i] = a[i] > b[i] ? 1 : 0;
            }
        });
        forms.binary("setp.ge.s32", WORD, WORD, WORD, (d, a, b) -> {
            for (int i = 0; i < LANES; i++) {
                d[i] = a[i] >= b[i] ? 1 : 0;
            }
        });
        forms.binary("setp.eq.u32 setp.eq.b32 setp.eq.u16 setp.eq.b16 setp.eq.s16", WORD, WORD, WORD, (d, a, b) -> {
            for (int i = 0; i < LANES; i++) {
                d[i] = a[i] == b[i] ? 1 : 0;
            }
        });
        forms.binary("setp.ne.u32 setp.ne.b32 setp.ne.u16 setp.ne.b16 setp.ne.s16", WORD, WORD, WORD, (d, a, b) -> {
            for (int i = 0; i < LANES; i++) {
                d[i] = a[i] != b[i] ? 1 : 0;
            }
        });
        forms.binary("setp.lt.u32 setp.lo.u32", WORD, WORD, WORD, (d, a, b) -> {
            for (int i = 0; i < LANES; i++) {
                d[i] = Integer.compareUnsigned(a[i], b[i]) < 0 ? 1 : 0;
            }
        });
        forms.binary("setp.le.u32 setp.ls.u32", WORD, WORD, WORD, (d, a, b) -> {
            for (int i = 0; i < LANES; i++) {
                d[i] = Integer.compareUnsigned(a[i], b[i]) <= 0 ? 1 : 0;
            }
        });
        forms.binary("setp.gt.u32 setp.hi.u32", WORD, WORD, WORD, (d, a, b) -> {
            for (int i = 0; i < LANES; i++) {
                d[i] = Integer.compareUnsigned(a[i], b[i]) > 0 ? 1 : 0;
            }
        });
        forms.binary("setp.ge.u32 setp.hs.u32", WORD, WORD, WORD, (d, a, b) -> {
            for (int i = 0; i < LANES; i++) {
                d[i] = Integer.compareUnsigned(a[i], b[i]) >= 0 ? 1 : 0;
            }
        });
    }

    private static void longs(Forms forms) {
        forms.binary("setp.eq.s64", WORD, LONG, LONG, (d, a, b) -> {
            for (int i = 0; i < LANES; i++) {
                d[i] = a[i] == b[i] ? 1 : 0;
            }
        });
        forms.binary("setp.ne.s64", WORD, LONG, LONG, (d, a, b) -> {
            for (int i = 0; i < LANES; i++) {
                d[i] = a[i] != b[i] ? 1 : 0;
            }
        });
        forms.binary("setp.lt.s64", WORD, LONG, LONG, (d, a, b) -> {
            for (int i = 0; i < LANES; i++) {
                d[i] = a[i] < b[i] ? 1 : 0;
            }
        });
        forms.binary("setp.le.s64", WORD, LONG, LONG, (d, a, b) -> {
            for (int i = 0; i < LANES; i++) {
                d[i] = a[i] <= b[i] ? 1 : 0;
            }
        });
        forms.binary("setp.gt.s64", WORD, LONG, LONG, (d, a, b) -> {
            for (int i = 0; i < LANES; i++) {
                d[i] = a[i] > b[i] ? 1 : 0;
            }
        });
        forms.binary("setp.ge.s64", WORD, LONG, LONG, (d, a, b) -> {
            for (int i = 0; i < LANES; i++) {
                d[i] = a[i] >= b[i] ? 1 : 0;
            }
        });
        forms.binary("setp.eq.u64 setp.eq.b64", WORD, LONG, LONG, (d, a, b) -> {
            for (int i = 0; i < LANES; i++) {
                d[i] = a[i] == b[i] ? 1 : 0;
            }
        });
        forms.binary("setp.ne.u64 setp.ne.b64", WORD, LONG, LONG, (d, a, b) -> {
            for (int i = 0; i < LANES; i++) {
                d[i] = a[i] != b[i] ? 1 : 0;
            }
        });
        forms.binary("setp.lt.u64 setp.lo.u64", WORD, LONG, LONG, (d, a, b) -> {
            for (int i = 0; i < LANES; i++) {
                d[i] = Long.compareUnsigned(a[i], b[i]) < 0 ? 1 : 0;
            }
        });
        forms.binary("setp.le.u64 setp.ls.u64", WORD, LONG, LONG, (d, a, b) -> {
            for (int i = 0; i < LANES; i++) {
                d[i] = Long.compareUnsigned(a[i], b[i]) <= 0 ? 1 : 0;
            }
        });
        forms.binary("setp.gt.u64 setp.hi.u64", WORD, LONG, LONG, (d, a, b) -> {
            for (int i = 0; i < LANES; i++) {
                d[i] = Long.compareUnsigned(a[i], b[i]) > 0 ? 1 : 0;
            }
        });
        forms.binary("setp.ge.u64 setp.hs.u64", WORD, LONG, LONG, (d, a, b) -> {
            for (int i = 0; i < LANES; i++) {
                d[i] = Long.compareUnsigned(a[i], b[i]) >= 0 ? 1 : 0;
            }
        });
    }

    private static void shorts(Forms forms) {
        forms.binary("setp.lt.s16", WORD, WORD, WORD, (d, a, b) -> {
            for (int i = 0; i < LANES; i++) {
                d[i] = (short) a[i] < (short) b[i] ? 1 : 0;
            }
        });
        forms.binary("setp.le.s16", WORD, WORD, WORD, (d, a, b) -> {
            for (int i = 0; i < LANES; i++) {
                d[i] = (short) a[i] <= (short) b[i] ? 1 : 0;
            }
        });
        forms.binary("setp.gt.s16", WORD, WORD, WORD, (d, a, b) -> {
            for (int i = 0; i < LANES; i++) {
                d[i] = (short) a[i] > (short) b[i] ? 1 : 0;
            }
        });
        forms.binary("setp.ge.s16", WORD, WORD, WORD, (d, a, b) -> {
            for (int i = 0; i < LANES; i++) {
                d[i] = (short) a[i] >= (short) b[i] ? 1 : 0;
            }
        });
        forms.binary("setp.lt.u16 setp.lo.u16", WORD, WORD, WORD, (d, a, b) -> {
            for (int i = 0; i < LANES; i++) {
                d[i] = a[i] < b[i] ? 1 : 0;
            }
        });
        forms.binary("setp.le.u16 setp.ls.u16", WORD, WORD, WORD, (d, a, b) -> {
            for (int i = 0; i < LANES; i++) {
                d[i] = a[i] <= b[i] ? 1 : 0;
            }
        });
        forms.binary("setp.gt.u16 setp.hi.u16", WORD, WORD, WORD, (d, a, b) -> {
            for (int i = 0; i < LANES; i++) {
                d[i] = a[i] > b[i] ? 1 : 0;
            }
        });
        forms.binary("setp.ge.u16 setp.hs.u16", WORD, WORD, WORD, (d, a, b) -> {
            for (int i = 0; i < LANES; i++) {
                d[i] = a[i] >= b[i] ? 1 : 0;
            }
        });
    }

    private static void floats(Forms forms) {
        forms.binary("setp.eq.f32", WORD, FLOAT, FLOAT, (d, a, b) -> {
            for (int i = 0; i < LANES; i++) {
                d[i] = a[i] == b[i] ? 1 : 0;
            }
        });
        forms.binary("setp.ne.f32", WORD, FLOAT, FLOAT, (d, a, b) -> {
            for (int i = 0; i < LANES; i++) {
                d[i] = a[i] < b[i] || a[i] > b[i] ? 1 : 0;
            }
        });
        forms.binary("setp.lt.f32", WORD, FLOAT, FLOAT, (d, a, b) -> {
            for (int i = 0; i < LANES; i++) {
                d[i] = a[i] < b[i] ? 1 : 0;
            }
        });
        forms.binary("setp.le.f32", WORD, FLOAT, FLOAT, (d, a, b) -> {
            for (int i = 0; i < LANES; i++) {
                d[i] = a[i] <= b[i] ? 1 : 0;
            }
        });
        forms.binary("setp.gt.f32", WORD, FLOAT, FLOAT, (d, a, b) -> {
            for (int i = 0; i < LANES; i++) {
                d[i] = a[i] > b[i] ? 1 : 0;
            }
        });
        forms.binary("setp.ge.f32", WORD, FLOAT, FLOAT, (d, a, b) -> {
            for (int i = 0; i < LANES; i++) {
                d[i] = a[i] >= b[i] ? 1 : 0;
            }
        });
    }

    private static void unorderedFloats(Forms forms) {
        forms.binary("setp.equ.f32", WORD, FLOAT, FLOAT, (d, a, b) -> {
            for (int i = 0; i < LANES; i++) {
                d[i] = a[i] < b[i] || a[i] > b[i] ? 0 : 1;
            }
        });
        forms.binary("setp.neu.f32", WORD, FLOAT, FLOAT, (d, a, b) -> {
            for (int i = 0; i < LANES; i++) {
                d[i] = a[i] == b[i] ? 0 : 1;
            }
        });
        forms.binary("setp.ltu.f32", WORD, FLOAT, FLOAT, (d, a, b) -> {
            for (int i = 0; i < LANES; i++) {
                d[i] = a[i] >= b[i] ? 0 : 1;
            }
        });
        forms.binary("setp.leu.f32", WORD, FLOAT, FLOAT, (d, a, b) -> {
            for (int i = 0; i < LANES; i++) {
                d[i] = a[i] > b[i] ? 0 : 1;
            }
        });
        forms.binary("setp.gtu.f32", WORD, FLOAT, FLOAT, (d, a, b) -> {
            for (int i = 0; i < LANES; i++) {
                d[i] = a[i] <= b[i] ? 0 : 1;
            }
        });
        forms.binary("setp.geu.f32", WORD, FLOAT, FLOAT, (d, a, b) -> {
            for (int i = 0; i < LANES; i++) {
                d[i] = a[i] < b[i] ? 0 : 1;
            }
        });
        forms.binary("setp.nan.f32", WORD, FLOAT, FLOAT, (d, a, b) -> {
            for (int i = 0; i < LANES; i++) {
                d[i] = Float.isNaN(a[i]) || Float.isNaN(b[i]) ? 1 : 0;
            }
        });
        forms.binary("setp.num.f32", WORD, FLOAT, FLOAT, (d, a, b) -> {
            for (int i = 0; i < LANES; i++) {
                d[i] = Float.isNaN(a[i]) || Float.isNaN(b[i]) ? 0 : 1;
            }
        });
    }

    private static void doubles(Forms forms) {
        forms.binary("setp.eq.f64", WORD, DOUBLE, DOUBLE, (d, a, b) -> {
            for (int i = 0; i < LANES; i++) {
                d[i] = a[i] == b[i] ? 1 : 0;
            }
        });
        forms.binary("setp.ne.f64", WORD, DOUBLE, DOUBLE, (d, a, b) -> {
            for (int i = 0; i < LANES; i++) {
                d[i] = a[i] < b[i] || a[i] > b[i] ? 1 : 0;
            }
        });
        forms.binary("setp.lt.f64", WORD, DOUBLE, DOUBLE, (d, a, b) -> {
            for (int i = 0; i < LANES; i++) {
                d[i] = a[i] < b[i] ? 1 : 0;
            }
        });
        forms.binary("setp.le.f64", WORD, DOUBLE, DOUBLE, (d, a, b) -> {
            for (int i = 0; i < LANES; i++) {
                d[i] = a[i] <= b[i] ? 1 : 0;
            }
        });
        forms.binary("setp.gt.f64", WORD, DOUBLE, DOUBLE, (d, a, b) -> {
            for (int i = 0; i < LANES; i++) {
                d[i] = a[i] > b[i] ? 1 : 0;
            }
        });
        forms.binary("setp.ge.f64", WORD, DOUBLE, DOUBLE, (d, a, b) -> {
            for (int i = 0; i < LANES; i++) {
                d[i] = a[i] >= b[i] ? 1 : 0;
            }
        });
    }

    private static void unorderedDoubles(Forms forms) {
        forms.binary("setp.equ.f64", WORD, DOUBLE, DOUBLE, (d, a, b) -> {
            for (int i = 0; i < LANES; i++) {
                d[i] = a[i] < b[i] || a[i] > b[i] ? 0 : 1;
            }
        });
        forms.binary("setp.neu.f64", WORD, DOUBLE, DOUBLE, (d, a, b) -> {
            for (int i = 0; i < LANES; i++) {
                d[i] = a[i] == b[i] ? 0 : 1;
            }
        });
        forms.binary("setp.ltu.f64", WORD, DOUBLE, DOUBLE, (d, a, b) -> {
            for (int i = 0; i < LANES; i++) {
                d[i] = a[i] >= b[i] ? 0 : 1;
            }
        });
        forms.binary("setp.leu.f64", WORD, DOUBLE, DOUBLE, (d, a, b) -> {
            for (int i = 0; i < LANES; i++) {
                d[i] = a[i] > b[i] ? 0 : 1;
            }
        });
        forms.binary("setp.gtu.f64", WORD, DOUBLE, DOUBLE, (d, a, b) -> {
            for (int i = 0; i < LANES; i++) {
                d[i] = a[i] <= b[i] ? 0 : 1;
            }
        });
        forms.binary("setp.geu.f64", WORD, DOUBLE, DOUBLE, (d, a, b) -> {
            for (int i = 0; i < LANES; i++) {
                d[i] = a[i] < b[i] ? 0 : 1;
            }
        });
        forms.binary("setp.nan.f64", WORD, DOUBLE, DOUBLE, (d, a, b) -> {
            for (int i = 0; i < LANES; i++) {
                d[i] = Double.isNaN(a[i]) || Double.isNaN(b[i]) ? 1 : 0;
            }
        });
        forms.binary("setp.num.f64", WORD, DOUBLE, DOUBLE, (d, a, b) -> {
            for (int i = 0; i < LANES; i++) {
                d[i] = Double.isNaN(a[i]) || Double.isNaN(b[i]) ? 0 : 1;
            }
        });
    }
}
