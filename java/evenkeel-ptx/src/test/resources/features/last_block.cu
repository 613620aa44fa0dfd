// Each block adds up its part; the one that comes last adds up the parts, and leaves the counter as it was.
extern "C" __global__ void last_block(const int *x, int *parts, unsigned *count, int *y) {
    __shared__ bool last;
    int sum = x[blockIdx.x * blockDim.x + threadIdx.x];
    for (int step = 16; step > 0; step /= 2) sum += __shfl_down_sync(~0u, sum, step);
    if (threadIdx.x % 32 == 0) parts[blockIdx.x * (blockDim.x / 32) + threadIdx.x / 32] = sum;
    __syncthreads();
    if (threadIdx.x == 0) {
        __threadfence();
        last = atomicInc(count, gridDim.x - 1) == gridDim.x - 1;
        __threadfence();
    }
    __syncthreads();
    if (!last) return;
    int total = 0;
    for (int i = 0; i < gridDim.x * (blockDim.x / 32); ++i) total += parts[i];
    y[threadIdx.x] = total;
}
