// SPDX-License-Identifier: Apache-2.0
//
// What becomes of a weight's elements once the sums of its rows are known: the last step of weight and spectral norm,
// forward and backward.
//
//   out[o][r][i] = (accumulate ? out[o][r][i] : 0) + x[o][r][i] * alpha[r] + y[o][r][i] * beta[r]
//   or, with a vector [outer][inner] in place of y,  ... + vector[o][i] * beta[r]
//   row_out[r] = (accumulate ? row_out[r] : 0) + row_values[r]
//
// x, y, out [outer][rows][inner] of `type`, row_out [rows] of row_type (common/typed.cuh); alpha, beta, row_values [rows]
// and the vector in the statistics type. One rounding each. accumulate == 0 overwrites without reading.
// Null: y and vector (then beta too); out (then x, alpha); row_out (then row_values).
// Launch: `lanes` threads to a run of inner elements, a power of two; blockDim / lanes runs to a block, grid-stride along
// x; a run is shared by gridDim.y blocks. Deterministic.
#include "common/entry.cuh"
#include "common/row_gradient.cuh"
#include "common/weight.cuh"

namespace evenkeel {

#define WEIGHT_APPLY(T, P, S)                                                                                 \
    const void *x, const S *alpha, const void *y, const S *vector, const S *beta, void *out,                  \
        const S *row_values, void *row_out, int64_t outer, int64_t rows, int64_t inner, int lanes, int type,  \
        int row_type, int accumulate

// Makes K neighbouring elements of a run at a time; the run begins at `at`, its vector at `column`.
template <int K, class T, class S>
__device__ __forceinline__ void apply_run(const void *x, S alpha, const void *y, const S *vector, S beta, void *out,
                                          int type, int64_t at, int64_t column, int64_t from, int64_t end,
                                          int64_t step, bool accumulate) {
#pragma unroll 1
    for (int64_t i = from; i < end; i += step) {
        Held<T, K> of_x, of_y, of_out;
        S of_vector[K], v[K], more[K];
        of_x.load(x, type, at + i);
        if (y != nullptr) of_y.load(y, type, at + i);
        if (vector != nullptr) load_numbers(vector, column + i, of_vector);
        if (accumulate) of_out.load(out, type, at + i);
        of_x.get(type, v);
#pragma unroll
        for (int e = 0; e < K; ++e) v[e] *= alpha;
        if (y != nullptr) {
            of_y.get(type, more);
#pragma unroll
            for (int e = 0; e < K; ++e) v[e] = fma(more[e], beta, v[e]);
        }
        if (vector != nullptr) {
#pragma unroll
            for (int e = 0; e < K; ++e) v[e] = fma(of_vector[e], beta, v[e]);
        }
        if (accumulate) {
            of_out.get(type, more);
#pragma unroll
            for (int e = 0; e < K; ++e) v[e] += more[e];
        }
        put_elements<T>(out, type, at + i, v);
    }
}

template <class T, class P, class S>
__device__ __forceinline__ void weight_apply(WEIGHT_APPLY(T, P, S)) {
    constexpr int K = kVector<T>;
    const int64_t lane = int64_t(blockIdx.y) * lanes + int(threadIdx.x) % lanes;
    const int64_t together = int64_t(gridDim.y) * lanes;
    const int64_t groups = int(blockDim.x) / lanes;
    const bool vectors =
        inner % K == 0 && aligned16(x) && aligned16(y) && aligned16(vector) && aligned16(out);

#pragma unroll 1
    for (int64_t run = blockIdx.x * groups + int(threadIdx.x) / lanes; run < outer * rows; run += gridDim.x * groups) {
        const int64_t o = run / rows;
        const int64_t row = run - o * rows;
        if (row_out != nullptr && o == 0 && lane == 0) {
            put_param_grad<T>(row_out, row_type, row, row_values[row], accumulate);
        }
        if (out == nullptr) continue;
        const S first = alpha[row];
        const S second = load_or(beta, row, 0);
        const int64_t at = run * inner;
        if (vectors) {
            apply_run<K, T>(x, first, y, vector, second, out, type, at, o * inner, lane * K, inner, together * K,
                            accumulate != 0);
        } else {
            apply_run<1, T>(x, first, y, vector, second, out, type, at, o * inner, lane, inner, together,
                            accumulate != 0);
        }
    }
}

}  // namespace evenkeel

EVENKEEL_ENTRIES_S(weight_apply, 256, WEIGHT_APPLY,
                   (x, alpha, y, vector, beta, out, row_values, row_out, outer, rows, inner, lanes, type, row_type,
                    accumulate))
