// An array of the thread is read where it was not filled.
extern "C" __global__ void uninitialized_local(const float *x, float *y, int n) {
    float a[8];
    for (int i = 0; i < n; ++i) a[(i * n) % 8] = x[i];
    y[threadIdx.x] = a[(n + 1) % 8];
}
