// SPDX-License-Identifier: Apache-2.0
//
// Layer norm and RMS norm, backward, of rows at any alignment, of any length, and of mixed types. Formulas and
// arithmetic are those of row_norm_backward; so are the bits of dx of rows that both can take.
//
// x, dsum, dx [rows][cols] of x_type; dy [rows][cols] of dy_type; weight, dweight, dbias [cols] of param_type; types by
// code (common/typed.cuh); mean, rstd [rows]; partial_dweight, partial_dbias [chunks][cols rounded up to a
// multiple of 8].
// Null: weight (1), mean, rstd (made from the row, the mean in two parts; a saved mean has no rest; RMS: mean is not
// read), dsum (0), dx, dweight and its partial, dbias and its partial (not written). dx may share the memory of x or
// dsum, and of dy of the same type.
// Launch: as row_norm_backward has it, with pieces and dynamic shared memory as row_norm_forward_any: two tensors in
// place of one, three with dsum; then, with dweight or dbias, 2 * blockDim * vectors * kVector<T> sums of the
// statistics type; then what unaligned tensors take. With dweight or dbias a row is one piece, which is kept.
// Deterministic: dx of a row depends on that row, cols and lanes; dweight and dbias on the number of chunks too.
#include "common/entry.cuh"
#include "common/row_gradient.cuh"
#include "common/row_norm.cuh"
#include "common/row_piece.cuh"

namespace evenkeel {

#define ROW_NORM_BACKWARD_ANY(T, P, S)                                                                        \
    const void *dy, const void *x, const void *weight, const S *mean, const S *rstd, const void *dsum,        \
        void *dx, S *partial_dweight, S *partial_dbias, void *dweight, void *dbias, int64_t rows,             \
        int64_t cols, int64_t chunks, int norm, int x_type, int dy_type, int param_type, int lanes,           \
        int vectors, int kept, int accumulate, int finish, S eps, S weight_offset

// Sums over a chunk of the columns of one thread, in shared memory: element e of vector j at [j * K + e][thread].
template <class T>
struct ColumnSums {
    static constexpr int K = kVector<T>;
    using S = Stat<T>;

    S *first;

    __device__ __forceinline__ S &own(int j, int e) const { return first[(j * K + e) * int(blockDim.x) + threadIdx.x]; }

    // to[c] = the sum of column c, over all groups of the block in their order.
    __device__ __forceinline__ void write(S *to, int lanes, int cols) const {
#pragma unroll 1
        for (int c = threadIdx.x; c < cols; c += blockDim.x) {
            const int vector = c / K;
            const int at = (vector / lanes * K + c % K) * int(blockDim.x) + vector % lanes;
            S total = first[at];
#pragma unroll 1
            for (int group = lanes; group < int(blockDim.x); group += lanes) total += first[at + group];
            to[c] = total;
        }
    }
};

template <class T, class P, class S>
__device__ __forceinline__ void row_norm_backward_any(ROW_NORM_BACKWARD_ANY(T, P, S)) {
    constexpr int K = kVector<T>;
    extern __shared__ __align__(32) unsigned char shared[];
    __shared__ typename RowSum<S>::Scratch scratch;
    __shared__ SliceScratch<S> slice_scratch;
    RowSum<S> row_sum(scratch, lanes);
    RowPiece<T> piece(lanes, cols);
    KeptRows<T> held(piece, shared, dsum != nullptr ? 3 : 2, vectors, kept);
    const bool sums_columns = dweight != nullptr || dbias != nullptr;
    const int sums = held.slots * K;
    const ColumnSums<T> dweights{reinterpret_cast<S *>(piece.stage)};
    const ColumnSums<T> dbiases{dweights.first + sums};
    if (sums_columns) {
        piece.stage = reinterpret_cast<unsigned char *>(dbiases.first + sums);
#pragma unroll 1
        for (int at = threadIdx.x; at < 2 * sums; at += blockDim.x) dweights.first[at] = S(0);
    }
    const Chunks rows_of(rows, chunks);
    const int64_t end = rows_of.begin(blockIdx.x + 1);
    const bool own = rstd == nullptr || (norm == kLayerNorm && mean == nullptr);

#pragma unroll 1
    for (int64_t first = rows_of.begin(blockIdx.x); first < end; first += piece.groups) {
        held.rows(first, end);
        RowStatistics<S> of = {0, 0, 0};
        S means[2] = {0, 0};
        // Sums for the mean, sums about it, sums of g, dx. The last goes backwards: it may find the end in a cache.
#pragma unroll 1
        for (int pass = !own ? 2 : norm == kLayerNorm ? 0 : 1; pass < (dx != nullptr ? 4 : 3); ++pass) {
            if (pass == 2 && piece.active()) {
                if (norm == kLayerNorm && mean != nullptr) of.centre = mean[piece.own_row()], of.offset = S(0);
                if (rstd != nullptr) of.rstd = rstd[piece.own_row()];
            }
            S totals[2] = {0, 0};
#pragma unroll 1
            for (int i = 0; i < held.pieces; ++i) {
                const uint4 *slots = held.go(pass == 3 ? held.pieces - 1 - i : i, [&](int t, uint4 *at) {
                    piece.load(t == 0 ? x : t == 1 ? dy : dsum, t == 1 ? dy_type : x_type, at);
                });
                auto tensor = [&](int t, int j, S(&v)[K]) {
                    unpack(slots[t * held.slots + j * int(blockDim.x)], v, T());
                };
                // xhat's argument and g of vector j.
                auto values = [&](int j, S(&v)[K], S(&d)[K], S(&g)[K]) {
                    tensor(0, j, v);
                    tensor(1, j, d);
                    load_params<T>(weight, param_type, piece.column + piece.at(j), piece.count(j), S(1), weight_offset,
                                   g);
#pragma unroll
                    for (int e = 0; e < K; ++e) g[e] = product(g[e], d[e]);
                };
                if (pass == 3) {
                    piece.write(dx, x_type, [&](int j, S(&v)[K]) {
                        S d[K], g[K];
                        values(j, v, d, g);
                        if (dsum != nullptr) tensor(2, j, d);
#pragma unroll
                        for (int e = 0; e < K; ++e) {
                            v[e] = row_dx(of, v[e], g[e], means);
                            if (dsum != nullptr) v[e] += d[e];
                        }
                    });
                    continue;
                }
#pragma unroll 1
                for (int j = 0; j < piece.steps; ++j) {
                    const int n = piece.count(j);
                    S v[K], d[K], g[K];
                    if (pass < 2) {
                        tensor(0, j, v);
#pragma unroll
                        for (int e = 0; e < K; ++e) {
                            if (pass == 0) {
                                totals[0] += v[e];
                            } else if (e < n) {
                                add_centred(v[e], S(0), of.centre, totals);
                            }
                        }
                        continue;
                    }
                    if (n == 0) continue;
                    values(j, v, d, g);
#pragma unroll
                    for (int e = 0; e < K; ++e) {
                        const S xhat = of.xhat(v[e]);
                        totals[0] += g[e];
                        totals[1] = fma(g[e], xhat, totals[1]);
                        if (!sums_columns) continue;
                        dweights.own(j, e) = fma(d[e], xhat, dweights.own(j, e));
                        dbiases.own(j, e) += d[e];
                    }
                }
            }
            if (pass == 3 || (pass == 2 && dx == nullptr)) continue;
            row_sum(totals);
            if (pass == 0) {
                of.centre = totals[0] / S(cols);
            } else if (pass == 1) {
                of = row_statistics(of.centre, totals, norm, S(cols), eps);
            } else {
                means[0] = norm == kLayerNorm ? totals[0] / S(cols) : S(0);
                means[1] = totals[1] / S(cols);
            }
        }
    }

    if (!sums_columns) return;
    __syncthreads();
    const int64_t partial = partial_row(blockIdx.x, cols);
    if (dweight != nullptr) dweights.write(partial_dweight + partial, lanes, int(cols));
    if (dbias != nullptr) dbiases.write(partial_dbias + partial, lanes, int(cols));
    if (finish != 0) {
        finish_gradients<T>(partial_dweight, partial_dbias, dweight, dbias, param_type, cols, chunks, accumulate,
                            slice_scratch);
    }
}

}  // namespace evenkeel

EVENKEEL_ENTRIES_T(row_norm_backward_any, 512, ROW_NORM_BACKWARD_ANY,
                   (dy, x, weight, mean, rstd, dsum, dx, partial_dweight, partial_dbias, dweight, dbias, rows, cols,
                    chunks, norm, x_type, dy_type, param_type, lanes, vectors, kept, accumulate, finish, eps,
                    weight_offset))
