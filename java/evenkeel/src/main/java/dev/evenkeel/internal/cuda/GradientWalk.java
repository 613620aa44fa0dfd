package dev.evenkeel.internal.cuda;

import org.jspecify.annotations.Nullable;

/**
 * How the backward of a channel norm goes over its tensor, both times: the same threads sum and then write. A function
 * of sizes, the type and whether the device can hold the tensor: one device always gives the same bits, another with
 * less shared memory may round sums differently.
 *
 * @param tensor what is walked
 * @param groupChannels neighbouring channels that share statistics
 * @param form how
 * @param copies rows of the tensor that make one of the kernel, so that it is whole sectors; 1 for planes
 * @param across vectors of a tile's row; for planes the threads that share a piece
 * @param chunks parts that the elements of a channel are cut into
 */
record GradientWalk(ChannelTensor tensor, int groupChannels, Form form, int copies, int across, int chunks) {
    /** The kernels' ways. */
    enum Form {
        /** Rows of many small planes, as {@code tiles.cuh} has them. */
        TILES,
        /** Large planes one by one, as {@code planes.cuh} has them. */
        PLANES
    }

    /** Channels whose parameters a block of the elementwise half finishes. */
    private static final int PARAM_CHANNELS = 32;
    /** Blocks to aim at: some for every multiprocessor of a large device. */
    private static final int TARGET_BLOCKS = 1024;
    /** Most blocks that run together: the multiprocessors of an A100. */
    private static final int RESIDENT_BLOCKS = 108;
    /** Planes of so many bytes, and larger ones, are gone over one by one. */
    private static final int LARGE_PLANE = 4096;
    /** Vectors of a tile's row where there are many rows: 512 bytes, read by one warp. */
    private static final int TILE = 32;
    /** Rows that each thread takes at least, where there are so many. */
    private static final int ROWS = 8;
    /** Rows that it takes of a tensor that is held, so that blocks wait for each other less than they work. */
    private static final int RESIDENT_ROWS = 4;
    /** Vectors of a piece that each thread takes. */
    private static final int PIECE_VECTORS = 4;

    private static final int WARP = 32;
    /** Numbers that a chunk leaves of a channel, that are read again, and that the elementwise half reads. */
    private static final int LEFT = 6 + 6 + 5;
    /** What {@link #LEFT} comes to may be this part of the five passes over the tensor. */
    private static final double LEFT_SHARE = 0.04;
    /** What it may be of three passes. */
    private static final double RESIDENT_SHARE = 0.035;

    private static final int OTHER_SHARED = 256;

    /** The walk over a tensor that is read twice. */
    static GradientWalk of(ChannelTensor tensor, int groupChannels) {
        GradientWalk whole = whole(tensor, groupChannels);
        long busy = Math.min(TARGET_BLOCKS / whole.blocks(), LaunchConfig.ceilDiv(whole.perThread(), whole.least()));
        return whole.cut(Math.min(busy, (long) (LEFT_SHARE * 5 * whole.afforded())));
    }

    /**
     * The walk over a tensor that is read once, in one launch: all of it is held in shared memory, which all blocks
     * have at the same time. Null where the device has not so much.
     */
    static @Nullable GradientWalk resident(ChannelTensor tensor, int groupChannels, DeviceProperties device) {
        GradientWalk whole = whole(tensor, groupChannels);
        long enough = whole.perThread() / (whole.form == Form.TILES ? RESIDENT_ROWS : 1);
        long busy = Math.min(RESIDENT_BLOCKS / whole.blocks(), enough);
        GradientWalk walk = whole.cut(Math.min(busy, (long) (RESIDENT_SHARE * 3 * whole.afforded())));
        long bytes = walk.keptBytes() + walk.staticBytes();
        boolean fits = bytes <= device.sharedMemoryOptIn() && walk.blocks() <= device.multiprocessors();
        return device.cooperativeLaunch() && fits ? walk : null;
    }

    /** In one chunk. */
    private static GradientWalk whole(ChannelTensor tensor, int groupChannels) {
        boolean large = tensor.inner() * tensor.dtype().bytes() >= LARGE_PLANE;
        return large || period(tensor) > ChannelTensor.BLOCK
                ? planes(tensor, groupChannels)
                : tiles(tensor, groupChannels);
    }

    private GradientWalk cut(long parts) {
        int chosen = LaunchConfig.capped(parts, TARGET_BLOCKS);
        return new GradientWalk(tensor, groupChannels, form, copies, across, chosen);
    }

    /** Rows, or pieces, that a thread takes of a channel that is not cut. */
    private long perThread() {
        if (form == Form.TILES) {
            return LaunchConfig.ceilDiv(LaunchConfig.ceilDiv(tensor.outer(), copies), ChannelTensor.BLOCK / across);
        }
        return LaunchConfig.ceilDiv(tensor.outer() * pieces(tensor, across), ChannelTensor.BLOCK / across);
    }

    /** Those that it takes at least, where there are so many. */
    private int least() {
        return form == Form.TILES ? ROWS : 1;
    }

    /** Shared memory that holds what a block reads of x and dy. */
    private long keptBytes() {
        long most = form == Form.TILES
                ? LaunchConfig.ceilDiv(tensor.outer(), copies)
                : tensor.outer() * pieces(tensor, across);
        long each = LaunchConfig.ceilDiv(LaunchConfig.ceilDiv(most, chunks), ChannelTensor.BLOCK / across);
        return 2L * ChannelTensor.VECTOR_BYTES * ChannelTensor.BLOCK * each * (form == Form.TILES ? 1 : PIECE_VECTORS);
    }

    /** Shared memory that the kernels have besides, or somewhat more. */
    private int staticBytes() {
        int numbers = form == Form.TILES ? 5 * tensor.lanes() + 2 : 6;
        return ChannelTensor.BLOCK * numbers * tensor.dtype().statistics().bytes() + OTHER_SHARED;
    }

    /** Vectors after which one begins with a plane again. */
    private static long period(ChannelTensor tensor) {
        long vectors = tensor.inner();
        for (int lanes = tensor.lanes(); lanes > 1 && vectors % 2 == 0; lanes /= 2) {
            vectors /= 2;
        }
        return vectors;
    }

    private static GradientWalk tiles(ChannelTensor tensor, int groupChannels) {
        int copies = tensor.outer() > 1 ? tensor.fold(ChannelTensor.SECTOR_BYTES) : 1;
        long row = LaunchConfig.ceilDiv(copies * tensor.row(), tensor.lanes());
        long period = period(tensor);
        long widest = period > TILE ? ChannelTensor.BLOCK / period * period : TILE / period * period;
        boolean whole = copies > 1 && row <= ChannelTensor.BLOCK && tensor.channels() <= ChannelTensor.BLOCK;
        long tiles = whole ? 1 : LaunchConfig.ceilDiv(row, widest);
        long even = period * LaunchConfig.ceilDiv(LaunchConfig.ceilDiv(row, period), tiles);
        // Tiles that begin at sectors, where that can be.
        long across = tiles > 1 && even % 2 == 1 ? Math.min(widest, even + period) : even;
        return new GradientWalk(tensor, groupChannels, Form.TILES, copies, (int) across, 1);
    }

    private static GradientWalk planes(ChannelTensor tensor, int groupChannels) {
        int team = ChannelTensor.BLOCK;
        for (int smaller = team / 2; smaller >= WARP; smaller /= 2) {
            team = pieces(tensor, smaller) * smaller < pieces(tensor, team) * team ? smaller : team;
        }
        return new GradientWalk(tensor, groupChannels, Form.PLANES, 1, team, 1);
    }

    private static long pieces(ChannelTensor tensor, int team) {
        return LaunchConfig.ceilDiv(tensor.inner(), (long) team * PIECE_VECTORS * tensor.lanes());
    }

    /** What one pass over a channel moves, by what a chunk leaves of it. */
    private double afforded() {
        // A block of planes writes its own partial: one number of a sector each.
        int number = form == Form.TILES ? tensor.dtype().statistics().bytes() : ChannelTensor.SECTOR_BYTES;
        double moved = (double) tensor.perChannel() * tensor.dtype().bytes();
        return moved / (LEFT * number * slotCopies());
    }

    private int slotCopies() {
        return form == Form.TILES && tiles() > 1 ? copies : 1;
    }

    /** Groups of all samples. */
    long groups() {
        return tensor.samples() * tensor.channels() / groupChannels;
    }

    /** Channels of all samples. */
    long channels() {
        return tensor.samples() * tensor.channels();
    }

    /** Elements that share statistics. */
    long perGroup() {
        return tensor.perChannel() * groupChannels;
    }

    private long tiles() {
        return LaunchConfig.ceilDiv(LaunchConfig.ceilDiv(copies * tensor.row(), tensor.lanes()), across);
    }

    /** Blocks that sum, or write what they have summed. */
    private long blocks() {
        long each = form == Form.TILES ? tiles() : tensor.channels();
        return tensor.samples() * chunks * each;
    }

    /** Places for what chunks leave: one for each number of it. */
    long partials() {
        return channels() * chunks * slotCopies();
    }

    /** Counters of the blocks that have arrived, 32 bits each; 0 before and after. */
    long counters() {
        return form == Form.TILES ? tensor.samples() * tiles() : groups();
    }

    /** A launch over elements, if {@code elements}, and the parameters, if {@code parameters}. */
    LaunchConfig launch(boolean elements, boolean parameters) {
        long finishing = LaunchConfig.ceilDiv(tensor.channels(), PARAM_CHANNELS);
        return config((elements ? blocks() : 0) + (parameters ? finishing : 0));
    }

    /** The launch that does all, for a walk made by {@link #resident}. */
    LaunchConfig together() {
        return config(blocks()).withShared((int) keptBytes()).together();
    }

    private static LaunchConfig config(long blocks) {
        return new LaunchConfig(LaunchConfig.capped(blocks, LaunchConfig.MAX_GRID_X), 1, ChannelTensor.BLOCK, 1);
    }

    /** The tensor, as kernels take it first. */
    KernelArguments giveTensor(KernelArguments arguments) {
        return arguments
                .i64(tensor.samples())
                .i64(tensor.outer())
                .i64(tensor.channels())
                .i64(tensor.inner());
    }

    /** The walk, as kernels take it last. */
    KernelArguments giveWalk(KernelArguments arguments) {
        if (form == Form.TILES) {
            return arguments.i32(copies).i32(across).i32((int) tiles()).i32(chunks);
        }
        return arguments.i32(across).i32(chunks);
    }
}
