// SPDX-License-Identifier: Apache-2.0
//
// How the backward of channel norms walks a tensor [samples][outer][channels][inner] whose planes (inner) are small: a
// sample is a matrix, cut into tiles. A thread owns one vector position of a row and goes down the rows, so that each
// of its lanes stays with one channel. Every element is read, and written, by one thread alone: outputs may share the
// memory of inputs.
//
//   copies   rows of channels * inner elements that make one row of the matrix, so that it is whole vectors, or better
//            whole sectors: a power of two; 1 where there is only one. The last row may be short
//   vectors  of a tile's row: whole planes, kBlock at most
//   tiles    of the matrix's row
//   chunks   the rows are cut into this many parts
//
// A tile's slots are the channels it has, each once where it has the matrix's whole row, else once for each copy;
// at most kBlock. A block is one-dimensional, of kBlock threads; it takes one tile of one chunk of one sample.
#pragma once

#include "chunk.cuh"
#include "strips.cuh"
#include "vector.cuh"

namespace evenkeel {

struct Tiles {
    int64_t samples, outer, channels, inner;
    int copies, vectors, tiles, chunks;

    __device__ __forceinline__ int64_t width() const { return copies * channels * inner; }
    __device__ __forceinline__ int64_t rows() const { return (outer + copies - 1) / copies; }
    // Blocks' worth of work: tiles of chunks of samples.
    __device__ __forceinline__ unsigned works() const { return unsigned(tiles * chunks * samples); }
    // Threads one below the other.
    __device__ __forceinline__ int depth() const { return kBlock / vectors; }
    // How often a channel is a slot.
    __device__ __forceinline__ int slot_copies() const { return tiles == 1 ? 1 : copies; }
};

// What one block works on.
template <class T>
struct TileWork {
    int sample, chunk, tile;
    int first_slot, slots;  // in the matrix's row
    int planes;             // of a row of the tile

    __device__ __forceinline__ TileWork(const Tiles &all, unsigned work) {
        tile = work % all.tiles;
        chunk = work / all.tiles % all.chunks;
        sample = work / all.tiles / all.chunks;
        const int each = all.vectors * kVector<T> / int(all.inner);
        first_slot = tile * each;
        const int64_t left = all.copies * all.channels - first_slot;
        planes = int(left < each ? left : each);
        slots = all.tiles == 1 ? int(all.channels) : planes;
    }
};

// What one thread works on: rows 0 to count, of which the first `whole` have all lanes and at most one more has only
// the first `tail`. Offsets are from the tensor's first element.
template <class T>
struct TileThread {
    int64_t first, stride;  // of row 0, and from row to row
    int count, whole, tail;
    int column;  // of the first lane, in the tile

    __device__ __forceinline__ TileThread(const Tiles &all, const TileWork<T> &work) {
        const int x = threadIdx.x % all.vectors;
        const int y = threadIdx.x / all.vectors;
        const Chunks parts(all.rows(), all.chunks);
        const int64_t width = all.width();
        const int64_t elements = all.outer * all.channels * all.inner;
        const int64_t offset = int64_t(work.tile) * all.vectors * kVector<T> + x * kVector<T>;
        const int64_t row = parts.begin(work.chunk) + y;
        const int64_t rows = parts.begin(work.chunk + 1) - row;
        const int step = all.depth();
        column = x * kVector<T>;
        count = y >= step || offset >= width || rows <= 0 ? 0 : int((rows + step - 1) / step);
        // Only the sample's last row can be short.
        const int64_t last = row + int64_t(count - 1) * step;
        const int64_t left = elements - last * width - offset;
        tail = left < 0 ? 0 : int(left < kVector<T> ? left : kVector<T>);
        whole = count > 0 && tail < kVector<T> ? count - 1 : count;
        first = int64_t(work.sample) * elements + row * width + offset;
        stride = step * width;
    }

    __device__ __forceinline__ int64_t at(int row) const { return first + row * stride; }
    // Lanes that are in the tensor.
    __device__ __forceinline__ int lanes(int row) const { return row < whole ? kVector<T> : tail; }
};

// The slot of a column of the tile.
template <class T>
__device__ __forceinline__ int slot_of(const Tiles &all, const TileWork<T> &work, int column) {
    const int plane = column / int(all.inner);
    return plane < work.planes ? plane % work.slots : 0;
}

// Where in the block the items of a slot are: which thread's, which lane's.
template <class T>
struct TileItems {
    const Tiles &all;
    const TileWork<T> &work;

    __device__ __forceinline__ int repeats() const { return work.planes / work.slots; }
    __device__ __forceinline__ int count() const { return all.depth() * repeats() * int(all.inner); }

    // Position lane * kBlock + thread in an array [kVector<T>][kBlock].
    __device__ __forceinline__ int at(int slot, int item) const {
        const int inner = int(all.inner);
        const int row = item / inner;
        const int y = row / repeats();
        const int plane = row % repeats() * work.slots + slot;
        const int column = plane * inner + item % inner;
        return column % kVector<T> * kBlock + y * all.vectors + column / kVector<T>;
    }
};

// A vector as two words, lane 0 in the lowest bits, shifted lane by lane: for vectors that are read and written element
// by element, which is rare, in few instructions.
template <class T>
struct ShiftedVector {
    static constexpr int kBits = 8 * int(sizeof(T));
    unsigned long long low, high;

    // Lane 0 = bits, lane k + 1 = lane k.
    __device__ __forceinline__ void push(unsigned long long bits) {
        if constexpr (kBits == 64) {
            high = low;
            low = bits;
        } else {
            high = high << kBits | low >> (64 - kBits);
            low = low << kBits | bits;
        }
    }

    // Lane 0, and lane k = lane k + 1.
    __device__ __forceinline__ unsigned long long pop() {
        const unsigned long long bits = low;
        if constexpr (kBits == 64) {
            low = high;
        } else {
            low = low >> kBits | high << (64 - kBits);
            high >>= kBits;
        }
        return bits;
    }
};

template <int kBytes>
struct BitsOf;
template <>
struct BitsOf<2> {
    using type = unsigned short;
};
template <>
struct BitsOf<4> {
    using type = unsigned;
};
template <>
struct BitsOf<8> {
    using type = unsigned long long;
};

// The first `lanes` elements at p as a vector, 0 behind them.
template <class T>
__device__ __forceinline__ uint4 gather_some(const T *p, int lanes) {
    ShiftedVector<T> v = {0, 0};
#pragma unroll 1
    for (int lane = lanes - 1; lane >= 0; --lane)
        v.push(reinterpret_cast<const typename BitsOf<sizeof(T)>::type *>(p)[lane]);
    return {unsigned(v.low), unsigned(v.low >> 32), unsigned(v.high), unsigned(v.high >> 32)};
}

// p[0 ... lanes) = the vector's.
template <class T>
__device__ __forceinline__ void scatter_some(T *p, uint4 vector, int lanes) {
    using Bits = typename BitsOf<sizeof(T)>::type;
    ShiftedVector<T> v = {vector.x | (unsigned long long)(vector.y) << 32,
                          vector.z | (unsigned long long)(vector.w) << 32};
#pragma unroll 1
    for (int lane = 0; lane < lanes; ++lane) reinterpret_cast<Bits *>(p)[lane] = Bits(v.pop());
}

}  // namespace evenkeel
