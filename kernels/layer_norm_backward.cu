// SPDX-License-Identifier: Apache-2.0
//
// Layer norm, backward. xhat = ((x - mean) - mean_rest) * rstd, where x is what the forward pass normalized, so
// x + residual. A saved mean has no rest.
//
// layer_norm_backward_input
//   g = weight * dy
//   dx = rstd * (g - <g> - xhat * <g * xhat>) + dsum            means over the cols of each row
//   dy, x, dsum, dx [rows][cols]; weight [cols]; mean, mean_rest, rstd [rows].
//   Null: weight (1), mean_rest (0), dsum (0). dx is overwritten and may share the memory of dy, x or dsum.
//   Launch: as the forward pass, one block per row, any multiple of 32 threads up to 1024; a row's bits depend
//   on that row, cols and the block size alone.
//
// layer_norm_backward_params, first stage (param_grad_finish is the second)
//   partial_dweight[chunk][c] = sum of dy * xhat,  partial_dbias[chunk][c] = sum of dy
//   over rows [chunk * rows / chunks, (chunk + 1) * rows / chunks); an empty chunk gives 0.
//   dy, x [rows][cols]; mean, mean_rest, rstd [rows]; partials [chunks][cols], overwritten. Null: mean_rest (0).
//   Launch: block (32, 8), grid (cols / 32, chunks) rounded up, or any smaller grid. Deterministic for a given
//   number of chunks, whatever the grid.
#include "common/chunk.cuh"
#include "common/entry.cuh"
#include "common/reduce.cuh"
#include "common/stride.cuh"

namespace evenkeel {

#define LAYER_NORM_BACKWARD_INPUT(T, P, S)                                                                  \
    const T *dy, const T *x, const P *weight, const S *mean, const S *mean_rest, const S *rstd,             \
        const T *dsum, T *dx, int64_t rows, int64_t cols

template <class T, class P, class S>
__device__ __forceinline__ void layer_norm_backward_input(LAYER_NORM_BACKWARD_INPUT(T, P, S)) {
    struct Item {
        S dy, x, weight, dsum;
    };
    __shared__ typename BlockSum<S>::Scratch scratch;
    BlockSum<S> block_sum(scratch);
    const int64_t first = threadIdx.x;
    const int64_t step = blockDim.x;

    for (int64_t row = blockIdx.x; row < rows; row += gridDim.x) {
        const int64_t base = row * cols;
        const S centre = mean[row];
        const S rest = load_or(mean_rest, row, 0);
        const S scale = rstd[row];

        S means[2] = {0, 0};
        strided(
            first, cols, step,
            [&](int64_t c) { return Item{load(dy, base + c), load(x, base + c), S(load_or(weight, c, 1)), S(0)}; },
            [&](int64_t, const Item &item) {
                const S g = item.weight * item.dy;
                means[0] += g;
                means[1] += g * (((item.x - centre) - rest) * scale);
            });
        block_sum(means);
        means[0] /= S(cols);
        means[1] /= S(cols);

        strided(
            first, cols, step,
            [&](int64_t c) {
                return Item{load(dy, base + c), load(x, base + c), S(load_or(weight, c, 1)),
                            load_or(dsum, base + c, 0)};
            },
            [&](int64_t c, const Item &item) {
                const S xhat = ((item.x - centre) - rest) * scale;
                const S g = item.weight * item.dy;
                store(dx, base + c, scale * (g - means[0] - xhat * means[1]) + item.dsum);
            });
    }
}

#define LAYER_NORM_BACKWARD_PARAMS(T, P, S)                                                                 \
    const T *dy, const T *x, const S *mean, const S *mean_rest, const S *rstd, S *partial_dweight,          \
        S *partial_dbias, int64_t rows, int64_t cols, int64_t chunks

template <class T, class P, class S>
__device__ __forceinline__ void layer_norm_backward_params(LAYER_NORM_BACKWARD_PARAMS(T, P, S)) {
    struct Item {
        S dy, x, mean, rest, rstd;
    };
    __shared__ TilePair<S> scratch;
    const Chunks rows_of(rows, chunks);

    for (int64_t chunk = blockIdx.y; chunk < chunks; chunk += gridDim.y) {
        const int64_t begin = rows_of.begin(chunk);
        const int64_t end = rows_of.begin(chunk + 1);
        for (int64_t tile = blockIdx.x; tile * kTileCols < cols; tile += gridDim.x) {
            const int64_t c = tile * kTileCols + threadIdx.x;
            S dweight = 0;
            S dbias = 0;
            if (c < cols) {
                strided(
                    begin + threadIdx.y, end, kTileRows,
                    [&](int64_t row) {
                        const int64_t at = row * cols + c;
                        return Item{load(dy, at), load(x, at), mean[row], load_or(mean_rest, row, 0), rstd[row]};
                    },
                    [&](int64_t, const Item &item) {
                        dweight += item.dy * (((item.x - item.mean) - item.rest) * item.rstd);
                        dbias += item.dy;
                    });
            }
            tile_sum(dweight, dbias, scratch);
            if (threadIdx.y == 0 && c < cols) {
                partial_dweight[chunk * cols + c] = dweight;
                partial_dbias[chunk * cols + c] = dbias;
            }
        }
    }
}

}  // namespace evenkeel

EVENKEEL_ENTRIES_TP(layer_norm_backward_input, 1024, LAYER_NORM_BACKWARD_INPUT,
                    (dy, x, weight, mean, mean_rest, rstd, dsum, dx, rows, cols))
EVENKEEL_ENTRIES_T(layer_norm_backward_params, 256, LAYER_NORM_BACKWARD_PARAMS,
                   (dy, x, mean, mean_rest, rstd, partial_dweight, partial_dbias, rows, cols, chunks))
