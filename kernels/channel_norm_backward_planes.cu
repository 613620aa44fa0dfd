// SPDX-License-Identifier: Apache-2.0
//
// Backward of batch, group and instance norm where planes (inner) are large: the tensor
// [samples][outer][channels][inner] channel by channel (common/planes.cuh, which says what team and chunks are).
//
// Formulas, parameters, phases and nulls are those of channel_norm_backward_tiles.cu, but
//   partials: 2, or 6 where statistics are found, times samples * chunks * channels numbers
//   counters: one for each group of each sample, and those of a cooperative launch, 0 before and after
//   Launch: block 256. Grid: one for each channel of each chunk of each sample for phases 1 and 2, from the last one
//   on without phase 1; then one for each 32 channels for phase 4. Phases 1 and 2 together but without 8:
//   cooperative, without blocks for phase 4, shared memory of 32768 bytes for each piece of a thread.
// Deterministic: the order of all sums follows from sizes and from where x lies within 32 bytes.
// A NaN or an infinity in x makes dx of its own group NaN.
#include "common/channel_backward.cuh"
#include "common/planes.cuh"

#include <cuda_pipeline.h>

namespace evenkeel {

// What one thread reads of one tensor at a time: some vectors, or one element.
template <class T>
struct PieceInFlight {
    int64_t first;
    int step, valid;

    __device__ __forceinline__ PieceInFlight(const Plane<T> &plane, int64_t vector, int step)
        : first(plane.vector_at(vector)), step(step * kVector<T>) {
        const int64_t left = (plane.vectors - vector + step - 1) / step;
        valid = vector >= plane.vectors ? 0 : int(left < kPieceVectors ? left : kPieceVectors);
    }

    __device__ __forceinline__ int64_t at(int k) const { return first + k * step; }

    __device__ __forceinline__ void load(const T *p, uint4 (&v)[kPieceVectors]) const {
#pragma unroll
        for (int k = 0; k < kPieceVectors; ++k) {
            v[k] = {0, 0, 0, 0};
            if (p != nullptr && k < valid) v[k] = *reinterpret_cast<const uint4 *>(p + at(k));
        }
    }

    // The same of pieces that were kept.
    __device__ __forceinline__ void load(const uint4 *kept, uint4 (&v)[kPieceVectors]) const {
#pragma unroll
        for (int k = 0; k < kPieceVectors; ++k) v[k] = k < valid ? kept[k * kBlock] : uint4{0, 0, 0, 0};
    }

    __device__ __forceinline__ void fetch(const T *p, uint4 *kept) const {
#pragma unroll
        for (int k = 0; k < kPieceVectors; ++k) {
            if (k < valid) __pipeline_memcpy_async(kept + k * kBlock, p + at(k), sizeof(uint4));
        }
    }
};

// Visits what a thread has of its block's channel: vectors(PieceInFlight, number of the piece) and element(offset).
template <class T, class Vectors, class Element>
__device__ __forceinline__ void walk_planes(const Planes &all, const PlaneWork &work, const T *x, bool same_phase,
                                            bool down, Vectors vectors, Element element) {
#pragma unroll 1
    for (PieceCursor<T> cursor(all, work, down); cursor.left > 0; down ? cursor.previous() : cursor.next()) {
        const int64_t row = work.sample * all.outer + cursor.image;
        const Plane<T> plane(x, (row * all.channels + work.channel) * all.inner, all.inner, same_phase);
        const int64_t first = cursor.piece * all.team * kPieceVectors + cursor.thread;
        const PieceInFlight<T> piece(plane, first, all.team);
        if (piece.valid > 0) vectors(piece, int(cursor.image * cursor.pieces + cursor.piece));
        if (cursor.piece != 0) continue;
#pragma unroll 1
        for (int64_t i = cursor.thread; i < plane.ends; i += all.team) element(plane.end_at(i));
    }
}

// Where a thread's pieces of x and dy are in shared memory, if they are kept from the first pass to the second.
struct KeptPieces {
    int x, dy, first, teams;

    __device__ __forceinline__ KeptPieces(const Planes &all, const PlaneWork &work, int piece_elements) {
        const int64_t pieces = (all.inner + piece_elements - 1) / piece_elements * all.outer;
        const int64_t most = (pieces + all.chunks - 1) / all.chunks;
        first = int(Chunks(pieces, all.chunks).begin(work.chunk));
        teams = kBlock / all.team;
        x = threadIdx.x;
        dy = x + int((most + teams - 1) / teams) * (kPieceVectors * kBlock);
    }

    __device__ __forceinline__ int at(int piece) const { return (piece - first) / teams * (kPieceVectors * kBlock); }
};

// Takes in the vectors of a piece.
template <class T>
__device__ __forceinline__ void add_piece(GradientMoments<Stat<T>> &sum, const uint4 (&x)[kPieceVectors],
                                          const uint4 (&dy)[kPieceVectors], int valid) {
    using S = Stat<T>;
    S v[kVector<T>], g[kVector<T>];
    unpack(x[0], v, T());
    const S first = v[0];
    S mean = 0;
#pragma unroll
    for (int k = 0; k < kPieceVectors; ++k) {
        if (k >= valid) break;
        unpack(x[k], v, T());
#pragma unroll
        for (int lane = 0; lane < kVector<T>; ++lane) mean += v[lane] - first;
    }
    const S count = S(valid * kVector<T>);
    mean /= count;
    GradientMoments<S> piece = {count, 0, 0, 0, 0, 0};
#pragma unroll
    for (int k = 0; k < kPieceVectors; ++k) {
        if (k >= valid) break;
        unpack(x[k], v, T());
        unpack(dy[k], g, T());
#pragma unroll
        for (int lane = 0; lane < kVector<T>; ++lane) {
            const S deviation = (v[lane] - first) - mean;
            piece.m2 += deviation * deviation;
            piece.g += g[lane];
            piece.g_deviation += deviation * g[lane];
        }
    }
    const TwoSum<S> centre = two_sum(first, mean);
    piece.mean = centre.sum;
    piece.rest = centre.rest;
    sum.merge(piece);
}

#define CHANNEL_NORM_BACKWARD_PLANES(T, S) CHANNEL_BACKWARD(T, S), int team, int chunks

template <class T, class S>
__device__ __forceinline__ void channel_norm_backward_planes(CHANNEL_NORM_BACKWARD_PLANES(T, S)) {
    extern __shared__ uint4 kept_pieces[];
    __shared__ GradientMoments<S> items[kBlock];
    __shared__ InputGradient<S> shared;
    const Planes all = {samples, outer, channels, inner, team, chunks};
    const Passes passes(phases);
    const unsigned works = passes.elements() ? unsigned(all.works()) : 0;

    if (blockIdx.x < works) {
        const PlaneWork work(all, passes.begin == 0 ? blockIdx.x : works - 1 - blockIdx.x);
        const KeptPieces kept(all, work, team * kPieceVectors * kVector<T>);
        const bool own = mean == nullptr || rstd == nullptr;
        const bool resident = passes.resident();
        // One answer for all passes, so that they find the same pieces.
        const bool same = same_phase(x, dy) && (residual == nullptr || same_phase(x, residual)) &&
                          (dx == nullptr || same_phase<T>(x, dx)) &&
                          (dresidual == nullptr || same_phase<T>(x, dresidual));
        if (resident) {
            walk_planes<T>(
                all, work, x, same, false,
                [&](const PieceInFlight<T> &piece, int number) {
                    piece.fetch(x, kept_pieces + kept.x + kept.at(number));
                    piece.fetch(dy, kept_pieces + kept.dy + kept.at(number));
                },
                [](int64_t) {});
            __pipeline_commit();
            __pipeline_wait_prior(0);
        }
#pragma unroll 1
        for (int pass = passes.begin; pass < passes.end; ++pass) {
            GradientMoments<S> sum = {0, 0, 0, 0, 0, 0};
            if (pass == 0 && own) {
                walk_planes<T>(
                    all, work, x, same, false,
                    [&](const PieceInFlight<T> &piece, int number) {
                        uint4 xs[kPieceVectors], dys[kPieceVectors];
                        if (resident) {
                            piece.load(kept_pieces + kept.x + kept.at(number), xs);
                            piece.load(kept_pieces + kept.dy + kept.at(number), dys);
                        } else {
                            piece.load(x, xs);
                            piece.load(dy, dys);
                        }
                        add_piece<T>(sum, xs, dys, piece.valid);
                    },
                    [&](int64_t at) { sum.merge({S(1), load(x, at), 0, 0, load(dy, at), 0}); });
            } else {
                const bool writes = pass == 1 || passes.constant;
                const bool centred = pass == 1 && sum_dy != nullptr;
                const bool grouped = group_channels > 1;
                if (threadIdx.x == 0) {
                    const S *const sums = grouped ? group_sum_dy : sum_dy;
                    const S *const sums_xhat = grouped ? group_sum_dy_xhat : sum_dy_xhat;
                    const InputGradients<T> gradients = {
                        channels, group_channels, mean != nullptr ? mean : own_mean,
                        mean != nullptr ? mean_rest : own_rest, rstd != nullptr ? rstd : own_rstd, weight, bias, wide,
                        centred ? sums : nullptr, sums_xhat, S(count)};
                    shared = gradients.at(work.sample, work.channel);
                }
                __syncthreads();
                // In the first pass the means that the second one needs are 0, and add up the sums.
                InputGradient<S> it = shared;
                const T *const read = pass == 0 || centred || activation == kRelu ? x : nullptr;
                T *const dxs = writes ? dx : nullptr;
                T *const dresiduals = writes ? dresidual : nullptr;
                // g into dy, dx into x.
                const auto visit = [&](S &value, S &g, S added) {
                    g = activate_backward(g, it.channel.pre(value, added), activation);
                    if (pass == 0) it.add(value, g);
                    value = it.dx(value, g, centred);
                };
                walk_planes<T>(
                    all, work, x, same, pass == 1 && !resident,
                    [&](const PieceInFlight<T> &piece, int number) {
                        uint4 xs[kPieceVectors], dys[kPieceVectors], residuals[kPieceVectors];
                        if (resident) {
                            piece.load(kept_pieces + kept.x + kept.at(number), xs);
                            piece.load(kept_pieces + kept.dy + kept.at(number), dys);
                        } else {
                            piece.load(read, xs);
                            piece.load(dy, dys);
                        }
                        piece.load(residual, residuals);
#pragma unroll
                        for (int k = 0; k < kPieceVectors; ++k) {
                            if (k >= piece.valid) break;
                            S v[kVector<T>], g[kVector<T>], r[kVector<T>];
                            unpack(xs[k], v, T());
                            unpack(dys[k], g, T());
                            unpack(residuals[k], r, T());
#pragma unroll
                            for (int lane = 0; lane < kVector<T>; ++lane) visit(v[lane], g[lane], r[lane]);
                            if (dxs != nullptr) store_vector(dxs + piece.at(k), v);
                            if (dresiduals != nullptr) store_vector(dresiduals + piece.at(k), g);
                        }
                    },
                    [&](int64_t at) {
                        S value = load_or(read, at, 0);
                        S g = load(dy, at);
                        visit(value, g, load_or(residual, at, 0));
                        if (dxs != nullptr) store(dxs, at, value);
                        if (dresiduals != nullptr) store(dresiduals, at, g);
                    });
                sum = {S(1), 0, 0, 0, it.mean_g, it.mean_g_xhat};
            }
            if (pass == 1) break;
            items[threadIdx.x] = sum;
            __syncthreads();

            const GradientPartials<S> partial = {partials, samples * chunks * channels, own};
            merge_runs<GradientMoments<S>>(
                1, kBlock, [&](int, int item) { return items[item]; },
                [&](int, const GradientMoments<S> &m) {
                    partial.put((work.sample * chunks + work.chunk) * channels + work.channel, m);
                });

            const int64_t group = work.channel / group_channels;
            unsigned *const counter = counters + work.sample * (channels / group_channels) + group;
            if (last_to_arrive(counter, unsigned(chunks * group_channels))) {
                const GradientTotals<T> totals = {partial, channels, group_channels, chunks, 1, mean, mean_rest, rstd,
                                                  own_mean, own_rest, own_rstd, sum_dy, sum_dy_xhat, group_sum_dy,
                                                  group_sum_dy_xhat, weight, wide, eps};
                totals.finish(work.sample, group * group_channels, group_channels);
            }
            if (resident) grid_barrier();
        }
        if (!resident) return;
    }
    if (passes.parameters)
        finish_parameters(sum_dy, sum_dy_xhat, dweight, dbias, channels, samples, wide, accumulate, works,
                          passes.resident());
}

}  // namespace evenkeel

CHANNEL_BACKWARD_ENTRIES(channel_norm_backward_planes, CHANNEL_NORM_BACKWARD_PLANES,
                         (CHANNEL_BACKWARD_ARGS, team, chunks))
