// SPDX-License-Identifier: Apache-2.0
//
// Elements of a tensor whose type a kernel learns when it runs (typed.cuh), one or several neighbouring ones at a time.
// They are held as they were loaded until they are used, so that loads need not wait for each other's conversions.
#pragma once

#include <type_traits>

#include "typed.cuh"

namespace evenkeel {

// K elements, one or a vector of T's.
template <class T, int K>
struct Held {
    static_assert(K == 1 || K == kVector<T>, "one element or a vector");
    static constexpr int kWords = K * int(sizeof(T)) / 4;

    unsigned word[kWords];

    // Those from i on; i and the tensor are multiples of K elements and 16 bytes unless K is 1.
    __device__ __forceinline__ void load(const void *p, int type, int64_t i) {
        if (kIsFloat<T> && type != kF32) {
            if constexpr (K == 1) {
                word[0] = static_cast<const unsigned short *>(p)[i];
            } else if constexpr (kIsFloat<T>) {
                const uint2 bits = *reinterpret_cast<const uint2 *>(static_cast<const unsigned short *>(p) + i);
                word[0] = bits.x;
                word[1] = bits.y;
            }
        } else if constexpr (kWords == 4) {
            const uint4 bits = load_packed(static_cast<const T *>(p) + i);
            word[0] = bits.x;
            word[1] = bits.y;
            word[2] = bits.z;
            word[3] = bits.w;
        } else if constexpr (kWords == 2) {
            const double value = static_cast<const double *>(p)[i];
            word[0] = unsigned(__double2loint(value));
            word[1] = unsigned(__double2hiint(value));
        } else {
            word[0] = static_cast<const unsigned *>(p)[i];
        }
    }

    // What they are, exactly.
    __device__ __forceinline__ void get(int type, Stat<T> (&v)[K]) const {
        if constexpr (!kIsFloat<T>) {
#pragma unroll
            for (int e = 0; e < K; ++e) v[e] = __hiloint2double(int(word[2 * e + 1]), int(word[2 * e]));
        } else if (type == kF32) {
#pragma unroll
            for (int e = 0; e < K; ++e) v[e] = __uint_as_float(word[e]);
        } else if (type == kBF16) {
#pragma unroll
            for (int e = 0; e < K; ++e) v[e] = __uint_as_float(half_word(e) << 16);
        } else {
#pragma unroll
            for (int e = 0; e < K; ++e) v[e] = __half2float(__ushort_as_half((unsigned short)half_word(e)));
        }
    }

    __device__ __forceinline__ unsigned half_word(int e) const {
        return e % 2 == 0 ? word[e / 2] & 0xffffu : word[e / 2] >> 16;
    }
};

// The K elements from i on = v, rounded once.
template <class T, int K>
__device__ __forceinline__ void put_elements(void *p, int type, int64_t i, const Stat<T> (&v)[K]) {
    with_tensor<T>(p, type, [&](auto *typed) {
        using U = typename std::remove_const<typename std::remove_pointer<decltype(typed)>::type>::type;
        if constexpr (K == 1) {
            store(const_cast<U *>(typed), i, v[0]);
        } else {
            store_elements(const_cast<U *>(typed) + i, v);
        }
    });
}

// v = the K numbers from i on, aligned as above.
template <int K, class S>
__device__ __forceinline__ void load_numbers(const S *p, int64_t i, S (&v)[K]) {
    if constexpr (K == 1) {
        v[0] = p[i];
    } else {
        load_vector(p + i, v);
    }
}

}  // namespace evenkeel
