// SPDX-License-Identifier: Apache-2.0
//
// Running statistics, moved towards those of a batch:
//
//   running_mean = (1 - factor) * running_mean + factor * <mean>
//   running_var  = (1 - factor) * running_var  + factor * <m2 / count> * correction      <>: mean over samples
//
// mean, m2 [samples][channels]. factor == 1 writes the new value without reading the old one. batches, if given, is
// counted up, and a factor < 0 then stands for 1 / batches. Nothing is done where running_mean is null.
#pragma once

#include <stdint.h>

namespace evenkeel {

#define RUNNING(S)                                                                                          \
    S *running_mean, S *running_var, const S *batch_mean, const S *batch_m2, int64_t *batches, S factor,    \
        S correction

template <class S>
struct Running {
    S *mean, *var;
    const S *batch_mean, *batch_m2;
    int64_t *batches;
    S factor, correction;

    // By one block alone; all of its threads take part.
    __device__ __forceinline__ void move(int64_t samples, int64_t channels, int64_t count) const {
        if (mean == nullptr) return;
        const int64_t seen = batches != nullptr ? *batches + 1 : 1;
        const S part = factor < S(0) ? S(1) / S(seen) : factor;
        __syncthreads();
        if (batches != nullptr && threadIdx.x == 0) *batches = seen;
#pragma unroll 1
        for (int64_t c = threadIdx.x; c < channels; c += blockDim.x) {
            S means = 0, vars = 0;
#pragma unroll 1
            for (int64_t s = 0; s < samples; ++s) {
                means += batch_mean[s * channels + c];
                vars += batch_m2[s * channels + c] / S(count);
            }
            mix(mean, c, part, means / S(samples));
            mix(var, c, part, vars / S(samples) * correction);
        }
    }

  private:
    static __device__ __forceinline__ void mix(S *running, int64_t c, S part, S value) {
        running[c] = part == S(1) ? value : (S(1) - part) * running[c] + part * value;
    }
};

}  // namespace evenkeel
