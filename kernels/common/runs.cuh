// SPDX-License-Identifier: Apache-2.0
//
// Merging over a one-dimensional block, in an order fixed by the sizes alone: same inputs, same bits, every run.
// What is merged is a struct of numbers whose zero value is the empty set and which has merge(other).
// The block is a multiple of 32 threads, all of which take part.
#pragma once

#include "reduce.cuh"

namespace evenkeel {

// What the lane `distance` further up the warp holds.
template <class M>
__device__ __forceinline__ M shuffle_down(const M &own, int distance) {
    static_assert(sizeof(M) % sizeof(unsigned) == 0, "made of words");
    unsigned words[sizeof(M) / sizeof(unsigned)];
    memcpy(words, &own, sizeof(M));
#pragma unroll
    for (int word = 0; word < int(sizeof(M) / sizeof(unsigned)); ++word)
        words[word] = __shfl_down_sync(kAllLanes, words[word], distance);
    M other;
    memcpy(&other, words, sizeof(M));
    return other;
}

// Neighbouring threads that share a run: a power of two, at most a warp, no more than there are items, and none while
// there are runs for all threads.
__device__ __forceinline__ int threads_for_each(int runs, int items) {
    int threads = 1;
#pragma unroll 1
    while (threads < kWarp && 2 * threads <= items && runs * 2 * threads <= int(blockDim.x)) threads *= 2;
    return threads;
}

// For each of the runs, use(run, the merge of item(run, 0) ... item(run, items - 1)), by one thread. kInFlight items
// are asked for before the first of them is merged.
template <class M, int kInFlight = 1, class Item, class Use>
__device__ __forceinline__ void merge_runs(int runs, int items, Item item, Use use) {
    const int threads = threads_for_each(runs, items);
    const int share = threadIdx.x & (threads - 1);
    const int step = blockDim.x / threads;
#pragma unroll 1
    for (int base = 0; base < runs; base += step) {
        const int run = base + threadIdx.x / threads;
        M all = {};
        if (run < runs) {
#pragma unroll kInFlight
            for (int i = share; i < items; i += threads) all.merge(item(run, i));
        }
#pragma unroll 1
        for (int distance = threads / 2; distance > 0; distance /= 2) all.merge(shuffle_down(all, distance));
        if (run < runs && share == 0) use(run, all);
    }
}

// Whether this block is the last of `blocks` to come here; it then sees what the others wrote to global memory
// before they came, read by load_fresh(). The counter is 0 before, and again 0 after the last one. Every thread of
// the block has to take part.
__device__ __forceinline__ bool last_to_arrive(unsigned *counter, unsigned blocks) {
    __shared__ bool last;
    __threadfence();
    __syncthreads();
    if (threadIdx.x == 0) last = atomicInc(counter, blocks - 1) == blocks - 1;
    __syncthreads();
    const bool result = last;
    if (result) __threadfence();
    return result;
}

// What another block of this launch may have written.
template <class M>
__device__ __forceinline__ M load_fresh(const M *p) {
    static_assert(sizeof(M) % sizeof(uint4) == 0, "made of vectors");
    uint4 vectors[sizeof(M) / sizeof(uint4)];
#pragma unroll
    for (int k = 0; k < int(sizeof(M) / sizeof(uint4)); ++k)
        vectors[k] = __ldcg(reinterpret_cast<const uint4 *>(p) + k);
    M m;
    memcpy(&m, vectors, sizeof(M));
    return m;
}

// p[0] = m, in whole vectors.
template <class M>
__device__ __forceinline__ void store_whole(M *p, const M &m) {
    static_assert(sizeof(M) % sizeof(uint4) == 0, "made of vectors");
    uint4 vectors[sizeof(M) / sizeof(uint4)];
    memcpy(vectors, &m, sizeof(M));
#pragma unroll
    for (int k = 0; k < int(sizeof(M) / sizeof(uint4)); ++k) __stwb(reinterpret_cast<uint4 *>(p) + k, vectors[k]);
}

}  // namespace evenkeel
