// SPDX-License-Identifier: Apache-2.0
//
// Layer norm and RMS norm, backward, of aligned rows that a block holds in registers; row_norm_backward_any takes the
// rest. Reads x and dy once. xhat as in row_norm_forward, where x is what the forward pass normalized, so x + residual.
//
//   g = (weight + weight_offset) * dy
//   dx = rstd * (g - <g> - xhat * <g * xhat>) + dsum          means over the cols of each row; RMS: without <g>
//   dweight[c] = (accumulate ? dweight[c] : 0) + sum over rows of dy * xhat,  dbias[c] likewise of dy
//
// dy, x, dsum, dx [rows][cols]; weight, dweight, dbias [cols] of param_type; mean, rstd [rows].
// partial_dweight, partial_dbias [chunks][cols rounded up to a multiple of 8].
// Null: weight (1), mean, rstd (made from the row, the mean in two parts; a saved mean has no rest; RMS: mean is not
// read), dsum (0), dx, dweight and its partial, dbias and its partial (not written). dx may share the memory of dy, x
// or dsum. All but mean and rstd begin at a multiple of 16 bytes, and so does every row.
// Launch: `lanes` threads to a row as in the forward pass, blockDim / lanes rows to a block, all of them one after the
// other of a contiguous chunk of rows, block k that of chunk k: grid = chunks. Sums over a chunk stay in registers.
// Its partial row is left at the end. finish != 0: when all blocks have left theirs, they share the columns out and add
// up; with several chunks that takes a cooperative launch. Otherwise row_norm_finish adds up.
// Blocks have at least 128 threads. Accumulated gradients are read and written only once all rows are done.
// Deterministic: dx of a row depends on that row, cols, lanes and VECTORS; dweight and dbias on the number of chunks
// too.
#include "common/entry.cuh"
#include "common/row_gradient.cuh"
#include "common/row_norm.cuh"
#include "common/row_vectors.cuh"

namespace evenkeel {

constexpr int kBackwardThreads = 512;

#define ROW_NORM_BACKWARD(T, S)                                                                                \
    const T *dy, const T *x, const void *weight, const S *mean, const S *rstd, const T *dsum, T *dx,           \
        S *partial_dweight, S *partial_dbias, void *dweight, void *dbias, int64_t rows, int64_t cols,          \
        int64_t chunks, int norm, int param_type, int lanes, int accumulate, int finish, S eps,              \
        S weight_offset

// What a block shares: dy where registers are short, later the chunk's sums of one vector of each thread.
template <class T, int V>
struct BackwardPool {
    static constexpr int K = kVector<T>;
    static constexpr bool kHoldsDy = V == 4;
    static constexpr int kVectors = kHoldsDy ? V : int(K * sizeof(Stat<T>) / 16);

    uint4 slots[kVectors * kBackwardThreads];

    __device__ __forceinline__ uint4 &own(int j) { return slots[j * kBackwardThreads + threadIdx.x]; }

    __device__ __forceinline__ Stat<T> *sums() { return reinterpret_cast<Stat<T> *>(slots); }
};

// partial[c] = the chunk's sum of column c, over all groups of the block in their order.
template <class T, int V>
__device__ __forceinline__ void sum_groups(const Stat<T> (&sums)[V][kVector<T>], int lanes, int cols,
                                           Stat<T> *scratch, Stat<T> *partial) {
    constexpr int K = kVector<T>;
    const int width = lanes * K;
#pragma unroll
    for (int j = 0; j < V; ++j) {
        __syncthreads();
#pragma unroll
        for (int e = 0; e < K; ++e) scratch[threadIdx.x * K + e] = sums[j][e];
        __syncthreads();
#pragma unroll 1
        for (int at = threadIdx.x; at < width && j * width + at < cols; at += blockDim.x) {
            Stat<T> total = scratch[at];
#pragma unroll 1
            for (int next = at + width; next < int(blockDim.x) * K; next += width) total += scratch[next];
            partial[j * width + at] = total;
        }
    }
}

template <class T, int V>
__device__ __forceinline__ void row_norm_backward(ROW_NORM_BACKWARD(T, Stat<T>)) {
    using S = Stat<T>;
    constexpr int K = kVector<T>;
    __shared__ typename RowSum<S>::Scratch scratch;
    __shared__ BackwardPool<T, V> pool;
    __shared__ SliceScratch<S> slice_scratch;
    RowSum<S> row_sum(scratch, lanes);
    const int group = int(threadIdx.x) / lanes;
    const int groups = int(blockDim.x) / lanes;
    auto dy_at = [&](int j, const uint4(&held)[V]) { return pool.kHoldsDy ? pool.own(j) : held[j]; };
    const Chunks rows_of(rows, chunks);
    const int64_t end = rows_of.begin(blockIdx.x + 1);
    const bool own = rstd == nullptr || (norm == kLayerNorm && mean == nullptr);
    S dweights[V][K], dbiases[V][K];
#pragma unroll
    for (int j = 0; j < V; ++j) {
#pragma unroll
        for (int e = 0; e < K; ++e) dweights[j][e] = dbiases[j][e] = S(0);
    }

    auto row_at = [&](int64_t at) {
        return RowVectors<T>{at * cols, lanes, int(threadIdx.x) % lanes, at < end ? int(cols) : 0};
    };
    // The next row is on its way while this one is summed, where registers allow it.
    constexpr bool kAhead = V == 2;
    uint4 next_xs[V], next_dys[V];
    const int64_t begin = rows_of.begin(blockIdx.x);
    if (kAhead) {
        row_at(begin + group).load(x, next_xs);
        row_at(begin + group).load(dy, next_dys);
    }

#pragma unroll 1
    for (int64_t first = begin; first < end; first += groups) {
        const int64_t at = first + group;
        const RowVectors<T> row = row_at(at);
        uint4 xs[V], dys[V];
        if (kAhead) {
#pragma unroll
            for (int j = 0; j < V; ++j) xs[j] = next_xs[j], dys[j] = next_dys[j];
            row_at(at + groups).load(x, next_xs);
            row_at(at + groups).load(dy, next_dys);
        } else {
            row.load(x, xs);
            row.load(dy, dys);
        }
        if (pool.kHoldsDy) {
#pragma unroll
            for (int j = 0; j < V; ++j) pool.own(j) = dys[j];
        }

        RowStatistics<S> of = {0, 0, 0};
        if (own) {
            of = row_statistics(
                row_sum, norm, S(cols), eps,
                [&](S &total) {
#pragma unroll
                    for (int j = 0; j < V; ++j) {
                        S v[K];
                        unpack(xs[j], v, T());
#pragma unroll
                        for (int e = 0; e < K; ++e) total += v[e];
                    }
                },
                [&](S centre, S(&centred)[2]) {
#pragma unroll
                    for (int j = 0; j < V; ++j) {
                        if (!row.has(j)) continue;
                        S v[K];
                        unpack(xs[j], v, T());
#pragma unroll
                        for (int e = 0; e < K; ++e) add_centred(v[e], S(0), centre, centred);
                    }
                });
        }
        if (at < end) {
            if (norm == kLayerNorm && mean != nullptr) of.centre = mean[at], of.offset = S(0);
            if (rstd != nullptr) of.rstd = rstd[at];
        }

        S means[2] = {0, 0};
#pragma unroll
        for (int j = 0; j < V; ++j) {
            if (!row.has(j)) continue;
            S v[K], d[K], w[K];
            unpack(xs[j], v, T());
            unpack(dy_at(j, dys), d, T());
            row.params(weight, param_type, j, S(1), weight_offset, w);
#pragma unroll
            for (int e = 0; e < K; ++e) {
                const S xhat = of.xhat(v[e]);
                const S g = product(w[e], d[e]);
                means[0] += g;
                means[1] = fma(g, xhat, means[1]);
                dweights[j][e] = fma(d[e], xhat, dweights[j][e]);
                dbiases[j][e] += d[e];
            }
        }
        if (dx == nullptr) continue;
        row_sum(means);
        means[0] = norm == kLayerNorm ? means[0] / S(cols) : S(0);
        means[1] /= S(cols);
#pragma unroll
        for (int j = 0; j < V; ++j) {
            if (!row.has(j)) continue;
            S v[K], d[K], w[K];
            unpack(xs[j], v, T());
            unpack(dy_at(j, dys), d, T());
            row.params(weight, param_type, j, S(1), weight_offset, w);
#pragma unroll
            for (int e = 0; e < K; ++e) v[e] = row_dx(of, v[e], product(w[e], d[e]), means);
            if (dsum != nullptr) {
                load_vector(dsum + row.base + row.column(j), d);
#pragma unroll
                for (int e = 0; e < K; ++e) v[e] += d[e];
            }
            row.store(dx, j, v);
        }
    }

    const int64_t partial = partial_row(blockIdx.x, cols);
    if (dweight != nullptr) sum_groups<T>(dweights, lanes, int(cols), pool.sums(), partial_dweight + partial);
    if (dbias != nullptr) sum_groups<T>(dbiases, lanes, int(cols), pool.sums(), partial_dbias + partial);
    if (finish != 0) {
        finish_gradients<T>(partial_dweight, partial_dbias, dweight, dbias, param_type, cols, chunks, accumulate,
                            slice_scratch);
    }
}

}  // namespace evenkeel

#define EVENKEEL_ROW_NORM_BACKWARD(V)                                                                          \
    EVENKEEL_ENTRIES_V(row_norm_backward, V, evenkeel::kBackwardThreads, 1, ROW_NORM_BACKWARD,            \
                       (dy, x, weight, mean, rstd, dsum, dx, partial_dweight, partial_dbias, dweight, dbias,  \
                        rows, cols, chunks, norm, param_type, lanes, accumulate, finish, eps, weight_offset))

EVENKEEL_ROW_NORM_BACKWARD(2)
EVENKEEL_ROW_NORM_BACKWARD(4)
