// SPDX-License-Identifier: Apache-2.0
//
// How kernels walk a tensor [samples][outer][channels][inner] whose planes (inner) are large: a block works for one
// channel of one sample, a team of its threads on one piece of one plane at a time. A plane is the elements before
// the first multiple of 32 bytes, whole 32-byte sectors read as vectors, and the elements behind them.
//
//   team     threads that share a piece: a power of two from 32 to kBlock; a piece is kPieceVectors vectors of each
//   chunks   a channel's pieces are cut into this many parts
//
// A block is one-dimensional, of kBlock threads.
#pragma once

#include "chunk.cuh"
#include "strips.cuh"
#include "vector.cuh"

namespace evenkeel {

constexpr int kPieceVectors = 4;
constexpr int kSectorBytes = 32;

#define PLANES int64_t samples, int64_t outer, int64_t channels, int64_t inner, int team, int chunks

struct Planes {
    int64_t samples, outer, channels, inner;
    int team, chunks;

    // Blocks' worth of work: channels of chunks of samples.
    __device__ __forceinline__ int64_t works() const { return samples * channels * chunks; }
};

struct PlaneWork {
    int64_t sample, chunk, channel;

    __device__ __forceinline__ PlaneWork(const Planes &all, int64_t work) {
        channel = work % all.channels;
        chunk = work / all.channels % all.chunks;
        sample = work / all.channels / all.chunks;
    }

    // Where the channel's plane of an image begins.
    __device__ __forceinline__ int64_t plane(const Planes &all, int64_t image) const {
        return ((sample * all.outer + image) * all.channels + channel) * all.inner;
    }
};

// Whether vectors of one tensor lie at vectors of the other.
template <class T>
__device__ __forceinline__ bool same_phase(const T *a, const T *b) {
    return ((reinterpret_cast<uintptr_t>(a) ^ reinterpret_cast<uintptr_t>(b)) & 15) == 0;
}

// One plane, as its parts.
template <class T>
struct Plane {
    int64_t offset;  // of the plane, in the tensor
    int64_t vectors;
    int64_t ends;  // elements before the vectors and behind them
    int head;      // those before

    // Where `whole` is false, all elements are ends: other tensors don't have vectors where this one has them.
    __device__ __forceinline__ Plane(const T *tensor, int64_t offset, int64_t inner, bool whole = true)
        : offset(offset) {
        constexpr int kSector = kSectorBytes / int(sizeof(T));
        const int past = int(reinterpret_cast<uintptr_t>(tensor + offset) % kSectorBytes / sizeof(T));
        head = past == 0 ? 0 : kSector - past;
        if (head > inner) head = int(inner);
        vectors = whole ? (inner - head) / kSector * (kSector / kVector<T>) : 0;
        ends = inner - vectors * kVector<T>;
    }

    __device__ __forceinline__ int64_t vector_at(int64_t vector) const { return offset + head + vector * kVector<T>; }
    // Of the elements that are in no vector, the i-th.
    __device__ __forceinline__ int64_t end_at(int64_t i) const {
        return offset + (i < head ? i : i + vectors * kVector<T>);
    }
};

// The pieces of one thread: (image, piece) by (image, piece), up by next() or down by previous().
template <class T>
struct PieceCursor {
    int64_t pieces;  // of a plane
    int64_t left;    // pieces that this thread's team still has, the present one included
    int64_t image, piece;
    int64_t step_image, step_piece;
    int thread;  // in the team

    __device__ __forceinline__ PieceCursor(const Planes &all, const PlaneWork &work, bool down) {
        const int64_t elements = int64_t(all.team) * kPieceVectors * kVector<T>;
        pieces = (all.inner + elements - 1) / elements;
        const Chunks parts(all.outer * pieces, all.chunks);
        const int teams = kBlock / all.team;
        const int own = threadIdx.x / all.team;
        const int64_t begin = parts.begin(work.chunk);
        const int64_t end = parts.begin(work.chunk + 1);
        left = begin + own < end ? (end - begin - own + teams - 1) / teams : 0;
        const int64_t first = down ? end - 1 - own : begin + own;
        image = first / pieces;
        piece = first % pieces;
        step_image = teams / pieces;
        step_piece = teams % pieces;
        thread = threadIdx.x % all.team;
    }

    __device__ __forceinline__ void next() {
        --left;
        image += step_image;
        piece += step_piece;
        if (piece >= pieces) {
            piece -= pieces;
            ++image;
        }
    }

    __device__ __forceinline__ void previous() {
        --left;
        image -= step_image;
        piece -= step_piece;
        if (piece < 0) {
            piece += pieces;
            --image;
        }
    }
};

}  // namespace evenkeel
