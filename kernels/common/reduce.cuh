// SPDX-License-Identifier: Apache-2.0
//
// Sums over a block, in an order fixed by the block's shape alone: same inputs, same bits, every run.
// Every thread of the block has to take part.
#pragma once

#include <stdint.h>

namespace evenkeel {

constexpr int kWarp = 32;
constexpr int kMaxWarps = 32;
constexpr unsigned kAllLanes = 0xffffffffu;

// The lanes' sum, the same bits in each of them.
template <class S>
__device__ __forceinline__ S warp_sum(S v) {
#pragma unroll
    for (int distance = kWarp / 2; distance > 0; distance /= 2) v += __shfl_xor_sync(kAllLanes, v, distance);
    return v;
}

// A number in two parts: what the type holds of it, and the rest.
template <class S>
struct TwoSum {
    S sum, rest;
};

// a + b exactly (Knuth's two-sum).
template <class S>
__device__ __forceinline__ TwoSum<S> two_sum(S a, S b) {
    const S sum = a + b;
    const S b_in_sum = sum - a;
    return {sum, (a - (sum - b_in_sum)) + (b - b_in_sum)};
}

// Blocks over column-shaped work are (kTileCols, kTileRows): 32 neighbouring columns by 8 rows.
constexpr int kTileCols = 32;
constexpr int kTileRows = 8;

template <class S>
using TilePair = S[2][kTileRows][kTileCols];

// Sums of a and b over the block's rows, row 0 first; the results are in the threads with threadIdx.y == 0.
// scratch is free again on return.
template <class S>
__device__ __forceinline__ void tile_sum(S &a, S &b, TilePair<S> &scratch) {
    scratch[0][threadIdx.y][threadIdx.x] = a;
    scratch[1][threadIdx.y][threadIdx.x] = b;
    __syncthreads();
    if (threadIdx.y == 0) {
#pragma unroll
        for (int row = 1; row < kTileRows; ++row) {
            a += scratch[0][row][threadIdx.x];
            b += scratch[1][row][threadIdx.x];
        }
    }
    __syncthreads();
}

}  // namespace evenkeel
