// 16 bytes are copied from an address that is a multiple of 4 only.
extern "C" __global__ void misaligned_async_copy(const float *x, float *y, int n) {
    __shared__ float4 part[32];
    unsigned at = (unsigned)__cvta_generic_to_shared(part + threadIdx.x);
    asm volatile("cp.async.cg.shared.global [%0], [%1], 16;" ::"r"(at), "l"(x + 1 + 4 * threadIdx.x) : "memory");
    asm volatile("cp.async.wait_all;" ::: "memory");
    y[threadIdx.x] = part[threadIdx.x].x;
}
