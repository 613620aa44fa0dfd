// SPDX-License-Identifier: Apache-2.0
//
// The extern "C" entries of a kernel, one for each combination of types, named evenkeel_NAME_SUFFIX.
//
//   T  storage of x, y, dy, dx     P  storage of weight and bias     S  statistics and arithmetic (Stat<T>)
//   suffix: T, then P when it differs from T
//
// A kernel is a device function template NAME<...> in namespace evenkeel. Its parameters are written once, in a
// macro of (T, P, S) that serves the template and all entries alike; ARGS repeats their names in parentheses.
// THREADS bounds the block size. One block per multiprocessor is asked for lest ptxas spill to fit in more; a file that
// has room for more defines EVENKEEL_BLOCKS first.
#pragma once

#include "dtype.cuh"

#ifndef EVENKEEL_BLOCKS
#define EVENKEEL_BLOCKS 1
#endif

#define EVENKEEL_ENTRY(NAME, SUFFIX, THREADS, T, P, PARAMS, ARGS)                                       \
    extern "C" __global__ void __launch_bounds__(THREADS, EVENKEEL_BLOCKS)                                            \
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

// Kernels that learn their tensors' types when they run (typed.cuh), and hold VECTORS vectors of a row in each thread:
// NAME<T, VECTORS>, parameters in a macro of (T, S), entries _vVECTORS_f32 _f64 _f16 _bf16. BLOCKS is how many blocks
// a multiprocessor has to have room for.
#define EVENKEEL_ENTRIES_V(NAME, VECTORS, THREADS, BLOCKS, PARAMS, ARGS)                                \
    EVENKEEL_ENTRY_V(NAME, VECTORS, f32, THREADS, BLOCKS, float, PARAMS, ARGS)                          \
    EVENKEEL_ENTRY_V(NAME, VECTORS, f64, THREADS, BLOCKS, double, PARAMS, ARGS)                         \
    EVENKEEL_ENTRY_V(NAME, VECTORS, f16, THREADS, BLOCKS, __half, PARAMS, ARGS)                         \
    EVENKEEL_ENTRY_V(NAME, VECTORS, bf16, THREADS, BLOCKS, __nv_bfloat16, PARAMS, ARGS)

#define EVENKEEL_ENTRY_V(NAME, VECTORS, SUFFIX, THREADS, BLOCKS, T, PARAMS, ARGS)                       \
    extern "C" __global__ void __launch_bounds__(THREADS, BLOCKS)                                       \
        evenkeel_##NAME##_v##VECTORS##_##SUFFIX(PARAMS(T, evenkeel::Stat<T>)) {                         \
        evenkeel::NAME<T, VECTORS> ARGS;                                                                \
    }
