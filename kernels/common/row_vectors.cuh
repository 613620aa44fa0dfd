// SPDX-License-Identifier: Apache-2.0
//
// The columns that one thread holds of a row. The threads of a row hold its vectors in turn: thread `lane` of `lanes`
// has the vectors lane, lane + lanes, lane + 2 * lanes, ... of kVector<T> columns each.
#pragma once

#include "typed.cuh"

namespace evenkeel {

// Where each row begins at a multiple of 16 bytes and has a whole number of vectors.
template <class T>
struct RowVectors {
    static constexpr int K = kVector<T>;

    int64_t base;  // the row's first element
    int lanes, lane, cols;

    __device__ __forceinline__ int column(int j) const { return (j * lanes + lane) * K; }

    // Whether there is a vector j; never where the row is not there at all.
    __device__ __forceinline__ bool has(int j) const { return column(j) < cols; }

    template <int V>
    __device__ __forceinline__ void load(const T *p, uint4 (&raw)[V]) const {
#pragma unroll
        for (int j = 0; j < V; ++j) {
            raw[j] = has(j) ? *reinterpret_cast<const uint4 *>(p + base + column(j)) : uint4{0, 0, 0, 0};
        }
    }

    // Vector j of a tensor = v; there is one.
    __device__ __forceinline__ void store(T *p, int j, const Stat<T> (&v)[K]) const {
        store_vector(p + base + column(j), v);
    }

    // v = vector j of an optional array of parameters, of T or of float, that begins at a multiple of 16 bytes, each
    // with `offset` added; `absent` where there is none.
    __device__ __forceinline__ void params(const void *p, int type, int j, Stat<T> absent, Stat<T> offset,
                                           Stat<T> (&v)[K]) const {
#pragma unroll
        for (int e = 0; e < K; ++e) v[e] = absent;
        if (p == nullptr) return;
        bool done = false;
        if constexpr (kIs16Bit<T>) {
            done = type == kF32;
            if (done) load_elements(static_cast<const float *>(p) + column(j), v);
        }
        if (!done) load_elements(static_cast<const T *>(p) + column(j), v);
#pragma unroll
        for (int e = 0; e < K; ++e) v[e] += offset;
    }
};

}  // namespace evenkeel
