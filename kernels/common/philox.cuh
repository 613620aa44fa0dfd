// SPDX-License-Identifier: Apache-2.0
//
// Philox4x32-10: four random words of a counter and a key, without any state. From "Parallel random numbers: as easy as
// 1, 2, 3", J. K. Salmon, M. A. Moraes, R. O. Dror and D. E. Shaw, SC 2011.
#pragma once

#include <stdint.h>

namespace evenkeel {

struct PhiloxWords {
    uint32_t word[4];
};

// The words of the counter (low, high), low words first, with this key.
__device__ __forceinline__ PhiloxWords philox(uint64_t low, uint64_t high, uint64_t key) {
    uint32_t c0 = uint32_t(low), c1 = uint32_t(low >> 32), c2 = uint32_t(high), c3 = uint32_t(high >> 32);
    uint32_t k0 = uint32_t(key), k1 = uint32_t(key >> 32);
#pragma unroll 1
    for (int round = 0; round < 10; ++round) {
        const uint64_t p0 = uint64_t(0xD2511F53u) * c0;
        const uint64_t p1 = uint64_t(0xCD9E8D57u) * c2;
        c0 = uint32_t(p1 >> 32) ^ c1 ^ k0;
        c1 = uint32_t(p1);
        c2 = uint32_t(p0 >> 32) ^ c3 ^ k1;
        c3 = uint32_t(p0);
        k0 += 0x9E3779B9u;
        k1 += 0xBB67AE85u;
    }
    return {{c0, c1, c2, c3}};
}

}  // namespace evenkeel
