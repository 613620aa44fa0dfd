// SPDX-License-Identifier: Apache-2.0
//
// What is left to do with the statistics of channels.
//
// channel_norm_merge: the statistics of k replicas come together, replica 0 first, by Chan, Golub and LeVeque's rule:
//   mean + mean_rest, rstd = 1 / sqrt(m2 / count + eps); then the running statistics, from mean and m2 (running.cuh).
//   counts [k], elements that each replica has of a channel; means, mean_rests, m2s [k][channels]; the others
//   [channels]. m2 is overwritten with the merged sums. count: of all replicas together.
// channel_norm_running: the running statistics alone, from mean and m2 [samples][channels].
//   Launch of these two: one block of 256.
// channel_norm_rstd: rstd = 1 / sqrt(var + eps), [n]. Launch: one thread each, block 256, grid-stride.
//
// Null: running_mean and running_var (nothing to move), batches. All are deterministic. A NaN or an infinity in m2
// makes rstd of its own channel NaN.
#include "common/entry.cuh"
#include "common/moments.cuh"
#include "common/running.cuh"

namespace evenkeel {

#define CHANNEL_NORM_MERGE(T, P, S)                                                                         \
    const S *counts, const S *means, const S *mean_rests, const S *m2s, S *mean, S *mean_rest, S *m2,       \
        S *rstd, S *running_mean, S *running_var, int64_t *batches, int64_t replicas, int64_t channels,     \
        int64_t count, S eps, S factor, S correction

template <class T, class P, class S>
__device__ __forceinline__ void channel_norm_merge(CHANNEL_NORM_MERGE(T, P, S)) {
#pragma unroll 1
    for (int64_t c = threadIdx.x; c < channels; c += blockDim.x) {
        SplitMoments<S> all = {0, 0, 0, 0};
#pragma unroll 1
        for (int64_t replica = 0; replica < replicas; ++replica) {
            const int64_t at = replica * channels + c;
            all.merge({counts[replica], means[at], mean_rests[at], m2s[at]});
        }
        mean[c] = all.mean;
        mean_rest[c] = all.rest;
        m2[c] = all.centred_squares();
        rstd[c] = rstd_of(all.centred_squares() / S(count), eps);
    }
    __syncthreads();
    Running<S>{running_mean, running_var, mean, m2, batches, factor, correction}.move(1, channels, count);
}

#define CHANNEL_NORM_RUNNING(T, P, S) RUNNING(S), int64_t samples, int64_t channels, int64_t count

template <class T, class P, class S>
__device__ __forceinline__ void channel_norm_running(CHANNEL_NORM_RUNNING(T, P, S)) {
    Running<S>{running_mean, running_var, batch_mean, batch_m2, batches, factor, correction}.move(samples, channels,
                                                                                                  count);
}

#define CHANNEL_NORM_RSTD(T, P, S) const S *var, S *rstd, int64_t n, S eps

template <class T, class P, class S>
__device__ __forceinline__ void channel_norm_rstd(CHANNEL_NORM_RSTD(T, P, S)) {
    const int64_t step = int64_t(gridDim.x) * blockDim.x;
#pragma unroll 1
    for (int64_t i = int64_t(blockIdx.x) * blockDim.x + threadIdx.x; i < n; i += step) rstd[i] = rstd_of(var[i], eps);
}

}  // namespace evenkeel

EVENKEEL_ENTRIES_S(channel_norm_merge, 256, CHANNEL_NORM_MERGE,
                   (counts, means, mean_rests, m2s, mean, mean_rest, m2, rstd, running_mean, running_var, batches,
                    replicas, channels, count, eps, factor, correction))
EVENKEEL_ENTRIES_S(channel_norm_running, 256, CHANNEL_NORM_RUNNING,
                   (running_mean, running_var, batch_mean, batch_m2, batches, factor, correction, samples, channels,
                    count))
EVENKEEL_ENTRIES_S(channel_norm_rstd, 256, CHANNEL_NORM_RSTD, (var, rstd, n, eps))
