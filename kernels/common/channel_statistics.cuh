// SPDX-License-Identifier: Apache-2.0
//
// Statistics of the channels that a block has to do with, for kernels that do no more and for those that go on.
//
//   mean + mean_rest = <x>,  m2 = sum of (x - <x>)^2,  rstd = 1 / sqrt(m2 / (outer * inner) + eps)
//
// Chunks leave what they found in partials, four numbers for each sample, chunk and channel, also for those of the next
// strip that a strip has elements of; the last block to come to a strip, or channel, merges them. arrivals, one for each
// sample and strip, or channel, are 0 before and after.
#pragma once

#include "moments.cuh"
#include "planes.cuh"
#include "runs.cuh"
#include "strips.cuh"

namespace evenkeel {

constexpr int kStripRows = 4;  // that a thread has in flight

#define CHANNEL_STATISTICS(S)                                                                               \
    void *partials, unsigned *arrivals, S *mean, S *mean_rest, S *m2, S *rstd, S eps

template <class S>
struct ChannelStatistics {
    SplitMoments<S> *partials;
    unsigned *arrivals;
    S *mean, *mean_rest, *m2, *rstd;  // [samples][channels]; null: not wanted
    int64_t count;
    S eps;

    __device__ __forceinline__ void put(int64_t i, const SplitMoments<S> &all) const {
        if (mean != nullptr) mean[i] = all.mean;
        if (mean_rest != nullptr) mean_rest[i] = all.rest;
        if (m2 != nullptr) m2[i] = all.centred_squares();
        if (rstd != nullptr) rstd[i] = rstd_of(all.centred_squares() / S(count), eps);
    }
};

// Moments of a thread's whole vectors; keep(i, vector) sees the i-th of them.
template <class T, class Keep>
__device__ __forceinline__ LaneMoments<T> strip_moments(const T *sample, const StripThread<T> &mine, Keep keep) {
    LaneMoments<T> moments;
    int kept = 0;
#pragma unroll 1
    for (int64_t row = mine.row; row < mine.whole; row += kStripRows * mine.step) {
        uint4 held[kStripRows];
        int valid = 0;
#pragma unroll
        for (int k = 0; k < kStripRows; ++k) {
            held[k] = {0, 0, 0, 0};
            if (row + k * mine.step < mine.whole) {
                held[k] = load_packed(sample + mine.at(row + k * mine.step));
                valid = k + 1;
            }
        }
#pragma unroll
        for (int k = 0; k < kStripRows; ++k) {
            if (k < valid) keep(kept + k, held[k]);
            else held[k] = held[0];
        }
        kept += kStripRows;
        moments.add(held, valid);
    }
    return moments;
}

template <class T>
using StripScratch = SplitMoments<Stat<T>>[kVector<T> * kBlock];

// Merges what all blocks left of a strip's channels, if this block is the last of them to come to it. Where there are
// grains, those of the strip before it left something of its first channels too.
template <class T>
__device__ __forceinline__ void merge_strip(const Strips &all, int64_t sample, int64_t strip,
                                            const ChannelStatistics<Stat<T>> &out) {
    using M = SplitMoments<Stat<T>>;
    const int sources = all.grain > 0 ? 2 * all.chunks : all.chunks;
    if (!last_to_arrive(out.arrivals + sample * all.strips() + strip, sources)) return;
    const int64_t before = (strip == 0 ? all.strips() : strip) - 1;
    const int before_channels = all.channels_of(before);
    const int64_t blocks = sample * all.chunks * all.strips();
    const int64_t first = sample * all.channels + strip * all.strip;
    merge_runs<M>(
        all.channels_of(strip), sources,
        [&](int c, int source) {
            const bool own = source < all.chunks;
            if (!own && c >= all.spilled()) return M{};
            const int64_t chunk = own ? source : source - all.chunks;
            const M *left = out.partials + all.slot(blocks + chunk * all.strips() + (own ? strip : before));
            return load_fresh(left + (own ? 0 : before_channels) + c);
        },
        [&](int c, const M &m) { out.put(first + c, m); });
}

// The block's moments of each channel, found in x and handed over lane by lane, then to whoever is to have them.
// scratch is free again on return.
template <class T, class Keep>
__device__ __forceinline__ void find_strip(const T *x, const Strips &given, int64_t index, bool aligned,
                                           const ChannelStatistics<Stat<T>> &out, StripScratch<T> &scratch,
                                           Keep keep) {
    using M = SplitMoments<Stat<T>>;
    const StripWork read(given, index);
    const LaneMoments<T> moments =
        strip_moments(x + read.sample * read.elements, StripThread<T>(given, read, aligned), keep);
    const Strips all = given.anew();
    const StripWork work(all, index);
    const StripThread<T> mine(all, work, aligned);
    const T *sample = x + work.sample * work.elements;
#pragma unroll
    for (int lane = 0; lane < kVector<T>; ++lane)
        scratch[lane * kBlock + threadIdx.x] = mine.owns(lane) ? moments.at(lane) : M{};
#pragma unroll 1
    for (int64_t row = mine.ragged(); row < mine.end; row += mine.step) {
#pragma unroll 1
        for (int lane = 0; lane < kVector<T>; ++lane)
            if (mine.holds(row, lane))
                scratch[lane * kBlock + threadIdx.x].merge({1, load(sample, mine.at(row) + lane), 0, 0});
    }
    __syncwarp();
    __syncthreads();
    const StripItems<T> items = {all, work};
    const int64_t first = work.sample * all.channels + work.channel;
    M *left = out.partials + all.slot(work.index);
    merge_runs<M>(
        work.channels + all.spilled(), items.count(),
        [&](int c, int item) {
            const int at = items.at(c, item);
            return at < 0 ? M{} : scratch[at];
        },
        [&](int c, const M &m) {
            if (all.apart()) out.put(first + c, m);
            else store_whole(left + c, m);
        });
    if (!all.apart()) {
        // What was spilled is the next strip's.
#pragma unroll 1
        for (int next = 0; next <= (all.grain > 0); ++next)
            merge_strip<T>(all, work.sample, (work.strip + next) % all.strips(), out);
    }
    __syncthreads();
}

// Moments of a thread's pieces; keep(i, vector) sees the i-th vector of them.
template <class T, class Keep>
__device__ __forceinline__ SplitMoments<Stat<T>> plane_moments(const T *x, const Planes &all, const PlaneWork &work,
                                                               bool vectors, Keep keep) {
    SplitMoments<Stat<T>> moments = {0, 0, 0, 0};
    int kept = 0;
#pragma unroll 1
    for (PieceCursor<T> cursor(all, work, false); cursor.left > 0; cursor.next()) {
        const Plane<T> plane(x, work.plane(all, cursor.image), all.inner, vectors);
        const int64_t first = cursor.piece * kPieceVectors * all.team + cursor.thread;
        uint4 held[kPieceVectors];
        int valid = 0;
#pragma unroll
        for (int k = 0; k < kPieceVectors; ++k) {
            if (first + k * all.team < plane.vectors) {
                held[k] = load_packed(x + plane.vector_at(first + k * all.team));
                valid = k + 1;
            }
        }
#pragma unroll 1
        for (int64_t end = cursor.piece * all.team + cursor.thread; end < plane.ends; end += cursor.pieces * all.team)
            moments.merge({1, load(x, plane.end_at(end)), 0, 0});
#pragma unroll
        for (int k = 0; k < kPieceVectors; ++k)
            if (k < valid) keep(kept + k, held[k]);
        kept += kPieceVectors;
        if (valid > 0) add_vectors(moments, held, valid, T());
    }
    return moments;
}

template <class T>
using PlaneScratch = SplitMoments<Stat<T>>[kBlock];

// The same for a channel of large planes.
template <class T, class Keep>
__device__ __forceinline__ void find_plane(const T *x, const Planes &all, const PlaneWork &work, bool vectors,
                                           const ChannelStatistics<Stat<T>> &out, PlaneScratch<T> &scratch,
                                           Keep keep) {
    using M = SplitMoments<Stat<T>>;
    const int64_t row = work.sample * all.channels + work.channel;
    scratch[threadIdx.x] = plane_moments(x, all, work, vectors, keep);
    __syncwarp();
    __syncthreads();
    M *left = out.partials + row * all.chunks;
    merge_runs<M>(
        1, kBlock, [&](int, int item) { return scratch[item]; },
        [&](int, const M &m) {
            if (all.chunks == 1) out.put(row, m);
            else store_whole(left + work.chunk, m);
        });
    if (all.chunks > 1 && last_to_arrive(out.arrivals + row, all.chunks)) {
        merge_runs<M>(
            1, all.chunks, [&](int, int chunk) { return load_fresh(left + chunk); },
            [&](int, const M &m) { out.put(row, m); });
    }
    __syncthreads();
}

}  // namespace evenkeel
