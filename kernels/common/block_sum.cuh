// SPDX-License-Identifier: Apache-2.0
//
// The sum of a number of every thread of a block, in an order fixed by the block's size alone. Every thread takes part;
// the result is in thread 0. Blocks are one-dimensional, of whole warps.
#pragma once

#include "reduce.cuh"

namespace evenkeel {

template <class S>
using WarpSums = S[kMaxWarps];

// scratch is free again on return.
template <class S>
__device__ __forceinline__ S block_sum(S v, WarpSums<S> &scratch) {
#pragma unroll 1
    for (int distance = kWarp / 2; distance > 0; distance /= 2) v += __shfl_xor_sync(kAllLanes, v, distance);
    if (threadIdx.x % kWarp == 0) scratch[threadIdx.x / kWarp] = v;
    __syncthreads();
    if (threadIdx.x == 0) {
#pragma unroll 1
        for (int warp = 1; warp < int(blockDim.x) / kWarp; ++warp) v += scratch[warp];
    }
    __syncthreads();
    return v;
}

}  // namespace evenkeel
