package dev.evenkeel.bench.peers;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class LaunchTest {
    @Test
    void peersGetTheirThreadsAndKeepTheirMemory() {
        assertThat(new Launch(Launch.NATIVE, false).environment(3))
                .containsEntry("OMP_NUM_THREADS", "3")
                .containsEntry("MALLOC_MMAP_THRESHOLD_", "4000000000")
                .containsEntry("MALLOC_TRIM_THRESHOLD_", "4000000000")
                .doesNotContainKey("GLIBC_TUNABLES");
    }

    @Test
    void hugePagesAreForTheHeapAndForNativeMemory() {
        Launch launch = new Launch(Launch.NATIVE, true);

        assertThat(launch.command(Path.of("bench"), "")).contains("-XX:+UseTransparentHugePages");
        assertThat(launch.environment(2)).containsEntry("GLIBC_TUNABLES", "glibc.malloc.hugetlb=1");
    }

    @Test
    void theCommandIsAJvmWithTheVectorApiAndThePeersOfOneFolder() {
        assertThat(new Launch("djl", false).command(Path.of("bench"), "-Xlog:gc  -Da=b"))
                .containsSubsequence("--add-modules", "jdk.incubator.vector")
                .contains("-Xlog:gc", "-Da=b", "-XX:+AlwaysPreTouch")
                .endsWith(MeasureMain.class.getName())
                .anySatisfy(argument -> assertThat(argument).endsWith("peers-java/djl/target/lib/*"));
    }

    @Test
    void choicesReachTheMeasuringProcess() {
        Choice choice = CommandLine.populateCommand(
                        new PeersMain(),
                        "--quick",
                        "--only",
                        "layer",
                        "--threads",
                        "1",
                        "--rounds",
                        "3",
                        "--candidate",
                        "a,b")
                .choice;
        MeasureMain measuring = new MeasureMain();
        List<String> arguments = new ArrayList<>(List.of("--out", "file"));
        arguments.addAll(choice.arguments());
        new CommandLine(measuring).parseArgs(arguments.toArray(String[]::new));

        assertThat(measuring.choice.arguments()).isEqualTo(choice.arguments());
        assertThat(JvmPeer.DJL.arguments(choice))
                .endsWith("--candidate", "copy,djl")
                .doesNotContain("a,b");
    }

    @Test
    void whatWouldMeasureNothingIsRefused() {
        StringWriter complaints = new StringWriter();
        CommandLine command = new CommandLine(new PeersMain()).setErr(new PrintWriter(complaints, true));

        assertThat(command.execute("--only", "no such thing")).isEqualTo(2);
        assertThat(command.execute("--threads", "0")).isEqualTo(2);
        assertThat(complaints.toString()).contains("no problem has a match", "--threads must be 1 or more");
    }
}
