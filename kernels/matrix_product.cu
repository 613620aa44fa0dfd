// SPDX-License-Identifier: Apache-2.0
//
// Products of matrices and sums over their rows.
//
// matrix_product: c[i][j] = sum_k a(i,k) b(k,j) + bias[j], or c[i][j] += that.
//   a(i,k) = a[i a_row + k a_depth], b(k,j) = b[k b_depth + j b_col], c[i][j] = c[i c_row + j]: steps in elements, so
//   that a transpose is a pair of steps swapped. Reads run along the axis whose step is 1, if there is one.
//   c [rows][cols], bias [cols] or null. accumulate: whether c is added to.
//   Launch: a block of 256 for each tile of 64 x 64, along x, grid-stride.
//   Each element is one chain of fused multiply-adds in the order of k, then bias, then c: deterministic.
// matrix_sum_rows: sums[j] = sum_i x[i x_row + j], or += that; x [rows][cols]. Launch: a block of 32 x 32 for each 32
//   columns, along x, grid-stride. Added in double, in an order that only the shape determines: deterministic.
//
// rows, cols and depth may be 0. NaN and infinities spread as in the formulas.
#include "common/entry.cuh"

namespace evenkeel {

// A square tile of c, what each thread has of it in both directions, and how deep the tiles of a and b are.
constexpr int TILE = 64;
constexpr int PER_THREAD = 4;
constexpr int DEPTH = 16;
constexpr int SIDE = TILE / PER_THREAD;
constexpr int PRODUCT_THREADS = SIDE * SIDE;

// What a thread reads of a slice: 16 bytes at a time.
template <class S>
struct alignas(16) Part {
    S at[PER_THREAD];
};

// Slices of a tile's rows of a, or columns of b, one for each k; wider than the tile to keep banks apart.
template <class S>
struct Slices {
    Part<S> parts[DEPTH][SIDE + 1];

    __device__ __forceinline__ S &at(int k, int i) { return parts[k][i / PER_THREAD].at[i % PER_THREAD]; }
};

// Fills slices with m[i step + k depth_step], zero where there is nothing. i < count, k < depth.
template <class S>
__device__ __forceinline__ void load_slices(Slices<S> &slices, const S *m, int64_t step, int64_t depth_step,
                                            int64_t count, int64_t depth) {
    const bool along_depth = depth_step == 1;
#pragma unroll
    for (int part = 0; part < TILE * DEPTH / PRODUCT_THREADS; ++part) {
        const int at = part * PRODUCT_THREADS + int(threadIdx.x);
        const int i = along_depth ? at / DEPTH : at % TILE;
        const int k = along_depth ? at % DEPTH : at / TILE;
        slices.at(k, i) = i < count && k < depth ? m[i * step + k * depth_step] : S(0);
    }
}

#define MATRIX_PRODUCT(T, P, S)                                                                              \
    const S *a, const S *b, const S *bias, S *c, int64_t rows, int64_t cols, int64_t depth, int64_t a_row,   \
        int64_t a_depth, int64_t b_depth, int64_t b_col, int64_t c_row, int accumulate

template <class T, class P, class S>
__device__ __forceinline__ void matrix_product(MATRIX_PRODUCT(T, P, S)) {
    __shared__ Slices<S> left;
    __shared__ Slices<S> right;
    const int row_part = int(threadIdx.x) / SIDE;
    const int col_part = int(threadIdx.x) % SIDE;
    const int64_t tiles_across = (cols + TILE - 1) / TILE;
    const int64_t tiles = (rows + TILE - 1) / TILE * tiles_across;
#pragma unroll 1
    for (int64_t tile = blockIdx.x; tile < tiles; tile += gridDim.x) {
        const int64_t row = tile / tiles_across * TILE;
        const int64_t col = tile % tiles_across * TILE;
        S sums[PER_THREAD][PER_THREAD] = {};
#pragma unroll 1
        for (int64_t k = 0; k < depth; k += DEPTH) {
            load_slices<S>(left, a + row * a_row + k * a_depth, a_row, a_depth, rows - row, depth - k);
            load_slices<S>(right, b + col * b_col + k * b_depth, b_col, b_depth, cols - col, depth - k);
            __syncthreads();
#pragma unroll 4
            for (int slice = 0; slice < DEPTH; ++slice) {
                const Part<S> l = left.parts[slice][row_part];
                const Part<S> r = right.parts[slice][col_part];
#pragma unroll
                for (int i = 0; i < PER_THREAD; ++i) {
#pragma unroll
                    for (int j = 0; j < PER_THREAD; ++j) {
                        sums[i][j] = fma(l.at[i], r.at[j], sums[i][j]);
                    }
                }
            }
            __syncthreads();
        }
#pragma unroll
        for (int i = 0; i < PER_THREAD; ++i) {
#pragma unroll
            for (int j = 0; j < PER_THREAD; ++j) {
                const int64_t at_row = row + row_part * PER_THREAD + i;
                const int64_t at_col = col + col_part * PER_THREAD + j;
                if (at_row < rows && at_col < cols) {
                    S *target = c + at_row * c_row + at_col;
                    const S sum = sums[i][j] + (bias != nullptr ? bias[at_col] : S(0));
                    *target = accumulate ? *target + sum : sum;
                }
            }
        }
    }
}

// Columns of a block, and threads that share a column.
constexpr int SUM_COLS = 32;
constexpr int SUM_LANES = 32;

#define MATRIX_SUM_ROWS(T, P, S) \
    const S *x, S *sums, int64_t rows, int64_t cols, int64_t x_row, int accumulate

template <class T, class P, class S>
__device__ __forceinline__ void matrix_sum_rows(MATRIX_SUM_ROWS(T, P, S)) {
    __shared__ double parts[SUM_LANES][SUM_COLS];
#pragma unroll 1
    for (int64_t first = int64_t(blockIdx.x) * SUM_COLS; first < cols; first += int64_t(gridDim.x) * SUM_COLS) {
        const int64_t col = first + threadIdx.x;
        double sum = 0;
#pragma unroll 1
        for (int64_t row = threadIdx.y; row < rows && col < cols; row += SUM_LANES) sum += x[row * x_row + col];
        parts[threadIdx.y][threadIdx.x] = sum;
        __syncthreads();
        if (threadIdx.y == 0 && col < cols) {
            double all = accumulate ? double(sums[col]) : 0.0;
#pragma unroll 1
            for (int lane = 0; lane < SUM_LANES; ++lane) all += parts[lane][threadIdx.x];
            sums[col] = S(all);
        }
        __syncthreads();
    }
}

}  // namespace evenkeel

EVENKEEL_ENTRIES_S(matrix_product, evenkeel::PRODUCT_THREADS, MATRIX_PRODUCT,
                   (a, b, bias, c, rows, cols, depth, a_row, a_depth, b_depth, b_col, c_row, accumulate))
EVENKEEL_ENTRIES_S(matrix_sum_rows, evenkeel::SUM_COLS *evenkeel::SUM_LANES, MATRIX_SUM_ROWS,
                   (x, sums, rows, cols, x_row, accumulate))
