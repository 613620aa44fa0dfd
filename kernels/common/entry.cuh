// SPDX-License-Identifier: Apache-2.0
//
// The extern "C" entries of a kernel, one for each combination of types, named evenkeel_NAME_SUFFIX.
//
//   T  storage of x, y, dy, dx     P  storage of weight and bias     S  statistics and arithmetic (Stat<T>)
//   suffix: T, then P when it differs from T
//
// A kernel is a device function template NAME<...> in namespace evenkeel. Its parameters are written once, in a
// macro of (T, P, S) that serves the template and all entries alike; ARGS repeats their names in parentheses.
// THREADS bounds the block size. One block per multiprocessor is asked for lest ptxas spill to fit in more.
#pragma once

#include "dtype.cuh"

#define EVENKEEL_ENTRY(NAME, SUFFIX, THREADS, T, P, PARAMS, ARGS)                                       \
    extern "C" __global__ void __launch_bounds__(THREADS, 1)                                            \
        evenkeel_##NAME##_##SUFFIX(PARAMS(T, P, evenkeel::Stat<T>)) {                                   \
        evenkeel::NAME<T, P, evenkeel::Stat<T>> ARGS;                                                   \
    }

// Kernels that see weight or bias: _f32 _f64 _f16 _bf16 _f16_f32 _bf16_f32
#define EVENKEEL_ENTRIES_TP(NAME, THREADS, PARAMS, ARGS)                                                \
    EVENKEEL_ENTRIES_T(NAME, THREADS, PARAMS, ARGS)                                                     \
    EVENKEEL_ENTRY(NAME, f16_f32, THREADS, __half, float, PARAMS, ARGS)                                 \
    EVENKEEL_ENTRY(NAME, bf16_f32, THREADS, __nv_bfloat16, float, PARAMS, ARGS)

// Kernels with one storage type: _f32 _f64 _f16 _bf16
#define EVENKEEL_ENTRIES_T(NAME, THREADS, PARAMS, ARGS)                                                 \
    EVENKEEL_ENTRIES_S(NAME, THREADS, PARAMS, ARGS)                                                     \
    EVENKEEL_ENTRY(NAME, f16, THREADS, __half, __half, PARAMS, ARGS)                                    \
    EVENKEEL_ENTRY(NAME, bf16, THREADS, __nv_bfloat16, __nv_bfloat16, PARAMS, ARGS)

// Kernels over statistics alone: _f32 _f64
#define EVENKEEL_ENTRIES_S(NAME, THREADS, PARAMS, ARGS)                                                 \
    EVENKEEL_ENTRY(NAME, f32, THREADS, float, float, PARAMS, ARGS)                                      \
    EVENKEEL_ENTRY(NAME, f64, THREADS, double, double, PARAMS, ARGS)
