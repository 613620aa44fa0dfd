package dev.evenkeel.internal.cuda;

/**
 * A visit of each element of small planes, or of single elements of each channel, as {@code rows.cuh} has it.
 *
 * @param fold rows taken together as one, so that each begins at a sector
 * @param vectors of a row that a block takes
 * @param chunks parts of the rows
 */
record RowWalk(ChannelTensor tensor, int fold, int vectors, int chunks) implements ChannelWalk {
    /** Vectors of neighbouring channels that are taken best together, where each has many rows. */
    private static final int WIDE = 32;
    /** Fewest vectors: a line of the cache. */
    private static final int NARROW = 8;
    /** Blocks that let each thread take more rows, and so load its channels' numbers less often. */
    private static final int ENOUGH_BLOCKS = 1024;
    /** What blocks load of their channels may be this part of what batch norm's forward moves of the tensor. */
    private static final double LOADED_SHARE = 0.015;
    /** Numbers that are loaded of each channel besides weight and bias, in the statistics type. */
    private static final int LOADED = 3;
    /** Numbers that a block holds of each channel, in the statistics type. */
    static final int HELD = 5;

    private static final int MOST_ROWS = 32;
    private static final int FEWEST_ROWS = 4;

    /** For {@link ChannelWalk#each}. */
    static RowWalk of(ChannelTensor tensor) {
        int fold = tensor.outer() > 1 ? tensor.fold(ChannelTensor.SECTOR_BYTES) : 1;
        long rows = LaunchConfig.ceilDiv(tensor.outer(), fold);
        int widest = fold > 1 ? ChannelTensor.BLOCK : WIDE;
        while (widest < ChannelTensor.BLOCK && ChannelTensor.BLOCK / widest > rows) {
            widest *= 2;
        }
        RowWalk best = wide(tensor, fold, widest);
        for (int vectors = widest / 2; vectors >= NARROW && fold == 1; vectors /= 2) {
            RowWalk narrow = wide(tensor, fold, vectors);
            if (best.blocks() >= ENOUGH_BLOCKS / 2 || 2 * narrow.blocks() < 3 * best.blocks()) {
                break;
            }
            best = narrow;
        }
        return best;
    }

    private static RowWalk wide(ChannelTensor tensor, int fold, int widest) {
        long row = new RowWalk(tensor, fold, widest, 1).rowVectors();
        long even = LaunchConfig.ceilDiv(row, LaunchConfig.ceilDiv(row, widest));
        RowWalk whole = new RowWalk(tensor, fold, (int) Math.min(widest, even + even % 2), 1);
        int each = MOST_ROWS;
        while (each > FEWEST_ROWS && whole.blocks() * whole.chunks(each) < ENOUGH_BLOCKS) {
            each /= 2;
        }
        long chunks = Math.min(whole.chunks(each), whole.affordable());
        return new RowWalk(tensor, fold, whole.vectors, LaunchConfig.capped(chunks, LaunchConfig.MAX_GRID_X));
    }

    /** Chunks of so many rows for each thread. */
    private long chunks(int each) {
        long rows = LaunchConfig.ceilDiv(tensor.outer(), fold);
        return LaunchConfig.ceilDiv(rows, (long) (ChannelTensor.BLOCK / vectors) * each);
    }

    /** Most chunks by what they load. */
    private long affordable() {
        double moved = 3.0 * tensor.outer() * tensor.row() * tensor.dtype().bytes();
        double each = (double) tiles()
                * channels()
                * LOADED
                * tensor.dtype().statistics().bytes();
        return (long) (LOADED_SHARE * moved / each);
    }

    /** Most channels that a block has to do with. */
    private long channels() {
        long columns = (long) vectors * tensor.lanes();
        return Math.min(tensor.channels(), Math.min(columns, columns / tensor.inner() + 2));
    }

    private long rowVectors() {
        return LaunchConfig.ceilDiv(Math.min(fold, tensor.outer()) * tensor.row(), tensor.lanes());
    }

    private long tiles() {
        return LaunchConfig.ceilDiv(rowVectors(), vectors);
    }

    private long blocks() {
        return tensor.samples() * tiles() * chunks;
    }

    @Override
    public LaunchConfig config() {
        int gridX = LaunchConfig.capped(blocks(), LaunchConfig.MAX_GRID_X);
        long shared = channels() * HELD * tensor.dtype().statistics().bytes();
        return new LaunchConfig(gridX, 1, ChannelTensor.BLOCK, 1).withShared((int) shared);
    }

    @Override
    public KernelArguments give(KernelArguments arguments) {
        return ChannelWalk.give(tensor, arguments).i32(fold).i32(vectors).i32(chunks);
    }
}
