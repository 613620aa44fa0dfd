// Every block adds up what all blocks wrote before the grid's barrier, twice.
#include <cooperative_groups.h>
extern "C" __global__ void grid_barrier(const int *x, int *y, int n) {
    auto grid = cooperative_groups::this_grid();
    int *part = y + gridDim.x;
    for (int turn = 0; turn < 2; ++turn) {
        if (threadIdx.x == 0) part[blockIdx.x] = x[blockIdx.x] + turn;
        grid.sync();
        if (threadIdx.x == 0) {
            int sum = 0;
            for (int b = 0; b < gridDim.x; ++b) sum += part[b];
            y[blockIdx.x] = sum;
        }
        grid.sync();
    }
}
