// SPDX-License-Identifier: Apache-2.0
//
// What the backward of a channel norm has to know of a set of elements (x, g), g the gradient before the activation:
//
//   sum of g, sum of g * (x - mean)        with mean given or the set's own
//   count, mean + rest, sum of (x - mean)^2   only where the statistics are not given
//
// merged by Chan, Golub and LeVeque's rule, extended to the sum of g * (x - mean): moving the mean by d takes d * sum
// of g from it. Where the mean is given, mean and rest are left 0 and all sets have the same one: merging adds up.
#pragma once

#include "moments.cuh"

namespace evenkeel {

template <class S>
struct GradientMoments {
    S count, mean, rest, m2, g, g_deviation;

    // Without branches; an empty set, whose numbers are all 0, changes nothing.
    __device__ __forceinline__ void merge(const GradientMoments &other) {
        const S total = count + other.count;
        const S share = total > S(0) ? other.count / total : S(0);
        const S from = count > S(0) ? mean : other.mean;
        const S from_rest = count > S(0) ? rest : other.rest;
        const S delta = (other.mean - from) + (other.rest - from_rest);
        const S shift = delta * share;
        g_deviation += (other.g_deviation + (delta - shift) * other.g) - shift * g;
        g += other.g;
        m2 += other.m2 + delta * (shift * count);
        const TwoSum<S> centre = two_sum(from, from_rest + shift);
        mean = centre.sum;
        rest = centre.rest;
        count = total;
    }
};

// Element `lane` of a vector; lane is known at compile time.
template <class T>
__device__ __forceinline__ Stat<T> element(uint4 vector, int lane) {
    Stat<T> v[kVector<T>];
    unpack(vector, v, T());
    return v[lane];
}

// The moments of each of a vector's lanes: rows of vectors go in, lane by lane.
template <class T>
struct LaneGradients {
    using S = Stat<T>;
    S count;
    S mean[kVector<T>], rest[kVector<T>], m2[kVector<T>], g[kVector<T>], g_deviation[kVector<T>];

    __device__ __forceinline__ LaneGradients() : count(0) {
#pragma unroll
        for (int lane = 0; lane < kVector<T>; ++lane)
            mean[lane] = rest[lane] = m2[lane] = g[lane] = g_deviation[lane] = S(0);
    }

    // Takes in the first `valid` of some rows, at least one; the rows of dy beyond are 0. Lanes from `lanes` on take
    // nothing, though the count goes up.
    template <int kRows>
    __device__ __forceinline__ void add(const uint4 (&x)[kRows], const uint4 (&dy)[kRows], int valid, int lanes) {
        const S total = count + S(valid);
        const S scale = S(1) / S(valid);
        const S share = S(valid) / total;
#pragma unroll
        for (int lane = 0; lane < kVector<T>; ++lane) {
            if (lane >= lanes) break;
            const S first = element<T>(x[0], lane);
            S d[kRows];
            S tile_mean = 0;
#pragma unroll
            for (int row = 1; row < kRows; ++row) {
                d[row] = row < valid ? element<T>(x[row], lane) - first : S(0);
                tile_mean += d[row];
            }
            tile_mean *= scale;
            S tile_m2 = tile_mean * tile_mean;
            S tile_g = element<T>(dy[0], lane);
            S tile_g_deviation = -tile_mean * tile_g;
#pragma unroll
            for (int row = 1; row < kRows; ++row) {
                const S deviation = row < valid ? d[row] - tile_mean : S(0);
                const S gradient = element<T>(dy[row], lane);
                tile_m2 += deviation * deviation;
                tile_g += gradient;
                tile_g_deviation += deviation * gradient;
            }
            if (count == S(0)) mean[lane] = first;
            const S delta = ((first - mean[lane]) - rest[lane]) + tile_mean;
            const S shift = delta * share;
            g_deviation[lane] += (tile_g_deviation + (delta - shift) * tile_g) - shift * g[lane];
            g[lane] += tile_g;
            m2[lane] += tile_m2 + delta * (shift * count);
            const TwoSum<S> centre = two_sum(mean[lane], rest[lane] + shift);
            mean[lane] = centre.sum;
            rest[lane] = centre.rest;
        }
        count = total;
    }
};

}  // namespace evenkeel
