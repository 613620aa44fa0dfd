package dev.evenkeel.internal.cuda;

/**
 * A walk over large planes, piece by piece, as {@code planes.cuh} has it.
 *
 * @param team threads that share a piece
 * @param chunks parts of each channel's pieces
 */
record PlaneWalk(ChannelTensor tensor, int team, int chunks) implements ChannelWalk, Reduction {
    /** Vectors of a piece that each thread takes. */
    private static final int PIECE_VECTORS = 4;
    /** Pieces that each team of a reduction takes at least, where there are so many. */
    private static final int REDUCED_PIECES = 2;
    /** Pieces that each team takes of an elementwise kernel. */
    private static final int VISITED_PIECES = 4;

    private static final int WARP = 32;

    /** For {@link ChannelWalk#reduction}. */
    static PlaneWalk reduction(ChannelTensor tensor) {
        int team = team(tensor);
        long busy = Math.min(Reduction.TARGET_BLOCKS / tensor.channels(), blocks(tensor, team, REDUCED_PIECES));
        // A block writes its own partial: a sector, if only a part of it.
        long afforded = Reduction.affordable(tensor, ChannelTensor.SECTOR_BYTES);
        return new PlaneWalk(tensor, team, LaunchConfig.capped(Math.min(busy, afforded), Reduction.TARGET_BLOCKS));
    }

    /** For {@link ChannelWalk#each}. */
    static PlaneWalk each(ChannelTensor tensor) {
        int team = team(tensor);
        return new PlaneWalk(
                tensor, team, LaunchConfig.capped(blocks(tensor, team, VISITED_PIECES), LaunchConfig.MAX_GRID_Y));
    }

    /** The largest team, but for smaller ones whose pieces fill a plane a good deal better. */
    private static int team(ChannelTensor tensor) {
        int best = ChannelTensor.BLOCK;
        for (int team = best / 2; team >= WARP; team /= 2) {
            if (10 * pieces(tensor, team) * team < 9 * pieces(tensor, best) * best) {
                best = team;
            }
        }
        return best;
    }

    private static long pieces(ChannelTensor tensor, int team) {
        return LaunchConfig.ceilDiv(tensor.inner(), (long) team * PIECE_VECTORS * tensor.lanes());
    }

    private static long blocks(ChannelTensor tensor, int team, int piecesEach) {
        int teams = ChannelTensor.BLOCK / team;
        return LaunchConfig.ceilDiv(tensor.outer() * pieces(tensor, team), (long) teams * piecesEach);
    }

    @Override
    public boolean resides() {
        return tensor.samples() == 1;
    }

    @Override
    public int kept() {
        long pieces = LaunchConfig.ceilDiv(tensor.outer() * pieces(tensor, team), chunks);
        return PIECE_VECTORS * (int) LaunchConfig.ceilDiv(pieces, ChannelTensor.BLOCK / team);
    }

    @Override
    public int scratchBytes() {
        return ChannelTensor.BLOCK * PARTIAL * tensor.dtype().statistics().bytes();
    }

    @Override
    public ChannelWalk walk() {
        return this;
    }

    @Override
    public long arrivals() {
        return tensor.samples() * tensor.channels();
    }

    @Override
    public LaunchConfig config() {
        long blocks = tensor.samples() * tensor.channels() * chunks;
        return new LaunchConfig(LaunchConfig.capped(blocks, LaunchConfig.MAX_GRID_X), 1, ChannelTensor.BLOCK, 1);
    }

    @Override
    public KernelArguments give(KernelArguments arguments) {
        return ChannelWalk.give(tensor, arguments).i32(team).i32(chunks);
    }
}
