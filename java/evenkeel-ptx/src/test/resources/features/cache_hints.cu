// Loads, stores and prefetches with every hint on caching that the kernels may give; each moves one value.
__device__ unsigned long long evict_first() {
    unsigned long long policy;
    asm("createpolicy.fractional.L2::evict_first.b64 %0, 1.0;" : "=l"(policy));
    return policy;
}
extern "C" __global__ void cache_hints(const float4 *x, float4 *y, const float *s, float *t) {
    int i = threadIdx.x, n = blockDim.x;
    unsigned long long policy = evict_first(), last;
    asm("createpolicy.fractional.L2::evict_last.L2::evict_unchanged.b64 %0, 0.5;" : "=l"(last));
    asm volatile("prefetch.global.L2 [%0];" ::"l"(x + i));
    asm volatile("prefetch.global.L1 [%0];" ::"l"(x + i));
    asm volatile("prefetch.global.L2::evict_last [%0];" ::"l"(x + i));
    __stwb(y + i, __ldg(x + i));
    __stcg(y + n + i, __ldcg(x + n + i));
    __stcs(y + 2 * n + i, __ldcs(x + 2 * n + i));
    __stwt(y + 3 * n + i, __ldlu(x + 3 * n + i));
    y[4 * n + i] = __ldcv(x + 4 * n + i);
    float4 v;
    asm volatile("ld.global.L1::no_allocate.v4.f32 {%0, %1, %2, %3}, [%4];"
                 : "=f"(v.x), "=f"(v.y), "=f"(v.z), "=f"(v.w) : "l"(x + 5 * n + i));
    asm volatile("st.global.L2::cache_hint.v4.f32 [%0], {%1, %2, %3, %4}, %5;"
                 :: "l"(y + 5 * n + i), "f"(v.x), "f"(v.y), "f"(v.z), "f"(v.w), "l"(policy) : "memory");
    asm volatile("ld.global.nc.L1::no_allocate.L2::cache_hint.v4.f32 {%0, %1, %2, %3}, [%4], %5;"
                 : "=f"(v.x), "=f"(v.y), "=f"(v.z), "=f"(v.w) : "l"(x + 6 * n + i), "l"(last));
    asm volatile("st.global.L1::no_allocate.L2::cache_hint.v4.f32 [%0], {%1, %2, %3, %4}, %5;"
                 :: "l"(y + 6 * n + i), "f"(v.x), "f"(v.y), "f"(v.z), "f"(v.w), "l"(last) : "memory");
    float a, b;
    asm volatile("ld.global.nc.L1::evict_last.L2::128B.f32 %0, [%1];" : "=f"(a) : "l"(s + i));
    asm volatile("ld.global.L1::evict_first.f32 %0, [%1];" : "=f"(b) : "l"(s + n + i));
    asm volatile("st.global.L1::evict_first.f32 [%0], %1;" ::"l"(t + i), "f"(a) : "memory");
    asm volatile("st.global.L2::cache_hint.f32 [%0], %1, %2;" ::"l"(t + n + i), "f"(b), "l"(policy) : "memory");
}
