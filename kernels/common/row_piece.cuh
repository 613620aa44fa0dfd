// SPDX-License-Identifier: Apache-2.0
//
// What a block works on at once where rows lie at any alignment, are of mixed types or too long for registers: a few
// whole rows that follow each other, or a piece of one row. Columns belong to threads as in row_vectors.cuh.
//
// Rows are kept in shared memory as vectors of T, each thread's in slots of its own. A tensor of whole vectors, which
// lie at multiples of their bytes, in rows of whole sectors is loaded and stored by each thread on its own; any other
// goes through `stage`, another part of shared memory, as row_stage.cuh has it. A thread has the same columns either
// way, and so the bits are the same.
#pragma once

#include "row_stage.cuh"
#include "typed.cuh"

namespace evenkeel {

template <class T>
struct RowPiece {
    static constexpr int K = kVector<T>;
    using S = Stat<T>;
    using Values = S[K];

    int lanes, group, lane, groups;
    int64_t cols;
    unsigned char *stage;

    int64_t row, column;       // where the piece begins
    int height, width, steps;  // its rows, columns, and vectors of a thread

    __device__ RowPiece(int lanes, int64_t cols)
        : lanes(lanes), group(int(threadIdx.x) / lanes), lane(int(threadIdx.x) % lanes),
          groups(int(blockDim.x) / lanes), cols(cols), stage(nullptr) {}

    __device__ __forceinline__ int64_t own_row() const { return row + group; }

    __device__ __forceinline__ bool active() const { return group < height; }

    // Rows from `first` on, at most up to `end`; move() says which columns of them.
    __device__ __forceinline__ void rows(int64_t first, int64_t end) {
        row = first;
        height = int(end - first < groups ? end - first : groups);
    }

    // Columns from `first` on, at most `most`; all of them where there are several rows.
    __device__ __forceinline__ void columns(int64_t first, int64_t most) {
        column = first;
        width = int(cols - first < most ? cols - first : most);
        steps = (width + lanes * K - 1) / (lanes * K);
    }

    // The first column of this thread's vector j, in the piece.
    __device__ __forceinline__ int at(int j) const { return (j * lanes + lane) * K; }

    // How many of its columns there are.
    __device__ __forceinline__ int count(int j) const { return active() ? max(0, min(K, width - at(j))) : 0; }

    // Whether a tensor need not go through `stage`. Where a row ends in the middle of a sector, warps that load on
    // their own would touch it twice, as they would all those between two of their runs of it.
    __device__ __forceinline__ bool direct(const void *p, int type) const {
        const int size = element_bytes<T>(type);
        return cols % K == 0 && cols * size % kSector == 0 && reinterpret_cast<uintptr_t>(p) % (K * size) == 0;
    }

    // Loads the piece of a tensor into the slots; zeros where it has no elements.
    __device__ __forceinline__ void load(const void *p, int type, uint4 *slots) const {
        if (direct(p, type)) {
#pragma unroll 4
            for (int j = 0; j < steps; ++j) {
                slots[j * int(blockDim.x)] = count(j) > 0 ? vector(p, type, j) : uint4{0, 0, 0, 0};
            }
            return;
        }
        const Staged staged = place(p, type);
        __syncthreads();
        staged.in(element_bytes<T>(type));
        __syncthreads();
#pragma unroll 1
        for (int j = 0; j < steps; ++j) {
            const int n = count(j);
            Values v;
            with_tensor<T>(staged.shared, type, [&](auto *typed) {
#pragma unroll
                for (int e = 0; e < K; ++e) v[e] = e < n ? evenkeel::load(typed, within(j) + e) : S(0);
            });
            slots[j * int(blockDim.x)] = pack(v, T());
        }
    }

    // Writes the piece of a tensor: make(j, v) gives vector j.
    template <class Make>
    __device__ __forceinline__ void write(void *p, int type, Make make) const {
        const bool whole = direct(p, type);
        const Staged staged = place(p, type);
        if (!whole) __syncthreads();
#pragma unroll 1
        for (int j = 0; j < steps; ++j) {
            const int n = count(j);
            if (n == 0) continue;
            Values v;
            make(j, v);
            if (whole) {
                with_tensor<T>(p, type, [&](auto *typed) { store_elements(mutable_(typed) + index(j), v); });
            } else {
                with_tensor<T>(staged.shared, type, [&](auto *typed) {
#pragma unroll
                    for (int e = 0; e < K; ++e) {
                        if (e < n) store(mutable_(typed), within(j) + e, v[e]);
                    }
                });
            }
        }
        if (whole) return;
        __syncthreads();
        staged.out(element_bytes<T>(type));
    }

   private:
    template <class U>
    static __device__ __forceinline__ U *mutable_(const U *p) {
        return const_cast<U *>(p);
    }

    __device__ __forceinline__ int64_t index(int j) const { return own_row() * cols + column + at(j); }

    __device__ __forceinline__ int within(int j) const { return group * int(cols) + at(j); }

    __device__ __forceinline__ Staged place(const void *p, int type) const {
        const int size = element_bytes<T>(type);
        const int elements = height > 1 ? height * int(cols) : width;
        return Staged(stage, static_cast<const unsigned char *>(p) + (row * cols + column) * size, elements * size);
    }

    __device__ __forceinline__ uint4 vector(const void *p, int type, int j) const {
        if constexpr (kIsFloat<T>) {
            if (type != kF32) {
                Values v;
                with_tensor<T>(p, type, [&](auto *typed) { load_elements(typed + index(j), v); });
                return pack(v, T());
            }
        }
        return *reinterpret_cast<const uint4 *>(static_cast<const T *>(p) + index(j));
    }
};

// Rows in pieces, of which the first `kept` stay in shared memory from when they are first loaded; what follows is
// loaded again whenever it is come to. A piece is of several tensors of the same shape.
template <class T>
struct KeptRows {
    RowPiece<T> &piece;
    uint4 *own;    // this thread's first slot
    int64_t most;  // columns of a piece
    int tensors, pieces, kept;
    int slots;     // of one tensor's piece
    int loaded;    // pieces that are in place for good

    // `vectors` of a thread make a piece.
    __device__ KeptRows(RowPiece<T> &piece, unsigned char *shared, int tensors, int vectors, int kept)
        : piece(piece), own(reinterpret_cast<uint4 *>(shared) + threadIdx.x),
          most(int64_t(vectors) * piece.lanes * kVector<T>), tensors(tensors),
          pieces(int((piece.cols + most - 1) / most)), kept(kept), slots(vectors * int(blockDim.x)), loaded(0) {
        piece.stage = shared + int64_t(min(kept + 1, pieces)) * tensors * slots * 16;
    }

    // Rows from `first` on; none of them is in place.
    __device__ __forceinline__ void rows(int64_t first, int64_t end) {
        piece.rows(first, end);
        loaded = 0;
    }

    // Goes to piece p; load(t, slots) loads tensor t where it is not in place. Returns the first slot.
    template <class Load>
    __device__ __forceinline__ uint4 *go(int p, Load load) {
        piece.columns(p * most, most);
        uint4 *at = own + int64_t(min(p, kept)) * tensors * slots;
        if (p < loaded) return at;
        if (p < kept) loaded = p + 1;
#pragma unroll 1
        for (int t = 0; t < tensors; ++t) load(t, at + t * slots);
        return at;
    }
};

}  // namespace evenkeel
