// Dynamic shared memory of as many floats as the launch gives: filled by all threads, read back to front.
extern __shared__ float tile[];
extern "C" __global__ void dynamic_shared(const float *x, float *y, int n) {
    for (int i = threadIdx.x; i < n; i += blockDim.x) tile[i] = x[i];
    __syncthreads();
    for (int i = threadIdx.x; i < n; i += blockDim.x) y[i] = tile[n - 1 - i];
}
