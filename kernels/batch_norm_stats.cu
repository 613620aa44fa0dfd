// SPDX-License-Identifier: Apache-2.0
//
// Batch norm statistics over a tensor [outer][channels][inner]; n = outer * inner elements per channel, element i
// being (i / inner, i % inner).
//
// batch_norm_stats_last (inner == 1: channels last, or plain 2-D), batch_norm_stats_first (any inner >= 1)
//   partial_mean[chunk][c] + partial_rest[chunk][c] = mean, partial_m2[chunk][c] = sum of (x - that mean)^2
//   over elements [chunk * n / chunks, (chunk + 1) * n / chunks) of channel c; 1 <= chunks <= n.
//   Launch: last: block (32, 8), grid (channels / 32, chunks); first: block 256, grid (channels, chunks); rounded
//   up, or any smaller grid. Deterministic for a given number of chunks and block size, whatever the grid.
//
// batch_norm_finish: merges the chunks, chunk 0 first, count = n
//   mean + mean_rest, var = m2 / count (biased), rstd = 1 / sqrt(var + eps)
//   running_mean = (1 - factor) * running_mean + factor * mean
//   running_var  = (1 - factor) * running_var  + factor * var * correction
//   factor == 1 writes the new value without reading the old one. Null: mean_rest, running_mean,
//   running_var (skipped).
//
// batch_norm_rstd: rstd = 1 / sqrt(var + eps).
//
// partials [chunks][channels], all others [channels], overwritten except for the running statistics.
// Launch of the last two: one thread per channel, block 256, grid-stride.
// A NaN or an infinity makes rstd of its own channel NaN.
//
// Sums run over x - x0, x0 the chunk's first element: tiles of eight are centred on their own mean, then merged by
// Chan's rule. Neither a large mean nor an outlying x0 cancels digits.
#include "common/chunk.cuh"
#include "common/entry.cuh"
#include "common/reduce.cuh"
#include "common/stride.cuh"

namespace evenkeel {

constexpr int kMomentsTile = 8;

// Moments of x - origin over the elements first, first + step, ... below end, in cursor's order.
template <class S, class T, class Cursor>
__device__ __forceinline__ Moments<S> strided_moments(const T *x, S origin, int64_t first, int64_t end,
                                                      int64_t step, Cursor cursor) {
    Moments<S> all = {0, 0, 0};
    int64_t i = first;
#pragma unroll 1
    for (; i + (kMomentsTile - 1) * step < end; i += kMomentsTile * step) {
        S held[kMomentsTile];
#pragma unroll
        for (int k = 0; k < kMomentsTile; ++k) held[k] = load(x, cursor.next());
        Moments<S> tile = {S(kMomentsTile), 0, 0};
#pragma unroll
        for (int k = 0; k < kMomentsTile; ++k) {
            held[k] -= origin;
            tile.mean += held[k];
        }
        tile.mean *= S(1) / S(kMomentsTile);
#pragma unroll
        for (int k = 0; k < kMomentsTile; ++k) tile.m2 += (held[k] - tile.mean) * (held[k] - tile.mean);
        all.merge(tile);
    }
#pragma unroll 1
    for (; i < end; i += step) all.merge({S(1), load(x, cursor.next()) - origin, S(0)});
    return all;
}

// Where x held an infinity the second moment is NaN, whether the infinity came first or last.
template <class S>
__device__ __forceinline__ void put_moments(S *partial_mean, S *partial_rest, S *partial_m2, int64_t at,
                                            S origin, const Moments<S> &m) {
    const TwoSum<S> mean = two_sum(origin, m.mean);
    partial_mean[at] = mean.sum;
    partial_rest[at] = mean.rest;
    partial_m2[at] = m.m2 + (m.mean - m.mean);
}

#define BATCH_NORM_STATS(T, P, S)                                                                           \
    const T *x, S *partial_mean, S *partial_rest, S *partial_m2, int64_t outer, int64_t channels,           \
        int64_t inner, int64_t chunks

template <class T, class P, class S>
__device__ __forceinline__ void batch_norm_stats_last(BATCH_NORM_STATS(T, P, S)) {
    __shared__ Moments<S> scratch[kTileRows][kTileCols];
    const Chunks elements(outer * inner, chunks);
    for (int64_t chunk = blockIdx.y; chunk < chunks; chunk += gridDim.y) {
        const int64_t begin = elements.begin(chunk);
        const int64_t end = elements.begin(chunk + 1);
        for (int64_t tile = blockIdx.x; tile * kTileCols < channels; tile += gridDim.x) {
            const int64_t c = tile * kTileCols + threadIdx.x;
            S origin = 0;
            Moments<S> m = {0, 0, 0};
            if (c < channels) {
                const int64_t first = begin + threadIdx.y;
                origin = load(x, begin * channels + c);
                m = strided_moments(x, origin, first, end, kTileRows, RowCursor(first, kTileRows, c, channels));
            }
            scratch[threadIdx.y][threadIdx.x] = m;
            __syncthreads();
            if (threadIdx.y == 0 && c < channels) {
                for (int row = 1; row < kTileRows; ++row) m.merge(scratch[row][threadIdx.x]);
                put_moments(partial_mean, partial_rest, partial_m2, chunk * channels + c, origin, m);
            }
            __syncthreads();
        }
    }
}

template <class T, class P, class S>
__device__ __forceinline__ void batch_norm_stats_first(BATCH_NORM_STATS(T, P, S)) {
    __shared__ Moments<S> scratch[kMaxWarps];
    const Chunks elements(outer * inner, chunks);
    const int64_t step = blockDim.x;
    for (int64_t chunk = blockIdx.y; chunk < chunks; chunk += gridDim.y) {
        const int64_t begin = elements.begin(chunk);
        const int64_t end = elements.begin(chunk + 1);
        const int64_t first = begin + threadIdx.x;
        for (int64_t c = blockIdx.x; c < channels; c += gridDim.x) {
            const S origin = load(x, PlaneCursor(begin, step, c, channels, inner).offset);
            const PlaneCursor cursor(first, step, c, channels, inner);
            const Moments<S> m = block_merge(strided_moments(x, origin, first, end, step, cursor), scratch);
            if (threadIdx.x == 0) put_moments(partial_mean, partial_rest, partial_m2, chunk * channels + c, origin, m);
            __syncthreads();
        }
    }
}

template <class S>
__device__ __forceinline__ void update_running(S *running, int64_t c, S factor, S value) {
    if (running == nullptr) return;
    running[c] = factor == S(1) ? value : (S(1) - factor) * running[c] + factor * value;
}

#define BATCH_NORM_FINISH(T, P, S)                                                                          \
    const S *partial_mean, const S *partial_rest, const S *partial_m2, S *mean, S *mean_rest, S *rstd,      \
        S *running_mean, S *running_var, int64_t channels, int64_t count, int64_t chunks, S eps, S factor, S correction

template <class T, class P, class S>
__device__ __forceinline__ void batch_norm_finish(BATCH_NORM_FINISH(T, P, S)) {
    const Chunks elements(count, chunks);
    const int64_t step = int64_t(gridDim.x) * blockDim.x;
#pragma unroll 1
    for (int64_t c = int64_t(blockIdx.x) * blockDim.x + threadIdx.x; c < channels; c += step) {
        // Chunk means relative to the first: differences of neighbours are exact, large means are not.
        const S origin = partial_mean[c];
        Moments<S> all = {0, 0, 0};
        strided(
            0, chunks, 1,
            [&](int64_t chunk) {
                const int64_t at = chunk * channels + c;
                const int64_t size = elements.begin(chunk + 1) - elements.begin(chunk);
                return Moments<S>{S(size), (partial_mean[at] - origin) + partial_rest[at], partial_m2[at]};
            },
            [&](int64_t, const Moments<S> &part) { all.merge(part); });
        const TwoSum<S> centre = two_sum(origin, all.mean);
        const S var = all.m2 / S(count);
        mean[c] = centre.sum;
        if (mean_rest != nullptr) mean_rest[c] = centre.rest;
        rstd[c] = rstd_of(var, eps);
        update_running(running_mean, c, factor, centre.sum);
        update_running(running_var, c, factor, var * correction);
    }
}

#define BATCH_NORM_RSTD(T, P, S) const S *var, S *rstd, int64_t channels, S eps

template <class T, class P, class S>
__device__ __forceinline__ void batch_norm_rstd(BATCH_NORM_RSTD(T, P, S)) {
    const int64_t step = int64_t(gridDim.x) * blockDim.x;
#pragma unroll 1
    for (int64_t c = int64_t(blockIdx.x) * blockDim.x + threadIdx.x; c < channels; c += step)
        rstd[c] = rstd_of(var[c], eps);
}

}  // namespace evenkeel

EVENKEEL_ENTRIES_T(batch_norm_stats_last, 256, BATCH_NORM_STATS,
                   (x, partial_mean, partial_rest, partial_m2, outer, channels, inner, chunks))
EVENKEEL_ENTRIES_T(batch_norm_stats_first, 256, BATCH_NORM_STATS,
                   (x, partial_mean, partial_rest, partial_m2, outer, channels, inner, chunks))
EVENKEEL_ENTRIES_S(batch_norm_finish, 256, BATCH_NORM_FINISH,
                   (partial_mean, partial_rest, partial_m2, mean, mean_rest, rstd, running_mean, running_var, channels,
                    count, chunks, eps, factor, correction))
EVENKEEL_ENTRIES_S(batch_norm_rstd, 256, BATCH_NORM_RSTD, (var, rstd, channels, eps))
