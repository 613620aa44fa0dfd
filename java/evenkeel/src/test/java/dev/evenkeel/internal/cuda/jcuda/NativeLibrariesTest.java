package dev.evenkeel.internal.cuda.jcuda;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Processes that load JCuda's natives, as a user's would. */
class NativeLibrariesTest {
    private static final String FOUND = "cuda:0 true Fake GPU, sm_90, 79 GiB, driver 12.8";

    @TempDir
    private static Path library;

    @TempDir
    private Path folder;

    private ForkedJvm jvm;

    @BeforeEach
    void prepare() throws IOException, InterruptedException {
        FakeDriver.compile(library);
        jvm = new ForkedJvm(folder).option("-Devenkeel.cuda=on").with("LD_LIBRARY_PATH", library.toString());
    }

    @Test
    void processesThatStartTogetherAllLoadThem() throws Exception {
        List<Process> processes = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            processes.add(jvm.start(FakeDriverProgram.class, "probe"));
        }
        for (Process process : processes) {
            assertThat(jvm.await(process)).isEqualTo(new ForkedJvm.Result(0, List.of(FOUND), ""));
        }
        assertThat(files(cache())).containsExactly(NativeLibraries.fileName("JCudaDriver"));
    }

    @Test
    void aFileThatAKilledProcessLeftHalfWrittenIsRepaired() throws Exception {
        jvm.run(FakeDriverProgram.class, "probe");
        Path installed = cache().resolve(NativeLibraries.fileName("JCudaDriver"));
        byte[] whole = Files.readAllBytes(installed);
        for (int length : new int[] {0, 1000, 600_000}) {
            Files.write(installed, Arrays.copyOf(whole, length));
            assertThat(jvm.run(FakeDriverProgram.class, "probe").out()).containsExactly(FOUND);
            assertThat(installed).hasBinaryContent(whole);
        }
    }

    @Test
    void whereJavaLibraryPathHasThemNothingIsWritten() throws Exception {
        Path natives = Files.createDirectory(folder.resolve("natives"));
        NativeLibraries.install("JCudaDriver", new NativeCache(natives));
        jvm.option("-Djava.library.path=" + natives);
        assertThat(jvm.run(FakeDriverProgram.class, "probe").out()).containsExactly(FOUND);
        assertThat(folder.resolve("cache")).doesNotExist();
    }

    @Test
    void aHomeThatCannotBeWrittenIsNoObstacle() throws Exception {
        Files.writeString(folder.resolve("file"), "");
        jvm.with("XDG_CACHE_HOME", folder.resolve("file/cache").toString());
        assertThat(jvm.run(FakeDriverProgram.class, "probe").out()).containsExactly(FOUND);
        assertThat(files(jvm.temporaryFolder())).singleElement().asString().startsWith("evenkeel-jcuda-");
    }

    private Path cache() {
        return folder.resolve("cache/evenkeel/jcuda-12.6.0");
    }

    private static List<String> files(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(path -> path.getFileName().toString())
                    .filter(name -> !name.startsWith("hsperfdata"))
                    .toList();
        }
    }
}
