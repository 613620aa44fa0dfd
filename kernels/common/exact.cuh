// SPDX-License-Identifier: Apache-2.0
//
// A product that the compiler does not merge with a sum after it. Kernels that must give the same bits for the same row
// say where they want fma and where they don't.
#pragma once

namespace evenkeel {

__device__ __forceinline__ float product(float a, float b) { return __fmul_rn(a, b); }
__device__ __forceinline__ double product(double a, double b) { return __dmul_rn(a, b); }

}  // namespace evenkeel
