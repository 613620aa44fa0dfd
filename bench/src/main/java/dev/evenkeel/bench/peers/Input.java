package dev.evenkeel.bench.peers;

/** What x holds; most of these are what computing in float32 goes wrong on. */
public enum Input {
    /** Mean 0.3, standard deviation 1.5: what is timed. */
    NORMAL("normal") {
        @Override
        float value(float gaussian) {
            return 0.3f + 1.5f * gaussian;
        }
    },
    /** A mean ten thousand times the standard deviation. */
    MEAN_1E4("mean 1e4") {
        @Override
        float value(float gaussian) {
            return 1e4f + gaussian;
        }
    },
    /** The first element of each row or channel is 10 000. */
    OUTLIER("outlier") {
        @Override
        float value(float gaussian) {
            return gaussian;
        }
    },
    /** One value everywhere, which float32 does not hold exactly. */
    CONSTANT("constant") {
        @Override
        float value(float gaussian) {
            return 3.3333333f;
        }
    },
    /** Variances near 1e-12, far below eps. */
    SCALE_1E_6("scale 1e-6") {
        @Override
        float value(float gaussian) {
            return 1e-6f * gaussian;
        }
    },
    /** Numbers below the smallest normal one. */
    DENORMAL("denormal") {
        @Override
        float value(float gaussian) {
            return 1e-40f * gaussian;
        }
    },
    /** Squares near the end of float32's range. */
    SCALE_1E17("scale 1e17") {
        @Override
        float value(float gaussian) {
            return 1e17f * gaussian;
        }
    };

    /** What {@link #OUTLIER} puts in. */
    static final float OUTLYING = 1e4f;

    private final String label;

    Input(String label) {
        this.label = label;
    }

    /** {@code mean 1e4} */
    public String label() {
        return label;
    }

    abstract float value(float gaussian);
}
