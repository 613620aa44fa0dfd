// The output is accumulated into, though nobody has written it.
extern "C" __global__ void uninitialized_global(const float *x, float *y, int n) {
    y[threadIdx.x] += x[threadIdx.x];
}
