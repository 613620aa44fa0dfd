package dev.evenkeel.channels;

import static org.assertj.core.api.Assertions.assertThat;

import dev.evenkeel.DType;
import dev.evenkeel.Device;
import dev.evenkeel.channels.ChannelBackwardCase.Outputs;
import dev.evenkeel.channels.ChannelBackwardCase.Statistics;
import dev.evenkeel.internal.spi.Backends;
import dev.evenkeel.ptx.LaunchRecord;
import dev.evenkeel.ptx.LaunchRecord.BufferRecord;
import dev.evenkeel.ptx.LaunchRecorder;
import java.util.List;
import java.util.function.ToLongFunction;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What batch norm's backward moves, all buffers and launches together, over the least it can: x and dy twice and dx
 * once, or each once where the statistics are constants or the device holds all of it.
 */
class ChannelBackwardTrafficTest {
    private static final Device DEVICE = Device.ptx(80);
    private static final int SECTOR = 32;

    /** Outer, channels and inner; the most times the least, and the least share of 16-byte accesses. */
    @ParameterizedTest(name = "{0}x{1}x{2}")
    @CsvSource({
        "8, 64, 3136, 1.05, 0.95", // 56 x 56
        "8, 16, 784, 1.05, 0.95", // 28 x 28
        "32, 32, 196, 1.05, 0.95", // 14 x 14
        "32, 64, 49, 1.25, 0.95", // 7 x 7
        "4, 16, 3025, 1.05, 0.9", // 55 x 55
        "6272, 64, 1, 1.05, 0.95", // channels last
        "1568, 96, 1, 1.05, 0.95",
        "392, 2048, 1, 1.05, 0.95",
        "4096, 33, 1, 1.05, 0.95",
        "3136, 255, 1, 1.05, 0.95",
        "100000, 3, 1, 1.05, 0.95"
    })
    void movesLittleMoreThanItMust(int outer, int channels, int inner, double most, double wide) {
        for (DType dtype : List.of(DType.F32, DType.F16, DType.BF16)) {
            for (Statistics statistics : List.of(Statistics.NONE, Statistics.BOTH, Statistics.CONSTANT)) {
                check(outer, channels, inner, dtype, statistics, most, wide);
            }
        }
    }

    private static void check(
            int outer, int channels, int inner, DType dtype, Statistics statistics, double most, double wide) {
        boolean constant = statistics == Statistics.CONSTANT;
        ChannelBackwardFormula formula =
                new ChannelBackwardFormula(1, outer, channels, inner, 1, 1e-5, false, constant);
        ChannelBackwardCase c = new ChannelBackwardCase(
                true, formula, dtype, dtype, true, true, false, statistics, Outputs.DWEIGHT_AND_DX, false);
        List<LaunchRecord> launches = launches(c);
        boolean resident = launches.size() == 1;
        List<BufferRecord> buffers =
                launches.stream().flatMap(launch -> launch.buffers().stream()).toList();
        long tensor = (long) formula.count() * dtype.bytes();
        String name = dtype + " " + statistics + (resident ? " at once" : "");
        long sectors = sum(buffers, b -> b.loadSectors() + b.storeSectors());
        assertThat(SECTOR * sectors / ((constant || resident ? 3.0 : 5.0) * tensor))
                .as(name)
                .isLessThanOrEqualTo(resident ? Math.max(1.10, most) : most);
        List<BufferRecord> large =
                buffers.stream().filter(b -> b.bytes() >= tensor).toList();
        double share = (double) sum(large, BufferRecord::wideBytes) / sum(large, b -> b.loadBytes() + b.storeBytes());
        assertThat(share).as(name).isGreaterThanOrEqualTo(wide);
    }

    private static List<LaunchRecord> launches(ChannelBackwardCase c) {
        try (ChannelBackwardRun run = new ChannelBackwardRun(Backends.of(DEVICE), c);
                LaunchRecorder recorder = LaunchRecorder.start(DEVICE)) {
            run.batchNorm();
            return recorder.launches();
        }
    }

    private static long sum(List<BufferRecord> buffers, ToLongFunction<BufferRecord> of) {
        return buffers.stream().mapToLong(of).sum();
    }
}
