// SPDX-License-Identifier: Apache-2.0
//
// One step of an optimizer, in place, with the operations in PyTorch's order; all arrays are [n] of one type.
//
// sgd: g = grad + decay value
//   velocity = keep velocity + rest g;  g = of_velocity velocity + of_gradient g
//   value -= lr g
// adam: value *= kept;  g = grad + decay value
//   m += part1 (g - m)
//   v = beta2 v + part2 g^2
//   value -= rate m / (sqrt(v) / root + eps)
// clip: x *= min(1, most / (norm[0] + 1e-6)); a norm that is NaN makes all of x NaN.
//
// Null: velocity (the second line of sgd is left out). grad and norm are not written.
// Launch: block 256, one thread for each element or fewer: grid-stride. Deterministic.
#include "common/entry.cuh"

namespace evenkeel {

#define SGD(T, P, S)                                                                                            \
    T *value, const T *grad, T *velocity, int64_t n, S lr, S decay, S keep, S rest, S of_velocity, S of_gradient

template <class T, class P, class S>
__device__ __forceinline__ void sgd(SGD(T, P, S)) {
    const int64_t step = int64_t(gridDim.x) * blockDim.x;
#pragma unroll 1
    for (int64_t i = int64_t(blockIdx.x) * blockDim.x + threadIdx.x; i < n; i += step) {
        const S old = value[i];
        S g = grad[i] + decay * old;
        if (velocity != nullptr) {
            const S speed = keep * velocity[i] + rest * g;
            velocity[i] = speed;
            g = of_velocity * speed + of_gradient * g;
        }
        value[i] = old - lr * g;
    }
}

#define ADAM(T, P, S)                                                                                        \
    T *value, const T *grad, T *m, T *v, int64_t n, S kept, S decay, S part1, S beta2, S part2, S rate, S root, \
        S eps

template <class T, class P, class S>
__device__ __forceinline__ void adam(ADAM(T, P, S)) {
    const int64_t step = int64_t(gridDim.x) * blockDim.x;
#pragma unroll 1
    for (int64_t i = int64_t(blockIdx.x) * blockDim.x + threadIdx.x; i < n; i += step) {
        const S old = value[i] * kept;
        const S g = grad[i] + decay * old;
        const S before = m[i];
        const S first = before + part1 * (g - before);
        const S second = beta2 * v[i] + part2 * g * g;
        m[i] = first;
        v[i] = second;
        value[i] = old - rate * first / (sqrt(second) / root + eps);
    }
}

#define CLIP(T, P, S) T *x, const T *norm, int64_t n, S most

template <class T, class P, class S>
__device__ __forceinline__ void clip(CLIP(T, P, S)) {
    const int64_t step = int64_t(gridDim.x) * blockDim.x;
    const S ratio = most / (norm[0] + S(1e-6));
    const S factor = ratio > S(1) ? S(1) : ratio;
#pragma unroll 1
    for (int64_t i = int64_t(blockIdx.x) * blockDim.x + threadIdx.x; i < n; i += step) x[i] *= factor;
}

}  // namespace evenkeel

EVENKEEL_ENTRIES_S(sgd, 256, SGD,
                   (value, grad, velocity, n, lr, decay, keep, rest, of_velocity, of_gradient))
EVENKEEL_ENTRIES_S(adam, 256, ADAM, (value, grad, m, v, n, kept, decay, part1, beta2, part2, rate, root, eps))
EVENKEEL_ENTRIES_S(clip, 256, CLIP, (x, norm, n, most))
