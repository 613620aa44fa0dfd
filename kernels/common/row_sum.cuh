// SPDX-License-Identifier: Apache-2.0
//
// Sums over the lanes of a row, where a block works on several rows at once.
#pragma once

#include "reduce.cuh"

namespace evenkeel {

// Sums of up to two values over `lanes` neighbouring threads, handed to each of them: a power of two up to 32, or a
// multiple of 32, and the same for the whole block, every thread of which has to take part. The order of the sum
// depends on `lanes` alone.
//
// Two buffers take turns, so that one barrier per sum is enough: whoever writes a buffer again has passed the
// barrier of the sum between, which every reader of the old contents reached first.
template <class S>
struct RowSum {
    using Scratch = S[2][2][kMaxWarps];

    S (*scratch)[2][kMaxWarps];
    int turn, lanes;

    __device__ RowSum(Scratch &shared, int lanes) : scratch(shared), turn(0), lanes(lanes) {}

    template <int N>
    __device__ __forceinline__ void operator()(S (&v)[N]) {
        static_assert(N <= 2, "scratch holds two values a warp");
#pragma unroll
        for (int distance = kWarp / 2; distance > 0; distance /= 2) {
            if (distance >= lanes) continue;
#pragma unroll
            for (int n = 0; n < N; ++n) v[n] += __shfl_xor_sync(kAllLanes, v[n], distance);
        }
        if (lanes <= kWarp) return;
        const int lane = threadIdx.x % kWarp;
        const int warps = lanes / kWarp;
        const int first = int(threadIdx.x) / lanes * warps;
        S(*slot)[kMaxWarps] = scratch[turn];
        turn ^= 1;
        if (lane == 0) {
#pragma unroll
            for (int n = 0; n < N; ++n) slot[n][threadIdx.x / kWarp] = v[n];
        }
        __syncthreads();
#pragma unroll
        for (int n = 0; n < N; ++n) v[n] = warp_sum(lane < warps ? slot[n][first + lane] : S(0));
    }
};

}  // namespace evenkeel
