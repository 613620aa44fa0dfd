// SPDX-License-Identifier: Apache-2.0
//
// A row's statistics, and what is made with them. Every kernel of row norms does this arithmetic operation by operation
// in the same way, so that a row's bits don't depend on which kernel its alignment calls for.
//
// Variance is two-pass. The second pass sums v - centre as well, which takes the rounding error of the first pass's
// mean out again: a row at mean 1e6, std 1 keeps float precision, and a constant row gives bias.
#pragma once

#include "dtype.cuh"
#include "exact.cuh"
#include "row_sum.cuh"

namespace evenkeel {

constexpr int kLayerNorm = 0;
constexpr int kRmsNorm = 1;

// The mean is centre + offset, which one number would not hold to the precision of v - mean. RMS norm: both are 0.
template <class S>
struct RowStatistics {
    S centre, offset, rstd;

    __device__ __forceinline__ S xhat(S v, S rest) const { return product(((v - centre) + rest) - offset, rstd); }

    __device__ __forceinline__ S xhat(S v) const { return product((v - centre) - offset, rstd); }

    __device__ __forceinline__ S mean() const { return centre + offset; }
};

// Adds v - centre and its square, v being v + rest.
template <class S>
__device__ __forceinline__ void add_centred(S v, S rest, S centre, S (&centred)[2]) {
    const S d = (v - centre) + rest;
    centred[0] += d;
    centred[1] = fma(d, d, centred[1]);
}

// From the sums over a row of v - centre and of its square.
template <class S>
__device__ __forceinline__ RowStatistics<S> row_statistics(S centre, const S (&centred)[2], int norm, S cols, S eps) {
    const S offset = norm == kLayerNorm ? centred[0] / cols : S(0);
    S var = fma(-offset, offset, centred[1] / cols);
    if (var < S(0)) var = S(0);
    return {centre, offset, rstd_of(var, eps)};
}

// The statistics of a row of which each lane adds up its part: add(total) adds v, add_squares(centre, centred) does as
// add_centred.
template <class S, class Add, class AddSquares>
__device__ __forceinline__ RowStatistics<S> row_statistics(RowSum<S> &row_sum, int norm, S cols, S eps, Add add,
                                                           AddSquares add_squares) {
    S total[1] = {0};
    if (norm == kLayerNorm) {
        add(total[0]);
        row_sum(total);
    }
    const S centre = total[0] / cols;
    S centred[2] = {0, 0};
    add_squares(centre, centred);
    row_sum(centred);
    return row_statistics(centre, centred, norm, cols, eps);
}

// rstd * (g - <g> - xhat * <g * xhat>), from both means.
template <class S>
__device__ __forceinline__ S row_dx(const RowStatistics<S> &of, S x, S g, const S (&means)[2]) {
    return product(of.rstd, fma(-of.xhat(x), means[1], g - means[0]));
}

}  // namespace evenkeel
