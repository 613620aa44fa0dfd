// The copy is committed, but nobody waits for it: a barrier alone does not.
extern "C" __global__ void missing_async_wait(const float *x, float *y, int n) {
    __shared__ float part[256];
    unsigned at = (unsigned)__cvta_generic_to_shared(part + threadIdx.x);
    asm volatile("cp.async.ca.shared.global [%0], [%1], 4;" ::"r"(at), "l"(x + threadIdx.x) : "memory");
    asm volatile("cp.async.commit_group;" ::: "memory");
    __syncthreads();
    y[threadIdx.x] = part[threadIdx.x];
}
