// SPDX-License-Identifier: Apache-2.0
//
// Sums and moments over a block, in an order fixed by the block's shape alone: same inputs, same bits, every run.
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

// Sums of up to two values over a one-dimensional block, handed to every thread.
//
// Two buffers take turns, so that one barrier per sum is enough: whoever writes a buffer again has passed the
// barrier of the sum between, which every reader of the old contents reached first.
template <class S>
struct BlockSum {
    using Scratch = S[2][2][kMaxWarps];

    S (*scratch)[2][kMaxWarps];
    int turn;

    __device__ explicit BlockSum(Scratch &shared) : scratch(shared), turn(0) {}

    template <int N>
    __device__ __forceinline__ void operator()(S (&v)[N]) {
        static_assert(N <= 2, "scratch holds two values a warp");
#pragma unroll
        for (int n = 0; n < N; ++n) v[n] = warp_sum(v[n]);
        const int warps = blockDim.x / kWarp;
        if (warps == 1) return;
        const int lane = threadIdx.x % kWarp;
        S(*slot)[kMaxWarps] = scratch[turn];
        turn ^= 1;
        if (lane == 0) {
#pragma unroll
            for (int n = 0; n < N; ++n) slot[n][threadIdx.x / kWarp] = v[n];
        }
        __syncthreads();
#pragma unroll
        for (int n = 0; n < N; ++n) v[n] = warp_sum(lane < warps ? slot[n][lane] : S(0));
    }
};

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

// Count, mean and sum of centred squares of a set, merged by Chan, Golub and LeVeque's rule.
template <class S>
struct Moments {
    S count, mean, m2;

    __device__ __forceinline__ void merge(const Moments &other) {
        const S total = count + other.count;
        if (total == S(0)) return;
        const S delta = other.mean - mean;
        const S share = other.count / total;
        mean += delta * share;
        m2 += other.m2 + delta * (delta * (count * share));
        count = total;
    }
};

// Merges the moments of a one-dimensional block; the result is in thread 0 alone.
// scratch may be used again once every thread has passed another barrier.
template <class S>
__device__ __forceinline__ Moments<S> block_merge(Moments<S> m, Moments<S> (&scratch)[kMaxWarps]) {
#pragma unroll
    for (int distance = kWarp / 2; distance > 0; distance /= 2) {
        Moments<S> other;
        other.count = __shfl_down_sync(kAllLanes, m.count, distance);
        other.mean = __shfl_down_sync(kAllLanes, m.mean, distance);
        other.m2 = __shfl_down_sync(kAllLanes, m.m2, distance);
        m.merge(other);
    }
    if (threadIdx.x % kWarp == 0) scratch[threadIdx.x / kWarp] = m;
    __syncthreads();
    if (threadIdx.x == 0) {
        const int warps = blockDim.x / kWarp;
        for (int warp = 1; warp < warps; ++warp) m.merge(scratch[warp]);
    }
    return m;
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
