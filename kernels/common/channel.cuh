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

// Statistics i with weight and bias c, which are of type T, or of T's statistics type where wide != 0. Where these are one
// type there is no branch: nvcc merges two equal ones in an order that changes from build to build.
template <class T>
__device__ __forceinline__ Channel<Stat<T>> channel_of(const Stat<T> *mean, const Stat<T> *mean_rest,
                                                       const Stat<T> *rstd, int64_t i, const void *weight,
                                                       const void *bias, int64_t c, int wide) {
    using S = Stat<T>;
    Channel<S> channel = {mean[i], load_or(mean_rest, i, 0), rstd[i], 1, 0};
    if (sizeof(T) != sizeof(S) && wide != 0) {
        channel.weight = load_or(static_cast<const S *>(weight), c, 1);
        channel.bias = load_or(static_cast<const S *>(bias), c, 0);
    } else {
        channel.weight = load_or(static_cast<const T *>(weight), c, 1);
        channel.bias = load_or(static_cast<const T *>(bias), c, 0);
    }
    return channel;
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
