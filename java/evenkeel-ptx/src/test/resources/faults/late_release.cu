// The fence stands before the write that the last block reads.
extern "C" __global__ void late_release(const float *x, float *y, unsigned *count, int n) {
    __shared__ bool last;
    if (threadIdx.x == 0) {
        __threadfence();
        y[1 + blockIdx.x] = x[blockIdx.x];
        last = atomicInc(count, gridDim.x - 1) == gridDim.x - 1;
        __threadfence();
    }
    __syncthreads();
    float sum = 0;
    if (last) for (int i = 0; i < gridDim.x; ++i) sum += y[1 + i];
    if (last && threadIdx.x == 0) y[0] = sum;
}
