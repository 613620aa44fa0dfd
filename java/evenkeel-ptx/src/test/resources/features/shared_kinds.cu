// Dynamic shared memory, generic addresses, local arrays, constants, barriers with reductions and names.
extern __shared__ int dynamic[];
__constant__ int table[4] = {2, 3, 5, 7};
__device__ int counter = 40;
extern "C" __global__ void shared_kinds(int *y, int n) {
    int t = threadIdx.x;
    dynamic[t] = t;
    __syncthreads();
    int local[8];
    for (int i = 0; i < 8; ++i) local[(i * n) % 8] = dynamic[(t + i) % blockDim.x] * table[i % 4];
    int *somewhere = n > 100 ? y : dynamic;
    __syncthreads();
    somewhere[t] = local[t % 8];
    __syncthreads();
    int odd = __syncthreads_count(t % 2);
    int any = __syncthreads_or(t == 5);
    int all = __syncthreads_and(t < 5);
    if (t < 32) asm volatile("bar.sync 1, 64;" ::: "memory");
    else if (t < 64) asm volatile("bar.sync 1, 64;" ::: "memory");
    y[t] = dynamic[t] + 1000 * odd + 100000 * any + 1000000 * all + counter;
}
