// SPDX-License-Identifier: Apache-2.0
//
// Layer norm and RMS norm, forward, of aligned rows that a block holds in registers; row_norm_forward_any takes the
// rest.
//
//   v = x + residual, held in two parts until y is made: one float would round away what std resolves at a large mean
//   layer  mean = <v>,  rstd = 1 / sqrt(<(v - mean)^2> + eps),  xhat = (v - mean) * rstd     biased variance
//   RMS                 rstd = 1 / sqrt(<v^2> + eps),           xhat = v * rstd
//   y = xhat * (weight + weight_offset) + bias
//   sum = v rounded to the storage type; y is made from v before that rounding
//
// x, residual, y, sum [rows][cols]; weight, bias [cols] of param_type; mean, rstd [rows].
// Null: residual, weight (1), bias (0), y, sum, mean, rstd (not written). Outputs are overwritten; y and sum may share
// the memory of x or residual. All but mean and rstd begin at a multiple of 16 bytes, and so does every row.
// Launch: `lanes` threads to a row, a power of two up to 32 or a multiple of 32, with lanes * VECTORS vectors that
// cover it; blockDim / lanes rows to a block. Grid-stride over rows.
// Deterministic: a row's bits depend on that row, cols, lanes and VECTORS, not on the rows around it.
// A NaN makes its own row NaN, and so does an infinity in layer norm. Where a row's squares overflow, as an infinity's
// do in RMS norm, its rstd is 0, and so is y but for the infinity's own NaN.
#include "common/entry.cuh"
#include "common/row_norm.cuh"
#include "common/row_vectors.cuh"

namespace evenkeel {

// This thread's vectors of x and, if there is one, of the residual.
template <class T, int V>
struct HeldRow {
    static constexpr int K = kVector<T>;
    using S = Stat<T>;

    uint4 x[V], residual[V];
    bool two;

    __device__ __forceinline__ HeldRow(const RowVectors<T> &row, const T *x_at, const T *residual_at)
        : two(residual_at != nullptr) {
        row.load(x_at, x);
        if (two) row.load(residual_at, residual);
    }

    // Vector j of x + residual, and what its rounding left over.
    __device__ __forceinline__ void values(int j, S (&v)[K], S (&rest)[K]) const {
        unpack(x[j], v, T());
#pragma unroll
        for (int e = 0; e < K; ++e) rest[e] = S(0);
        if (!two) return;
        S more[K];
        unpack(residual[j], more, T());
#pragma unroll
        for (int e = 0; e < K; ++e) {
            const TwoSum<S> both = two_sum(v[e], more[e]);
            v[e] = both.sum;
            rest[e] = both.rest;
        }
    }
};

#define ROW_NORM_FORWARD(T, S)                                                                               \
    const T *x, const T *residual, const void *weight, const void *bias, T *y, T *sum, S *mean, S *rstd,     \
        int64_t rows, int64_t cols, int norm, int param_type, int lanes, S eps, S weight_offset

template <class T, int V>
__device__ __forceinline__ void row_norm_forward(ROW_NORM_FORWARD(T, Stat<T>)) {
    using S = Stat<T>;
    constexpr int K = kVector<T>;
    __shared__ typename RowSum<S>::Scratch scratch;
    RowSum<S> row_sum(scratch, lanes);
    const int group = int(threadIdx.x) / lanes;
    const int groups = int(blockDim.x) / lanes;

    for (int64_t first = int64_t(blockIdx.x) * groups; first < rows; first += int64_t(gridDim.x) * groups) {
        const int64_t at = first + group;
        const RowVectors<T> row{at * cols, lanes, int(threadIdx.x) % lanes, at < rows ? int(cols) : 0};
        const HeldRow<T, V> held(row, x, residual);

        const RowStatistics<S> of = row_statistics(
            row_sum, norm, S(cols), eps,
            [&](S &total) {
#pragma unroll
                for (int j = 0; j < V; ++j) {
                    S v[K], rest[K];
                    held.values(j, v, rest);
#pragma unroll
                    for (int e = 0; e < K; ++e) total += v[e];
                }
            },
            [&](S centre, S(&centred)[2]) {
#pragma unroll
                for (int j = 0; j < V; ++j) {
                    if (!row.has(j)) continue;
                    S v[K], rest[K];
                    held.values(j, v, rest);
#pragma unroll
                    for (int e = 0; e < K; ++e) add_centred(v[e], rest[e], centre, centred);
                }
            });
        if (row.lane == 0 && at < rows) {
            if (mean != nullptr) mean[at] = of.mean();
            if (rstd != nullptr) rstd[at] = of.rstd;
        }
#pragma unroll
        for (int j = 0; j < V; ++j) {
            if (!row.has(j)) continue;
            S v[K], rest[K];
            held.values(j, v, rest);
            if (sum != nullptr) row.store(sum, j, v);
            if (y == nullptr) continue;
            S w[K], b[K];
            row.params(weight, param_type, j, S(1), weight_offset, w);
            row.params(bias, param_type, j, S(0), S(0), b);
#pragma unroll
            for (int e = 0; e < K; ++e) v[e] = fma(of.xhat(v[e], rest[e]), w[e], b[e]);
            row.store(y, j, v);
        }
    }
}

}  // namespace evenkeel

#define EVENKEEL_ROW_NORM_FORWARD(V, THREADS, BLOCKS)                                                        \
    EVENKEEL_ENTRIES_V(row_norm_forward, V, THREADS, BLOCKS, ROW_NORM_FORWARD,                               \
                       (x, residual, weight, bias, y, sum, mean, rstd, rows, cols, norm, param_type, lanes, \
                        eps, weight_offset))

EVENKEEL_ROW_NORM_FORWARD(2, 128, 7)
EVENKEEL_ROW_NORM_FORWARD(4, 512, 1)
