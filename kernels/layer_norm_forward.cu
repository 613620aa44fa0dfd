// SPDX-License-Identifier: Apache-2.0
//
// Layer norm, forward, with an optional residual added first.
//
//   v = x + residual, held in two parts until y is made: one float would round away what std resolves at a large mean
//   mean = <v>,  rstd = 1 / sqrt(<(v - mean)^2> + eps)          over the cols of each row, biased variance
//   y = (v - mean) * rstd * weight + bias
//   sum = v rounded to the storage type; y is made from v before that rounding
//
// x, residual, y, sum [rows][cols]; weight, bias [cols]; mean, mean_rest, rstd [rows].
// mean + mean_rest is the mean: where |mean| >> std, mean alone does not hold it to the precision of v - mean.
// Null: residual, weight (1), bias (0), y, sum, mean, mean_rest, rstd (not written). Outputs are overwritten; y and sum may
// share the memory of x or residual.
// Launch: one block per row, grid-stride over rows; block any multiple of 32 up to 1024.
// Deterministic: a row's bits depend on that row, cols and the block size, not on the rows around it.
// A NaN or an infinity makes its own row NaN.
//
// Variance is two-pass. The second pass sums v - centre as well, which takes the rounding error of the first
// pass's mean out again: a row at mean 1e6, std 1 keeps float precision, and a constant row gives bias.
#include "common/entry.cuh"
#include "common/reduce.cuh"
#include "common/stride.cuh"

namespace evenkeel {

#define LAYER_NORM_FORWARD(T, P, S)                                                                         \
    const T *x, const T *residual, const P *weight, const P *bias, T *y, T *sum, S *mean,                   \
        S *mean_rest, S *rstd, int64_t rows, int64_t cols, S eps

template <class T, class P, class S>
__device__ __forceinline__ void layer_norm_forward(LAYER_NORM_FORWARD(T, P, S)) {
    struct Item {
        TwoSum<S> v;
        S weight, bias;
    };
    __shared__ typename BlockSum<S>::Scratch scratch;
    BlockSum<S> block_sum(scratch);
    const int64_t first = threadIdx.x;
    const int64_t step = blockDim.x;

    for (int64_t row = blockIdx.x; row < rows; row += gridDim.x) {
        const int64_t base = row * cols;
        auto value = [&](int64_t c) {
            const S v = load(x, base + c);
            return residual != nullptr ? two_sum(v, load(residual, base + c)) : TwoSum<S>{v, S(0)};
        };

        S total[1] = {0};
        strided(first, cols, step, value, [&](int64_t, const TwoSum<S> &v) { total[0] += v.sum; });
        block_sum(total);
        const S centre = total[0] / S(cols);

        S centred[2] = {0, 0};
        strided(first, cols, step, value, [&](int64_t, const TwoSum<S> &v) {
            const S d = (v.sum - centre) + v.rest;
            centred[0] += d;
            centred[1] += d * d;
        });
        block_sum(centred);
        const S offset = centred[0] / S(cols);
        S var = centred[1] / S(cols) - offset * offset;
        if (var < S(0)) var = S(0);
        const S scale = rstd_of(var, eps);

        if (threadIdx.x == 0) {
            const TwoSum<S> whole = two_sum(centre, offset);
            if (mean != nullptr) mean[row] = whole.sum;
            if (mean_rest != nullptr) mean_rest[row] = whole.rest;
            if (rstd != nullptr) rstd[row] = scale;
        }
        if (y == nullptr && sum == nullptr) continue;
        strided(
            first, cols, step,
            [&](int64_t c) { return Item{value(c), S(load_or(weight, c, 1)), S(load_or(bias, c, 0))}; },
            [&](int64_t c, const Item &item) {
                const S xhat = (((item.v.sum - centre) + item.v.rest) - offset) * scale;
                if (sum != nullptr) store(sum, base + c, item.v.sum);
                if (y != nullptr) store(y, base + c, fma(xhat, item.weight, item.bias));
            });
    }
}

}  // namespace evenkeel

EVENKEEL_ENTRIES_TP(layer_norm_forward, 1024, LAYER_NORM_FORWARD,
                    (x, residual, weight, bias, y, sum, mean, mean_rest, rstd, rows, cols, eps))
