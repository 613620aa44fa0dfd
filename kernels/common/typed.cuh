// SPDX-License-Identifier: Apache-2.0
//
// Elements whose type a kernel learns when it runs, by a code that is the same for all threads.
//
// A kernel made for T sees elements of T alone, but for two cases: the kernel for float also reads and writes f16 and
// bf16, and parameters of any type, and those for f16 and bf16 take parameters in float. One branch each where elements
// are loaded or stored, instead of a kernel for every pair of types.
#pragma once

#include "vector.cuh"

namespace evenkeel {

constexpr int kF32 = 0;
constexpr int kF16 = 1;
constexpr int kBF16 = 2;

template <class T>
constexpr bool kIs16Bit = sizeof(T) == 2;
template <class T>
constexpr bool kIsFloat = sizeof(T) == 4;

// Bytes of an element of a tensor in a kernel made for T.
template <class T>
__device__ __forceinline__ int element_bytes(int type) {
    if constexpr (kIsFloat<T>) return type == kF32 ? 4 : 2;
    return int(sizeof(T));
}

// Calls use(p) with the pointer to what a tensor of this kernel holds.
template <class T, class Use>
__device__ __forceinline__ void with_tensor(const void *p, int type, Use use) {
    if constexpr (kIsFloat<T>) {
        if (type == kF16) return use(static_cast<const __half *>(p));
        if (type == kBF16) return use(static_cast<const __nv_bfloat16 *>(p));
    }
    use(static_cast<const T *>(p));
}

// The same for weight, bias and their gradients.
template <class T, class Use>
__device__ __forceinline__ void with_param(const void *p, int type, Use use) {
    if constexpr (kIs16Bit<T>) {
        if (type == kF32) return use(static_cast<const float *>(p));
    }
    with_tensor<T>(p, type, use);
}

// v = K neighbouring elements at p, which is a multiple of their bytes; exact.
template <int K, class U>
__device__ __forceinline__ void load_elements(const U *p, Stat<U> (&v)[K]) {
    if constexpr (K == kVector<U>) {
        load_vector(p, v);
    } else if constexpr (K == 2 * kVector<U>) {
        Stat<U> half[2][kVector<U>];
        load_vector(p, half[0]);
        load_vector(p + kVector<U>, half[1]);
#pragma unroll
        for (int e = 0; e < K; ++e) v[e] = half[e / kVector<U>][e % kVector<U>];
    } else {
        static_assert(2 * K == kVector<U>, "8, 16 or 32 bytes");
        const uint2 bits = *reinterpret_cast<const uint2 *>(p);
        Stat<U> whole[kVector<U>];
        unpack(uint4{bits.x, bits.y, 0, 0}, whole, U());
#pragma unroll
        for (int e = 0; e < K; ++e) v[e] = whole[e];
    }
}

// The K neighbouring elements at p = v, rounded once.
template <int K, class U>
__device__ __forceinline__ void store_elements(U *p, const Stat<U> (&v)[K]) {
    if constexpr (K == kVector<U>) {
        store_vector(p, v);
    } else {
        static_assert(K == 4 && sizeof(U) == 2, "8 bytes");
        __stwb(reinterpret_cast<uint2 *>(p), uint2{pack_pair(v[0], v[1], U()), pack_pair(v[2], v[3], U())});
    }
}

// v = `count` elements of an optional array of parameters at p + c, each with `offset` added; `absent` where there is
// none. What lies beyond is not read.
template <class T, int K>
__device__ __forceinline__ void load_params(const void *p, int type, int64_t c, int count, Stat<T> absent,
                                            Stat<T> offset, Stat<T> (&v)[K]) {
#pragma unroll
    for (int e = 0; e < K; ++e) v[e] = absent;
    if (p == nullptr) return;
    with_param<T>(p, type, [&](auto *typed) {
        if (count == K && aligned16(typed)) {
            load_elements(typed + c, v);
        } else {
#pragma unroll
            for (int e = 0; e < K; ++e) {
                if (e < count) v[e] = load(typed, c + e);
            }
        }
    });
#pragma unroll
    for (int e = 0; e < K; ++e) v[e] += offset;
}

}  // namespace evenkeel
