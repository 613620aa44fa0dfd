// Lanes shuffle that their mask does not name.
extern "C" __global__ void shuffle_not_named(const float *x, float *y, int n) {
    y[threadIdx.x] = __shfl_xor_sync(0x0000ffffu, x[threadIdx.x], 1);
}
