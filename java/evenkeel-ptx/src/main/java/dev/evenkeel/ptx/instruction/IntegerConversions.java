package dev.evenkeel.ptx.instruction;

import static dev.evenkeel.ptx.instruction.Storage.LANES;
import static dev.evenkeel.ptx.instruction.Storage.LONG;
import static dev.evenkeel.ptx.instruction.Storage.WORD;

/** Conversions between integers: the common ones in one step, all others by way of 64 bits. */
final class IntegerConversions {
    private IntegerConversions() {}

    static void define(Forms forms) {
        direct(forms);
        widening(forms);
        narrowing(forms);
        clamping(forms);
    }

    private static void direct(Forms forms) {
        forms.unary("cvt.u64.u32", LONG, WORD, (d, a) -> {
            for (int i = 0; i < LANES; i++) {
                d[i] = a[i] & 0xFFFFFFFFL;
            }
        });
        forms.unary("cvt.s64.s32 cvt.u64.s32", LONG, WORD, (d, a) -> {
            for (int i = 0; i < LANES; i++) {
                d[i] = a[i];
            }
        });
        forms.unary("cvt.s64.u32", LONG, WORD, (d, a) -> {
            for (int i = 0; i < LANES; i++) {
                d[i] = a[i] & 0xFFFFFFFFL;
            }
        });
        forms.unary("cvt.u32.u64 cvt.s32.s64 cvt.u32.s64 cvt.s32.u64", WORD, LONG, (d, a) -> {
            for (int i = 0; i < LANES; i++) {
                d[i] = (int) a[i];
            }
        });
        forms.unary("cvt.u16.u32 cvt.u16.s32 cvt.s16.s32 cvt.u32.u16 cvt.s32.u16", WORD, WORD, (d, a) -> {
            for (int i = 0; i < LANES; i++) {
                d[i] = a[i] & 0xFFFF;
            }
        });
        forms.unary("cvt.s32.s16 cvt.u32.s16", WORD, WORD, (d, a) -> {
            for (int i = 0; i < LANES; i++) {
                d[i] = (short) a[i];
            }
        });
    }

    private static void widening(Forms forms) {
        forms.unary(".widen.u8", LONG, WORD, (d, a) -> {
            for (int i = 0; i < LANES; i++) {
                d[i] = a[i] & 0xFF;
            }
        });
        forms.unary(".widen.s8", LONG, WORD, (d, a) -> {
            for (int i = 0; i < LANES; i++) {
                d[i] = (byte) a[i];
            }
        });
        forms.unary(".widen.u16", LONG, WORD, (d, a) -> {
            for (int i = 0; i < LANES; i++) {
                d[i] = a[i] & 0xFFFF;
            }
        });
        forms.unary(".widen.s16", LONG, WORD, (d, a) -> {
            for (int i = 0; i < LANES; i++) {
                d[i] = (short) a[i];
            }
        });
        forms.unary(".widen.u32", LONG, WORD, (d, a) -> {
            for (int i = 0; i < LANES; i++) {
                d[i] = a[i] & 0xFFFFFFFFL;
            }
        });
        forms.unary(".widen.s32", LONG, WORD, (d, a) -> {
            for (int i = 0; i < LANES; i++) {
                d[i] = a[i];
            }
        });
        forms.unary(".widen.u64 .widen.s64", LONG, LONG, (d, a) -> {
            for (int i = 0; i < LANES; i++) {
                d[i] = a[i];
            }
        });
    }

    private static void narrowing(Forms forms) {
        forms.unary(".narrow.u8", WORD, LONG, (d, a) -> {
            for (int i = 0; i < LANES; i++) {
                d[i] = (int) a[i] & 0xFF;
            }
        });
        forms.unary(".narrow.s8", WORD, LONG, (d, a) -> {
            for (int i = 0; i < LANES; i++) {
                d[i] = (byte) a[i];
            }
        });
        forms.unary(".narrow.u16 .narrow.s16", WORD, LONG, (d, a) -> {
            for (int i = 0; i < LANES; i++) {
                d[i] = (int) a[i] & 0xFFFF;
            }
        });
        forms.unary(".narrow.u32 .narrow.s32", WORD, LONG, (d, a) -> {
            for (int i = 0; i < LANES; i++) {
                d[i] = (int) a[i];
            }
        });
        forms.unary(".narrow.u64 .narrow.s64", LONG, LONG, (d, a) -> {
            for (int i = 0; i < LANES; i++) {
                d[i] = a[i];
            }
        });
    }

    private static void clamping(Forms forms) {
        forms.unary(".clamp.u8", LONG, LONG, (d, a) -> {
            for (int i = 0; i < LANES; i++) {
                d[i] = Math.max(0, Math.min(a[i], 255));
            }
        });
        forms.unary(".clamp.s8", LONG, LONG, (d, a) -> {
            for (int i = 0; i < LANES; i++) {
                d[i] = Math.max(-128, Math.min(a[i], 127));
            }
        });
        forms.unary(".clamp.u16", LONG, LONG, (d, a) -> {
            for (int i = 0; i < LANES; i++) {
                d[i] = Math.max(0, Math.min(a[i], 65535));
            }
        });
        forms.unary(".clamp.s16", LONG, LONG, (d, a) -> {
            for (int i = 0; i < LANES; i++) {
                d[i] = Math.max(-32768, Math.min(a[i], 32767));
            }
        });
        forms.unary(".clamp.u32", LONG, LONG, (d, a) -> {
            for (int i = 0; i < LANES; i++) {
                d[i] = Math.max(0, Math.min(a[i], 0xFFFFFFFFL));
            }
        });
        forms.unary(".clamp.s32", LONG, LONG, (d, a) -> {
            for (int i = 0; i < LANES; i++) {
                d[i] = Math.max(Integer.MIN_VALUE, Math.min(a[i], Integer.MAX_VALUE));
            }
        });
    }
}
