// SPDX-License-Identifier: Apache-2.0
//
// One time step of an LSTM after its matrix products, all gates in one pass; and its gradients.
//
// lstm_cell: i, f, o = sigmoid, g = tanh of the pre-activations in gates, which they replace;
//   cell = f * previous_cell + i * g, hidden = o * tanh(cell)
// lstm_cell_backward: with dh = dhidden + dnext_hidden and dc = dcell + dh * o * (1 - tanh(cell)^2)
//   dgates = dc * g * i (1 - i), dc * previous_cell * f (1 - f), dc * i * (1 - g^2), dh * tanh(cell) * o (1 - o)
//   dcell = dc * f, in place
//
// gates, dgates [rows][4 * size], in the order i, f, g, o; all others [rows][size]. Each has its own stride: elements
// from one row to the next. cell may be previous_cell. first_from_end: dcell is written without being read.
// Null stands for zeros: previous_cell, dhidden, dnext_hidden.
// Launch: blocks of any shape up to 256 threads, x over columns, y over rows, both grid-stride. Deterministic: each
// thread has elements of its own. The exponential may overflow in sigmoid, which makes it 0; NaN stays NaN.
#include "common/entry.cuh"

namespace evenkeel {

template <class S>
__device__ __forceinline__ S sigmoid(S x) {
    return S(1) / (S(1) + exp(-x));
}

// Calls step(row, column) for each element that is this thread's.
template <class Step>
__device__ __forceinline__ void each_element(int64_t rows, int64_t size, Step step) {
    const int64_t row_step = int64_t(gridDim.y) * blockDim.y;
    const int64_t column_step = int64_t(gridDim.x) * blockDim.x;
#pragma unroll 1
    for (int64_t r = int64_t(blockIdx.y) * blockDim.y + threadIdx.y; r < rows; r += row_step)
#pragma unroll 1
        for (int64_t c = int64_t(blockIdx.x) * blockDim.x + threadIdx.x; c < size; c += column_step) step(r, c);
}

#define LSTM_CELL(T, P, S)                                                                                    \
    S *gates, const S *previous_cell, S *cell, S *hidden, int64_t gates_stride, int64_t previous_cell_stride, \
        int64_t cell_stride, int64_t hidden_stride, int64_t rows, int64_t size

template <class T, class P, class S>
__device__ __forceinline__ void lstm_cell(LSTM_CELL(T, P, S)) {
    each_element(rows, size, [=](int64_t r, int64_t c) {
        S *gate = gates + r * gates_stride + c;
        const S i = sigmoid(gate[0]);
        const S f = sigmoid(gate[size]);
        const S g = tanh(gate[2 * size]);
        const S o = sigmoid(gate[3 * size]);
        const S before = load_or(previous_cell, r * previous_cell_stride + c, S(0));
        const S now = f * before + i * g;
        gate[0] = i;
        gate[size] = f;
        gate[2 * size] = g;
        gate[3 * size] = o;
        cell[r * cell_stride + c] = now;
        hidden[r * hidden_stride + c] = o * tanh(now);
    });
}

#define LSTM_CELL_BACKWARD(T, P, S)                                                                            \
    const S *gates, const S *previous_cell, const S *cell, const S *dhidden, const S *dnext_hidden, S *dcell,  \
        S *dgates, int64_t gates_stride, int64_t previous_cell_stride, int64_t cell_stride,                    \
        int64_t dhidden_stride, int64_t dnext_hidden_stride, int64_t dcell_stride, int64_t dgates_stride,      \
        int64_t rows, int64_t size, int first_from_end

template <class T, class P, class S>
__device__ __forceinline__ void lstm_cell_backward(LSTM_CELL_BACKWARD(T, P, S)) {
    each_element(rows, size, [=](int64_t r, int64_t c) {
        const S *gate = gates + r * gates_stride + c;
        const S i = gate[0];
        const S f = gate[size];
        const S g = gate[2 * size];
        const S o = gate[3 * size];
        const S before = load_or(previous_cell, r * previous_cell_stride + c, S(0));
        const S bounded = tanh(cell[r * cell_stride + c]);
        const S dh = load_or(dhidden, r * dhidden_stride + c, S(0)) +
                     load_or(dnext_hidden, r * dnext_hidden_stride + c, S(0));
        S *dc_at = dcell + r * dcell_stride + c;
        const S dc = (first_from_end != 0 ? S(0) : *dc_at) + dh * o * (S(1) - bounded * bounded);
        S *dgate = dgates + r * dgates_stride + c;
        dgate[0] = dc * g * i * (S(1) - i);
        dgate[size] = dc * before * f * (S(1) - f);
        dgate[2 * size] = dc * i * (S(1) - g * g);
        dgate[3 * size] = dh * bounded * o * (S(1) - o);
        *dc_at = dc * f;
    });
}

}  // namespace evenkeel

EVENKEEL_ENTRIES_S(lstm_cell, 256, LSTM_CELL,
                   (gates, previous_cell, cell, hidden, gates_stride, previous_cell_stride, cell_stride, hidden_stride,
                    rows, size))
EVENKEEL_ENTRIES_S(lstm_cell_backward, 256, LSTM_CELL_BACKWARD,
                   (gates, previous_cell, cell, dhidden, dnext_hidden, dcell, dgates, gates_stride,
                    previous_cell_stride, cell_stride, dhidden_stride, dnext_hidden_stride, dcell_stride,
                    dgates_stride, rows, size, first_from_end))
