package dev.evenkeel.ptx.instruction;

import static dev.evenkeel.ptx.instruction.Storage.LANES;
import static dev.evenkeel.ptx.instruction.Storage.WORD;

/** Arithmetic on binary16 and bfloat16, single and in pairs. */
final class HalfForms {
    private HalfForms() {}

    static void define(Forms forms) {
        half(forms);
        halfPairs(forms);
        brain(forms);
        brainPairs(forms);
    }

    private static void half(Forms forms) {
        forms.binary("add.f16", WORD, WORD, WORD, (d, a, b) -> {
            for (int i = 0; i < LANES; i++) {
                d[i] = HalfFormat.F16.sum(a[i], b[i]);
            }
        });
        forms.binary("sub.f16", WORD, WORD, WORD, (d, a, b) -> {
            for (int i = 0; i < LANES; i++) {
                d[i] = HalfFormat.F16.sum(a[i], b[i] ^ 0x8000);
            }
        });
        forms.binary("mul.f16", WORD, WORD, WORD, (d, a, b) -> {
            for (int i = 0; i < LANES; i++) {
                d[i] = HalfFormat.F16.product(a[i], b[i]);
            }
        });
        forms.ternary("fma.f16", WORD, WORD, WORD, WORD, (d, a, b, c) -> {
            for (int i = 0; i < LANES; i++) {
                d[i] = HalfFormat.F16.fused(a[i], b[i], c[i]);
            }
        });
        forms.unary("neg.f16", WORD, WORD, (d, a) -> {
            for (int i = 0; i < LANES; i++) {
                d[i] = a[i] ^ 0x8000;
            }
        });
        forms.unary("abs.f16", WORD, WORD, (d, a) -> {
            for (int i = 0; i < LANES; i++) {
                d[i] = a[i] & 0x7FFF;
            }
        });
        forms.binary("max.f16", WORD, WORD, WORD, (d, a, b) -> {
            for (int i = 0; i < LANES; i++) {
                d[i] = HalfFormat.F16.max(a[i], b[i]);
            }
        });
        forms.binary("min.f16", WORD, WORD, WORD, (d, a, b) -> {
            for (int i = 0; i < LANES; i++) {
                d[i] = HalfFormat.F16.max(a[i] ^ 0x8000, b[i] ^ 0x8000) ^ 0x8000;
            }
        });
    }

    private static void halfPairs(Forms forms) {
        forms.binary("add.f16x2", WORD, WORD, WORD, (d, a, b) -> {
            for (int i = 0; i < LANES; i++) {
                d[i] = HalfFormat.F16.pair(
                        HalfFormat.F16.sum(a[i], b[i]), HalfFormat.F16.sum(a[i] >>> 16, b[i] >>> 16));
            }
        });
        forms.binary("sub.f16x2", WORD, WORD, WORD, (d, a, b) -> {
            for (int i = 0; i < LANES; i++) {
                d[i] = HalfFormat.F16.pair(
                        HalfFormat.F16.sum(a[i], b[i] ^ 0x8000), HalfFormat.F16.sum(a[i] >>> 16, b[i] >>> 16 ^ 0x8000));
            }
        });
        forms.binary("mul.f16x2", WORD, WORD, WORD, (d, a, b) -> {
            for (int i = 0; i < LANES; i++) {
                d[i] = HalfFormat.F16.pair(
                        HalfFormat.F16.product(a[i], b[i]), HalfFormat.F16.product(a[i] >>> 16, b[i] >>> 16));
            }
        });
        forms.ternary("fma.f16x2", WORD, WORD, WORD, WORD, (d, a, b, c) -> {
            for (int i = 0; i < LANES; i++) {
                d[i] = HalfFormat.F16.pair(
                        HalfFormat.F16.fused(a[i], b[i], c[i]),
                        HalfFormat.F16.fused(a[i] >>> 16, b[i] >>> 16, c[i] >>> 16));
            }
        });
        forms.unary("neg.f16x2", WORD, WORD, (d, a) -> {
            for (int i = 0; i < LANES; i++) {
                d[i] = a[i] ^ 0x80008000;
            }
        });
        forms.unary("abs.f16x2", WORD, WORD, (d, a) -> {
            for (int i = 0; i < LANES; i++) {
                d[i] = a[i] & 0x7FFF7FFF;
            }
        });
    }

    private static void brain(Forms forms) {
        forms.binary("add.bf16", WORD, WORD, WORD, (d, a, b) -> {
            for (int i = 0; i < LANES; i++) {
                d[i] = HalfFormat.BF16.sum(a[i], b[i]);
            }
        });
        forms.binary("sub.bf16", WORD, WORD, WORD, (d, a, b) -> {
            for (int i = 0; i < LANES; i++) {
                d[i] = HalfFormat.BF16.sum(a[i], b[i] ^ 0x8000);
            }
        });
        forms.binary("mul.bf16", WORD, WORD, WORD, (d, a, b) -> {
            for (int i = 0; i < LANES; i++) {
                d[i] = HalfFormat.BF16.product(a[i], b[i]);
            }
        });
        forms.ternary("fma.bf16", WORD, WORD, WORD, WORD, (d, a, b, c) -> {
            for (int i = 0; i < LANES; i++) {
                d[i] = HalfFormat.BF16.fused(a[i], b[i], c[i]);
            }
        });
        forms.unary("neg.bf16", WORD, WORD, (d, a) -> {
            for (int i = 0; i < LANES; i++) {
                d[i] = a[i] ^ 0x8000;
            }
        });
        forms.unary("abs.bf16", WORD, WORD, (d, a) -> {
            for (int i = 0; i < LANES; i++) {
                d[i] = a[i] & 0x7FFF;
            }
        });
        forms.binary("max.bf16", WORD, WORD, WORD, (d, a, b) -> {
            for (int i = 0; i < LANES; i++) {
                d[i] = HalfFormat.BF16.max(a[i], b[i]);
            }
        });
        forms.binary("min.bf16", WORD, WORD, WORD, (d, a, b) -> {
            for (int i = 0; i < LANES; i++) {
                d[i] = HalfFormat.BF16.max(a[i] ^ 0x8000, b[i] ^ 0x8000) ^ 0x8000;
            }
        });
    }

    private static void brainPairs(Forms forms) {
        forms.binary("add.bf16x2", WORD, WORD, WORD, (d, a, b) -> {
            for (int i = 0; i < LANES; i++) {
                d[i] = HalfFormat.BF16.pair(
                        HalfFormat.BF16.sum(a[i], b[i]), HalfFormat.BF16.sum(a[i] >>> 16, b[i] >>> 16));
            }
        });
        forms.binary("sub.bf16x2", WORD, WORD, WORD, (d, a, b) -> {
            for (int i = 0; i < LANES; i++) {
                d[i] = HalfFormat.BF16.pair(
                        HalfFormat.BF16.sum(a[i], b[i] ^ 0x8000),
                        HalfFormat.BF16.sum(a[i] >>> 16, b[i] >>> 16 ^ 0x8000));
            }
        });
        forms.binary("mul.bf16x2", WORD, WORD, WORD, (d, a, b) -> {
            for (int i = 0; i < LANES; i++) {
                d[i] = HalfFormat.BF16.pair(
                        HalfFormat.BF16.product(a[i], b[i]), HalfFormat.BF16.product(a[i] >>> 16, b[i] >>> 16));
            }
        });
        forms.ternary("fma.bf16x2", WORD, WORD, WORD, WORD, (d, a, b, c) -> {
            for (int i = 0; i < LANES; i++) {
                d[i] = HalfFormat.BF16.pair(
                        HalfFormat.BF16.fused(a[i], b[i], c[i]),
                        HalfFormat.BF16.fused(a[i] >>> 16, b[i] >>> 16, c[i] >>> 16));
            }
        });
        forms.unary("neg.bf16x2", WORD, WORD, (d, a) -> {
            for (int i = 0; i < LANES; i++) {
                d[i] = a[i] ^ 0x80008000;
            }
        });
        forms.unary("abs.bf16x2", WORD, WORD, (d, a) -> {
            for (int i = 0; i < LANES; i++) {
                d[i] = a[i] & 0x7FFF7FFF;
            }
        });
    }
}
