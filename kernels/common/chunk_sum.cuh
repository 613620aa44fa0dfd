// SPDX-License-Identifier: Apache-2.0
//
// Second stages of two-stage sums: partials are [chunks][cols], one thread adds up one column.
#pragma once

#include "dtype.cuh"
#include "stride.cuh"

namespace evenkeel {

// Sum over chunks of partial[chunk][c], chunk 0 first.
template <class S>
__device__ __forceinline__ S chunk_sum(const S *partial, int64_t c, int64_t cols, int64_t chunks) {
    S total = 0;
    strided<8>(
        0, chunks, 1, [&](int64_t chunk) { return partial[chunk * cols + c]; },
        [&](int64_t, S part) { total += part; });
    return total;
}

// grad[c] = total, or grad[c] += total rounded once; the old value is read only to accumulate.
template <class P>
__device__ __forceinline__ void put_grad(P *grad, int64_t c, Stat<P> total, int accumulate) {
    store(grad, c, accumulate != 0 ? load(grad, c) + total : total);
}

}  // namespace evenkeel
