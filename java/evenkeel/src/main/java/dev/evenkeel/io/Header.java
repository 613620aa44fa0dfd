package dev.evenkeel.io;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * The start of a file: eight bytes with the length of the header, and the header, JSON that names type, shape and place
 * of each tensor. What is read here is good: the tensors' bytes follow each other without gaps and fill the file.
 *
 * @param metadata texts about the file
 * @param entries the tensors, in the order of the header
 * @param dataOffset where the tensors' bytes begin in the file
 * @see <a href="https://huggingface.co/docs/safetensors">the format</a>
 */
record Header(Map<String, String> metadata, List<HeaderEntry> entries, long dataOffset) {
    /** The longest header that the reference implementation reads, in bytes. */
    static final int LONGEST = 100_000_000;

    static final int LENGTH_BYTES = Long.BYTES;

    /** Reads and checks the header of a file of {@code size} bytes. */
    static Header read(Path file, FileChannel channel, long size) throws IOException {
        if (size < LENGTH_BYTES) {
            throw new SafeTensorsException(
                    file, "is no safetensors file: it has " + size + " bytes, and its header's length takes 8");
        }
        long length = bytes(file, channel, 0, LENGTH_BYTES).getLong();
        if (length < 0 || length > LONGEST) {
            throw new SafeTensorsException(
                    file,
                    "is no safetensors file: its header would have " + Long.toUnsignedString(length)
                            + " bytes, more than the " + LONGEST + " that it may have");
        }
        if (length > size - LENGTH_BYTES) {
            throw new SafeTensorsException(
                    file,
                    "truncated: " + (size - LENGTH_BYTES) + " bytes found after the first 8, " + length
                            + " expected for the header alone");
        }
        HeaderJson json = HeaderJson.read(file, text(file, bytes(file, channel, LENGTH_BYTES, (int) length)));
        long dataOffset = LENGTH_BYTES + length;
        HeaderPlaces.check(file, json.entries(), size - dataOffset);
        return new Header(json.metadata(), json.entries(), dataOffset);
    }

    private static ByteBuffer bytes(Path file, FileChannel channel, long offset, int length) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
        while (bytes.hasRemaining()) {
            if (channel.read(bytes, offset + bytes.position()) < 0) {
                throw new SafeTensorsException(file, "the file shrank while it was read");
            }
        }
        return bytes.flip();
    }

    private static String text(Path file, ByteBuffer bytes) throws SafeTensorsException {
        if (!bytes.hasRemaining() || bytes.get(0) != '{') {
            throw new SafeTensorsException(file, "its header is not a JSON object: it does not start with '{'");
        }
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
        } catch (CharacterCodingException e) {
            throw new SafeTensorsException(file, "its header is not UTF-8 from byte " + bytes.position(), e);
        }
    }
}
