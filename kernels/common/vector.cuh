// SPDX-License-Identifier: Apache-2.0
//
// 16 bytes at a time: kVector<T> neighbouring elements, at an address that is a multiple of 16.
//
// Loads go through ordinary loads, not the read-only path: outputs may share the memory of inputs. Stores go through
// intrinsics: where the compiler is left to choose, it splits some 16-byte stores into four (seen with f16 and bf16).
#pragma once

#include "dtype.cuh"

namespace evenkeel {

template <class T>
constexpr int kVector = 16 / int(sizeof(T));

template <class T>
__device__ __forceinline__ bool aligned16(const T *p) {
    return (reinterpret_cast<uintptr_t>(p) & 15) == 0;
}

__device__ __forceinline__ void unpack(uint4 bits, float (&v)[4], float) {
    v[0] = __uint_as_float(bits.x);
    v[1] = __uint_as_float(bits.y);
    v[2] = __uint_as_float(bits.z);
    v[3] = __uint_as_float(bits.w);
}
__device__ __forceinline__ void unpack(uint4 bits, double (&v)[2], double) {
    v[0] = __hiloint2double(int(bits.y), int(bits.x));
    v[1] = __hiloint2double(int(bits.w), int(bits.z));
}
__device__ __forceinline__ void unpack(uint4 bits, float (&v)[8], __half) {
    const unsigned word[4] = {bits.x, bits.y, bits.z, bits.w};
#pragma unroll
    for (int k = 0; k < 4; ++k) {
        const __half2 pair = *reinterpret_cast<const __half2 *>(&word[k]);
        v[2 * k] = __low2float(pair);
        v[2 * k + 1] = __high2float(pair);
    }
}
__device__ __forceinline__ void unpack(uint4 bits, float (&v)[8], __nv_bfloat16) {
    const unsigned word[4] = {bits.x, bits.y, bits.z, bits.w};
#pragma unroll
    for (int k = 0; k < 4; ++k) {
        v[2 * k] = __uint_as_float(word[k] << 16);
        v[2 * k + 1] = __uint_as_float(word[k] & 0xffff0000u);
    }
}

__device__ __forceinline__ uint4 pack(const float (&v)[4], float) {
    return {__float_as_uint(v[0]), __float_as_uint(v[1]), __float_as_uint(v[2]), __float_as_uint(v[3])};
}
__device__ __forceinline__ uint4 pack(const double (&v)[2], double) {
    return {unsigned(__double2loint(v[0])), unsigned(__double2hiint(v[0])), unsigned(__double2loint(v[1])),
            unsigned(__double2hiint(v[1]))};
}
__device__ __forceinline__ unsigned pack_pair(float low, float high, __half) {
    const __half2 pair = __floats2half2_rn(low, high);
    return *reinterpret_cast<const unsigned *>(&pair);
}
__device__ __forceinline__ unsigned pack_pair(float low, float high, __nv_bfloat16) {
    const __nv_bfloat162 pair = __floats2bfloat162_rn(low, high);
    return *reinterpret_cast<const unsigned *>(&pair);
}
template <class T>
__device__ __forceinline__ uint4 pack(const float (&v)[8], T type) {
    return {pack_pair(v[0], v[1], type), pack_pair(v[2], v[3], type), pack_pair(v[4], v[5], type),
            pack_pair(v[6], v[7], type)};
}

// One lane of a vector.
template <class T>
__device__ __forceinline__ Stat<T> lane_of(uint4 bits, int lane, T type) {
    Stat<T> v[kVector<T>];
    unpack(bits, v, type);
    return v[lane];
}

// The vector at p, as it is.
template <class T>
__device__ __forceinline__ uint4 load_packed(const T *p) {
    return *reinterpret_cast<const uint4 *>(p);
}

// v = the vector at p; exact.
template <class T>
__device__ __forceinline__ void load_vector(const T *p, Stat<T> (&v)[kVector<T>]) {
    unpack(*reinterpret_cast<const uint4 *>(p), v, T());
}

// The vector at p = v, rounded once as store() does.
template <class T>
__device__ __forceinline__ void store_vector(T *p, const Stat<T> (&v)[kVector<T>]) {
    __stwb(reinterpret_cast<uint4 *>(p), pack(v, T()));
}

}  // namespace evenkeel
