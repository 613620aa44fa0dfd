package dev.evenkeel.ptx.instruction;

import static dev.evenkeel.ptx.instruction.Storage.DOUBLE;
import static dev.evenkeel.ptx.instruction.Storage.FLOAT;
import static dev.evenkeel.ptx.instruction.Storage.LANES;
import static dev.evenkeel.ptx.instruction.Storage.LONG;
import static dev.evenkeel.ptx.instruction.Storage.WORD;

/** Moves and choices. */
final class SelectForms {
    private SelectForms() {}

    static void define(Forms forms) {
        moves(forms);
        bits(forms);
        choices(forms);
    }

    private static void moves(Forms forms) {
        forms.unary(
                "mov.b32 mov.u32 mov.s32 mov.b16 mov.u16 mov.s16 mov.pred mov.f16 mov.bf16 mov.f16x2",
                WORD,
                WORD,
                (d, a) -> {
                    for (int i = 0; i < LANES; i++) {
                        d[i] = a[i];
                    }
                });
        forms.unary("mov.b64 mov.u64 mov.s64", LONG, LONG, (d, a) -> {
            for (int i = 0; i < LANES; i++) {
                d[i] = a[i];
            }
        });
        forms.unary("mov.f32", FLOAT, FLOAT, (d, a) -> {
            for (int i = 0; i < LANES; i++) {
                d[i] = a[i];
            }
        });
        forms.unary("mov.f64", DOUBLE, DOUBLE, (d, a) -> {
            for (int i = 0; i < LANES; i++) {
                d[i] = a[i];
            }
        });
    }

    /** The same bits in another storage. */
    private static void bits(Forms forms) {
        forms.unary(".bits.WORD.FLOAT", WORD, FLOAT, (d, a) -> {
            for (int i = 0; i < LANES; i++) {
                d[i] = Float.floatToRawIntBits(a[i]);
            }
        });
        forms.unary(".bits.FLOAT.WORD", FLOAT, WORD, (d, a) -> {
            for (int i = 0; i < LANES; i++) {
                d[i] = Float.intBitsToFloat(a[i]);
            }
        });
        forms.unary(".bits.LONG.DOUBLE", LONG, DOUBLE, (d, a) -> {
            for (int i = 0; i < LANES; i++) {
                d[i] = Double.doubleToRawLongBits(a[i]);
            }
        });
        forms.unary(".bits.DOUBLE.LONG", DOUBLE, LONG, (d, a) -> {
            for (int i = 0; i < LANES; i++) {
                d[i] = Double.longBitsToDouble(a[i]);
            }
        });
        forms.unary(".bits.WORD.LONG", WORD, LONG, (d, a) -> {
            for (int i = 0; i < LANES; i++) {
                d[i] = (int) a[i];
            }
        });
        forms.unary(".bits.LONG.WORD", LONG, WORD, (d, a) -> {
            for (int i = 0; i < LANES; i++) {
                d[i] = a[i] & 0xFFFFFFFFL;
            }
        });
    }

    private static void choices(Forms forms) {
        forms.ternary(
                "selp.b32 selp.u32 selp.s32 selp.b16 selp.u16 selp.s16 selp.f16",
                WORD,
                WORD,
                WORD,
                WORD,
                (d, a, b, c) -> {
                    for (int i = 0; i < LANES; i++) {
                        d[i] = c[i] != 0 ? a[i] : b[i];
                    }
                });
        forms.ternary("selp.b64 selp.u64 selp.s64", LONG, LONG, LONG, WORD, (d, a, b, c) -> {
            for (int i = 0; i < LANES; i++) {
                d[i] = c[i] != 0 ? a[i] : b[i];
            }
        });
        forms.ternary("selp.f32", FLOAT, FLOAT, FLOAT, WORD, (d, a, b, c) -> {
            for (int i = 0; i < LANES; i++) {
                d[i] = c[i] != 0 ? a[i] : b[i];
            }
        });
        forms.ternary("selp.f64", DOUBLE, DOUBLE, DOUBLE, WORD, (d, a, b, c) -> {
            for (int i = 0; i < LANES; i++) {
                d[i] = c[i] != 0 ? a[i] : b[i];
            }
        });
        forms.ternary("slct.s32.s32 slct.u32.s32 slct.b32.s32", WORD, WORD, WORD, WORD, (d, a, b, c) -> {
            for (int i = 0; i < LANES; i++) {
                d[i] = c[i] >= 0 ? a[i] : b[i];
            }
        });
        forms.ternary("slct.f32.s32", FLOAT, FLOAT, FLOAT, WORD, (d, a, b, c) -> {
            for (int i = 0; i < LANES; i++) {
                d[i] = c[i] >= 0 ? a[i] : b[i];
            }
        });
    }
}
