// SPDX-License-Identifier: Apache-2.0
//
// What the backward kernels of channel norms have in common: parameters, and what a launch does.
#pragma once

#include "channel_gradients.cuh"
#include "grid_barrier.cuh"

namespace evenkeel {

// What a launch does: sums first, then elements, then parameters, whose gradients need the sums of all blocks. Sums
// and elements in one launch need all blocks to run together; what they read is then kept in shared memory in between,
// but with constant statistics, where the elements don't need the sums.
constexpr int kSums = 1;
constexpr int kElements = 2;
constexpr int kParameters = 4;
constexpr int kConstant = 8;

#define CHANNEL_BACKWARD(T, S)                                                                              \
    const T *dy, const T *x, const T *residual, const S *mean, const S *mean_rest, const S *rstd,           \
        const T *weight, const T *bias, T *dx, T *dresidual, T *dweight, T *dbias, S *partials,             \
        unsigned *counters, S *own_mean, S *own_rest, S *own_rstd, S *sum_dy, S *sum_dy_xhat,               \
        S *group_sum_dy, S *group_sum_dy_xhat, int64_t samples, int64_t outer, int64_t channels,            \
        int64_t inner, int64_t count, int group_channels, int wide, int activation, int accumulate,         \
        int phases, S eps

#define CHANNEL_BACKWARD_ARGS                                                                               \
    dy, x, residual, mean, mean_rest, rstd, weight, bias, dx, dresidual, dweight, dbias, partials, counters,    \
        own_mean, own_rest, own_rstd, sum_dy, sum_dy_xhat, group_sum_dy, group_sum_dy_xhat, samples, outer, \
        channels, inner, count, group_channels, wide, activation, accumulate, phases, eps

// Passes of a launch over its elements: 0 sums, 1 writes what needs the sums.
struct Passes {
    int begin, end;
    bool constant, parameters;

    __device__ __forceinline__ explicit Passes(int phases)
        : begin((phases & kSums) != 0 ? 0 : 1),
          end((phases & kElements) != 0 && (phases & kConstant) == 0 ? 2 : 1),
          constant((phases & kConstant) != 0),
          parameters((phases & kParameters) != 0) {}

    __device__ __forceinline__ bool elements() const { return begin < end; }
    // Whether what the first pass reads is kept for the second.
    __device__ __forceinline__ bool resident() const { return end - begin == 2; }
};

}  // namespace evenkeel

// Registers are held down for so many blocks on a multiprocessor: two, but for doubles, which would spill.
#define CHANNEL_BACKWARD_ENTRY(NAME, SUFFIX, BLOCKS, T, PARAMS, ARGS)                                       \
    extern "C" __global__ void __launch_bounds__(evenkeel::kBlock, BLOCKS)                                  \
        evenkeel_##NAME##_##SUFFIX(PARAMS(T, evenkeel::Stat<T>)) {                                       \
        evenkeel::NAME<T, evenkeel::Stat<T>> ARGS;                                                          \
    }

#define CHANNEL_BACKWARD_ENTRIES(NAME, PARAMS, ARGS)                                                        \
    CHANNEL_BACKWARD_ENTRY(NAME, f32, 2, float, PARAMS, ARGS)                                                  \
    CHANNEL_BACKWARD_ENTRY(NAME, f64, 1, double, PARAMS, ARGS)                                                 \
    CHANNEL_BACKWARD_ENTRY(NAME, f16, 2, __half, PARAMS, ARGS)                                                 \
    CHANNEL_BACKWARD_ENTRY(NAME, bf16, 2, __nv_bfloat16, PARAMS, ARGS)
