// SPDX-License-Identifier: Apache-2.0
//
// Second stage of the gradients of weight and bias of row norms.
//
//   dweight[c] = (accumulate ? dweight[c] : 0) + sum over chunks of partial_dweight[chunk][c], dbias likewise
//
// partials [chunks][cols rounded up to a multiple of 8] in the statistics type; dweight, dbias [cols] of param_type
// (common/typed.cuh); the sum is rounded once. accumulate == 0 overwrites without reading.
// Null: dweight or dbias (skipped; its partial may then be null too).
// Launch: block 128 or more, one block for each 8 columns or fewer. Deterministic: the order of the sum depends on
// chunks alone.
#include "common/entry.cuh"
#include "common/row_gradient.cuh"

namespace evenkeel {

#define ROW_NORM_FINISH(T, P, S)                                                                              \
    const S *partial_dweight, const S *partial_dbias, void *dweight, void *dbias, int64_t cols, int64_t chunks, \
        int param_type, int accumulate

template <class T, class P, class S>
__device__ __forceinline__ void row_norm_finish(ROW_NORM_FINISH(T, P, S)) {
    __shared__ SliceScratch<S> scratch;
#pragma unroll 1
    for (int bias = 0; bias < 2; ++bias) {
        void *grad = bias != 0 ? dbias : dweight;
        if (grad == nullptr) continue;
        finish_columns<T>(bias != 0 ? partial_dbias : partial_dweight, grad, param_type, cols, chunks, accumulate,
                          scratch);
    }
}

}  // namespace evenkeel

EVENKEEL_ENTRIES_S(row_norm_finish, 256, ROW_NORM_FINISH,
                   (partial_dweight, partial_dbias, dweight, dbias, cols, chunks, param_type, accumulate))
