package dev.evenkeel.internal.cuda;

import dev.evenkeel.DType;

/**
 * A reduction over small planes, or single elements, of each channel, as {@code strips.cuh} has it.
 *
 * @param copies rows taken together as one, where they are short and don't begin at vectors
 * @param classes places within a vector, or within a grain, that rows begin at
 * @param strip channels of a block
 * @param vectors threads side by side
 * @param chunks parts of the rows
 * @param grain elements that are one strip's or another's, never of both; 0 where strips read vectors of both
 */
record StripWalk(ChannelTensor tensor, int copies, int classes, int strip, int vectors, int chunks, int grain)
        implements ChannelWalk, Reduction {
    /** A row of so many bytes, one vector for each thread of a block, is taken as a whole. */
    private static final int WHOLE_ROW = ChannelTensor.VECTOR_BYTES * ChannelTensor.BLOCK;
    /** Blocks that let a strip be as wide as can be. */
    private static final int ENOUGH_BLOCKS = Reduction.TARGET_BLOCKS / 2;
    /** Vectors of neighbouring channels that are read best together, where each has many rows. */
    private static final int WIDE = 32;
    /** Fewest vectors of a strip: a line of the cache. */
    private static final int NARROW = 8;
    /** Rows that each thread takes at least, where there are so many. */
    private static final int ROWS_PER_THREAD = 8;

    /** Whether a strip holds at least one channel. */
    static boolean takes(ChannelTensor tensor) {
        return copies(tensor) > 1 || strip(tensor, classes(tensor), ChannelTensor.BLOCK / classes(tensor)) > 0;
    }

    /** The walk over a tensor that {@link #takes} is true for. */
    static StripWalk of(ChannelTensor tensor) {
        int copies = copies(tensor);
        if (copies > 1) {
            int vectors = (int) (copies * tensor.row() / tensor.lanes());
            return cut(tensor, copies, 1, tensor.channels(), vectors, 0);
        }
        int classes = classes(tensor);
        boolean deep = tensor.inner() == 1 && tensor.outer() >= NARROW;
        int widest = classes == 1 && deep ? WIDE : ChannelTensor.BLOCK / classes;
        StripWalk best = wide(tensor, classes, widest);
        // Where rows begin within sectors, each strip shares one with the next.
        int narrowest = tensor.fold(ChannelTensor.SECTOR_BYTES) == 1 ? NARROW : 2 * NARROW;
        for (int vectors = widest / 2; vectors >= narrowest && classes == 1; vectors /= 2) {
            boolean idle = ChannelTensor.BLOCK / vectors > tensor.outer();
            if (best.blocks() >= ENOUGH_BLOCKS || idle || strip(tensor, classes, vectors) < unit(tensor)) {
                break;
            }
            best = wide(tensor, classes, vectors);
        }
        // Merging across strips is worth its while where chunks are merged anyway.
        return classes > 1 && tensor.inner() == 1 && best.chunks > 1 ? bySectors(tensor) : best;
    }

    /** Strips that share no sector: there are as many classes of rows as places within a sector. */
    private static StripWalk bySectors(ChannelTensor tensor) {
        int grain = ChannelTensor.SECTOR_BYTES / tensor.dtype().bytes();
        int classes = tensor.fold(ChannelTensor.SECTOR_BYTES);
        long most = (long) ChannelTensor.BLOCK / classes * tensor.lanes();
        long strip = LaunchConfig.ceilDiv(tensor.channels(), LaunchConfig.ceilDiv(tensor.channels(), most));
        while (tensor.channels() % strip != 0 && tensor.channels() % strip < grain - 1) {
            strip--; // The last strip has to take what the one before it spills.
        }
        long vectors = LaunchConfig.ceilDiv(strip, grain) * grain / tensor.lanes();
        return cut(tensor, 1, classes, strip, (int) vectors, grain);
    }

    private static StripWalk wide(ChannelTensor tensor, int classes, int most) {
        long strip = strip(tensor, classes, most);
        boolean exact = classes == 1 && (strip % unit(tensor) == 0 || strip == tensor.channels());
        long elements = strip * tensor.inner() + (exact ? 0 : tensor.lanes() - 1);
        return cut(tensor, 1, classes, strip, (int) LaunchConfig.ceilDiv(elements, tensor.lanes()), 0);
    }

    private static StripWalk cut(ChannelTensor tensor, int copies, int classes, long strip, int vectors, int grain) {
        int depth = ChannelTensor.BLOCK / vectors / classes * classes;
        long rows = LaunchConfig.ceilDiv(tensor.outer(), copies);
        long strips = LaunchConfig.ceilDiv(tensor.channels(), strip);
        long busy =
                Math.min(Reduction.TARGET_BLOCKS / strips, LaunchConfig.ceilDiv(rows, (long) depth * ROWS_PER_THREAD));
        DType statistics = tensor.dtype().statistics();
        int left = (int) LaunchConfig.ceilDiv(Reduction.PARTIAL * statistics.bytes() * (strip + grain), strip);
        long afforded = Reduction.affordable(tensor, left);
        int chunks = LaunchConfig.capped(Math.min(busy, afforded), Reduction.TARGET_BLOCKS);
        return new StripWalk(tensor, copies, classes, (int) strip, vectors, chunks, grain);
    }

    /** Channels whose elements of one row are so many vectors or fewer, whole sectors where that is possible. */
    private static long strip(ChannelTensor tensor, int classes, int vectors) {
        if (classes == 1) {
            long exact = (long) vectors * tensor.lanes() / tensor.inner();
            if (exact >= tensor.channels()) {
                return tensor.channels();
            }
            if (exact >= unit(tensor)) {
                return exact / unit(tensor) * unit(tensor);
            }
        }
        long within = ((long) (vectors - 1) * tensor.lanes() + 1) / tensor.inner();
        return Math.min(tensor.channels(), within);
    }

    /** Fewest channels that are whole sectors. */
    private static int unit(ChannelTensor tensor) {
        long bytes = tensor.inner() * tensor.dtype().bytes();
        int unit = 1;
        while (unit * bytes % ChannelTensor.SECTOR_BYTES != 0) {
            unit *= 2;
        }
        return unit;
    }

    private static int copies(ChannelTensor tensor) {
        // Longer rows that begin at vectors are better cut into strips, for more blocks, than taken two by two.
        boolean cut = tensor.fold(ChannelTensor.VECTOR_BYTES) == 1
                && tensor.row() * tensor.dtype().bytes() > WIDE * ChannelTensor.VECTOR_BYTES;
        if (cut) {
            return 1;
        }
        for (int bytes = ChannelTensor.SECTOR_BYTES; bytes >= ChannelTensor.VECTOR_BYTES; bytes /= 2) {
            int fold = tensor.fold(bytes);
            if (tensor.outer() > 1 && fold * tensor.row() * tensor.dtype().bytes() <= WHOLE_ROW) {
                return fold;
            }
        }
        return 1;
    }

    private static int classes(ChannelTensor tensor) {
        return tensor.outer() > 1 ? tensor.fold(ChannelTensor.VECTOR_BYTES) : 1;
    }

    private long strips() {
        return LaunchConfig.ceilDiv(tensor.channels(), strip);
    }

    private long blocks() {
        return strips() * chunks;
    }

    /** No vector of two strips, no sector either, and room for the numbers of a strip's channels. */
    @Override
    public boolean resides() {
        boolean whole = copies > 1 || strip == tensor.channels() || strip * tensor.inner() % tensor.lanes() == 0;
        return tensor.samples() == 1
                && classes == 1
                && (copies > 1 || tensor.fold(ChannelTensor.SECTOR_BYTES) == 1 || tensor.outer() == 1)
                && whole
                && strip * RowWalk.HELD * tensor.dtype().statistics().bytes() <= scratchBytes();
    }

    @Override
    public int kept() {
        long rows = LaunchConfig.ceilDiv(LaunchConfig.ceilDiv(tensor.outer(), copies), chunks);
        return (int) LaunchConfig.ceilDiv(rows, ChannelTensor.BLOCK / vectors);
    }

    @Override
    public int scratchBytes() {
        return tensor.lanes()
                * ChannelTensor.BLOCK
                * PARTIAL
                * tensor.dtype().statistics().bytes();
    }

    @Override
    public ChannelWalk walk() {
        return this;
    }

    @Override
    public long partials() {
        return chunks == 1 && grain == 0 ? 0 : tensor.samples() * chunks * strips() * (strip + grain);
    }

    @Override
    public long arrivals() {
        return tensor.samples() * strips();
    }

    @Override
    public LaunchConfig config() {
        int gridX = LaunchConfig.capped(tensor.samples() * blocks(), LaunchConfig.MAX_GRID_X);
        return new LaunchConfig(gridX, 1, ChannelTensor.BLOCK, 1);
    }

    @Override
    public KernelArguments give(KernelArguments arguments) {
        return ChannelWalk.give(tensor, arguments)
                .i32(copies)
                .i32(classes)
                .i32(strip)
                .i32(vectors)
                .i32(chunks)
                .i32(grain);
    }
}
