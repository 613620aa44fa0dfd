// SPDX-License-Identifier: Apache-2.0
//
// How n elements are cut into chunks, and where a channel's elements lie.
#pragma once

#include <stdint.h>

namespace evenkeel {

// Chunk k of n elements is [begin(k), begin(k + 1)), begin(k) = floor(k * n / chunks), without forming k * n.
struct Chunks {
    int64_t chunks, quotient, remainder;

    __device__ Chunks(int64_t n, int64_t chunks) : chunks(chunks), quotient(n / chunks), remainder(n % chunks) {}

    __device__ __forceinline__ int64_t begin(int64_t k) const { return k * quotient + k * remainder / chunks; }
};

// Offsets of one channel's elements i, i + step, i + 2 * step, ... in a tensor [outer][channels][inner],
// element i being (i / inner, i % inner). Divides on construction only. Any inner >= 1.
struct PlaneCursor {
    int64_t inner, within, step_within, offset, step_offset, carry;

    __device__ PlaneCursor(int64_t i, int64_t step, int64_t channel, int64_t channels, int64_t inner)
        : inner(inner), within(i % inner), step_within(step % inner) {
        const int64_t stride = channels * inner;
        offset = i / inner * stride + channel * inner + within;
        step_offset = step / inner * stride + step_within;
        carry = stride - inner;
    }

    __device__ __forceinline__ int64_t next() {
        const int64_t at = offset;
        offset += step_offset;
        within += step_within;
        if (within >= inner) {
            within -= inner;
            offset += carry;
        }
        return at;
    }
};

// The same for inner == 1: element i is row i of [rows][channels].
struct RowCursor {
    int64_t offset, step_offset;

    __device__ RowCursor(int64_t i, int64_t step, int64_t channel, int64_t channels)
        : offset(i * channels + channel), step_offset(step * channels) {}

    __device__ __forceinline__ int64_t next() {
        const int64_t at = offset;
        offset += step_offset;
        return at;
    }
};

}  // namespace evenkeel
