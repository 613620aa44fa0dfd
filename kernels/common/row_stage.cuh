// SPDX-License-Identifier: Apache-2.0
//
// Bytes that lie one after the other in global memory, copied to shared memory or back by a whole block, at any
// alignment: what a block's rows are where a row does not begin at a multiple of 16 bytes.
//
// Every 32-byte sector is touched by one request: what comes before the first whole sector and what comes after the
// last go together in one request of the first warp, lanes 0 to 15 taking the former; what is in between goes in
// 16-byte accesses. Nothing outside is touched: it may belong to another block, which may be writing it.
#pragma once

#include <stdint.h>

namespace evenkeel {

constexpr int kSector = 32;

struct Staged {
    unsigned char *global;
    unsigned char *shared;  // a byte lies as far behind a multiple of 32 here as there
    int bytes, head, body;

    // `stage` is a multiple of 32 and has room for `bytes` and 32 more.
    __device__ Staged(unsigned char *stage, const void *from, int bytes) : bytes(bytes) {
        global = static_cast<unsigned char *>(const_cast<void *>(from));
        const int phase = int(reinterpret_cast<uintptr_t>(from) % kSector);
        shared = stage + phase;
        head = min(bytes, (kSector - phase) % kSector);
        body = (bytes - head) / kSector * kSector;
    }

    // Elements of `size` bytes; global and shared are multiples of it. A barrier has to follow.
    __device__ __forceinline__ void in(int size) const { copy(shared, global, size); }

    // A barrier has to come before.
    __device__ __forceinline__ void out(int size) const { copy(global, shared, size); }

   private:
    __device__ __forceinline__ void copy(unsigned char *to, const unsigned char *from, int size) const {
        const int step = int(blockDim.x) * 16;
#pragma unroll 4
        for (int at = head + int(threadIdx.x) * 16; at < head + body; at += step) {
            *reinterpret_cast<uint4 *>(to + at) = *reinterpret_cast<const uint4 *>(from + at);
        }
        const int lane = threadIdx.x;
        if (lane >= kSector) return;
        const int at = lane < 16 ? lane * size : head + body + (lane - 16) * size;
        if (at >= (lane < 16 ? head : bytes)) return;
        if (size == 2) {
            *reinterpret_cast<uint16_t *>(to + at) = *reinterpret_cast<const uint16_t *>(from + at);
        } else if (size == 4) {
            *reinterpret_cast<uint32_t *>(to + at) = *reinterpret_cast<const uint32_t *>(from + at);
        } else {
            *reinterpret_cast<uint64_t *>(to + at) = *reinterpret_cast<const uint64_t *>(from + at);
        }
    }
};

}  // namespace evenkeel
