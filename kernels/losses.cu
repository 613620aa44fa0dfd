// SPDX-License-Identifier: Apache-2.0
//
// Losses and their gradients by the prediction. What a block finds of the loss goes to partial[block]; sums.cu adds
// these up and divides.
//
// softmax_cross_entropy: prediction [rows][cols] are logits, target [rows] whole numbers from 0 below cols.
//   loss = sum over rows of log(sum over j of exp(p[j] - m)) - (p[target] - m), m the largest of the row
//   gradient = factor (softmax(p)[j] - (j == target))
//   A target that is no such number makes the row's loss and gradient NaN.
// element_loss: [n] predictions and targets.
//   kind 0, cross-entropy with the sigmoid: loss = sum of max(p, 0) - p t + log(1 + exp(-|p|)),
//     gradient = factor (1/(1 + exp(-p)) - t)
//   kind 1, squared error: loss = sum of (p - t)^2, gradient = 2 factor (p - t)
//
// Null: partial (no loss wanted), gradient (none wanted). Outputs are overwritten.
// Launch: block 256; softmax_cross_entropy has a warp for each row, element_loss a thread for each element, or fewer:
// grid-stride. Deterministic: the order of the sums depends on the launch alone.
#include "common/block_sum.cuh"
#include "common/entry.cuh"

namespace evenkeel {

template <class S>
__device__ __forceinline__ S warp_max(S v) {
#pragma unroll
    for (int distance = kWarp / 2; distance > 0; distance /= 2) {
        v = fmax(v, __shfl_xor_sync(kAllLanes, v, distance));
    }
    return v;
}

template <class S>
__device__ __forceinline__ void leave(S loss, S *partial) {
    __shared__ WarpSums<S> scratch;
    if (partial == nullptr) return;
    loss = block_sum(loss, scratch);
    if (threadIdx.x == 0) partial[blockIdx.x] = loss;
}

#define SOFTMAX_CROSS_ENTROPY(T, P, S) \
    const T *prediction, const T *target, S *partial, T *gradient, int64_t rows, int64_t cols, S factor

template <class T, class P, class S>
__device__ __forceinline__ void softmax_cross_entropy(SOFTMAX_CROSS_ENTROPY(T, P, S)) {
    const int lane = threadIdx.x % kWarp;
    const int64_t warps = int64_t(gridDim.x) * (blockDim.x / kWarp);
    S loss = S(0);
#pragma unroll 1
    for (int64_t row = (int64_t(blockIdx.x) * blockDim.x + threadIdx.x) / kWarp; row < rows; row += warps) {
        const T *p = prediction + row * cols;
        const S asked = target[row];
        // False for NaN and for what is outside as well.
        const bool is_class = asked >= S(0) && asked < S(cols) && asked == floor(asked);
        const int64_t chosen = is_class ? int64_t(asked) : 0;
        S largest = p[0];
#pragma unroll 1
        for (int64_t j = lane; j < cols; j += kWarp) largest = fmax(largest, p[j]);
        largest = warp_max(largest);
        const S valid = is_class ? S(1) : S(NAN);
        S sum = S(0);
        // First the sum, then what depends on it: the exponentials are computed twice rather than kept.
#pragma unroll 1
        for (int pass = 0; pass < (gradient != nullptr ? 2 : 1); ++pass) {
            S found = S(0);
#pragma unroll 1
            for (int64_t j = lane; j < cols; j += kWarp) {
                const S power = exp(p[j] - largest);
                found += power;
                if (pass == 1) {
                    const S share = power / sum;
                    gradient[row * cols + j] = valid * factor * (j == chosen ? share - S(1) : share);
                }
            }
            if (pass == 0) sum = warp_sum(found);
        }
        if (lane == 0) loss += valid * (log(sum) - (p[chosen] - largest));
    }
    leave(loss, partial);
}

#define ELEMENT_LOSS(T, P, S) \
    const T *prediction, const T *target, S *partial, T *gradient, int64_t n, S factor, int kind

template <class T, class P, class S>
__device__ __forceinline__ void element_loss(ELEMENT_LOSS(T, P, S)) {
    const int64_t step = int64_t(gridDim.x) * blockDim.x;
    S loss = S(0);
#pragma unroll 1
    for (int64_t i = int64_t(blockIdx.x) * blockDim.x + threadIdx.x; i < n; i += step) {
        const S p = prediction[i];
        const S t = target[i];
        S slope;
        if (kind == 0) {
            const S e = exp(-fabs(p));
            loss += (p <= S(0) ? S(0) : p) - p * t + log1p(e);
            slope = (p < S(0) ? e : S(1)) / (S(1) + e) - t;
        } else {
            loss += (p - t) * (p - t);
            slope = S(2) * (p - t);
        }
        if (gradient != nullptr) gradient[i] = factor * slope;
    }
    leave(loss, partial);
}

}  // namespace evenkeel

EVENKEEL_ENTRIES_S(softmax_cross_entropy, 256, SOFTMAX_CROSS_ENTROPY,
                   (prediction, target, partial, gradient, rows, cols, factor))
EVENKEEL_ENTRIES_S(element_loss, 256, ELEMENT_LOSS, (prediction, target, partial, gradient, n, factor, kind))
