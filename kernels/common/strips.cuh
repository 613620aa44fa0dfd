// SPDX-License-Identifier: Apache-2.0
//
// How reductions walk a tensor [samples][outer][channels][inner] whose planes (inner) are small: as the rows of a
// matrix. A thread owns one vector position of a row and goes down the rows, so that each of its lanes stays with one
// channel, and everything is read in aligned vectors, whatever channels * inner is a multiple of.
//
//   copies   rows of channels * inner elements that are taken together as one row of the matrix, where they are short
//            and would not begin at vectors: any power of two
//   classes  the rows of the matrix begin at this many places within a vector; a thread stays with rows of one class.
//            Copies * classes rows of channels * inner elements are whole vectors
//   strip    channels that a block takes; all of them where copies > 1
//   vectors  threads side by side, enough for one row of a strip
//   chunks   the rows are cut into this many parts, at multiples of classes
//   grain    0: vectors that straddle two strips are read by both, each of which leaves out the other's lanes.
//            Otherwise planes are single elements, and rows are cut into grains of so many elements, whole vectors,
//            which rows of one class have at the same places; a strip takes those that begin in it, with what they
//            have of the next one's channels. The next one of a row's last strip is the next row's first. Every strip
//            has grain - 1 channels or more
//
// A block is one-dimensional, of kBlock threads; it takes one strip of one chunk of one sample.
#pragma once

#include "chunk.cuh"
#include "vector.cuh"

namespace evenkeel {

constexpr int kBlock = 256;

// The launch's parameters; the same for all threads.
#define STRIPS                                                                                              \
    int64_t samples, int64_t outer, int64_t channels, int64_t inner, int copies, int classes, int strip,    \
        int vectors, int chunks, int grain

struct Strips {
    int64_t samples, outer, channels, inner;
    int copies, classes, strip, vectors, chunks, grain;

    __device__ __forceinline__ int64_t width() const { return copies * channels * inner; }
    __device__ __forceinline__ int64_t rows() const { return (outer + copies - 1) / copies; }
    __device__ __forceinline__ int64_t strips() const { return (channels + strip - 1) / strip; }
    // Blocks' worth of work: strips of chunks of samples.
    __device__ __forceinline__ int64_t works() const { return strips() * chunks * samples; }
    __device__ __forceinline__ int channels_of(int64_t strip) const {
        const int64_t left = channels - strip * this->strip;
        return int(left < this->strip ? left : this->strip);
    }
    // Channels of the next strip that one strip may have elements of.
    __device__ __forceinline__ int spilled() const { return grain > 0 ? grain - 1 : 0; }
    // Whether no block has numbers of another one's channels.
    __device__ __forceinline__ bool apart() const { return chunks == 1 && grain == 0; }
    // Where the block leaves what it found: for each of its channels, then for the spilled ones.
    __device__ __forceinline__ int64_t slot(int64_t work) const { return work * (strip + grain); }
    // The same, but the compiler doesn't know: what follows from it is found anew, instead of taking registers until
    // it is wanted again.
    __device__ __forceinline__ Strips anew() const {
        Strips same = *this;
        asm volatile("" : "+l"(same.channels), "+l"(same.outer));
        return same;
    }
    // Threads one below the other.
    __device__ __forceinline__ int depth() const { return kBlock / vectors / classes * classes; }
};

// What one block works on.
struct StripWork {
    int64_t index;  // of the work
    int64_t sample, strip;
    int chunk;
    int64_t channel;   // the strip's first
    int channels;      // the strip's number
    int64_t elements;  // of a sample

    __device__ __forceinline__ StripWork(const Strips &all, int64_t work) : index(work) {
        strip = work % all.strips();
        chunk = int(work / all.strips() % all.chunks);
        sample = work / all.strips() / all.chunks;
        channel = strip * all.strip;
        channels = all.channels_of(strip);
        elements = all.outer * all.channels * all.inner;
    }
};

// What one thread works on: rows row, row + step, ... below end. Those below whole are whole vectors; the others are
// read lane by lane: one at most, in which the sample ends, or all of them where vectors are not aligned. Offsets are
// from the sample's first element.
template <class T>
struct StripThread {
    int64_t row, whole, end;
    int step;
    int64_t width, offset, elements;
    int first_lane, end_lane;  // those that the block takes, the others being a neighbour's

    __device__ __forceinline__ StripThread(const Strips &all, const StripWork &work, bool aligned) {
        const int x = threadIdx.x % all.vectors;
        const int y = threadIdx.x / all.vectors;
        const Chunks groups((all.rows() + all.classes - 1) / all.classes, all.chunks);
        width = all.width();
        elements = work.elements;
        const int64_t first_column = work.channel * all.inner;
        const int columns = all.copies > 1 ? int(width) : work.channels * int(all.inner);
        const int ahead = x * kVector<T> - shift(all, work, y);
        if (all.grain > 0) {
            first_lane = 0;
            end_lane = ahead - x * kVector<T> % all.grain < columns ? kVector<T> : 0;
        } else {
            first_lane = ahead < 0 ? -ahead : 0;
            end_lane = columns - ahead < kVector<T> ? columns - ahead : kVector<T>;
        }
        offset = first_column + ahead;
        step = all.depth();
        row = groups.begin(work.chunk) * all.classes + y;
        end = groups.begin(work.chunk + 1) * all.classes;
        if (end > all.rows()) end = all.rows();
        if (y >= step || end_lane <= 0) end = row;
        const int64_t fit = elements - offset - kVector<T>;
        whole = fit < 0 || !aligned ? 0 : fit / width + 1;
        if (whole > end) whole = end;
    }

    // Elements from the first vector's begin to the strip's, in the rows of thread-row y; grains begin behind it.
    static __device__ __forceinline__ int shift(const Strips &all, const StripWork &work, int y) {
        const int64_t begin = (y % all.classes) * all.width() + work.channel * all.inner;
        if (all.grain == 0) return int(begin % kVector<T>);
        const int past = int(begin % all.grain);
        return past == 0 ? 0 : past - all.grain;
    }

    // The first of the thread's rows that is not a whole vector.
    __device__ __forceinline__ int64_t ragged() const {
        return whole > row ? row + (whole - row + step - 1) / step * step : row;
    }

    __device__ __forceinline__ int64_t at(int64_t row) const { return row * width + offset; }
    // Whether the lane is the block's, and not a neighbour's.
    __device__ __forceinline__ bool owns(int lane) const { return lane >= first_lane && lane < end_lane; }
    // Whether the lane is the block's and in the tensor, in that row.
    __device__ __forceinline__ bool holds(int64_t row, int lane) const {
        return owns(lane) && at(row) + lane < elements;
    }
};

// Where in the block the items of a channel of the strip are: which thread's, which lane's. A channel has
// count() = depth * copies * inner of them. Those behind the strip's channels are the spilled ones.
template <class T>
struct StripItems {
    const Strips &all;
    const StripWork &work;

    __device__ __forceinline__ int count() const { return all.depth() * all.copies * int(all.inner); }

    // Position lane * kBlock + thread in an array [kVector<T>][kBlock]; -1 where a neighbour has the item.
    __device__ __forceinline__ int at(int channel, int item) const {
        const int inner = int(all.inner);
        const int row = item / inner;
        const int y = row / all.copies;
        const int copy = row % all.copies;
        const int element = StripThread<T>::shift(all, work, y) +
                            (copy * int(all.channels) + channel) * inner + item % inner;
        if (element < 0 || element >= all.vectors * kVector<T>) return -1;
        return element % kVector<T> * kBlock + y * all.vectors + element / kVector<T>;
    }
};

}  // namespace evenkeel
