// SPDX-License-Identifier: Apache-2.0
//
// Sums over the rows and over the columns of a weight as a matrix, without copying it: the products of spectral norm,
// the squares of weight norm.
//
// x and other are of `type` (common/typed.cuh); vectors and sums are in the statistics type.
//
// weight_sums_rows: x, other [outer][rows][inner]; column (o, i) of row r is element (o, r, i).
//   first[chunk][r] = sum of x * vector over the columns of the chunk, vector [outer][inner]; of x * x where it is null
//   second[chunk][r] = sum of x * other
//   Chunk (a, b) has the outer indices [a * outer / outer_chunks, (a + 1) * outer / outer_chunks) and the inner ones
//   [b * span, (b + 1) * span), span = inner / inner_chunks rounded up, then up to a multiple of 8.
//   Launch: `team` threads to a row, `lanes` of them along inner, both a power of two up to 32 or a multiple of 32, and
//   team a multiple of lanes; blockDim / team rows to a block, grid-stride along x; gridDim.y the number of chunks.
// weight_sums_columns: x, other [batches][rows][width].
//   first[chunk][b][c] = sum over the rows of the chunk of x * vector[r * period + c % period], of x * x where vector
//   is null; second[chunk][b][c] = sum of x * other
//   Chunk a has the rows [a * rows / chunks, (a + 1) * rows / chunks).
//   Launch: block (32, 8), grid (batches * (width / 32 rounded up), chunks) or smaller.
//
// Null: vector; other and second (both). Outputs are overwritten; an empty chunk gives 0.
// Deterministic: the order of a sum depends on shapes, on the launch, and on whether tensors are aligned to 16 bytes.
#include "common/chunk.cuh"
#include "common/entry.cuh"
#include "common/reduce.cuh"
#include "common/row_sum.cuh"
#include "common/stride.cuh"
#include "common/weight.cuh"

namespace evenkeel {

// Adds K neighbouring elements of a run at a time; the run begins at `at`, its vector at `column`.
template <int K, class T, class S>
__device__ __forceinline__ void add_run(const void *x, const S *vector, const void *other, int type, int64_t at,
                                        int64_t column, int64_t from, int64_t end, int64_t step, S (&sums)[2]) {
    struct Item {
        Held<T, K> x, other;
        S vector[K];
    };
    strided<(K == 1 ? 1 : 2)>(
        from, end, step,
        [&](int64_t i) {
            Item item;
            item.x.load(x, type, at + i);
            if (other != nullptr) item.other.load(other, type, at + i);
            if (vector != nullptr) load_numbers(vector, column + i, item.vector);
            return item;
        },
        [&](int64_t, const Item &item) {
            S v[K], w[K];
            item.x.get(type, v);
#pragma unroll
            for (int e = 0; e < K; ++e) sums[0] = fma(v[e], vector != nullptr ? item.vector[e] : v[e], sums[0]);
            if (other == nullptr) return;
            item.other.get(type, w);
#pragma unroll
            for (int e = 0; e < K; ++e) sums[1] = fma(v[e], w[e], sums[1]);
        });
}

#define WEIGHT_SUMS_ROWS(T, P, S)                                                                             \
    const void *x, const S *vector, const void *other, S *first, S *second, int64_t outer, int64_t rows,      \
        int64_t inner, int outer_chunks, int inner_chunks, int type, int team, int lanes

template <class T, class P, class S>
__device__ __forceinline__ void weight_sums_rows(WEIGHT_SUMS_ROWS(T, P, S)) {
    constexpr int K = kVector<T>;
    __shared__ typename RowSum<S>::Scratch scratch;
    RowSum<S> row_sum(scratch, team);
    const int thread = int(threadIdx.x) % team;
    const int lane = thread % lanes;
    const int64_t teams = int(blockDim.x) / team;
    const Chunks outer_of(outer, outer_chunks);
    const int chunk = blockIdx.y;
    const int64_t begin = outer_of.begin(chunk / inner_chunks) + thread / lanes;
    const int64_t end = outer_of.begin(chunk / inner_chunks + 1);
    const int64_t span = ((inner + inner_chunks - 1) / inner_chunks + 7) / 8 * 8;
    const int64_t from = chunk % inner_chunks * span;
    const int64_t to = min(inner, from + span);
    const bool vectors = inner % K == 0 && aligned16(x) && aligned16(vector) && aligned16(other);

#pragma unroll 1
    for (int64_t base = blockIdx.x * teams; base < rows; base += gridDim.x * teams) {
        const int64_t row = base + int(threadIdx.x) / team;
        S sums[2] = {0, 0};
#pragma unroll 1
        for (int64_t o = row < rows ? begin : end; o < end; o += team / lanes) {
            const int64_t at = (o * rows + row) * inner;
            if (vectors) {
                add_run<K, T>(x, vector, other, type, at, o * inner, from + lane * K, to, int64_t(lanes) * K, sums);
            } else {
                add_run<1, T>(x, vector, other, type, at, o * inner, from + lane, to, lanes, sums);
            }
        }
        row_sum(sums);
        if (thread != 0 || row >= rows) continue;
        first[int64_t(chunk) * rows + row] = sums[0];
        if (second != nullptr) second[int64_t(chunk) * rows + row] = sums[1];
    }
}

#define WEIGHT_SUMS_COLUMNS(T, P, S)                                                                          \
    const void *x, const S *vector, const void *other, S *first, S *second, int64_t batches, int64_t rows,    \
        int64_t width, int64_t chunks, int64_t period, int type

template <class T, class P, class S>
__device__ __forceinline__ void weight_sums_columns(WEIGHT_SUMS_COLUMNS(T, P, S)) {
    struct Item {
        Held<T, 1> x, other;
        S vector;
    };
    __shared__ TilePair<S> scratch;
    const Chunks rows_of(rows, chunks);
    const int64_t tiles = (width + kTileCols - 1) / kTileCols;

#pragma unroll 1
    for (int64_t chunk = blockIdx.y; chunk < chunks; chunk += gridDim.y) {
#pragma unroll 1
        for (int64_t tile = blockIdx.x; tile < batches * tiles; tile += gridDim.x) {
            const int64_t batch = tile / tiles;
            const int64_t c = tile % tiles * kTileCols + threadIdx.x;
            const int64_t phase = vector == nullptr ? 0 : c % period;
            S sums[2] = {0, 0};
            if (c < width) {
                strided<2>(
                    rows_of.begin(chunk) + threadIdx.y, rows_of.begin(chunk + 1), kTileRows,
                    [&](int64_t row) {
                        const int64_t at = (batch * rows + row) * width + c;
                        Item item;
                        item.x.load(x, type, at);
                        if (other != nullptr) item.other.load(other, type, at);
                        if (vector != nullptr) item.vector = vector[row * period + phase];
                        return item;
                    },
                    [&](int64_t, const Item &item) {
                        S v[1], w[1];
                        item.x.get(type, v);
                        sums[0] = fma(v[0], vector != nullptr ? item.vector : v[0], sums[0]);
                        if (other == nullptr) return;
                        item.other.get(type, w);
                        sums[1] = fma(v[0], w[0], sums[1]);
                    });
            }
            tile_sum(sums[0], sums[1], scratch);
            if (threadIdx.y != 0 || c >= width) continue;
            const int64_t to = (chunk * batches + batch) * width + c;
            first[to] = sums[0];
            if (second != nullptr) second[to] = sums[1];
        }
    }
}

}  // namespace evenkeel

EVENKEEL_ENTRIES_S(weight_sums_rows, 256, WEIGHT_SUMS_ROWS,
                   (x, vector, other, first, second, outer, rows, inner, outer_chunks, inner_chunks, type,
                    team, lanes))
EVENKEEL_ENTRIES_S(weight_sums_columns, 256, WEIGHT_SUMS_COLUMNS,
                   (x, vector, other, first, second, batches, rows, width, chunks, period, type))
