// SPDX-License-Identifier: Apache-2.0
//
// A barrier of all blocks of a cooperative launch. Every thread of every block has to come; what blocks wrote before,
// all of them see after. The driver brings the memory that blocks wait in.
#pragma once

#include <cooperative_groups.h>

namespace evenkeel {

__device__ __forceinline__ void grid_barrier() { cooperative_groups::this_grid().sync(); }

}  // namespace evenkeel
