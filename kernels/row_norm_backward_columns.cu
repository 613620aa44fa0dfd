// SPDX-License-Identifier: Apache-2.0
//
// Gradients of weight and bias of row norms, first stage, of rows too long for a block to hold their sums. Reads x and
// dy a second time; row_norm_backward_any makes dx of such rows, row_norm_finish is the second stage.
//
//   partial_dweight[chunk][c] = sum of dy * xhat,  partial_dbias[chunk][c] = sum of dy
//   over rows [chunk * rows / chunks, (chunk + 1) * rows / chunks); an empty chunk gives 0
//   xhat = ((x - mean) - mean_rest) * rstd
//
// x [rows][cols] of x_type; dy [rows][cols] of dy_type; types by code (common/typed.cuh); mean, mean_rest, rstd [rows];
// partials [chunks][cols rounded up to a multiple of 8], overwritten.
// Null: mean (0), mean_rest (0), partials (not written).
// Launch: block (32, 8), grid (cols / 32, chunks) rounded up, or any smaller grid. Deterministic for a given number of
// chunks, whatever the grid.
#include "common/chunk.cuh"
#include "common/entry.cuh"
#include "common/exact.cuh"
#include "common/reduce.cuh"
#include "common/row_gradient.cuh"
#include "common/stride.cuh"

namespace evenkeel {

#define ROW_NORM_BACKWARD_COLUMNS(T, P, S)                                                                     \
    const void *dy, const void *x, const S *mean, const S *mean_rest, const S *rstd, S *partial_dweight,       \
        S *partial_dbias, int64_t rows, int64_t cols, int64_t chunks, int x_type, int dy_type

template <class T>
__device__ __forceinline__ Stat<T> load_typed(const void *p, int type, int64_t i) {
    Stat<T> v = 0;
    with_tensor<T>(p, type, [&](auto *typed) { v = load(typed, i); });
    return v;
}

template <class T, class P, class S>
__device__ __forceinline__ void row_norm_backward_columns(ROW_NORM_BACKWARD_COLUMNS(T, P, S)) {
    struct Item {
        S dy, x, mean, rest, rstd;
    };
    __shared__ TilePair<S> scratch;
    const Chunks rows_of(rows, chunks);

#pragma unroll 1
    for (int64_t chunk = blockIdx.y; chunk < chunks; chunk += gridDim.y) {
        const int64_t begin = rows_of.begin(chunk);
        const int64_t end = rows_of.begin(chunk + 1);
#pragma unroll 1
        for (int64_t tile = blockIdx.x; tile * kTileCols < cols; tile += gridDim.x) {
            const int64_t c = tile * kTileCols + threadIdx.x;
            S dweight = 0;
            S dbias = 0;
            if (c < cols) {
                strided(
                    begin + threadIdx.y, end, kTileRows,
                    [&](int64_t row) {
                        const int64_t at = row * cols + c;
                        return Item{load_typed<T>(dy, dy_type, at), load_typed<T>(x, x_type, at), load_or(mean, row, 0),
                                    load_or(mean_rest, row, 0), rstd[row]};
                    },
                    [&](int64_t, const Item &item) {
                        dweight = fma(item.dy, product((item.x - item.mean) - item.rest, item.rstd), dweight);
                        dbias += item.dy;
                    });
            }
            tile_sum(dweight, dbias, scratch);
            if (threadIdx.y == 0 && c < cols) {
                if (partial_dweight != nullptr) partial_dweight[partial_row(chunk, cols) + c] = dweight;
                if (partial_dbias != nullptr) partial_dbias[partial_row(chunk, cols) + c] = dbias;
            }
        }
    }
}

}  // namespace evenkeel

EVENKEEL_ENTRIES_T(row_norm_backward_columns, 256, ROW_NORM_BACKWARD_COLUMNS,
                   (dy, x, mean, mean_rest, rstd, partial_dweight, partial_dbias, rows, cols, chunks, x_type, dy_type))
