// Integer, float and double atomics on global and shared memory; a lock by compare-and-swap.
extern "C" __global__ void atomics(int *y, float *f, double *d, unsigned long long *l) {
    __shared__ int total;
    if (threadIdx.x == 0) total = 0;
    __syncthreads();
    atomicAdd(&total, 1);
    atomicAdd(f, 1.5f);
    atomicAdd(d, 0.25);
    atomicAdd(l, 3ull);
    atomicMax(y + 1, (int)threadIdx.x);
    atomicMin(y + 2, -(int)threadIdx.x);
    atomicInc((unsigned *)y + 3, 9);
    atomicOr(y + 4, 1 << (threadIdx.x % 8));
    atomicXor(y + 5, 1);
    int seen = *(volatile int *)(y + 6), assumed;
    do {
        assumed = seen;
        seen = atomicCAS(y + 6, assumed, assumed + 2);
    } while (seen != assumed);
    __syncthreads();
    if (threadIdx.x == 0) atomicAdd(y, total);
}
