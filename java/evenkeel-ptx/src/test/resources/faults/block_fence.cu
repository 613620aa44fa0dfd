// The fences order accesses only as the threads of their own block see them.
extern "C" __global__ void block_fence(const float *x, float *y, unsigned *count, int n) {
    __shared__ bool last;
    if (threadIdx.x == 0) {
        y[1 + blockIdx.x] = x[blockIdx.x];
        __threadfence_block();
        last = atomicInc(count, gridDim.x - 1) == gridDim.x - 1;
        __threadfence_block();
    }
    __syncthreads();
    float sum = 0;
    if (last) for (int i = 0; i < gridDim.x; ++i) sum += y[1 + i];
    if (last && threadIdx.x == 0) y[0] = sum;
}
