package dev.evenkeel.io;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.util.ArrayList;
import java.util.List;

/**
 * Ranges of a file as memory. One mapping holds less than 2 GiB and each costs the system an entry, so neighbours share
 * one: ranges are asked for in ascending order.
 */
final class MappedFile {
    private final FileChannel channel;
    private final long size;
    private long begin;
    private ByteBuffer region = ByteBuffer.allocate(0);

    MappedFile(FileChannel channel, long size) {
        this.channel = channel;
        this.size = size;
    }

    /** The bytes from {@code offset}, which the file has. They stay there when the channel is closed. */
    ByteRun range(long offset, long length) throws IOException {
        List<ByteBuffer> pieces = new ArrayList<>();
        for (long done = 0; done < length; done += ByteRun.PIECE) {
            pieces.add(piece(offset + done, (int) Math.min(length - done, ByteRun.PIECE)));
        }
        return ByteRun.of(pieces);
    }

    private ByteBuffer piece(long offset, int length) throws IOException {
        if (offset < begin || offset + length > begin + region.capacity()) {
            region = channel.map(MapMode.READ_ONLY, offset, Math.min(ByteRun.PIECE, size - offset));
            begin = offset;
        }
        return region.slice((int) (offset - begin), length);
    }
}
