// Only the first warp's scratch is filled.
extern "C" __global__ void uninitialized_shared(const float *x, float *y, int n) {
    __shared__ float part[256];
    if (threadIdx.x < 32) part[threadIdx.x] = x[threadIdx.x];
    __syncthreads();
    y[threadIdx.x] = part[threadIdx.x];
}
