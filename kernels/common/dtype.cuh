// SPDX-License-Identifier: Apache-2.0
//
// Storage types, and the type that statistics and arithmetic use for each of them.
//
//   storage   float   __half   __nv_bfloat16   double
//   Stat      float   float    float           double
//
// load() widens exactly. store() rounds once, to nearest even: NaN stays NaN, too large becomes infinity.
// load_or() reads an optional array: a null pointer stands for the given constant.
#pragma once

#include <cuda_bf16.h>
#include <cuda_fp16.h>
#include <stdint.h>

namespace evenkeel {

template <class T>
struct StatOf {
    using type = float;
};
template <>
struct StatOf<double> {
    using type = double;
};
template <class T>
using Stat = typename StatOf<T>::type;

__device__ __forceinline__ float load(const float *p, int64_t i) { return p[i]; }
__device__ __forceinline__ double load(const double *p, int64_t i) { return p[i]; }
__device__ __forceinline__ float load(const __half *p, int64_t i) { return __half2float(p[i]); }
// A bfloat16 is the upper half of a float. Said so, the code is the same on all architectures; the header's own
// conversion is another instruction on sm_90, which gains nothing and would make files of their own for it.
__device__ __forceinline__ float load(const __nv_bfloat16 *p, int64_t i) {
    return __uint_as_float(unsigned(__bfloat16_as_ushort(p[i])) << 16);
}

template <class T>
__device__ __forceinline__ Stat<T> load_or(const T *p, int64_t i, Stat<T> absent) {
    return p != nullptr ? load(p, i) : absent;
}

__device__ __forceinline__ void store(float *p, int64_t i, float v) { p[i] = v; }
__device__ __forceinline__ void store(double *p, int64_t i, double v) { p[i] = v; }
__device__ __forceinline__ void store(__half *p, int64_t i, float v) { p[i] = __float2half_rn(v); }
__device__ __forceinline__ void store(__nv_bfloat16 *p, int64_t i, float v) { p[i] = __float2bfloat16_rn(v); }

// 1 / sqrt(var + eps), both operations correctly rounded.
template <class S>
__device__ __forceinline__ S rstd_of(S var, S eps) {
    return S(1) / sqrt(var + eps);
}

}  // namespace evenkeel
