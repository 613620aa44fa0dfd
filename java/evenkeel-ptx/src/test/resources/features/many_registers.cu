// More values alive from one turn to the next than 1024 threads have registers for.
extern "C" __global__ void many_registers(const float *x, float *y, int turns) {
    float v[72];
#pragma unroll
    for (int i = 0; i < 72; ++i) v[i] = x[i * 512 + threadIdx.x];
    for (int turn = 0; turn < turns; ++turn) {
#pragma unroll
        for (int i = 0; i < 72; ++i) v[i] += v[(i + 41) % 72];
    }
    float sum = 0;
#pragma unroll
    for (int i = 0; i < 72; ++i) sum += v[i] * (i + 1);
    y[threadIdx.x] = sum;
}
