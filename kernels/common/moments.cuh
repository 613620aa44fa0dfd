// SPDX-License-Identifier: Apache-2.0
//
// Count, mean and sum of centred squares of a set of numbers, merged by Chan, Golub and LeVeque's rule. The mean is
// held in two parts, mean + rest, so that neither a large mean nor an outlier, wherever it comes, cancels digits of
// the other numbers.
//
// Numbers are taken in tiles: several are held at once, their mean is taken relative to the first of them, then their
// squares about that mean; one merge and two divisions a tile.
#pragma once

#include "reduce.cuh"
#include "vector.cuh"

namespace evenkeel {

template <class S>
struct SplitMoments {
    S count, mean, rest, m2;

    __device__ __forceinline__ void merge(const SplitMoments &other) {
        if (other.count == S(0)) return;
        if (count == S(0)) {
            *this = other;
            return;
        }
        const S total = count + other.count;
        const S share = other.count / total;
        const S delta = (other.mean - mean) + (other.rest - rest);
        const TwoSum<S> centre = two_sum(mean, rest + delta * share);
        mean = centre.sum;
        rest = centre.rest;
        m2 += other.m2 + delta * (delta * (count * share));
        count = total;
    }

    // Where the set held an infinity this is NaN, whether the infinity came first or last.
    __device__ __forceinline__ S centred_squares() const { return m2 + (mean - mean); }
};

// Moments of each of a vector's lanes, of equally many numbers: rows of vectors go in, lane by lane.
template <class T>
struct LaneMoments {
    using S = Stat<T>;
    S count;
    S mean[kVector<T>], rest[kVector<T>], m2[kVector<T>];

    __device__ __forceinline__ LaneMoments() : count(0) {
#pragma unroll
        for (int lane = 0; lane < kVector<T>; ++lane) mean[lane] = rest[lane] = m2[lane] = S(0);
    }

    // Takes in the first `valid` of some rows, at least one; the others are copies of the first. These add nothing to
    // the sum of differences from the first, and to the squares the mean's each, which is taken out again: no more than
    // the first row's own square, so that nothing cancels.
    template <int kRows>
    __device__ __forceinline__ void add(const uint4 (&rows)[kRows], int valid) {
        const S total = count + S(valid);
        const S scale = S(1) / S(valid);
        const S share = S(valid) / total;
        const S copies = S(kRows - valid);
#pragma unroll
        for (int lane = 0; lane < kVector<T>; ++lane) {
            const S first = lane_of(rows[0], lane, T());
            S sum = 0;
#pragma unroll
            for (int row = 1; row < kRows; ++row) sum += lane_of(rows[row], lane, T()) - first;
            const S tile_mean = sum * scale;
            S tile_m2 = tile_mean * tile_mean;
#pragma unroll
            for (int row = 1; row < kRows; ++row) {
                const S d = (lane_of(rows[row], lane, T()) - first) - tile_mean;
                tile_m2 += d * d;
            }
            tile_m2 -= copies * (tile_mean * tile_mean);
            if (count == S(0)) mean[lane] = first;
            const S delta = ((first - mean[lane]) - rest[lane]) + tile_mean;
            const TwoSum<S> centre = two_sum(mean[lane], rest[lane] + delta * share);
            mean[lane] = centre.sum;
            rest[lane] = centre.rest;
            m2[lane] += tile_m2 + delta * (delta * (count * share));
        }
        count = total;
    }

    __device__ __forceinline__ SplitMoments<S> at(int lane) const {
        return {count, mean[lane], rest[lane], m2[lane]};
    }
};

// Takes in all elements of the first `valid` of some vectors, at least one.
template <class T, int kVectors>
__device__ __forceinline__ void add_vectors(SplitMoments<Stat<T>> &all, const uint4 (&vectors)[kVectors], int valid,
                                            T) {
    using S = Stat<T>;
    S v[kVector<T>];
    unpack(vectors[0], v, T());
    const S first = v[0];
    S sum = 0;
#pragma unroll
    for (int k = 0; k < kVectors; ++k) {
        if (k >= valid) break;
        unpack(vectors[k], v, T());
#pragma unroll
        for (int lane = 0; lane < kVector<T>; ++lane) sum += v[lane] - first;
    }
    const S count = S(valid * kVector<T>);
    const S mean = sum / count;
    S m2 = 0;
#pragma unroll
    for (int k = 0; k < kVectors; ++k) {
        if (k >= valid) break;
        unpack(vectors[k], v, T());
#pragma unroll
        for (int lane = 0; lane < kVector<T>; ++lane) {
            const S d = (v[lane] - first) - mean;
            m2 += d * d;
        }
    }
    const TwoSum<S> centre = two_sum(first, mean);
    all.merge({count, centre.sum, centre.rest, m2});
}

}  // namespace evenkeel
