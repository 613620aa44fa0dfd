// One element behind a shared array.
extern "C" __global__ void shared_too_far(const float *x, float *y, int n) {
    __shared__ float part[64];
    part[threadIdx.x + n - 63] = x[threadIdx.x];
    __syncthreads();
    y[threadIdx.x] = part[threadIdx.x];
}
