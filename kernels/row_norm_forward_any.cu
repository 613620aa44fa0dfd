// SPDX-License-Identifier: Apache-2.0
//
// Layer norm and RMS norm, forward, of rows at any alignment, of any length, and of mixed types. Formula and arithmetic
// are those of row_norm_forward; so are the bits of rows that both can take.
//
// x, residual, sum [rows][cols] of x_type; y [rows][cols] of y_type; weight, bias [cols] of param_type; types by code
// (common/typed.cuh); mean, mean_rest, rstd [rows]. mean + mean_rest is the mean: where |mean| >> std, mean alone does
// not hold it to the precision of v - mean.
// Null: residual, weight (1), bias (0), y, sum, mean, mean_rest, rstd (not written). Outputs are overwritten; y and sum
// may share the memory of x or residual of the same type.
// Launch: `lanes` threads to a row, a power of two up to 32 or a multiple of 32; blockDim / lanes rows to a block. A
// row is taken in pieces of `vectors` vectors of each thread, all of it in one where a block has
// several rows. The first `kept` pieces are read once and stay in shared memory, the others are read three times.
// Dynamic shared memory: 16 * blockDim * vectors bytes for each of min(kept + 1, pieces) pieces, twice that with a
// residual; then, unless all tensors are `direct` (common/row_piece.cuh), what a block's rows take in a piece of the
// tensor with the largest elements, and 64 bytes more. Grid-stride over rows.
// Deterministic: a row's bits depend on that row, cols and lanes, not on the rows around it nor on where it lies.
// A NaN makes its own row NaN, and so does an infinity in layer norm. Where a row's squares overflow, as an infinity's
// do in RMS norm, its rstd is 0, and so is y but for the infinity's own NaN.
#include "common/entry.cuh"
#include "common/row_norm.cuh"
#include "common/row_piece.cuh"

namespace evenkeel {

#define ROW_NORM_FORWARD_ANY(T, P, S)                                                                         \
    const void *x, const void *residual, const void *weight, const void *bias, void *y, void *sum, S *mean,   \
        S *mean_rest, S *rstd, int64_t rows, int64_t cols, int norm, int x_type, int y_type, int param_type,  \
        int lanes, int vectors, int kept, S eps, S weight_offset

template <class T, class P, class S>
__device__ __forceinline__ void row_norm_forward_any(ROW_NORM_FORWARD_ANY(T, P, S)) {
    constexpr int K = kVector<T>;
    extern __shared__ __align__(32) unsigned char shared[];
    __shared__ typename RowSum<S>::Scratch scratch;
    RowSum<S> row_sum(scratch, lanes);
    RowPiece<T> piece(lanes, cols);
    KeptRows<T> held(piece, shared, residual != nullptr ? 2 : 1, vectors, kept);
    // Vector j of x + residual, and what its rounding left over.
    auto values = [&](const uint4 *slots, int j, S(&v)[K], S(&rest)[K]) {
        unpack(slots[j * int(blockDim.x)], v, T());
#pragma unroll
        for (int e = 0; e < K; ++e) rest[e] = S(0);
        if (residual == nullptr) return;
        S more[K];
        unpack(slots[held.slots + j * int(blockDim.x)], more, T());
#pragma unroll
        for (int e = 0; e < K; ++e) {
            const TwoSum<S> both = two_sum(v[e], more[e]);
            v[e] = both.sum;
            rest[e] = both.rest;
        }
    };
    // Adds v, then, once there is a centre, what is centred.
    auto add = [&](const uint4 *slots, bool centring, S centre, S(&sums)[2]) {
#pragma unroll 2
        for (int j = 0; j < piece.steps; ++j) {
            const int n = piece.count(j);
            S v[K], rest[K];
            values(slots, j, v, rest);
            if (!centring) {
#pragma unroll
                for (int e = 0; e < K; ++e) sums[0] += v[e];
            } else {
#pragma unroll
                for (int e = 0; e < K; ++e) {
                    if (e < n) add_centred(v[e], rest[e], centre, sums);
                }
            }
        }
    };
    auto write = [&](const uint4 *slots, const RowStatistics<S> &of) {
#pragma unroll 1
        for (int normalized = 0; normalized < 2; ++normalized) {
            void *to = normalized != 0 ? y : sum;
            if (to == nullptr) continue;
            piece.write(to, normalized != 0 ? y_type : x_type, [&](int j, S(&v)[K]) {
                S rest[K], w[K], b[K];
                values(slots, j, v, rest);
                if (normalized == 0) return;
                const int64_t c = piece.column + piece.at(j);
                load_params<T>(weight, param_type, c, piece.count(j), S(1), weight_offset, w);
                load_params<T>(bias, param_type, c, piece.count(j), S(0), S(0), b);
#pragma unroll
                for (int e = 0; e < K; ++e) v[e] = fma(of.xhat(v[e], rest[e]), w[e], b[e]);
            });
        }
    };
    const int64_t step = int64_t(gridDim.x) * piece.groups;

    for (int64_t first = int64_t(blockIdx.x) * piece.groups; first < rows; first += step) {
        held.rows(first, rows);
        RowStatistics<S> of = {0, 0, 0};
        // Sums for the mean, sums about it, outputs. The last goes backwards: it may find the end in a cache.
#pragma unroll 1
        for (int pass = norm == kLayerNorm ? 0 : 1; pass < 3; ++pass) {
            S sums[2] = {0, 0};
#pragma unroll 1
            for (int i = 0; i < held.pieces; ++i) {
                const uint4 *slots = held.go(pass == 2 ? held.pieces - 1 - i : i, [&](int t, uint4 *at) {
                    piece.load(t == 0 ? x : residual, x_type, at);
                });
                if (pass < 2) {
                    add(slots, pass == 1, of.centre, sums);
                } else {
                    write(slots, of);
                }
            }
            if (pass == 2) continue;
            row_sum(sums);
            if (pass == 0) {
                of.centre = sums[0] / S(cols);
                continue;
            }
            of = row_statistics(of.centre, sums, norm, S(cols), eps);
            if (piece.lane != 0 || !piece.active()) continue;
            const TwoSum<S> whole = two_sum(of.centre, of.offset);
            if (mean != nullptr) mean[piece.own_row()] = whole.sum;
            if (mean_rest != nullptr) mean_rest[piece.own_row()] = whole.rest;
            if (rstd != nullptr) rstd[piece.own_row()] = of.rstd;
        }
    }
}

}  // namespace evenkeel

EVENKEEL_ENTRIES_T(row_norm_forward_any, 512, ROW_NORM_FORWARD_ANY,
                   (x, residual, weight, bias, y, sum, mean, mean_rest, rstd, rows, cols, norm, x_type, y_type,
                    param_type, lanes, vectors, kept, eps, weight_offset))
