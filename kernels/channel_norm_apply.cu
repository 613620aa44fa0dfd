// SPDX-License-Identifier: Apache-2.0
//
// Batch norm and group norm, the elementwise half of the forward pass, in training and inference alike.
//
//   y = act(((x - mean) - mean_rest) * rstd * weight + bias + residual)     act: 0 none, 1 relu (relu(NaN) = NaN)
//
// x, residual, y [samples][outer][channels][inner]; mean, mean_rest, rstd [samples][channels / group]: `group`
// neighbouring channels share them; weight, bias [channels], of x's type, or where wide != 0 of the statistics type.
// Null: residual (0), mean_rest (0), weight (1), bias (0). y is overwritten and may be x or residual.
// The running statistics are moved too (running.cuh), where group == 1 and they are not null.
// channel_norm_apply_rows: small planes (inner), as rows.cuh goes over them, with dynamic shared memory for five
// numbers of the statistics type for each channel of a block; channel_norm_apply_planes: planes of any size, as
// planes.cuh does. Any address will do; where vectors of x, residual and y don't lie together, elements go one by one.
// Launch: block 256, grid any size; best one for each tile, or channel, of each chunk of each sample. Works are taken
// from the last to the first: a cache may still hold what the statistics read last.
// Every element stands alone: its bits depend on nothing else.
#define EVENKEEL_BLOCKS 2

#include "common/channel.cuh"
#include "common/entry.cuh"
#include "common/operands.cuh"
#include "common/planes.cuh"
#include "common/rows.cuh"
#include "common/running.cuh"

namespace evenkeel {

constexpr int kRowsInFlight = 3;  // four spill on sm_120

#define CHANNEL_NORM_APPLY(T, P, S)                                                                         \
    const T *x, const T *residual, const S *mean, const S *mean_rest, const S *rstd, const void *weight,    \
        const void *bias, T *y, int64_t group, int wide, int activation, RUNNING(S)
#define CHANNEL_NORM_APPLY_ROWS(T, P, S) CHANNEL_NORM_APPLY(T, P, S), ROWS
#define CHANNEL_NORM_APPLY_PLANES(T, P, S) CHANNEL_NORM_APPLY(T, P, S), PLANES

template <class T, class P, class S>
__device__ __forceinline__ void channel_norm_apply_rows(CHANNEL_NORM_APPLY_ROWS(T, P, S)) {
    extern __shared__ uint4 shared[];
    Channel<S> *loaded = reinterpret_cast<Channel<S> *>(shared);
    const Rows all = {samples, outer, channels, inner, fold, vectors, chunks};
    if (blockIdx.x == 0)
        Running<S>{running_mean, running_var, batch_mean, batch_m2, batches, factor, correction}.move(
            samples, channels, outer * inner);
#pragma unroll 1
    for (int64_t i = blockIdx.x; i < RowWork<T>::count(all); i += gridDim.x) {
        const RowWork<T> work(all, i);
#pragma unroll 1
        for (int i = threadIdx.x; i < work.loaded; i += kBlock) {
            const int64_t c = (work.run + i) % channels;
            const int64_t s = (work.sample * channels + c) / group;
            loaded[i] = channel_of<T>(mean, mean_rest, rstd, s, weight, bias, c, wide);
        }
        __syncwarp();
        __syncthreads();
        const Operands<T> tensor = Operands<T>{x, residual, y, activation}.from(work.sample * all.elements());
        RowThread<T> mine(all, work, tensor.aligned());
#pragma unroll 1
        for (; mine.row >= mine.begin && mine.row >= mine.whole; mine.row -= mine.step) {
#pragma unroll 1
            for (int lane = 0; lane < kVector<T>; ++lane)
                if (mine.offset + lane < work.end_column && mine.at(mine.row) + lane < mine.elements)
                    tensor.one(mine.at(mine.row) + lane, loaded[mine.channel(all, work, lane)]);
        }
        Channel<S> channel[kVector<T>];
#pragma unroll
        for (int lane = 0; lane < kVector<T>; ++lane) channel[lane] = loaded[mine.channel(all, work, lane)];
#pragma unroll 1
        for (int64_t row = mine.row; row >= mine.begin; row -= kRowsInFlight * mine.step) {
            typename Operands<T>::Held held[kRowsInFlight];
#pragma unroll
            for (int k = 0; k < kRowsInFlight; ++k)
                if (row - k * mine.step >= mine.begin) held[k] = tensor.take(mine.at(row - k * mine.step));
#pragma unroll
            for (int k = 0; k < kRowsInFlight; ++k)
                if (row - k * mine.step >= mine.begin)
                    tensor.put(mine.at(row - k * mine.step), held[k], [&](int lane) { return channel[lane]; });
        }
        __syncwarp();
        __syncthreads();
    }
}

template <class T, class P, class S>
__device__ __forceinline__ void channel_norm_apply_planes(CHANNEL_NORM_APPLY_PLANES(T, P, S)) {
    const Planes all = {samples, outer, channels, inner, team, chunks};
    if (blockIdx.x == 0)
        Running<S>{running_mean, running_var, batch_mean, batch_m2, batches, factor, correction}.move(
            samples, channels, outer * inner);
    const Operands<T> tensor = {x, residual, y, activation};
    const bool together = tensor.together();
#pragma unroll 1
    for (int64_t i = blockIdx.x; i < all.works(); i += gridDim.x) {
        const PlaneWork work(all, all.works() - 1 - i);
        const int64_t s = (work.sample * channels + work.channel) / group;
        const Channel<S> channel = channel_of<T>(mean, mean_rest, rstd, s, weight, bias, work.channel, wide);
#pragma unroll 1
        for (PieceCursor<T> cursor(all, work, true); cursor.left > 0; cursor.previous()) {
            const Plane<T> plane(x, work.plane(all, cursor.image), inner, together);
            const int64_t first = cursor.piece * kPieceVectors * team + cursor.thread;
            typename Operands<T>::Held held[kPieceVectors];
#pragma unroll
            for (int k = 0; k < kPieceVectors; ++k)
                if (first + k * team < plane.vectors) held[k] = tensor.take(plane.vector_at(first + k * team));
#pragma unroll 1
            for (int64_t end = cursor.piece * team + cursor.thread; end < plane.ends; end += cursor.pieces * team)
                tensor.one(plane.end_at(end), channel);
#pragma unroll
            for (int k = 0; k < kPieceVectors; ++k)
                if (first + k * team < plane.vectors)
                    tensor.put(plane.vector_at(first + k * team), held[k], [&](int) { return channel; });
        }
    }
}

}  // namespace evenkeel

EVENKEEL_ENTRIES_T(channel_norm_apply_rows, 256, CHANNEL_NORM_APPLY_ROWS,
                    (x, residual, mean, mean_rest, rstd, weight, bias, y, group, wide, activation, running_mean, running_var,
                     batch_mean, batch_m2, batches, factor, correction, samples, outer, channels, inner, fold, vectors,
                     chunks))
EVENKEEL_ENTRIES_T(channel_norm_apply_planes, 256, CHANNEL_NORM_APPLY_PLANES,
                    (x, residual, mean, mean_rest, rstd, weight, bias, y, group, wide, activation, running_mean, running_var,
                     batch_mean, batch_m2, batches, factor, correction, samples, outer, channels, inner, team, chunks))
