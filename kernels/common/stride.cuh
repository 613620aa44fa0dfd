// SPDX-License-Identifier: Apache-2.0
//
// The loop of every streaming kernel: visits i = first, first + step, ... below end, in that order.
// Several loads are issued before the first of them is used, and nothing is stored before they are back, so a
// store may go over what was loaded from the same i: outputs may share the memory of inputs.
#pragma once

#include <stdint.h>

namespace evenkeel {

template <int kInFlight = 4, class Load, class Use>
__device__ __forceinline__ void strided(int64_t first, int64_t end, int64_t step, Load load, Use use) {
    int64_t i = first;
#pragma unroll 1
    for (; i + (kInFlight - 1) * step < end; i += kInFlight * step) {
        decltype(load(i)) held[kInFlight];
#pragma unroll
        for (int k = 0; k < kInFlight; ++k) held[k] = load(i + k * step);
#pragma unroll
        for (int k = 0; k < kInFlight; ++k) use(i + k * step, held[k]);
    }
#pragma unroll 1
    for (; i < end; i += step) use(i, load(i));
}

// What one thread of an elementwise kernel visits of one channel: first, first + step, ... below end, element i
// lying at base + i * pitch. Made from the launch: the grid's y axis walks rows, its x axis walks inside planes.
struct Run {
    int64_t base, pitch, first, end, step;

    __device__ __forceinline__ int64_t at(int64_t i) const { return base + i * pitch; }
};

// Column c of [rows][channels].
__device__ __forceinline__ Run column_run(int64_t c, int64_t channels, int64_t rows) {
    const int64_t first = int64_t(blockIdx.y) * blockDim.y + threadIdx.y;
    return {c, channels, first, rows, int64_t(gridDim.y) * blockDim.y};
}

// One plane of [planes][inner].
__device__ __forceinline__ Run plane_run(int64_t plane, int64_t inner) {
    const int64_t first = int64_t(blockIdx.x) * blockDim.x + threadIdx.x;
    return {plane * inner, 1, first, inner, int64_t(gridDim.x) * blockDim.x};
}

}  // namespace evenkeel
