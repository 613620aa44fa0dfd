// SPDX-License-Identifier: Apache-2.0
//
// Second stage of a weight and bias gradient: adds up the partial sums of the first, chunk 0 first.
//
//   dweight[c] = (accumulate ? dweight[c] : 0) + sum over chunks of partial_dweight[chunk][c], dbias likewise
//
// partials [chunks][cols] in the statistics type, dweight and dbias [cols] in the parameter type; the sum is
// rounded to it once. accumulate == 0 overwrites without reading.
// Null: dweight or dbias (skipped; its partial may then be null too).
// Launch: one thread per column, block 256, grid-stride. Deterministic.
#include "common/chunk_sum.cuh"
#include "common/entry.cuh"

namespace evenkeel {

#define PARAM_GRAD_FINISH(T, P, S)                                                                          \
    const S *partial_dweight, const S *partial_dbias, P *dweight, P *dbias, int64_t cols, int64_t chunks,   \
        int accumulate

template <class T, class P, class S>
__device__ __forceinline__ void param_grad_finish(PARAM_GRAD_FINISH(T, P, S)) {
    const int64_t step = int64_t(gridDim.x) * blockDim.x;
#pragma unroll 1
    for (int64_t c = int64_t(blockIdx.x) * blockDim.x + threadIdx.x; c < cols; c += step) {
        if (dweight != nullptr) put_grad(dweight, c, chunk_sum(partial_dweight, c, cols, chunks), accumulate);
        if (dbias != nullptr) put_grad(dbias, c, chunk_sum(partial_dbias, c, cols, chunks), accumulate);
    }
}

}  // namespace evenkeel

EVENKEEL_ENTRIES_T(param_grad_finish, 256, PARAM_GRAD_FINISH,
                   (partial_dweight, partial_dbias, dweight, dbias, cols, chunks, accumulate))
