// SPDX-License-Identifier: Apache-2.0
//
// Mean and variance of each channel of each sample, over a tensor [samples][outer][channels][inner]: those of batch
// norm (one sample), and of group norm, whose groups are the channels here.
//
//   mean + mean_rest = <x>,  m2 = sum of (x - <x>)^2,  rstd = 1 / sqrt(m2 / (outer * inner) + eps)
//
// x is read once, in aligned vectors where there are any; any address will do. mean, mean_rest, m2, rstd
// [samples][channels], each null if not wanted, are overwritten.
// channel_norm_stats_strips: planes (inner) of any size up to some vectors, as strips.cuh goes over them;
// channel_norm_stats_planes: planes of any size, as planes.cuh does.
// Chunks leave what they found in partials, 16 bytes aligned, four numbers for each channel of each sample and chunk;
// of strips, for strip + grain channels of each. The last block to come to a strip, or channel, merges them. arrivals,
// one for each sample and strip, or channel, are 0 before and after. Neither is touched where chunks == 1 and strips
// have no grain.
//
// Resident, where y is not null: batch norm's whole forward, one sample. What a block has read of x stays in its shared
// memory until all blocks have come here; then
//   y = act(((x - mean) - mean_rest) * rstd * weight + bias + residual)     act: 0 none, 1 relu (relu(NaN) = NaN)
// and the running statistics are moved (running.cuh). mean, m2, rstd and, if y is to have float precision at any mean,
// mean_rest are not null. residual and y are as x; y may be x or residual. weight, bias [channels] are of x's type, or
// where wide != 0 of the statistics type, or null (1, 0). The bits are those of channel_norm_apply. For strips, classes
// is 1, grain is 0, no vector is of two strips, and five numbers of each of a strip's channels fit the scratch memory.
//
// Launch: block 256, grid any size; best one for each strip, or channel, of each chunk of each sample. Resident:
// cooperative, with kept * 256 * 16 bytes of dynamic shared memory for each of these works that a block takes; kept is
// the vectors that a thread has of a work.
// Deterministic for given sizes: not even the grid matters. A sample's bits depend on no other sample's.
// A NaN or an infinity makes m2 and rstd of its own channel NaN.
#define EVENKEEL_BLOCKS 2

#include "common/channel_statistics.cuh"
#include "common/entry.cuh"
#include "common/grid_barrier.cuh"
#include "common/operands.cuh"
#include "common/running.cuh"

namespace evenkeel {

#define CHANNEL_NORM_STATS(T, P, S)                                                                      \
    const T *x, const T *residual, const void *weight, const void *bias, T *y, int wide, int activation,    \
        CHANNEL_STATISTICS(S), S *running_mean, S *running_var, int64_t *batches, S factor, S correction,   \
        int kept
#define CHANNEL_NORM_STATS_STRIPS(T, P, S) CHANNEL_NORM_STATS(T, P, S), STRIPS
#define CHANNEL_NORM_STATS_PLANES(T, P, S) CHANNEL_NORM_STATS(T, P, S), PLANES

// Normalizes a block's strip out of what it kept.
template <class T>
__device__ __forceinline__ void apply_strip(const Operands<T> &tensor, const Strips &all, const StripThread<T> &mine,
                                            const Channel<Stat<T>> *channels, int of, const uint4 *kept) {
    Channel<Stat<T>> channel[kVector<T>];
#pragma unroll
    for (int lane = 0; lane < kVector<T>; ++lane)
        channel[lane] = channels[(threadIdx.x % all.vectors * kVector<T> + lane) / int(all.inner) % of];
#pragma unroll 1
    for (int64_t row = mine.ragged(); row < mine.end; row += mine.step) {
#pragma unroll 1
        for (int lane = 0; lane < kVector<T>; ++lane)
            if (mine.holds(row, lane))
                tensor.one(mine.at(row) + lane,
                           channels[(threadIdx.x % all.vectors * kVector<T> + lane) / int(all.inner) % of]);
    }
#pragma unroll 2
    for (int64_t row = mine.row; row < mine.whole; row += mine.step, kept += kBlock)
        tensor.put(mine.at(row), tensor.with(*kept, mine.at(row)), [&](int lane) { return channel[lane]; });
}

template <class T, class P, class S>
__device__ __forceinline__ void channel_norm_stats_strips(CHANNEL_NORM_STATS_STRIPS(T, P, S)) {
    extern __shared__ uint4 vectors_kept[];
    __shared__ StripScratch<T> scratch;
    const Strips all = {samples, outer, channels, inner, copies, classes, strip, vectors, chunks, grain};
    const ChannelStatistics<S> out = {
        static_cast<SplitMoments<S> *>(partials), arrivals, mean, mean_rest, m2, rstd, outer * inner, eps};
    const Operands<T> tensor = {x, residual, y, activation};
    uint4 *own = vectors_kept + threadIdx.x;
    uint4 *next = own;
#pragma unroll 1
    for (int64_t i = blockIdx.x; i < all.works(); i += gridDim.x, next += kept * kBlock) {
        const StripWork work(all, i);
        const bool aligned = tensor.from(work.sample * work.elements).aligned();
        find_strip(x, all, i, aligned, out, scratch, [&](int k, const uint4 &vector) {
            if (y != nullptr) next[k * kBlock] = vector;
        });
    }
    if (y == nullptr) return;
    grid_barrier();
    if (blockIdx.x == 0)
        Running<S>{running_mean, running_var, mean, m2, batches, factor, correction}.move(1, channels, out.count);
    Channel<S> *of_strip = reinterpret_cast<Channel<S> *>(scratch);
    next = own;
#pragma unroll 1
    for (int64_t i = blockIdx.x; i < all.works(); i += gridDim.x, next += kept * kBlock) {
        const StripWork work(all, i);
#pragma unroll 1
        for (int c = threadIdx.x; c < work.channels; c += kBlock)
            of_strip[c] = channel_of<T>(mean, mean_rest, rstd, work.channel + c, weight, bias, work.channel + c, wide);
        __syncwarp();
        __syncthreads();
        apply_strip(tensor, all, StripThread<T>(all, work, tensor.aligned()), of_strip, work.channels, next);
        __syncwarp();
        __syncthreads();
    }
}

// Normalizes a block's pieces out of what it kept.
template <class T>
__device__ __forceinline__ void apply_pieces(const Operands<T> &tensor, const Planes &all, const PlaneWork &work,
                                             const Channel<Stat<T>> &channel, const uint4 *kept) {
    const bool together = tensor.together();
#pragma unroll 1
    for (PieceCursor<T> cursor(all, work, false); cursor.left > 0; cursor.next(), kept += kPieceVectors * kBlock) {
        const Plane<T> plane(tensor.x, work.plane(all, cursor.image), all.inner, together);
        const int64_t first = cursor.piece * kPieceVectors * all.team + cursor.thread;
#pragma unroll 1
        for (int64_t end = cursor.piece * all.team + cursor.thread; end < plane.ends; end += cursor.pieces * all.team)
            tensor.one(plane.end_at(end), channel);
#pragma unroll
        for (int k = 0; k < kPieceVectors; ++k) {
            const int64_t at = plane.vector_at(first + k * all.team);
            if (first + k * all.team < plane.vectors)
                tensor.put(at, tensor.with(kept[k * kBlock], at), [&](int) { return channel; });
        }
    }
}

template <class T, class P, class S>
__device__ __forceinline__ void channel_norm_stats_planes(CHANNEL_NORM_STATS_PLANES(T, P, S)) {
    extern __shared__ uint4 vectors_kept[];
    __shared__ PlaneScratch<T> scratch;
    const Planes all = {samples, outer, channels, inner, team, chunks};
    const ChannelStatistics<S> out = {
        static_cast<SplitMoments<S> *>(partials), arrivals, mean, mean_rest, m2, rstd, outer * inner, eps};
    const Operands<T> tensor = {x, residual, y, activation};
    uint4 *own = vectors_kept + threadIdx.x;
    uint4 *next = own;
#pragma unroll 1
    for (int64_t i = blockIdx.x; i < all.works(); i += gridDim.x, next += kept * kBlock)
        find_plane(x, all, PlaneWork(all, i), y == nullptr || tensor.together(), out, scratch,
                   [&](int k, const uint4 &vector) {
                       if (y != nullptr) next[k * kBlock] = vector;
                   });
    if (y == nullptr) return;
    grid_barrier();
    if (blockIdx.x == 0)
        Running<S>{running_mean, running_var, mean, m2, batches, factor, correction}.move(1, channels, out.count);
    next = own;
#pragma unroll 1
    for (int64_t i = blockIdx.x; i < all.works(); i += gridDim.x, next += kept * kBlock) {
        const PlaneWork work(all, i);
        apply_pieces(tensor, all, work,
                     channel_of<T>(mean, mean_rest, rstd, work.channel, weight, bias, work.channel, wide), next);
    }
}

}  // namespace evenkeel

EVENKEEL_ENTRIES_T(channel_norm_stats_strips, 256, CHANNEL_NORM_STATS_STRIPS,
                   (x, residual, weight, bias, y, wide, activation, partials, arrivals, mean, mean_rest, m2, rstd, eps,
                    running_mean, running_var, batches, factor, correction, kept, samples, outer, channels, inner,
                    copies, classes, strip, vectors, chunks, grain))
EVENKEEL_ENTRIES_T(channel_norm_stats_planes, 256, CHANNEL_NORM_STATS_PLANES,
                   (x, residual, weight, bias, y, wide, activation, partials, arrivals, mean, mean_rest, m2, rstd, eps,
                    running_mean, running_var, batches, factor, correction, kept, samples, outer, channels, inner,
                    team, chunks))
