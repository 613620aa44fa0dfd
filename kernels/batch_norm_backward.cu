// SPDX-License-Identifier: Apache-2.0
//
// Batch norm, backward, over a tensor [outer][channels][inner]; n = outer * inner elements per channel.
//
//   xhat = ((x - mean) - mean_rest) * rstd
//   g = dy, or with relu (activation 1): 0 where xhat * weight + bias + residual <= 0, recomputed as the forward
//   pass computed it; a NaN there passes dy
//
// batch_norm_backward_reduce_last (inner == 1), batch_norm_backward_reduce_first (any inner >= 1)
//   partial_dweight[chunk][c] = sum of g * xhat, partial_dbias[chunk][c] = sum of g
//   over elements [chunk * n / chunks, (chunk + 1) * n / chunks) of channel c; overwritten.
//   Launch: last: block (32, 8), grid (channels / 32, chunks); first: block 256, grid (channels, chunks); rounded
//   up, or any smaller grid. Deterministic for a given number of chunks and block size, whatever the grid.
//
// batch_norm_backward_finish: adds up the chunks, chunk 0 first
//   sum_dy_xhat, sum_dy [channels], overwritten; dweight, dbias = (accumulate ? old : 0) + the same sums, rounded
//   to the parameter type. Null: dweight, dbias (skipped). Launch: one thread per channel, block 256, grid-stride.
//
// batch_norm_backward_apply_last, batch_norm_backward_apply_first
//   training (sums given):   dx = weight * rstd * (g - sum_dy / n - xhat * sum_dy_xhat / n)
//   inference (sums null):   dx = weight * rstd * g
//   dresidual = g
//   Overwritten; dx and dresidual may share the memory of dy, x or residual, but not each other's.
//   Null: dx, dresidual (not written); sum_dy_xhat and sum_dy (both or neither). Launch: as batch_norm_apply.
//
// dy, x, residual, dx, dresidual [outer][channels][inner]; mean, mean_rest, rstd, weight, bias [channels].
// Null everywhere: residual (0), mean_rest (0), weight (1), bias (0).
#include "common/channel.cuh"
#include "common/chunk.cuh"
#include "common/chunk_sum.cuh"
#include "common/entry.cuh"
#include "common/reduce.cuh"
#include "common/stride.cuh"

namespace evenkeel {

template <class S>
struct BackwardItem {
    S dy, x, residual;
};

// Adds the elements first, first + step, ... below end of one channel, in cursor's order.
template <class T, class S, class Cursor>
__device__ __forceinline__ void backward_sums(const T *dy, const T *x, const T *residual, const Channel<S> &channel,
                                              int activation, int64_t first, int64_t end, int64_t step,
                                              Cursor cursor, S (&sums)[2]) {
    strided(
        first, end, step,
        [&](int64_t) {
            const int64_t at = cursor.next();
            return BackwardItem<S>{load(dy, at), load(x, at), load_or(residual, at, 0)};
        },
        [&](int64_t, const BackwardItem<S> &item) {
            const S g = activate_backward(item.dy, channel.pre(item.x, item.residual), activation);
            sums[0] += g * channel.xhat(item.x);
            sums[1] += g;
        });
}

#define BATCH_NORM_BACKWARD_REDUCE(T, P, S)                                                                 \
    const T *dy, const T *x, const T *residual, const S *mean, const S *mean_rest, const S *rstd,           \
        const P *weight, const P *bias, S *partial_dweight, S *partial_dbias, int64_t outer, int64_t channels,               \
        int64_t inner, int64_t chunks, int activation

template <class T, class P, class S>
__device__ __forceinline__ void batch_norm_backward_reduce_last(BATCH_NORM_BACKWARD_REDUCE(T, P, S)) {
    __shared__ TilePair<S> scratch;
    const Chunks elements(outer * inner, chunks);
    for (int64_t chunk = blockIdx.y; chunk < chunks; chunk += gridDim.y) {
        const int64_t first = elements.begin(chunk) + threadIdx.y;
        const int64_t end = elements.begin(chunk + 1);
        for (int64_t tile = blockIdx.x; tile * kTileCols < channels; tile += gridDim.x) {
            const int64_t c = tile * kTileCols + threadIdx.x;
            S sums[2] = {0, 0};
            if (c < channels) {
                backward_sums(dy, x, residual, channel_at(mean, mean_rest, rstd, weight, bias, c), activation, first, end,
                              kTileRows, RowCursor(first, kTileRows, c, channels), sums);
            }
            tile_sum(sums[0], sums[1], scratch);
            if (threadIdx.y == 0 && c < channels) {
                partial_dweight[chunk * channels + c] = sums[0];
                partial_dbias[chunk * channels + c] = sums[1];
            }
        }
    }
}

template <class T, class P, class S>
__device__ __forceinline__ void batch_norm_backward_reduce_first(BATCH_NORM_BACKWARD_REDUCE(T, P, S)) {
    __shared__ typename BlockSum<S>::Scratch scratch;
    BlockSum<S> block_sum(scratch);
    const Chunks elements(outer * inner, chunks);
    const int64_t step = blockDim.x;
    for (int64_t chunk = blockIdx.y; chunk < chunks; chunk += gridDim.y) {
        const int64_t first = elements.begin(chunk) + threadIdx.x;
        const int64_t end = elements.begin(chunk + 1);
        for (int64_t c = blockIdx.x; c < channels; c += gridDim.x) {
            S sums[2] = {0, 0};
            backward_sums(dy, x, residual, channel_at(mean, mean_rest, rstd, weight, bias, c), activation, first, end, step,
                          PlaneCursor(first, step, c, channels, inner), sums);
            block_sum(sums);
            if (threadIdx.x == 0) {
                partial_dweight[chunk * channels + c] = sums[0];
                partial_dbias[chunk * channels + c] = sums[1];
            }
        }
    }
}

#define BATCH_NORM_BACKWARD_FINISH(T, P, S)                                                                 \
    const S *partial_dweight, const S *partial_dbias, S *sum_dy_xhat, S *sum_dy, P *dweight, P *dbias,      \
        int64_t channels, int64_t chunks, int accumulate

template <class T, class P, class S>
__device__ __forceinline__ void batch_norm_backward_finish(BATCH_NORM_BACKWARD_FINISH(T, P, S)) {
    const int64_t step = int64_t(gridDim.x) * blockDim.x;
#pragma unroll 1
    for (int64_t c = int64_t(blockIdx.x) * blockDim.x + threadIdx.x; c < channels; c += step) {
        const S total_dweight = chunk_sum(partial_dweight, c, channels, chunks);
        const S total_dbias = chunk_sum(partial_dbias, c, channels, chunks);
        sum_dy_xhat[c] = total_dweight;
        sum_dy[c] = total_dbias;
        if (dweight != nullptr) put_grad(dweight, c, total_dweight, accumulate);
        if (dbias != nullptr) put_grad(dbias, c, total_dbias, accumulate);
    }
}

// g less its projections on the constant and on xhat; in inference, where statistics are constants, g itself.
template <class S>
struct Centring {
    bool training;
    S mean_dy_xhat, mean_dy;

    __device__ Centring(const S *sum_dy_xhat, const S *sum_dy, int64_t c, int64_t n)
        : training(sum_dy != nullptr),
          mean_dy_xhat(load_or(sum_dy_xhat, c, 0) / S(n)),
          mean_dy(load_or(sum_dy, c, 0) / S(n)) {}

    __device__ __forceinline__ S operator()(S g, S xhat) const {
        return training ? g - mean_dy - xhat * mean_dy_xhat : g;
    }
};

template <class T, class S>
__device__ __forceinline__ void backward_run(const T *dy, const T *x, const T *residual, T *dx, T *dresidual,
                                             const Channel<S> &channel, const Centring<S> &centred, int activation,
                                             const Run &run) {
    const S scale = channel.weight * channel.rstd;
    const bool reads_x = centred.training || activation == kRelu;
    strided(
        run.first, run.end, run.step,
        [&](int64_t i) {
            const int64_t at = run.at(i);
            return BackwardItem<S>{load(dy, at), reads_x ? load(x, at) : S(0), load_or(residual, at, 0)};
        },
        [&](int64_t i, const BackwardItem<S> &item) {
            const S g = activate_backward(item.dy, channel.pre(item.x, item.residual), activation);
            if (dx != nullptr) store(dx, run.at(i), scale * centred(g, channel.xhat(item.x)));
            if (dresidual != nullptr) store(dresidual, run.at(i), g);
        });
}

#define BATCH_NORM_BACKWARD_APPLY(T, P, S)                                                                  \
    const T *dy, const T *x, const T *residual, const S *mean, const S *mean_rest, const S *rstd,           \
        const P *weight, const P *bias, const S *sum_dy_xhat, const S *sum_dy, T *dx, T *dresidual, int64_t outer,           \
        int64_t channels, int64_t inner, int activation

template <class T, class P, class S>
__device__ __forceinline__ void batch_norm_backward_apply_last(BATCH_NORM_BACKWARD_APPLY(T, P, S)) {
    const int64_t n = outer * inner;
    const int64_t hop = int64_t(gridDim.x) * blockDim.x;
    for (int64_t c = int64_t(blockIdx.x) * blockDim.x + threadIdx.x; c < channels; c += hop) {
        backward_run(dy, x, residual, dx, dresidual, channel_at(mean, mean_rest, rstd, weight, bias, c),
                     Centring<S>(sum_dy_xhat, sum_dy, c, n), activation, column_run(c, channels, n));
    }
}

template <class T, class P, class S>
__device__ __forceinline__ void batch_norm_backward_apply_first(BATCH_NORM_BACKWARD_APPLY(T, P, S)) {
    const int64_t n = outer * inner;
    for (int64_t plane = blockIdx.y; plane < outer * channels; plane += gridDim.y) {
        const int64_t c = plane % channels;
        backward_run(dy, x, residual, dx, dresidual, channel_at(mean, mean_rest, rstd, weight, bias, c),
                     Centring<S>(sum_dy_xhat, sum_dy, c, n), activation, plane_run(plane, inner));
    }
}

}  // namespace evenkeel

EVENKEEL_ENTRIES_TP(batch_norm_backward_reduce_last, 256, BATCH_NORM_BACKWARD_REDUCE,
                    (dy, x, residual, mean, mean_rest, rstd, weight, bias, partial_dweight, partial_dbias, outer, channels,
                     inner, chunks, activation))
EVENKEEL_ENTRIES_TP(batch_norm_backward_reduce_first, 256, BATCH_NORM_BACKWARD_REDUCE,
                    (dy, x, residual, mean, mean_rest, rstd, weight, bias, partial_dweight, partial_dbias, outer, channels,
                     inner, chunks, activation))
EVENKEEL_ENTRIES_T(batch_norm_backward_finish, 256, BATCH_NORM_BACKWARD_FINISH,
                   (partial_dweight, partial_dbias, sum_dy_xhat, sum_dy, dweight, dbias, channels, chunks,
                    accumulate))
EVENKEEL_ENTRIES_TP(batch_norm_backward_apply_last, 256, BATCH_NORM_BACKWARD_APPLY,
                    (dy, x, residual, mean, mean_rest, rstd, weight, bias, sum_dy_xhat, sum_dy, dx, dresidual, outer,
                     channels, inner, activation))
EVENKEEL_ENTRIES_TP(batch_norm_backward_apply_first, 256, BATCH_NORM_BACKWARD_APPLY,
                    (dy, x, residual, mean, mean_rest, rstd, weight, bias, sum_dy_xhat, sum_dy, dx, dresidual, outer,
                     channels, inner, activation))
