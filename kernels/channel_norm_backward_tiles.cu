// SPDX-License-Identifier: Apache-2.0
//
// Backward of batch, group and instance norm where planes (inner) are small, channels-last among them: the tensor
// [samples][outer][channels][inner] as tiles of rows (common/tiles.cuh, which says what the last parameters are).
//
//   xhat = ((x - mean) - mean_rest) * rstd
//   g = dy, or with relu (activation 1): 0 where xhat * weight + bias + residual <= 0, recomputed as the forward pass
//   computed it; a NaN there passes dy
//
// phases & 1: sum_dy, sum_dy_xhat [samples][channels] = sum of g, sum of g * xhat; where group_channels > 1 also
//   group_sum_dy, group_sum_dy_xhat [samples][groups] = the same times weight, summed over the group's channels.
//   mean or rstd null: those of x are found in the same pass, own_mean + own_rest, own_rstd = 1 / sqrt(var + eps); no
//   activation then.
// phases & 2: dx = rstd * (weight * g - group_sum_dy / count - xhat * group_sum_dy_xhat / count), where
//   group_channels == 1 from the channels' sums; weight * rstd * g where these are null, or phases & 8, constant
//   statistics. dresidual = g.
// phases & 4: dweight, dbias [channels] = (accumulate ? old : 0) + sum over samples of sum_dy_xhat, sum_dy
//
// mean, mean_rest, rstd, own_mean, own_rest, own_rstd [samples][groups]; weight, bias [channels], of T, or where wide
// of the statistics type.
// partials: 2, or 6 where statistics are found, times samples * chunks * (copies, 1 where one tile has the row) *
// channels numbers. counters: one for each tile of a sample, 0 before and after. The last block
// to arrive merges.
// Null: residual (0), mean_rest (0), weight (1), bias (0), outputs, what the phases don't use. dx and dresidual may
// share the memory of dy, x or residual, but not each other's.
//
// Launch: block 256. Grid: one for each tile of each chunk of each sample for phases 1 and 2, from the last one on
// without phase 1; then one for each 32 channels for phase 4. Phases 1 and 2 together but without 8: cooperative,
// without blocks for phase 4, x and dy are read once and kept in shared memory, 8192 bytes for each row of a thread.
// Deterministic: the order of all sums follows from sizes.
// A NaN or an infinity in x makes dx of its own group NaN.
#include "common/channel_backward.cuh"
#include "common/tiles.cuh"

#include <cuda_pipeline.h>

namespace evenkeel {

// As many as registers allow for two blocks on a multiprocessor.
constexpr int kRowsInFlight = 2;

// Vectors of up to kRowsInFlight rows from `row` on, up or down by one.
template <class T>
struct RowsInFlight {
    int64_t at, stride;
    int valid, lanes;
    bool whole;

    __device__ __forceinline__ RowsInFlight(const TileThread<T> &thread, int row, int direction, bool aligned)
        : at(thread.at(row)), stride(direction * thread.stride) {
        lanes = thread.lanes(row);
        whole = aligned && lanes == kVector<T>;
        const int left = direction > 0 ? thread.whole - row : row + 1;
        valid = !whole ? 1 : left < kRowsInFlight ? left : kRowsInFlight;
    }

    __device__ __forceinline__ void load(const T *p, uint4 (&v)[kRowsInFlight]) const {
#pragma unroll
        for (int k = 0; k < kRowsInFlight; ++k) v[k] = {0, 0, 0, 0};
        if (p == nullptr) return;
        if (!whole) {
            v[0] = gather_some(p + at, lanes);
            return;
        }
#pragma unroll
        for (int k = 0; k < kRowsInFlight; ++k) {
            if (k < valid) v[k] = *reinterpret_cast<const uint4 *>(p + at + k * stride);
        }
    }

    // The same of rows that were kept.
    __device__ __forceinline__ void load(const uint4 *kept, int step, uint4 (&v)[kRowsInFlight]) const {
#pragma unroll
        for (int k = 0; k < kRowsInFlight; ++k) v[k] = k < valid ? kept[k * step] : uint4{0, 0, 0, 0};
    }

    __device__ __forceinline__ void store(T *p, int k, const Stat<T> (&v)[kVector<T>]) const {
        if (p == nullptr) return;
        const uint4 vector = pack(v, T());
        if (whole) {
            __stwb(reinterpret_cast<uint4 *>(p + at + k * stride), vector);
        } else if (k == 0) {
            scatter_some(p + at, vector, lanes);
        }
    }
};

// Where a thread's rows of x and dy are in shared memory, if they are kept from the first pass to the second.
struct KeptRows {
    int x, dy;

    __device__ __forceinline__ explicit KeptRows(const Tiles &all) {
        const int64_t most = (all.rows() + all.chunks - 1) / all.chunks;
        x = threadIdx.x;
        dy = x + int((most + all.depth() - 1) / all.depth()) * kBlock;
    }
};

// All loads are under way before the first is waited for.
template <class T>
__device__ __forceinline__ void keep_rows(uint4 *shared, KeptRows kept, const TileThread<T> &thread, const T *x,
                                          const T *dy, bool aligned) {
#pragma unroll 1
    for (int row = 0; row < thread.count; ++row, kept.x += kBlock, kept.dy += kBlock) {
        const int64_t at = thread.at(row);
        if (aligned && row < thread.whole) {
            __pipeline_memcpy_async(shared + kept.x, x + at, sizeof(uint4));
            __pipeline_memcpy_async(shared + kept.dy, dy + at, sizeof(uint4));
        } else {
            shared[kept.x] = gather_some(x + at, thread.lanes(row));
            shared[kept.dy] = gather_some(dy + at, thread.lanes(row));
        }
    }
    __pipeline_commit();
    __pipeline_wait_prior(0);
}

// Lane by lane what a thread's channels are.
template <class T>
struct LaneChannels {
    InputGradient<Stat<T>> lane[kVector<T>];

    // From shared memory, one number of each slot after the other.
    __device__ __forceinline__ LaneChannels(const Stat<T> (&slots)[7][kBlock], const Tiles &all,
                                            const TileWork<T> &work, int column) {
#pragma unroll
        for (int k = 0; k < kVector<T>; ++k) {
            const int slot = slot_of(all, work, column + k);
            lane[k] = {{slots[0][slot], slots[1][slot], slots[2][slot], slots[3][slot], slots[4][slot]},
                       slots[5][slot],
                       slots[6][slot]};
        }
    }
};

template <class T>
__device__ __forceinline__ void put_slots(Stat<T> (&slots)[7][kBlock], const InputGradients<T> &all,
                                          const TileWork<T> &work) {
    for (int slot = threadIdx.x; slot < work.slots; slot += kBlock) {
        const InputGradient<Stat<T>> it = all.at(work.sample, (work.first_slot + slot) % all.channels);
        slots[0][slot] = it.channel.mean;
        slots[1][slot] = it.channel.mean_rest;
        slots[2][slot] = it.channel.rstd;
        slots[3][slot] = it.channel.weight;
        slots[4][slot] = it.channel.bias;
        slots[5][slot] = it.mean_g;
        slots[6][slot] = it.mean_g_xhat;
    }
}

// dy = g of one vector.
template <class T>
__device__ __forceinline__ void mask_gradient(const LaneChannels<T> &channels, const Stat<T> (&x)[kVector<T>],
                                              uint4 residual, int activation, Stat<T> (&dy)[kVector<T>]) {
    if (activation != kRelu) return;
    Stat<T> residuals[kVector<T>];
    unpack(residual, residuals, T());
#pragma unroll
    for (int k = 0; k < kVector<T>; ++k)
        dy[k] = activate_backward(dy[k], channels.lane[k].channel.pre(x[k], residuals[k]), activation);
}

#define CHANNEL_NORM_BACKWARD_TILES(T, S)                                                                \
    CHANNEL_BACKWARD(T, S), int copies, int vectors, int tiles, int chunks

template <class T, class S>
__device__ __forceinline__ void channel_norm_backward_tiles(CHANNEL_NORM_BACKWARD_TILES(T, S)) {
    extern __shared__ uint4 kept_rows[];
    // Of each lane of each thread: g, g_deviation and, where statistics are found, mean, rest, m2. Before: slots.
    __shared__ S items[5][kVector<T> * kBlock];
    __shared__ S counts[kBlock];
    __shared__ int held[kBlock];
    S(&slots)[7][kBlock] = reinterpret_cast<S(&)[7][kBlock]>(items);
    static_assert(sizeof(slots) <= sizeof(items), "room for the slots");
    const Tiles all = {samples, outer, channels, inner, copies, vectors, tiles, chunks};
    const Passes passes(phases);
    const unsigned works = passes.elements() ? all.works() : 0;

    if (blockIdx.x < works) {
        const TileWork<T> work(all, passes.begin == 0 ? blockIdx.x : works - 1 - blockIdx.x);
        const TileThread<T> thread(all, work);
        const KeptRows kept(all);
        const bool own = mean == nullptr || rstd == nullptr;
        const bool resident = passes.resident();
        const int64_t base = work.sample * outer * channels * inner;
        const auto is_aligned = [&](const T *p) { return p == nullptr || aligned16(p + base); };
        const bool aligned =
            is_aligned(dy) && is_aligned(x) && is_aligned(residual) && is_aligned(dx) && is_aligned(dresidual);
        if (resident) keep_rows(kept_rows, kept, thread, x, dy, aligned);

#pragma unroll 1
        for (int pass = passes.begin; pass < passes.end; ++pass) {
            held[threadIdx.x] = kVector<T>;
            if (pass == 0 && own) {
                LaneGradients<T> lanes;
#pragma unroll 1
                for (int row = 0; row < thread.count;) {
                    const RowsInFlight<T> rows(thread, row, 1, aligned);
                    uint4 x_rows[kRowsInFlight], dy_rows[kRowsInFlight];
                    if (resident) {
                        rows.load(kept_rows + kept.x + row * kBlock, kBlock, x_rows);
                        rows.load(kept_rows + kept.dy + row * kBlock, kBlock, dy_rows);
                    } else {
                        rows.load(x, x_rows);
                        rows.load(dy, dy_rows);
                    }
                    lanes.add(x_rows, dy_rows, rows.valid, rows.lanes);
                    held[threadIdx.x] = rows.lanes;
                    row += rows.valid;
                }
                counts[threadIdx.x] = lanes.count;
#pragma unroll
                for (int k = 0; k < kVector<T>; ++k) {
                    const int at = k * kBlock + threadIdx.x;
                    items[0][at] = lanes.g[k];
                    items[1][at] = lanes.g_deviation[k];
                    items[2][at] = lanes.mean[k];
                    items[3][at] = lanes.rest[k];
                    items[4][at] = lanes.m2[k];
                }
            } else {
                const bool writes = pass == 1 || passes.constant;
                const bool centred = pass == 1 && sum_dy != nullptr;
                const bool reads_x = pass == 0 || centred || activation == kRelu;
                const bool grouped = group_channels > 1;
                const S *const sums = grouped ? group_sum_dy : sum_dy;
                const S *const sums_xhat = grouped ? group_sum_dy_xhat : sum_dy_xhat;
                put_slots(slots,
                          {channels, group_channels, mean != nullptr ? mean : own_mean,
                           mean != nullptr ? mean_rest : own_rest, rstd != nullptr ? rstd : own_rstd, weight, bias, wide,
                           centred ? sums : nullptr, sums_xhat, S(count)},
                          work);
                __syncthreads();
                LaneChannels<T> lane_channels(slots, all, work, thread.column);
                __syncthreads();
                // In the first pass the means that the second one needs are 0, and add up the sums.
                T *const dxs = writes ? dx : nullptr;
                T *const dresiduals = writes ? dresidual : nullptr;
                // Up to sum, down to write: what was read last, and a cache may still hold, is read first.
                const int direction = pass == 0 ? 1 : -1;
#pragma unroll 1
                for (int i = 0; i < thread.count;) {
                    const int row = pass == 0 ? i : thread.count - 1 - i;
                    const RowsInFlight<T> rows(thread, row, direction, aligned);
                    uint4 x_rows[kRowsInFlight], dy_rows[kRowsInFlight], residual_rows[kRowsInFlight];
                    if (resident) {
                        rows.load(kept_rows + kept.x + row * kBlock, direction * kBlock, x_rows);
                        rows.load(kept_rows + kept.dy + row * kBlock, direction * kBlock, dy_rows);
                    } else {
                        rows.load(reads_x ? x : nullptr, x_rows);
                        rows.load(dy, dy_rows);
                    }
                    rows.load(residual, residual_rows);
#pragma unroll
                    for (int r = 0; r < kRowsInFlight; ++r) {
                        if (r >= rows.valid) break;
                        S g[kVector<T>], values[kVector<T>];
                        unpack(dy_rows[r], g, T());
                        unpack(x_rows[r], values, T());
                        mask_gradient(lane_channels, values, residual_rows[r], activation, g);
                        rows.store(dresiduals, r, g);
                        if (pass == 0) {
#pragma unroll
                            for (int k = 0; k < kVector<T>; ++k) lane_channels.lane[k].add(values[k], g[k]);
                        }
                        if (dxs == nullptr) continue;
#pragma unroll
                        for (int k = 0; k < kVector<T>; ++k)
                            g[k] = lane_channels.lane[k].dx(values[k], g[k], centred);
                        rows.store(dxs, r, g);
                    }
                    i += rows.valid;
                }
                counts[threadIdx.x] = S(1);
#pragma unroll
                for (int k = 0; k < kVector<T>; ++k) {
                    items[0][k * kBlock + threadIdx.x] = lane_channels.lane[k].mean_g;
                    items[1][k * kBlock + threadIdx.x] = lane_channels.lane[k].mean_g_xhat;
                }
            }
            if (pass == 1) break;
            __syncthreads();

            const int slot_copies = all.slot_copies();
            const GradientPartials<S> partial = {partials, samples * chunks * slot_copies * channels, own};
            const TileItems<T> where = {all, work};
            merge_runs<GradientMoments<S>>(
                work.slots, where.count(),
                [&](int slot, int item) {
                    const int at = where.at(slot, item);
                    const int owner = at % kBlock;
                    GradientMoments<S> m = {counts[owner], 0, 0, 0, items[0][at], items[1][at]};
                    if (!own) return m;
                    if (at / kBlock >= held[owner]) m.count -= S(1);
                    m.mean = items[2][at];
                    m.rest = items[3][at];
                    m.m2 = items[4][at];
                    return m;
                },
                [&](int slot, const GradientMoments<S> &m) {
                    const int64_t row = int64_t(work.sample * chunks + work.chunk) * slot_copies;
                    partial.put(row * channels + work.first_slot + slot, m);
                });

            // Blocks that share channels: those of a tile, or where its slots are not whole channels or groups, of a
            // sample.
            const bool by_tile = slot_copies == 1 && group_channels == 1;
            unsigned *const counter = counters + int64_t(work.sample) * tiles + (by_tile ? work.tile : 0);
            if (last_to_arrive(counter, by_tile ? chunks : chunks * tiles)) {
                const GradientTotals<T> totals = {partial, channels, group_channels, chunks, slot_copies, mean,
                                                  mean_rest, rstd, own_mean, own_rest, own_rstd, sum_dy, sum_dy_xhat,
                                                  group_sum_dy, group_sum_dy_xhat, weight, wide, eps};
                totals.finish(work.sample, by_tile ? work.first_slot : 0, by_tile ? work.slots : int(channels));
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

CHANNEL_BACKWARD_ENTRIES(channel_norm_backward_tiles, CHANNEL_NORM_BACKWARD_TILES,
                         (CHANNEL_BACKWARD_ARGS, copies, vectors, tiles, chunks))
