// SPDX-License-Identifier: Apache-2.0
//
// The sums of a channel norm's backward, from the partial sums of blocks to what the elementwise half reads. The last
// block to arrive of those that share channels merges what all of them wrote, chunk 0 first, so that it is the same
// bits whichever is last.
//
// Statistics belong to a group of group_channels neighbouring channels of a sample, weights to a channel:
//
//   sums      [samples][channels]   sum of g, sum of g * xhat
//   group's   [samples][groups]     the same, weighted and added up over the group's channels
//   mean, rest, rstd [samples][groups], where they are not given
#pragma once

#include "channel.cuh"
#include "gradient_moments.cuh"
#include "runs.cuh"

namespace evenkeel {

// A weight, a bias or a gradient of them: of the tensor's type, or where `wide` of the statistics type.
template <class T>
__device__ __forceinline__ Stat<T> load_param(const T *p, int64_t i, int wide, Stat<T> absent) {
    if (p == nullptr) return absent;
    return wide != 0 ? reinterpret_cast<const Stat<T> *>(p)[i] : load(p, i);
}

// grad[i] = total, or grad[i] += total rounded once; the old value is read only to accumulate.
template <class T>
__device__ __forceinline__ void put_param(T *grad, int64_t i, int wide, Stat<T> total, int accumulate) {
    if (grad == nullptr) return;
    const Stat<T> value = accumulate != 0 ? load_param(grad, i, wide, Stat<T>(0)) + total : total;
    if (wide != 0) {
        reinterpret_cast<Stat<T> *>(grad)[i] = value;
    } else {
        store(grad, i, value);
    }
}

// Partial sums in global memory, field by field: [2 or 6][size].
template <class S>
struct GradientPartials {
    S *fields;
    int64_t size;
    bool own;  // whether statistics are found too

    __device__ __forceinline__ void put(int64_t at, const GradientMoments<S> &m) const {
        fields[at] = m.g;
        fields[size + at] = m.g_deviation;
        if (!own) return;
        fields[2 * size + at] = m.count;
        fields[3 * size + at] = m.mean;
        fields[4 * size + at] = m.rest;
        fields[5 * size + at] = m.m2;
    }

    // What another block of this launch may have written.
    __device__ __forceinline__ GradientMoments<S> get(int64_t at) const {
        GradientMoments<S> m = {S(1), 0, 0, 0, __ldcg(fields + at), __ldcg(fields + size + at)};
        if (!own) return m;
        m.count = __ldcg(fields + 2 * size + at);
        m.mean = __ldcg(fields + 3 * size + at);
        m.rest = __ldcg(fields + 4 * size + at);
        m.m2 = __ldcg(fields + 5 * size + at);
        return m;
    }
};

template <class S>
struct GroupStatistics {
    S mean, rest, rstd;

    // Sum of g * xhat. The sum of g * (x - mean) that comes in is about m's own mean where there is one.
    __device__ __forceinline__ S g_xhat(const GradientMoments<S> &m, bool own) const {
        const S shift = own ? (m.mean - mean) + (m.rest - rest) : S(0);
        return rstd * (m.g_deviation + shift * m.g);
    }
};

template <class S>
struct WeightedSums {
    S g, g_xhat;

    __device__ __forceinline__ void merge(const WeightedSums &other) {
        g += other.g;
        g_xhat += other.g_xhat;
    }
};

// What the last block writes, and what it needs for it.
template <class T>
struct GradientTotals {
    using S = Stat<T>;
    GradientPartials<S> partials;
    int64_t channels;
    int group_channels, chunks, copies;
    const S *given_mean, *given_rest, *given_rstd;
    S *mean, *rest, *rstd;
    S *sums, *sums_xhat, *group_sums, *group_sums_xhat;
    const T *weight;
    int wide;
    S eps;

    __device__ __forceinline__ int64_t partial(int64_t sample, int64_t part, int64_t channel) const {
        return (sample * chunks * copies + part) * channels + channel;
    }

    // Statistics of a group that has these moments; kept where they are not the given ones.
    __device__ __forceinline__ GroupStatistics<S> settle(int64_t group, const GradientMoments<S> &m) const {
        GroupStatistics<S> used = given(group);
        if (given_mean == nullptr) {
            mean[group] = used.mean = m.mean;
            rest[group] = used.rest = m.rest;
        }
        if (given_rstd == nullptr) rstd[group] = used.rstd = rstd_of((m.m2 + (m.mean - m.mean)) / m.count, eps);
        return used;
    }

    __device__ __forceinline__ GroupStatistics<S> given(int64_t group) const {
        return {given_mean != nullptr ? given_mean[group] : S(0), load_or(given_rest, group, 0),
                given_rstd != nullptr ? given_rstd[group] : S(0)};
    }

    __device__ __forceinline__ void put_sums(int64_t at, S g, S g_xhat) const {
        sums[at] = g;
        sums_xhat[at] = g_xhat;
    }

    // Channels [first, first + count) of a sample, whole groups. First the chunks of each channel come together; where
    // a group has several, what they come to lies where chunk 0's was, and the channels of each group come together.
    __device__ __forceinline__ void finish(int64_t sample, int64_t first, int count) const {
        const bool single = group_channels == 1;
        const int64_t group = (sample * channels + first) / group_channels;
#pragma unroll 1
        for (int stage = 0; stage < (single || !partials.own ? 1 : 2); ++stage) {
            const int64_t run_step = stage == 0 ? 1 : group_channels;
            const int64_t item_step = stage == 0 ? channels : 1;
            const int64_t base = partial(sample, 0, first);
            merge_runs<GradientMoments<S>, 4>(
                stage == 0 ? count : count / group_channels, stage == 0 ? chunks * copies : group_channels,
                [&](int run, int item) { return partials.get(base + run * run_step + item * item_step); },
                [&](int run, const GradientMoments<S> &m) {
                    if (stage == 0 && !single) {
                        partials.put(base + run, m);
                        return;
                    }
                    const GroupStatistics<S> used = settle(group + run, m);
                    if (single) put_sums(group + run, m.g, used.g_xhat(m, partials.own));
                });
            __syncthreads();
        }
        if (!single) weigh(sample, first, group, count / group_channels);
    }

    // Sums of channels, and of groups by weight.
    __device__ __forceinline__ void weigh(int64_t sample, int64_t first, int64_t group, int groups) const {
        merge_runs<WeightedSums<S>>(
            groups, group_channels,
            [&](int run, int k) {
                const int64_t channel = first + run * group_channels + k;
                const GradientMoments<S> m = partials.get(partial(sample, 0, channel));
                GroupStatistics<S> used = given(group + run);
                if (given_mean == nullptr) used.mean = mean[group + run], used.rest = rest[group + run];
                if (given_rstd == nullptr) used.rstd = rstd[group + run];
                const S g_xhat = used.g_xhat(m, partials.own);
                put_sums(sample * channels + channel, m.g, g_xhat);
                const S w = load_param(weight, channel, wide, S(1));
                return WeightedSums<S>{w * m.g, w * g_xhat};
            },
            [&](int run, const WeightedSums<S> &sum) {
                group_sums[group + run] = sum.g;
                group_sums_xhat[group + run] = sum.g_xhat;
            });
    }
};

// One channel of the elementwise half: dx = rstd * (weight * g - mean_g - xhat * mean_g_xhat), the means being those of
// weighted gradients over the group; without them rstd * weight * g.
template <class S>
struct InputGradient {
    Channel<S> channel;
    S mean_g, mean_g_xhat;

    __device__ __forceinline__ S dx(S x, S g, bool centred) const {
        const S weighted = channel.weight * g;
        return channel.rstd * (centred ? weighted - mean_g - channel.xhat(x) * mean_g_xhat : weighted);
    }

    // Where the means are 0 at first: sum of g, sum of g * (x - mean).
    __device__ __forceinline__ void add(S x, S g) {
        mean_g += g;
        mean_g_xhat += g * ((x - channel.mean) - channel.mean_rest);
    }
};

template <class T>
struct InputGradients {
    using S = Stat<T>;
    int64_t channels;
    int group_channels;
    const S *mean, *rest, *rstd;
    const T *weight, *bias;
    int wide;
    const S *sums, *sums_xhat;  // [samples][groups], weighted where a group has several channels
    S count;

    __device__ __forceinline__ InputGradient<S> at(int64_t sample, int64_t channel) const {
        const int64_t group = (sample * channels + channel) / group_channels;
        InputGradient<S> it;
        it.channel = {mean[group], load_or(rest, group, 0), rstd[group], load_param(weight, channel, wide, S(1)),
                      load_param(bias, channel, wide, S(0))};
        const S scale = group_channels == 1 ? it.channel.weight : S(1);
        it.mean_g = sums != nullptr ? sums[group] * scale / count : S(0);
        it.mean_g_xhat = sums != nullptr ? sums_xhat[group] * scale / count : S(0);
        return it;
    }
};

// Channels whose parameters a block finishes at a time.
constexpr int kParamChannels = 32;

// dweight and dbias: sums over the samples, sample 0 first. By the blocks behind the first `before`, or by all.
template <class T>
__device__ __forceinline__ void finish_parameters(const Stat<T> *sums, const Stat<T> *sums_xhat, T *dweight, T *dbias,
                                                  int64_t channels, int64_t samples, int wide, int accumulate,
                                                  unsigned before, bool by_all) {
    using S = Stat<T>;
    const unsigned block = by_all ? blockIdx.x : blockIdx.x - before;
    const unsigned blocks = by_all ? gridDim.x : gridDim.x - before;
#pragma unroll 1
    for (int64_t first = int64_t(block) * kParamChannels; first < channels; first += int64_t(blocks) * kParamChannels) {
        merge_runs<WeightedSums<S>, 4>(
            int(channels - first < kParamChannels ? channels - first : kParamChannels), int(samples),
            [&](int run, int sample) {
                const int64_t at = sample * channels + first + run;
                return WeightedSums<S>{sums[at], sums_xhat[at]};
            },
            [&](int run, const WeightedSums<S> &total) {
                put_param(dbias, first + run, wide, total.g, accumulate);
                put_param(dweight, first + run, wide, total.g_xhat, accumulate);
            });
    }
}

}  // namespace evenkeel
