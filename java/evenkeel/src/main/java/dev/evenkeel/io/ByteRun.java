package dev.evenkeel.io;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/**
 * Bytes that nobody changes, in as many buffers as it takes: one holds less than 2 GiB. All buffers but the last are
 * {@link #PIECE} long, so that no element lies in two of them, and are little-endian.
 */
final class ByteRun {
    /** Length of a piece; a multiple of every element's length. */
    static final int PIECE = 1 << 30;

    private final List<ByteBuffer> pieces;
    private final long length;

    private ByteRun(List<ByteBuffer> pieces) {
        this.pieces = pieces.stream()
                .map(piece -> piece.asReadOnlyBuffer().rewind().order(ByteOrder.LITTLE_ENDIAN))
                .toList();
        this.length = pieces.stream().mapToLong(ByteBuffer::capacity).sum();
    }

    /** Over these pieces, which are not written to any more. */
    static ByteRun of(List<ByteBuffer> pieces) {
        return new ByteRun(pieces);
    }

    /** A copy of what remains of {@code source}, which keeps its position. */
    static ByteRun copyOf(ByteBuffer source) {
        List<ByteBuffer> pieces = allocate(source.remaining());
        int at = source.position();
        for (ByteBuffer piece : pieces) {
            piece.put(0, source, at, piece.capacity());
            at += piece.capacity();
        }
        return new ByteRun(pieces);
    }

    /** Pieces of zeros, to be filled and given to {@link #of}. */
    static List<ByteBuffer> allocate(long length) {
        List<ByteBuffer> pieces = new ArrayList<>();
        for (long left = length; left > 0; left -= PIECE) {
            pieces.add(ByteBuffer.allocate((int) Math.min(left, PIECE)).order(ByteOrder.LITTLE_ENDIAN));
        }
        return pieces;
    }

    long length() {
        return length;
    }

    /** The pieces, each with a position of its own. */
    List<ByteBuffer> pieces() {
        return pieces.stream()
                .map(piece -> piece.duplicate().order(ByteOrder.LITTLE_ENDIAN))
                .toList();
    }

    /** All in one buffer; there are less than 2 GiB. */
    ByteBuffer joined() {
        if (pieces.size() == 1) {
            return pieces().get(0);
        }
        ByteBuffer whole = ByteBuffer.allocate((int) length);
        pieces().forEach(whole::put);
        return whole.flip().asReadOnlyBuffer().order(ByteOrder.LITTLE_ENDIAN);
    }

    boolean sameAs(ByteRun other) {
        return pieces.equals(other.pieces);
    }
}
