// Shuffles of all modes, votes, reductions, the active mask in divergent code.
extern "C" __global__ void warp_functions(int *y) {
    int lane = threadIdx.x;
    int *mine = y + 16 * lane;
    mine[0] = __shfl_up_sync(0xffffffffu, lane, 3);
    mine[1] = __shfl_down_sync(0xffffffffu, lane, 3);
    mine[2] = __shfl_xor_sync(0xffffffffu, lane, 5);
    mine[3] = __shfl_sync(0xffffffffu, lane, 7);
    mine[4] = __shfl_up_sync(0xffffffffu, lane, 1, 8);
    mine[5] = __shfl_sync(0xffffffffu, lane, 3, 8);
    mine[6] = __ballot_sync(0xffffffffu, lane % 3 == 0);
    mine[7] = __any_sync(0xffffffffu, lane == 31) + 2 * __all_sync(0xffffffffu, lane < 31);
    mine[8] = __reduce_add_sync(0xffffffffu, lane);
    mine[9] = __reduce_max_sync(0xffffffffu, lane ^ 1);
    if (lane % 2) {
        mine[10] = __shfl_xor_sync(0xaaaaaaaau, lane, 2);
        mine[11] = __activemask();
    } else {
        mine[10] = __shfl_xor_sync(0x55555555u, lane, 4);
        mine[11] = __activemask();
    }
    mine[12] = __popc(__ballot_sync(0xffffffffu, 1));
    long long wide = ((long long)lane << 40) | lane;
    wide = __shfl_xor_sync(0xffffffffu, wide, 1);
    mine[13] = (int)(wide >> 40);
    __syncwarp();
    mine[14] = y[16 * (lane ^ 1)];
}
