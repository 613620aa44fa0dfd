// Half of the warp has left, the mask still names it.
extern "C" __global__ void wrong_shuffle_mask(const float *x, float *y, int n) {
    if (threadIdx.x < n) y[threadIdx.x] = __shfl_xor_sync(0xffffffffu, x[threadIdx.x], 1);
}
