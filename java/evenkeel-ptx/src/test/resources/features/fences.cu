// Every fence and every atomic of a given order that the kernels may use; each block adds its number to all of y.
extern "C" __global__ void fences(unsigned *y) {
    unsigned b = blockIdx.x, old[8], sum = 0;
    __threadfence_block();
    __threadfence();
    __threadfence_system();
    asm volatile("fence.acq_rel.gpu;" ::: "memory");
    asm volatile("fence.sc.gpu;" ::: "memory");
    asm volatile("fence.acq_rel.cta;" ::: "memory");
    asm volatile("membar.gl;" ::: "memory");
    asm volatile("atom.add.acq_rel.gpu.global.u32 %0, [%1], %2;" : "=r"(old[0]) : "l"(y), "r"(b) : "memory");
    asm volatile("atom.add.release.gpu.global.u32 %0, [%1], %2;" : "=r"(old[1]) : "l"(y + 1), "r"(b) : "memory");
    asm volatile("atom.add.acquire.gpu.global.u32 %0, [%1], %2;" : "=r"(old[2]) : "l"(y + 2), "r"(b) : "memory");
    asm volatile("atom.inc.acq_rel.gpu.global.u32 %0, [%1], %2;" : "=r"(old[3]) : "l"(y + 3), "r"(99) : "memory");
    asm volatile("atom.exch.acq_rel.gpu.global.b32 %0, [%1], %2;" : "=r"(old[4]) : "l"(y + 4), "r"(7) : "memory");
    asm volatile("atom.add.relaxed.gpu.global.u32 %0, [%1], %2;" : "=r"(old[5]) : "l"(y + 5), "r"(b) : "memory");
    asm volatile("red.release.gpu.global.add.u32 [%0], %1;" ::"l"(y + 6), "r"(b) : "memory");
    asm volatile("red.relaxed.gpu.global.add.u32 [%0], %1;" ::"l"(y + 7), "r"(b) : "memory");
    asm volatile("atom.cas.acq_rel.gpu.global.b32 %0, [%1], %2, %3;" : "=r"(old[6]) : "l"(y + 8), "r"(0), "r"(b + 1) : "memory");
    asm volatile("ld.acquire.gpu.global.u32 %0, [%1];" : "=r"(old[7]) : "l"(y + 4) : "memory");
    asm volatile("st.release.gpu.global.u32 [%0], %1;" ::"l"(y + 9), "r"(old[7]) : "memory");
    asm volatile("st.relaxed.gpu.global.u32 [%0], %1;" ::"l"(y + 10), "r"(old[7]) : "memory");
    __nanosleep(20);
#pragma unroll
    for (int i = 0; i < 8; ++i) sum += old[i];
    atomicAdd(y + 11, sum != 0);
}
