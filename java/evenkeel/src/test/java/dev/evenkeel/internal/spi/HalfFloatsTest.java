package dev.evenkeel.internal.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class HalfFloatsTest {
    /** Both types, by what the tests need of each. */
    enum Format {
        F16(0x7C00) {
            @Override
            short of(double value) {
                return HalfFloats.toF16(value);
            }

            @Override
            short of(float value) {
                return HalfFloats.toF16(value);
            }

            @Override
            float value(short bits) {
                return HalfFloats.fromF16(bits);
            }
        },
        BF16(0x7F80) {
            @Override
            short of(double value) {
                return HalfFloats.toBf16(value);
            }

            @Override
            short of(float value) {
                return HalfFloats.toBf16(value);
            }

            @Override
            float value(short bits) {
                return HalfFloats.fromBf16(bits);
            }
        };

        final int infinity;

        Format(int infinity) {
            this.infinity = infinity;
        }

        abstract short of(double value);

        abstract short of(float value);

        abstract float value(short bits);

        boolean isNan(short bits) {
            return (bits & 0x7FFF) > infinity;
        }

        /**
         * The nearest value by exact distance, ties to the even significand: looked up among all finite values, and
         * what would be the next one if the exponent went on instead of infinity.
         */
        short nearest(double value) {
            int sign = Double.doubleToRawLongBits(value) < 0 ? 0x8000 : 0;
            BigDecimal magnitude = new BigDecimal(Math.abs(value));
            int low = 0;
            int high = infinity;
            while (high - low > 1) {
                int middle = (low + high) / 2;
                if (exact(middle).compareTo(magnitude) <= 0) {
                    low = middle;
                } else {
                    high = middle;
                }
            }
            int nearer = magnitude.subtract(exact(low)).compareTo(exact(high).subtract(magnitude));
            return (short) (sign | (nearer < 0 || nearer == 0 && low % 2 == 0 ? low : high));
        }

        private BigDecimal exact(int bits) {
            return bits < infinity
                    ? new BigDecimal(value((short) bits))
                    : new BigDecimal(value((short) (infinity - 1)))
                            .multiply(BigDecimal.valueOf(2))
                            .subtract(new BigDecimal(value((short) (infinity - 2))));
        }
    }

    @ParameterizedTest
    @EnumSource
    void allPatternsRoundTrip(Format format) {
        for (int i = 0; i < 1 << 16; i++) {
            short bits = (short) i;
            float value = format.value(bits);
            if (format.isNan(bits)) {
                assertThat(value).isNaN();
                assertThat(format.isNan(format.of(value))).isTrue();
                assertThat(format.of(value)).isEqualTo(format.of((double) value));
            } else if (format.of(value) != bits || format.of((double) value) != bits) {
                fail("pattern %04x is %s, which becomes %04x or %04x"
                        .formatted(i, value, format.of(value), format.of((double) value)));
            }
        }
    }

    /** Every midpoint between neighbours and what lies a hair beside it, as float where that holds it and as double. */
    @ParameterizedTest
    @EnumSource
    void roundsToNearestEvenAroundEveryTie(Format format) {
        for (int i = 0; i < format.infinity; i++) {
            double low = format.value((short) i);
            double high =
                    i + 1 < format.infinity ? format.value((short) (i + 1)) : 2 * low - format.value((short) (i - 1));
            double middle = low + (high - low) / 2;
            int even = i % 2 == 0 ? i : i + 1;
            check(format, middle, even);
            check(format, Math.nextDown(middle), i);
            check(format, Math.nextUp(middle), i + 1);
            if ((float) middle == middle) {
                assertThat(format.of((float) middle)).isEqualTo((short) even);
                assertThat(format.of(Math.nextDown((float) middle))).isEqualTo((short) i);
                assertThat(format.of(Math.nextUp((float) middle))).isEqualTo((short) (i + 1));
                assertThat(format.of(-(float) middle)).isEqualTo((short) (even | 0x8000));
            }
        }
    }

    private static void check(Format format, double value, int expected) {
        if (format.of(value) != (short) expected || format.of(-value) != (short) (expected | 0x8000)) {
            fail("%s becomes %04x, not %04x".formatted(value, format.of(value), expected));
        }
    }

    @ParameterizedTest
    @EnumSource
    void agreesWithExactSearchOnRandomNumbers(Format format) {
        Random random = new Random(1);
        for (int i = 0; i < 20_000; i++) {
            double value = Math.scalb(random.nextDouble() * 2 - 1, random.nextInt(300) - 150);
            assertThat(format.of(value)).as("%s", value).isEqualTo(format.nearest(value));
            float single = (float) value;
            if (Float.isFinite(single)) {
                assertThat(format.of(single)).as("%s", single).isEqualTo(format.nearest(single));
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void floatAndDoubleAgreeOnRandomBits(Format format) {
        Random random = new Random(2);
        for (int i = 0; i < 1_000_000; i++) {
            float value = Float.intBitsToFloat(random.nextInt());
            if (format.of(value) != format.of((double) value)) {
                fail("%s becomes %04x or %04x".formatted(value, format.of(value), format.of((double) value)));
            }
        }
    }

    /** Rounding to float first would make these ties, and then round them the wrong way. */
    @Test
    void doublesAreRoundedOnce() {
        double aboveTheTie = 1 + 0x1p-11 + 0x1p-40;
        assertThat((float) aboveTheTie).isEqualTo(1 + 0x1p-11f);
        assertThat(HalfFloats.toF16(aboveTheTie)).isEqualTo((short) 0x3C01);
        assertThat(HalfFloats.toF16((float) aboveTheTie)).isEqualTo((short) 0x3C00);
        assertThat(HalfFloats.toBf16(1 + 0x1p-8 + 0x1p-40)).isEqualTo((short) 0x3F81);
        assertThat(HalfFloats.toF16(0x1p-25 + 0x1p-60)).isEqualTo((short) 1);
        assertThat(HalfFloats.toF16(65519.999999)).isEqualTo((short) 0x7BFF);
    }

    @Test
    void knownValues() {
        assertThat(HalfFloats.toF16(1.0)).isEqualTo((short) 0x3C00);
        assertThat(HalfFloats.toF16(-2.0)).isEqualTo((short) 0xC000);
        assertThat(HalfFloats.toF16(65504.0)).isEqualTo((short) 0x7BFF);
        assertThat(HalfFloats.toF16(65520.0)).isEqualTo((short) 0x7C00);
        assertThat(HalfFloats.toF16(0x1p-24)).isEqualTo((short) 1);
        assertThat(HalfFloats.toF16(-0.0)).isEqualTo((short) 0x8000);
        assertThat(HalfFloats.toF16(Double.NaN) & 0x7FFF).isEqualTo(0x7E00);
        assertThat(HalfFloats.toBf16(1.0)).isEqualTo((short) 0x3F80);
        assertThat(HalfFloats.toBf16(Double.MAX_VALUE)).isEqualTo((short) 0x7F80);
        assertThat(HalfFloats.toBf16(-Float.MAX_VALUE)).isEqualTo((short) 0xFF80);
        assertThat(HalfFloats.toBf16(Double.MIN_VALUE)).isZero();
    }

    @Test
    void agreesWithTheJdkWhereItHasF16() throws Throwable {
        boolean there = Arrays.stream(Float.class.getMethods())
                .anyMatch(m -> m.getName().equals("floatToFloat16"));
        assumeTrue(there, "Float.floatToFloat16 came with JDK 20");
        MethodHandles.Lookup lookup = MethodHandles.lookup();
        MethodHandle to =
                lookup.findStatic(Float.class, "floatToFloat16", MethodType.methodType(short.class, float.class));
        MethodHandle from =
                lookup.findStatic(Float.class, "float16ToFloat", MethodType.methodType(float.class, short.class));
        for (int i = 0; i < 1 << 16; i++) {
            assertThat(Float.compare(HalfFloats.fromF16((short) i), (float) from.invokeExact((short) i)))
                    .isZero();
        }
        Random random = new Random(3);
        for (int i = 0; i < 1_000_000; i++) {
            float value = Float.intBitsToFloat(random.nextInt());
            short expected = (short) to.invokeExact(value);
            if (value == value && HalfFloats.toF16(value) != expected) {
                fail("%s becomes %04x, by the JDK %04x".formatted(value, HalfFloats.toF16(value), expected));
            }
        }
    }
}
