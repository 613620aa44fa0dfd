// A vector load from an address that is not a multiple of 16.
extern "C" __global__ void misaligned_vector(const float *x, float *y, int n) {
    float4 v = *reinterpret_cast<const float4 *>(x + 1 + 4 * threadIdx.x);
    y[threadIdx.x] = v.x + v.y + v.z + v.w;
}
