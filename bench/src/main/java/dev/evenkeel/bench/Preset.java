package dev.evenkeel.bench;

import dev.evenkeel.DType;
import dev.evenkeel.Shape;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/** What is measured, and for how long, unless options say otherwise. */
enum Preset {
    /** Whether everything still runs and is right. The times mean nothing; as many elements by rows as by channels. */
    SMOKE(1, 50, 1, 100, List.of(DType.F32), List.of("24x49"), List.of("4x6x7x7")),

    /** A few usual shapes. */
    QUICK(
            2,
            500,
            3,
            500,
            List.of(DType.F32, DType.F16, DType.BF16),
            List.of("4096x768", "8192x1024"),
            List.of("32x64x56x56", "32x256x14x14")),

    /** The usual shapes, small ones, narrow and wide ones. */
    FULL(
            3,
            1000,
            5,
            1000,
            List.of(DType.F32, DType.F16, DType.BF16),
            List.of("4096x768", "8192x1024", "16x768", "65536x64", "8192x4096", "2048x16384"),
            List.of("32x64x56x56", "32x256x14x14", "32x512x7x7", "8192x64", "4096x1024", "32x256x56x56"));

    private final int warmups;
    private final int warmupMillis;
    private final int measurements;
    private final int measurementMillis;
    private final List<DType> dtypes;
    private final List<Shape> rowShapes;
    private final List<Shape> channelShapes;

    Preset(
            int warmups,
            int warmupMillis,
            int measurements,
            int measurementMillis,
            List<DType> dtypes,
            List<String> rowShapes,
            List<String> channelShapes) {
        this.warmups = warmups;
        this.warmupMillis = warmupMillis;
        this.measurements = measurements;
        this.measurementMillis = measurementMillis;
        this.dtypes = dtypes;
        this.rowShapes = rowShapes.stream().map(Shape::parse).toList();
        this.channelShapes = channelShapes.stream().map(Shape::parse).toList();
    }

    List<DType> dtypes() {
        return dtypes;
    }

    List<Shape> shapes(Operation operation) {
        return operation.byRows() ? rowShapes : channelShapes;
    }

    /** All shapes of this preset, by rows and by channels in turn: when time runs out, there is something of both. */
    List<Shape> shapes() {
        return IntStream.range(0, rowShapes.size())
                .boxed()
                .flatMap(i -> Stream.of(rowShapes.get(i), channelShapes.get(i)))
                .toList();
    }

    /** Sets how often and how long JMH runs, in one fork. */
    ChainedOptionsBuilder apply(ChainedOptionsBuilder options) {
        return options.forks(1)
                .warmupIterations(warmups)
                .warmupTime(TimeValue.milliseconds(warmupMillis))
                .measurementIterations(measurements)
                .measurementTime(TimeValue.milliseconds(measurementMillis));
    }
}
