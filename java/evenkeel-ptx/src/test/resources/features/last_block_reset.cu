// As last_block, with fences by all threads that wrote, and a counter that the last block sets back by a plain store.
extern "C" __global__ void last_block_reset(const int *x, int *parts, unsigned *count, int *y) {
    __shared__ bool last;
    int wide = gridDim.x * blockDim.x, at = blockIdx.x * blockDim.x + threadIdx.x;
    parts[at] = x[at];
    __threadfence();
    __syncthreads();
    if (threadIdx.x == 0) last = atomicAdd(count, 1) == gridDim.x - 1;
    __syncthreads();
    if (!last) return;
    __threadfence();
    int total = 0;
    for (int i = 0; i < wide; ++i) total += parts[i];
    y[threadIdx.x] = total;
    if (threadIdx.x == 0) *count = 0;
}
