// Each thread waits for its own copy, and reads that of another, which no barrier has made visible.
extern "C" __global__ void async_wait_without_barrier(const float *x, float *y, int n) {
    __shared__ float part[256];
    unsigned at = (unsigned)__cvta_generic_to_shared(part + threadIdx.x);
    asm volatile("cp.async.ca.shared.global [%0], [%1], 4;" ::"r"(at), "l"(x + threadIdx.x) : "memory");
    asm volatile("cp.async.wait_all;" ::: "memory");
    y[threadIdx.x] = part[(threadIdx.x + 32) % blockDim.x];
}
