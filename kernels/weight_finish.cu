// SPDX-License-Identifier: Apache-2.0
//
// What the sums of weight_sums come to. All arrays are in the statistics type but for g.
//
// In both, a sum has `chunks` parts of `fold` numbers: sum k = over chunks and f < fold, parts[chunk][k * fold + f].
//
// weight_norm_finish: by row, square and product being the sums of `squares` and `products`:
//   norm = max(sqrt(square), floor),  alpha = g / norm
//   along = product / norm,  beta = -alpha * along / norm, but 0 where sqrt(square) < floor
//   g [rows] of g_type (common/typed.cuh). Null: g (1); norm; products (then along, beta).
//   Launch: a warp for each row, block 256, grid-stride.
// spectral_norm_finish: t[k] the sums of `parts`, n of them.
//   where vector is not null:  vector = t / max(|t|, eps),  sigma = <vector, t>
//   else:                      sigma = <given, t>
//   alpha = 1 / sigma, [rows];  beta[k] = -(sum of all `products` / sigma) / sigma * given[k]
//   vector, given, beta [n]. Null: vector or given; sigma, alpha; products and beta (both).
//   Launch: one block of 512.
//
// Outputs are overwritten. Deterministic: the order of a sum depends on shapes and chunks alone.
#include "common/entry.cuh"
#include "common/row_sum.cuh"
#include "common/typed.cuh"

namespace evenkeel {

#define WEIGHT_NORM_FINISH(T, P, S)                                                                           \
    const S *squares, const S *products, const void *g, S *norm, S *alpha, S *along, S *beta, int64_t rows,   \
        int chunks, int fold, int g_type, S floor

template <class T, class P, class S>
__device__ __forceinline__ void weight_norm_finish(WEIGHT_NORM_FINISH(T, P, S)) {
    const int lane = threadIdx.x % kWarp;
    const int warps = int(blockDim.x) / kWarp;
#pragma unroll 1
    for (int64_t row = int64_t(blockIdx.x) * warps + int(threadIdx.x) / kWarp; row < rows;
         row += int64_t(gridDim.x) * warps) {
        S square = 0;
        S product = 0;
#pragma unroll 1
        for (int part = lane; part < chunks * fold; part += kWarp) {
            const int64_t at = (part / fold * rows + row) * fold + part % fold;
            square += squares[at];
            product += load_or(products, at, 0);
        }
        square = warp_sum(square);
        product = warp_sum(product);
        if (lane != 0) continue;
        const S length = sqrt(square);
        const S used = length < floor ? floor : length;
        S gain = 1;
        if (g != nullptr) with_tensor<T>(g, g_type, [&](auto *typed) { gain = load(typed, row); });
        gain /= used;
        alpha[row] = gain;
        if (norm != nullptr) norm[row] = used;
        if (products == nullptr) continue;
        along[row] = product / used;
        beta[row] = length < floor ? S(0) : -gain * (product / used) / used;
    }
}

constexpr int kFinishThreads = 512;

#define SPECTRAL_NORM_FINISH(T, P, S)                                                                         \
    const S *parts, const S *products, const S *given, S *vector, S *sigma, S *alpha, S *beta, int64_t n,     \
        int64_t rows, int chunks, int fold, S eps

template <class T, class P, class S>
__device__ __forceinline__ void spectral_norm_finish(SPECTRAL_NORM_FINISH(T, P, S)) {
    __shared__ typename RowSum<S>::Scratch scratch;
    RowSum<S> block_sum(scratch, kFinishThreads);
    // Of t with itself or with what is given, and of all products.
    S sums[2] = {0, 0};
#pragma unroll 1
    for (int64_t k = threadIdx.x; k < n; k += kFinishThreads) {
        S t = 0;
#pragma unroll 1
        for (int chunk = 0; chunk < chunks; ++chunk) {
#pragma unroll 1
            for (int f = 0; f < fold; ++f) {
                const int64_t at = (chunk * n + k) * fold + f;
                t += parts[at];
                sums[1] += load_or(products, at, 0);
            }
        }
        if (vector != nullptr) vector[k] = t;
        sums[0] = fma(t, vector != nullptr ? t : given[k], sums[0]);
    }
    block_sum(sums);
    S value = sums[0];
    if (vector != nullptr) {
        const S length = sqrt(value);
        const S used = length < eps ? eps : length;
        S again[1] = {0};
#pragma unroll 1
        for (int64_t k = threadIdx.x; k < n; k += kFinishThreads) {
            const S t = vector[k];
            vector[k] = t / used;
            again[0] = fma(t, t / used, again[0]);
        }
        block_sum(again);
        value = again[0];
    }
    if (sigma != nullptr && threadIdx.x == 0) *sigma = value;
    if (alpha != nullptr) {
#pragma unroll 1
        for (int64_t row = threadIdx.x; row < rows; row += kFinishThreads) alpha[row] = S(1) / value;
    }
    if (beta == nullptr) return;
    const S along = -(sums[1] / value) / value;
#pragma unroll 1
    for (int64_t k = threadIdx.x; k < n; k += kFinishThreads) beta[k] = along * given[k];
}

}  // namespace evenkeel

EVENKEEL_ENTRIES_S(weight_norm_finish, 256, WEIGHT_NORM_FINISH,
                   (squares, products, g, norm, alpha, along, beta, rows, chunks, fold, g_type, floor))
EVENKEEL_ENTRIES_S(spectral_norm_finish, evenkeel::kFinishThreads, SPECTRAL_NORM_FINISH,
                   (parts, products, given, vector, sigma, alpha, beta, n, rows, chunks, fold, eps))
