package dev.evenkeel.io;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Reads and writes {@code .safetensors} files, the format in which PyTorch models are exchanged. All types of the format
 * are kept, bit for bit.
 *
 * <p>A file is checked before anything of it is used, at least as strictly as the reference implementation does: its
 * header is JSON of known fields only, and the tensors' bytes follow each other without gaps and fill the file.
 *
 * @see <a href="https://huggingface.co/docs/safetensors">the format</a>
 */
public final class SafeTensors {
    private SafeTensors() {}

    /**
     * The tensors of a file, in the order of its header. The file is mapped into memory, whatever its size, and read
     * when its values are used. The mapping lasts until the garbage collector has found all values unused; before that
     * nobody may write into the file or shorten it. {@link #write} does no harm, as it renames a new file into its place;
     * Windows refuses that for a file that is mapped.
     *
     * @throws SafeTensorsException if the file is not what the format says; the message is one line that says where
     * @throws IOException if there is no such file, or it can't be read
     */
    public static StateDict read(Path path) throws IOException {
        try (FileChannel channel = open(path)) {
            long size = channel.size();
            Header header = Header.read(path, channel, size);
            MappedFile mapped = new MappedFile(channel, size);
            Map<String, StateValue> values = new LinkedHashMap<>();
            for (HeaderEntry entry : HeaderPlaces.sorted(header.entries())) {
                ByteRun bytes = mapped.range(header.dataOffset() + entry.begin(), entry.length());
                values.put(entry.name(), new StateValue(entry.type(), entry.shape(), bytes));
            }
            StateDict.Builder dict = StateDict.builder();
            for (HeaderEntry entry : header.entries()) {
                dict.put(entry.name(), Objects.requireNonNull(values.get(entry.name())));
            }
            return dict.build();
        }
    }

    /**
     * What a file says of itself under {@code __metadata__}: often {@code format}, the framework that wrote it. The
     * whole header is checked.
     *
     * @throws SafeTensorsException if the file is not what the format says
     * @throws IOException if there is no such file, or it can't be read
     */
    public static Map<String, String> metadata(Path path) throws IOException {
        try (FileChannel channel = open(path)) {
            return Map.copyOf(Header.read(path, channel, channel.size()).metadata());
        }
    }

    /**
     * Writes a file without metadata.
     *
     * @see #write(Path, StateDict, Map)
     */
    public static void write(Path path, StateDict dict) throws IOException {
        write(path, dict, Map.of());
    }

    /**
     * Writes a file byte for byte as the reference implementation does: values of the widest types first, then by name,
     * metadata by key. It is written beside {@code path} and renamed when it is complete: a file that was there is as
     * it was until then, and stays so if writing fails. The same arguments make the same bytes.
     *
     * @param path the file; a symbolic link is followed
     * @param dict the tensors
     * @param metadata texts about the file, such as {@code format} = {@code pt}, which PyTorch's users write
     * @throws IllegalArgumentException if the format allows no such name, or the header gets longer than 100 MB
     * @throws IOException if the file can't be written
     */
    public static void write(Path path, StateDict dict, Map<String, String> metadata) throws IOException {
        NewFile.write(path, content(dict, metadata));
    }

    /** Writes the same bytes to a stream, which stays open. */
    public static void write(OutputStream out, StateDict dict, Map<String, String> metadata) throws IOException {
        WritableByteChannel channel = Channels.newChannel(out);
        for (ByteBuffer bytes : content(dict, metadata)) {
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
        }
    }

    private static List<ByteBuffer> content(StateDict dict, Map<String, String> metadata) {
        List<String> order = HeaderText.order(dict);
        List<ByteBuffer> content = new ArrayList<>();
        content.add(HeaderText.of(dict, order, metadata));
        for (String name : order) {
            content.addAll(dict.get(name).pieces());
        }
        return content;
    }

    private static FileChannel open(Path path) throws IOException {
        if (Files.exists(path) && !Files.isRegularFile(path)) {
            throw new SafeTensorsException(path, "is not a regular file");
        }
        return FileChannel.open(path, StandardOpenOption.READ);
    }
}
