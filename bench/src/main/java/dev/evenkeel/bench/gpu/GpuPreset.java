package dev.evenkeel.bench.gpu;

import dev.evenkeel.DType;
import dev.evenkeel.Shape;
import dev.evenkeel.bench.Operation;
import java.util.List;
import java.util.stream.Stream;

/** Which shapes are measured, and how often. Most are those that peers publish figures of. */
enum GpuPreset {
    /** Whether everything still runs: tiny shapes, few samples. */
    DRY(1, 2, List.of(DType.F32), List.of("8x100"), List.of("3x4x5x5")),

    /** A few shapes of each sort: some minutes. */
    QUICK(
            5,
            12,
            List.of(DType.BF16, DType.F32),
            List.of("16384x768", "32768x1024", "16384x4096", "4096x4096", "1024x12288", "4096x16384", "131072x128"),
            List.of(
                    "256x64x56x56",
                    "256x256x56x56",
                    "256x512x28x28",
                    "256x1024x14x14",
                    "256x2048x7x7",
                    "32x256x14x14")),

    /** Also long, odd, narrow and small ones: an hour and more with all peers. */
    FULL(
            5,
            12,
            List.of(DType.BF16, DType.F16, DType.F32),
            List.of(
                    "16384x768",
                    "32768x1024",
                    "16384x4096",
                    "4096x4096",
                    "1024x12288",
                    "4096x16384",
                    "131072x128",
                    "32768x256",
                    "32768x512",
                    "32768x2048",
                    "32768x4096",
                    "16384x8192",
                    "4096x32768",
                    "2048x65536",
                    "8192x8192",
                    "8192x5120",
                    "8192x4096",
                    "4096x6144",
                    "4096x8192",
                    "2048x4096",
                    "4096x2048",
                    "16384x128",
                    "8192x128",
                    "1024x4096",
                    "4096x1024",
                    "65536x1536",
                    "65536x768",
                    "16x4096",
                    "1x4096",
                    "200704x192",
                    "802816x64",
                    "1000x520",
                    "4005x4005",
                    "267x513",
                    "67x123479",
                    "16384x1600"),
            List.of(
                    "256x64x56x56",
                    "256x256x56x56",
                    "256x512x28x28",
                    "256x1024x14x14",
                    "256x2048x7x7",
                    "32x256x14x14",
                    "256x64x112x112",
                    "256x128x56x56",
                    "256x128x28x28",
                    "256x256x28x28",
                    "256x256x14x14",
                    "256x512x14x14",
                    "256x512x7x7",
                    "64x64x112x112",
                    "64x256x56x56",
                    "64x1024x14x14",
                    "64x2048x7x7",
                    "32x64x56x56",
                    "128x32x32x32",
                    "8x64x32x32",
                    "4x128x32x32",
                    "4x256x28x28",
                    "4x128x1024x1024",
                    "100000x32",
                    "3136x256",
                    "4096x1024"));

    private final int rounds;
    private final int samplesPerRound;
    private final List<DType> dtypes;
    private final List<String> rowShapes;
    private final List<String> channelShapes;

    GpuPreset(int rounds, int samplesPerRound, List<DType> dtypes, List<String> rowShapes, List<String> channelShapes) {
        this.rounds = rounds;
        this.samplesPerRound = samplesPerRound;
        this.dtypes = dtypes;
        this.rowShapes = rowShapes;
        this.channelShapes = channelShapes;
    }

    /** Turns that everyone has. */
    int rounds() {
        return rounds;
    }

    /** Samples of a turn, cold and warm each. */
    int samplesPerRound() {
        return samplesPerRound;
    }

    List<DType> dtypes() {
        return dtypes;
    }

    List<Shape> shapes(Operation operation) {
        return (operation.byRows() ? rowShapes : channelShapes)
                .stream().map(Shape::parse).toList();
    }

    /** A shape so small that the host's part is all that counts. */
    Shape tiny(Operation operation) {
        return Shape.parse(operation.byRows() ? "16x768" : "8x64x7x7");
    }

    /** All shapes, those of the first places first: when time runs out, there is something of every operation. */
    List<Shape> shapes() {
        return Stream.iterate(0, i -> i < Math.max(rowShapes.size(), channelShapes.size()), i -> i + 1)
                .flatMap(i -> Stream.of(rowShapes, channelShapes)
                        .filter(shapes -> i < shapes.size())
                        .map(shapes -> shapes.get(i)))
                .distinct()
                .map(Shape::parse)
                .toList();
    }
}
