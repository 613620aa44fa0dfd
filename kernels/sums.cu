// SPDX-License-Identifier: Apache-2.0
//
// Sums over all elements, in two stages.
//
// sum_of_squares: partial[block] = sum of the squares of the elements of x [n] that the block visits.
//   Launch: block 256, one thread for each element or fewer: grid-stride.
// sum_finish: into[0] = factor times the sum of partial [count], or the square root of the sum where root is not 0.
//   Launch: one block of 256.
//
// No pointer may be null. Deterministic: the order of the sums depends on the launches and count alone.
#include "common/block_sum.cuh"
#include "common/entry.cuh"

namespace evenkeel {

#define SUM_OF_SQUARES(T, P, S) const T *x, S *partial, int64_t n

template <class T, class P, class S>
__device__ __forceinline__ void sum_of_squares(SUM_OF_SQUARES(T, P, S)) {
    __shared__ WarpSums<S> scratch;
    const int64_t step = int64_t(gridDim.x) * blockDim.x;
    S sum = S(0);
#pragma unroll 1
    for (int64_t i = int64_t(blockIdx.x) * blockDim.x + threadIdx.x; i < n; i += step) sum += x[i] * x[i];
    sum = block_sum(sum, scratch);
    if (threadIdx.x == 0) partial[blockIdx.x] = sum;
}

#define SUM_FINISH(T, P, S) const S *partial, T *into, int64_t count, S factor, int root

template <class T, class P, class S>
__device__ __forceinline__ void sum_finish(SUM_FINISH(T, P, S)) {
    __shared__ WarpSums<S> scratch;
    S sum = S(0);
#pragma unroll 1
    for (int64_t i = threadIdx.x; i < count; i += blockDim.x) sum += partial[i];
    sum = block_sum(sum, scratch);
    if (threadIdx.x == 0) into[0] = root != 0 ? sqrt(sum) : factor * sum;
}

}  // namespace evenkeel

EVENKEEL_ENTRIES_S(sum_of_squares, 256, SUM_OF_SQUARES, (x, partial, n))
EVENKEEL_ENTRIES_S(sum_finish, 256, SUM_FINISH, (partial, into, count, factor, root))
