package dev.evenkeel.internal.cuda;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The PTX in the tree was made from the sources in the tree. */
class PtxManifestTest {
    private static final Path KERNELS = Path.of(System.getProperty("basedir", ""), "..", "..", "kernels");

    @TempDir
    private Path copy;

    @Test
    void sourcesAndPtxAreThoseOfTheManifest() throws IOException {
        assertThat(PtxManifest.differences(KERNELS)).isEmpty();
    }

    @Test
    void oneByteOfASourceIsNoticed() throws IOException {
        copyKernels();
        flipAByte(copy.resolve("common/reduce.cuh"));
        assertThat(PtxManifest.differences(copy)).containsExactly("source common/reduce.cuh has changed");
    }

    @Test
    void oneByteOfPtxIsNoticed() throws IOException {
        copyKernels();
        flipAByte(copy.resolve("ptx/compute_80/row_norm_forward.ptx"));
        assertThat(PtxManifest.differences(copy)).containsExactly("ptx compute_80/row_norm_forward.ptx has changed");
    }

    @Test
    void missingAndExtraFilesAreNoticed() throws IOException {
        copyKernels();
        Files.delete(copy.resolve("row_norm_finish.cu"));
        Files.delete(copy.resolve("ptx/compute_80/row_norm_finish.ptx"));
        Files.writeString(copy.resolve("common/new.cuh"), "");
        Files.writeString(copy.resolve("ptx/compute_75/new.ptx"), "");
        assertThat(PtxManifest.differences(copy))
                .containsExactlyInAnyOrder(
                        "source row_norm_finish.cu is missing",
                        "ptx compute_80/row_norm_finish.ptx is missing",
                        "source common/new.cuh is not in the manifest",
                        "ptx compute_75/new.ptx is not in the manifest");
    }

    @Test
    void aVersionOtherThanTheManifestsIsNoticed() throws IOException {
        copyKernels();
        Path manifest = copy.resolve("ptx/MANIFEST.txt");
        Files.writeString(manifest, Files.readString(manifest).replaceFirst("(?m)( compute_75/\\S+) \\S+$", "$1 9.0"));
        assertThat(PtxManifest.differences(copy)).singleElement().asString().endsWith("is not of PTX version 9.0");
    }

    private void copyKernels() throws IOException {
        for (String relative : PtxManifest.files(KERNELS)) {
            Path target = copy.resolve(relative);
            Files.createDirectories(target.getParent());
            Files.copy(KERNELS.resolve(relative), target);
        }
        assertThat(PtxManifest.differences(copy)).isEmpty();
    }

    private static void flipAByte(Path file) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        bytes[bytes.length / 2] ^= 1;
        Files.write(file, bytes);
    }
}
