// Scratch is written again before everyone has read what was there.
extern "C" __global__ void missing_second_syncthreads(const float *x, float *y, int n) {
    __shared__ float part[256];
    float sum = 0;
    for (int turn = 0; turn < 2; ++turn) {
        part[threadIdx.x] = x[threadIdx.x] + turn;
        __syncthreads();
        sum += part[(threadIdx.x + 32) % blockDim.x];
    }
    y[threadIdx.x] = sum;
}
