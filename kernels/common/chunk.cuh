// SPDX-License-Identifier: Apache-2.0
//
// How n elements are cut into chunks.
#pragma once

#include <stdint.h>

namespace evenkeel {

// Chunk k of n elements is [begin(k), begin(k + 1)), begin(k) = floor(k * n / chunks), without forming k * n.
struct Chunks {
    int64_t chunks, quotient, remainder;

    __device__ Chunks(int64_t n, int64_t chunks) : chunks(chunks), quotient(n / chunks), remainder(n % chunks) {}

    __device__ __forceinline__ int64_t begin(int64_t k) const { return k * quotient + k * remainder / chunks; }
};

}  // namespace evenkeel
