package dev.evenkeel.cli.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.evenkeel.Shape;
import dev.evenkeel.cli.InputException;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IdxDataTest {
    private static final String TRAIN_IMAGES = "train-images-idx3-ubyte";
    private static final String TRAIN_LABELS = "train-labels-idx1-ubyte";

    @TempDir
    private Path folder;

    @BeforeEach
    void writeFourFiles() throws IOException {
        write(TRAIN_IMAGES, images(3, 2, 4));
        write(TRAIN_LABELS + ".gz", labels(0, 9, 4));
        write("t10k-images-idx3-ubyte.gz", images(2, 2, 4));
        write("t10k-labels-idx1-ubyte", labels(1, 1));
    }

    private static byte[] images(int count, int height, int width) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        for (int word : new int[] {0x0803, count, height, width}) {
            out.writeInt(word);
        }
        for (int i = 0; i < count * height * width; i++) {
            out.write(255 - i);
        }
        return bytes.toByteArray();
    }

    private static byte[] labels(int... labels) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        out.writeInt(0x0801);
        out.writeInt(labels.length);
        for (int label : labels) {
            out.write(label);
        }
        return bytes.toByteArray();
    }

    private void write(String name, byte[] content) throws IOException {
        try (OutputStream file = Files.newOutputStream(folder.resolve(name));
                OutputStream out = name.endsWith(".gz") ? new GZIPOutputStream(file) : file) {
            out.write(content);
        }
    }

    @Test
    void readsPlainAndCompressedFiles() {
        Split split = DataSource.open(folder.toString(), null, null).split(1);
        assertThat(split.train().example()).isEqualTo(Shape.of(2, 4));
        assertThat(split.train().rows()[0]).containsExactly(255, 254, 253, 252, 251, 250, 249, 248);
        assertThat(split.train().labels()).containsExactly(0, 9, 4);
        assertThat(split.test().size()).isEqualTo(2);
        assertThat(split.test().classes()).hasSize(10);
    }

    @Test
    void readsAsManyAsAskedFor() {
        Split split = DataSource.open(folder.toString(), null, 1).split(1);
        assertThat(split.train().size()).isEqualTo(1);
        assertThat(split.test().size()).isEqualTo(1);
    }

    @Test
    void saysWhatIsWrong() throws IOException {
        Files.delete(folder.resolve("t10k-labels-idx1-ubyte"));
        refused("there is neither t10k-labels-idx1-ubyte nor t10k-labels-idx1-ubyte.gz in this folder");
        write(TRAIN_LABELS + ".gz", labels(0, 9));
        refused("has 3 images, but there are 2 labels");
        write(TRAIN_IMAGES, labels(0, 9));
        refused("starts with 0x00000801, but an IDX file of this name starts with 0x00000803");
        write(TRAIN_IMAGES, new byte[] {0, 0, 8});
        refused("ends too early");
        write(TRAIN_LABELS + ".gz", labels(0, 9, 1));
        write(TRAIN_IMAGES, java.util.Arrays.copyOf(images(3, 2, 4), 30));
        refused("ends too early");
        write(TRAIN_IMAGES, images(0, 2, 4));
        write(TRAIN_LABELS + ".gz", labels());
        refused("says that it has 0 images of 2x4");
        Files.write(folder.resolve(TRAIN_LABELS + ".gz"), new byte[] {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12});
        refused("can't be read");
    }

    private void refused(String message) {
        assertThatThrownBy(() -> IdxData.read(folder, null))
                .isInstanceOf(InputException.class)
                .hasMessageContaining(message);
    }
}
