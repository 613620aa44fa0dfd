// SPDX-License-Identifier: Apache-2.0
//
// Batch norm, the elementwise half of the forward pass, in training and inference alike.
//
//   y = act(((x - mean) - mean_rest) * rstd * weight + bias + residual)     act: 0 none, 1 relu (relu(NaN) = NaN)
//
// x, residual, y [outer][channels][inner]; mean, mean_rest, rstd, weight, bias [channels].
// batch_norm_apply_last: inner == 1 (channels last, or plain 2-D); batch_norm_apply_first: any inner >= 1.
// Null: residual (0), mean_rest (0), weight (1), bias (0). y is overwritten and may share the memory of x or residual.
// Launch: last: block (32, 8), grid (channels / 32, any); first: block a multiple of 32 up to 256, grid
// (inner / block, outer * channels); rounded up, or any smaller grid. Every element stands alone: its bits depend
// on nothing else.
#include "common/channel.cuh"
#include "common/entry.cuh"
#include "common/stride.cuh"

namespace evenkeel {

template <class T, class S>
__device__ __forceinline__ void apply_run(const T *x, const T *residual, T *y, const Channel<S> &channel,
                                          int activation, const Run &run) {
    struct Item {
        S x, residual;
    };
    strided(
        run.first, run.end, run.step,
        [&](int64_t i) { return Item{load(x, run.at(i)), load_or(residual, run.at(i), 0)}; },
        [&](int64_t i, const Item &item) {
            store(y, run.at(i), activate(channel.pre(item.x, item.residual), activation));
        });
}

#define BATCH_NORM_APPLY(T, P, S)                                                                           \
    const T *x, const T *residual, const S *mean, const S *mean_rest, const S *rstd, const P *weight,       \
        const P *bias, T *y, int64_t outer, int64_t channels, int64_t inner, int activation

template <class T, class P, class S>
__device__ __forceinline__ void batch_norm_apply_last(BATCH_NORM_APPLY(T, P, S)) {
    const int64_t hop = int64_t(gridDim.x) * blockDim.x;
    for (int64_t c = int64_t(blockIdx.x) * blockDim.x + threadIdx.x; c < channels; c += hop) {
        apply_run(x, residual, y, channel_at(mean, mean_rest, rstd, weight, bias, c), activation,
                  column_run(c, channels, outer * inner));
    }
}

template <class T, class P, class S>
__device__ __forceinline__ void batch_norm_apply_first(BATCH_NORM_APPLY(T, P, S)) {
    for (int64_t plane = blockIdx.y; plane < outer * channels; plane += gridDim.y) {
        apply_run(x, residual, y, channel_at(mean, mean_rest, rstd, weight, bias, plane % channels), activation,
                  plane_run(plane, inner));
    }
}

}  // namespace evenkeel

EVENKEEL_ENTRIES_TP(batch_norm_apply_last, 256, BATCH_NORM_APPLY,
                    (x, residual, mean, mean_rest, rstd, weight, bias, y, outer, channels, inner, activation))
EVENKEEL_ENTRIES_TP(batch_norm_apply_first, 256, BATCH_NORM_APPLY,
                    (x, residual, mean, mean_rest, rstd, weight, bias, y, outer, channels, inner, activation))
