// SPDX-License-Identifier: Apache-2.0
//
// One channel of a batch norm. The mean is mean + mean_rest: where |mean| >> std, one number of the statistics type
// does not hold it to the precision of x - mean. A saved or running mean has no rest.
//
// Forward and backward share this arithmetic, operation by operation, so that the backward pass masks exactly the
// elements that relu cut.
#pragma once

#include "dtype.cuh"

namespace evenkeel {

constexpr int kRelu = 1;

template <class S>
struct Channel {
    S mean, mean_rest, rstd, weight, bias;

    __device__ __forceinline__ S xhat(S x) const { return ((x - mean) - mean_rest) * rstd; }

    // The activation's argument. (x - mean) comes first: x * a + b would lose digits where |mean| >> std.
    __device__ __forceinline__ S pre(S x, S residual) const { return fma(xhat(x), weight, bias) + residual; }
};

template <class P, class S>
__device__ __forceinline__ Channel<S> channel_at(const S *mean, const S *mean_rest, const S *rstd,
                                                 const P *weight, const P *bias, int64_t c) {
    return {mean[c], load_or(mean_rest, c, 0), rstd[c], load_or(weight, c, 1), load_or(bias, c, 0)};
}

// relu keeps NaN.
template <class S>
__device__ __forceinline__ S activate(S pre, int activation) {
    return activation == kRelu && pre <= S(0) ? S(0) : pre;
}

// The gradient before the activation: dy, cut to 0 where relu cut.
template <class S>
__device__ __forceinline__ S activate_backward(S dy, S pre, int activation) {
    return activation == kRelu && pre <= S(0) ? S(0) : dy;
}

}  // namespace evenkeel
