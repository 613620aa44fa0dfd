// SPDX-License-Identifier: Apache-2.0
//
// How elementwise kernels walk a tensor [samples][outer][channels][inner] whose planes (inner) are small: as the rows
// of a matrix. A thread owns one vector position of a row and goes down the rows, so that each of its lanes stays with
// one channel.
//
//   fold     rows of channels * inner elements that are taken together as one row of the matrix, so that these begin
//            at sectors: a power of two
//   vectors  of a tile: what a block takes of a row
//   chunks   the rows are cut into this many parts
//
// A block is one-dimensional, of kBlock threads; it takes one tile of one chunk of one sample.
#pragma once

#include "channel.cuh"
#include "chunk.cuh"
#include "strips.cuh"
#include "vector.cuh"

namespace evenkeel {

#define ROWS int64_t samples, int64_t outer, int64_t channels, int64_t inner, int fold, int vectors, int chunks

struct Rows {
    int64_t samples, outer, channels, inner;
    int fold, vectors, chunks;

    __device__ __forceinline__ int64_t width() const { return fold * channels * inner; }
    __device__ __forceinline__ int64_t elements() const { return outer * channels * inner; }
    __device__ __forceinline__ int64_t rows() const { return (outer + fold - 1) / fold; }
    __device__ __forceinline__ int64_t tiles(int lanes) const {
        const int64_t columns = width() < elements() ? width() : elements();
        return (columns + int64_t(vectors) * lanes - 1) / (int64_t(vectors) * lanes);
    }
};

// What one block works on. Works count down, so that what a reduction read last, and a cache may still hold, is read
// first.
template <class T>
struct RowWork {
    int64_t sample, chunk;
    int64_t column, end_column;  // the tile's, of a row
    int64_t run;                 // the first one's, columns being cut into runs of one channel
    int past;    // elements of that run before the tile
    int loaded;  // channels that the runs are of: run i is of channel (run + i % loaded) % channels

    static __device__ __forceinline__ int64_t count(const Rows &all) {
        return all.tiles(kVector<T>) * all.chunks * all.samples;
    }

    __device__ __forceinline__ RowWork(const Rows &all, int64_t work) {
        const int64_t tiles = all.tiles(kVector<T>);
        const int64_t down = count(all) - 1 - work;
        column = down % tiles * all.vectors * kVector<T>;
        chunk = down / tiles % all.chunks;
        sample = down / tiles / all.chunks;
        end_column = column + all.vectors * kVector<T>;
        if (end_column > all.width()) end_column = all.width();
        run = column / all.inner;
        past = int(column - run * all.inner);
        const int runs = (past + int(end_column - column) - 1) / int(all.inner) + 1;
        loaded = runs < all.channels ? runs : int(all.channels);
    }
};

// What one thread works on: rows row, row - step, ... down to begin. Those below whole are whole vectors; the others,
// which come first, are taken lane by lane: one at most, in which the sample ends, or all of them where vectors are
// not aligned. Offsets are from the sample's first element.
template <class T>
struct RowThread {
    int64_t row, whole, begin, step;
    int64_t width, offset, elements;

    __device__ __forceinline__ RowThread(const Rows &all, const RowWork<T> &work, bool aligned) {
        const int x = threadIdx.x % all.vectors;
        const int y = threadIdx.x / all.vectors;
        const Chunks parts(all.rows(), all.chunks);
        width = all.width();
        elements = all.elements();
        offset = work.column + x * kVector<T>;
        step = kBlock / all.vectors;
        begin = parts.begin(work.chunk);
        row = parts.begin(work.chunk + 1) - 1 - y;
        if (y >= step || offset >= work.end_column) row = begin - 1;
        const int64_t fit = elements - offset - kVector<T>;
        whole = fit < 0 || !aligned ? 0 : fit / width + 1;
    }

    __device__ __forceinline__ int64_t at(int64_t row) const { return row * width + offset; }

    // Which of the work's loaded channels a lane is of.
    __device__ __forceinline__ int channel(const Rows &all, const RowWork<T> &work, int lane) const {
        return (int(offset - work.column) + lane + work.past) / int(all.inner) % work.loaded;
    }
};

}  // namespace evenkeel
