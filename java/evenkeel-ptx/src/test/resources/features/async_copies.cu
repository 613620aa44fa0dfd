// Copies past the registers: every size, bypassing or not, groups in flight, sources shorter than the copy.
__device__ unsigned at(const void *shared) { return (unsigned)__cvta_generic_to_shared(shared); }
extern "C" __global__ void async_copies(const int *x, int *y, int n) {
    __shared__ int4 wide[2][32];
    __shared__ int2 pairs[32];
    __shared__ int words[32];
    int t = threadIdx.x, other = 31 - t;
    for (int stage = 0; stage < 2; ++stage) {
        asm volatile("cp.async.cg.shared.global [%0], [%1], 16;" ::"r"(at(&wide[stage][t])), "l"(x + 128 * stage + 4 * t) : "memory");
        asm volatile("cp.async.commit_group;" ::: "memory");
    }
    int present = t < n ? 8 : t == n ? 4 : 0;
    asm volatile("cp.async.ca.shared.global [%0], [%1], 8, %2;" ::"r"(at(pairs + t)), "l"(present ? x + 2 * t : nullptr), "r"(present) : "memory");
    if (t % 2) asm volatile("cp.async.ca.shared.global.L2::128B [%0], [%1], 4;" ::"r"(at(words + t)), "l"(x + t) : "memory");
    else words[t] = -t;
    asm volatile("cp.async.commit_group;" ::: "memory");
    asm volatile("cp.async.wait_group 2;" ::: "memory");
    int own = wide[0][t].y;
    asm volatile("cp.async.wait_group 1;" ::: "memory");
    __syncthreads();
    int theirs = wide[1][other].w;
    asm volatile("cp.async.wait_all;" ::: "memory");
    __syncthreads();
    y[5 * t] = own;
    y[5 * t + 1] = theirs;
    y[5 * t + 2] = pairs[other].x;
    y[5 * t + 3] = pairs[other].y;
    y[5 * t + 4] = words[other];
}
