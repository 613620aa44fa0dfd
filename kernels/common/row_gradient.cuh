// SPDX-License-Identifier: Apache-2.0
//
// Gradients of weight and bias in two stages: `chunks` partial rows of sums, then the sum over chunks of each column.
#pragma once

#include <type_traits>

#include "chunk.cuh"
#include "grid_barrier.cuh"
#include "reduce.cuh"
#include "typed.cuh"

namespace evenkeel {

// Columns that a block finishes at once, as many as a 32-byte sector of float holds; partial rows are padded to them.
constexpr int kSliceCols = 8;
constexpr int kSliceThreads = 128;
constexpr int kSliceWarps = kSliceThreads / kWarp;

template <class S>
using SliceScratch = S[kSliceWarps][kSliceCols];

// grad[c] = total, or grad[c] += total rounded once; the old value is read only to accumulate.
template <class T>
__device__ __forceinline__ void put_param_grad(void *grad, int type, int64_t c, Stat<T> total, int accumulate) {
    with_param<T>(grad, type, [&](auto *typed) {
        using U = typename std::remove_const<typename std::remove_pointer<decltype(typed)>::type>::type;
        store(const_cast<U *>(typed), c, accumulate != 0 ? load(typed, c) + total : total);
    });
}

// grad of the columns of every gridDim-th slice from blockIdx on, from all chunks. The first kSliceThreads threads of
// the block work, all take part. Rows are added in an order that depends on `chunks` alone.
template <class T>
__device__ __forceinline__ void finish_columns(const Stat<T> *partial, void *grad, int type, int64_t cols,
                                               int64_t chunks, int accumulate, SliceScratch<Stat<T>> &scratch) {
    using S = Stat<T>;
    const int64_t pitch = (cols + kSliceCols - 1) / kSliceCols * kSliceCols;
    const int warp = int(threadIdx.x) / kWarp;
#pragma unroll 1
    for (int64_t slice = blockIdx.x; slice * kSliceCols < cols; slice += gridDim.x) {
        const int64_t c = slice * kSliceCols + threadIdx.x % kSliceCols;
        S total = 0;
        if (warp < kSliceWarps && c < cols) {
#pragma unroll 4
            for (int64_t chunk = threadIdx.x / kSliceCols; chunk < chunks; chunk += kSliceThreads / kSliceCols) {
                total += partial[chunk * pitch + c];
            }
        }
        total += __shfl_xor_sync(kAllLanes, total, kSliceCols);
        total += __shfl_xor_sync(kAllLanes, total, 2 * kSliceCols);
        if (warp < kSliceWarps && threadIdx.x % kWarp < kSliceCols) scratch[warp][threadIdx.x % kWarp] = total;
        __syncthreads();
        if (threadIdx.x < kSliceCols && c < cols) {
#pragma unroll
            for (int other = 1; other < kSliceWarps; ++other) total += scratch[other][threadIdx.x];
            put_param_grad<T>(grad, type, c, total, accumulate);
        }
        __syncthreads();
    }
}

// Where chunk's partial row begins.
__device__ __forceinline__ int64_t partial_row(int64_t chunk, int64_t cols) {
    return chunk * ((cols + kSliceCols - 1) / kSliceCols * kSliceCols);
}

// When all blocks have left their partial rows, they share the columns out and add up. With several chunks the launch
// is a cooperative one, with one chunk it is one block.
template <class T>
__device__ __forceinline__ void finish_gradients(const Stat<T> *partial_dweight, const Stat<T> *partial_dbias,
                                                 void *dweight, void *dbias, int type, int64_t cols, int64_t chunks,
                                                 int accumulate, SliceScratch<Stat<T>> &scratch) {
    if (chunks == 1) {
        __syncthreads();
    } else {
        grid_barrier();
    }
#pragma unroll 1
    for (int bias = 0; bias < 2; ++bias) {
        void *grad = bias != 0 ? dbias : dweight;
        if (grad == nullptr) continue;
        finish_columns<T>(bias != 0 ? partial_dbias : partial_dweight, grad, type, cols, chunks, accumulate, scratch);
    }
}

}  // namespace evenkeel
