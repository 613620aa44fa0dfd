// SPDX-License-Identifier: Apache-2.0
//
// Element by element; all arrays are [n] of one type.
//
// activation: y = f(x), or y = f'(x) dy where there is a dy. kind: 0 max(x, 0), 1 tanh x, 2 1/(1 + exp(-x)), 3 x times
//   the normal distribution function of x (the exact form of GELU). NaN stays NaN. f' is from forms whose small results
//   are as exact as large ones; that of kind 0 is 0 at 0. One entry for both, for they share most of their code.
// dropout: y = scale x where the element is kept, else 0. Element i is kept if word i mod 4 of what philox.cuh makes of
//   the counter (i / 4, step) and the key seed is at least threshold.
// add: y += x.
//
// Null: dy. y is overwritten, but in add; it may be the memory of x or dy.
// Launch: block 256, one thread for each element (for each 4 in dropout) or fewer: grid-stride. Deterministic.
#include "common/entry.cuh"
#include "common/philox.cuh"

namespace evenkeel {

enum Activation { kRelu, kTanh, kSigmoid, kGelu };

__device__ __forceinline__ float normal_below(float x) { return normcdff(x); }
__device__ __forceinline__ double normal_below(double x) { return normcdf(x); }

#define ACTIVATION(T, P, S) const T *x, const T *dy, T *y, int64_t n, int kind

template <class T, class P, class S>
__device__ __forceinline__ void activation(ACTIVATION(T, P, S)) {
    const int64_t step = int64_t(gridDim.x) * blockDim.x;
#pragma unroll 1
    for (int64_t i = int64_t(blockIdx.x) * blockDim.x + threadIdx.x; i < n; i += step) {
        const S at = x[i];
        const bool back = dy != nullptr;
        const S given = back ? dy[i] : at;
        S result;
        if (kind == kRelu) {
            result = at <= S(0) ? S(0) : given;
        } else if (kind == kGelu) {
            const S below = normal_below(at);
            result = back ? given * (below + at * (S(0.3989422804014326779) * exp(S(-0.5) * at * at))) : at * below;
        } else if (kind == kTanh && !back) {
            result = tanh(at);
        } else {
            // e / (1 + e)^2 is the slope of the sigmoid; that of tanh is 4 times the sigmoid's at 2 x.
            const S e = exp((kind == kTanh ? S(-2) : S(-1)) * fabs(at));
            const S sum = S(1) + e;
            result = back ? given * ((kind == kTanh ? S(4) : S(1)) * e / (sum * sum)) : (at < S(0) ? e : S(1)) / sum;
        }
        y[i] = result;
    }
}

#define DROPOUT(T, P, S) \
    const T *x, T *y, int64_t n, int64_t threshold, S scale, int64_t seed, int64_t step

template <class T, class P, class S>
__device__ __forceinline__ void dropout(DROPOUT(T, P, S)) {
    const int64_t groups = (n + 3) / 4;
    const int64_t stride = int64_t(gridDim.x) * blockDim.x;
#pragma unroll 1
    for (int64_t group = int64_t(blockIdx.x) * blockDim.x + threadIdx.x; group < groups; group += stride) {
        const PhiloxWords random = philox(uint64_t(group), uint64_t(step), uint64_t(seed));
#pragma unroll
        for (int k = 0; k < 4; ++k) {
            const int64_t i = 4 * group + k;
            if (i < n) y[i] = int64_t(random.word[k]) >= threshold ? x[i] * scale : S(0);
        }
    }
}

#define ADD(T, P, S) const T *x, T *y, int64_t n

template <class T, class P, class S>
__device__ __forceinline__ void add(ADD(T, P, S)) {
    const int64_t step = int64_t(gridDim.x) * blockDim.x;
#pragma unroll 1
    for (int64_t i = int64_t(blockIdx.x) * blockDim.x + threadIdx.x; i < n; i += step) y[i] += x[i];
}

}  // namespace evenkeel

EVENKEEL_ENTRIES_S(activation, 256, ACTIVATION, (x, dy, y, n, kind))
EVENKEEL_ENTRIES_S(dropout, 256, DROPOUT, (x, y, n, threshold, scale, seed, step))
EVENKEEL_ENTRIES_S(add, 256, ADD, (x, y, n))
