// SPDX-License-Identifier: Apache-2.0
//
// What the elementwise half of a channel norm reads and writes, a vector or an element at a time:
// y = act(((x - mean) - mean_rest) * rstd * weight + bias + residual). Reads come before writes, so that y may be x or
// residual.
#pragma once

#include "channel.cuh"
#include "planes.cuh"
#include "vector.cuh"

namespace evenkeel {

template <class T>
struct Operands {
    const T *x, *residual;
    T *y;
    int activation;

    struct Held {
        uint4 x, residual;
    };

    // The same from an element on.
    __device__ __forceinline__ Operands from(int64_t at) const {
        return {x + at, residual == nullptr ? nullptr : residual + at, y == nullptr ? nullptr : y + at, activation};
    }

    // Whether vectors of one are vectors of all.
    __device__ __forceinline__ bool together() const {
        return same_phase(x, y) && (residual == nullptr || same_phase(x, residual));
    }
    __device__ __forceinline__ bool aligned() const { return aligned16(x) && aligned16(y) && aligned16(residual); }

    __device__ __forceinline__ Held take(int64_t at) const { return with(load_packed(x + at), at); }

    // The same where x was read before.
    __device__ __forceinline__ Held with(const uint4 &read, int64_t at) const {
        Held held = {read, {0, 0, 0, 0}};
        if (residual != nullptr) held.residual = load_packed(residual + at);
        return held;
    }

    template <class ChannelOf>
    __device__ __forceinline__ void put(int64_t at, const Held &held, ChannelOf channel) const {
        Stat<T> v[kVector<T>], added[kVector<T>];
        unpack(held.x, v, T());
        unpack(held.residual, added, T());
#pragma unroll
        for (int lane = 0; lane < kVector<T>; ++lane)
            v[lane] = activate(channel(lane).pre(v[lane], added[lane]), activation);
        store_vector(y + at, v);
    }

    __device__ __forceinline__ void one(int64_t at, const Channel<Stat<T>> &channel) const {
        store(y, at, activate(channel.pre(load(x, at), load_or(residual, at, 0)), activation));
    }
};

}  // namespace evenkeel
