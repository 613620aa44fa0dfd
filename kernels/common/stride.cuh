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

}  // namespace evenkeel
