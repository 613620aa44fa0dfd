package dev.evenkeel.seam;

import static org.assertj.core.api.Assertions.assertThat;

import dev.evenkeel.DType;
import dev.evenkeel.Device;
import dev.evenkeel.Shape;
import dev.evenkeel.internal.spi.Backends;
import dev.evenkeel.internal.spi.LstmBackend;
import dev.evenkeel.internal.spi.LstmCellBackwardOp;
import dev.evenkeel.internal.spi.LstmCellOp;
import dev.evenkeel.internal.spi.MatrixView;
import dev.evenkeel.tensor.Tensor;
import dev.evenkeel.tensor.TensorScope;
import dev.evenkeel.testing.OnDevices;
import dev.evenkeel.testing.Randoms;
import java.util.Arrays;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The cell of an LSTM against its formula, over matrices with gaps. Nothing around them changes. */
class LstmCellTest {
    @Nested
    class Heap extends Cases {
        Heap() {
            super(heap());
        }
    }

    @Nested
    @Tag("gpu")
    class Cuda extends Cases {
        Cuda() {
            super(cuda());
        }
    }

    abstract static class Cases extends OnDevices {
        Cases(List<Device> devices) {
            super(devices);
        }

        Stream<Arguments> cases() {
            return devices().stream().flatMap(d -> LstmCellCase.all().stream().map(c -> Arguments.of(d, c)));
        }

        @ParameterizedTest(name = "{0} {1}")
        @MethodSource("cases")
        void forward(Device device, LstmCellCase c) {
            try (TensorScope scope = new TensorScope()) {
                StridedMatrix gates = scope.add(random(1, 4 * c.size(), 3, c, device));
                StridedMatrix previous = scope.add(random(2, c.size(), 1, c, device));
                StridedMatrix cell = c.inPlace() ? previous : scope.add(random(3, c.size(), 1, c, device));
                StridedMatrix hidden = scope.add(random(4, c.size(), 1, c, device));
                on(device)
                        .cell(new LstmCellOp(
                                gates.view(), c.previous() ? previous.view() : null, cell.view(), hidden.view()));
                LstmCellFormula.forward(c, gates, previous, cell, hidden);
                gates.check("gates", c.tolerance());
                previous.check("previous cell", c.inPlace() ? c.tolerance() : 0);
                cell.check("cell", c.tolerance());
                hidden.check("hidden", c.tolerance());
            }
        }

        @ParameterizedTest(name = "{0} {1}")
        @MethodSource("cases")
        void backward(Device device, LstmCellCase c) {
            try (TensorScope scope = new TensorScope()) {
                StridedMatrix gates = scope.add(random(1, 4 * c.size(), 0.5, c, device));
                StridedMatrix previous = scope.add(random(2, c.size(), 1, c, device));
                StridedMatrix cell = scope.add(random(3, c.size(), 1, c, device));
                StridedMatrix dhidden = scope.add(random(4, c.size(), 1, c, device));
                StridedMatrix dnext = scope.add(random(5, c.size(), 1, c, device));
                StridedMatrix dcell = scope.add(random(6, c.size(), 1, c, device));
                StridedMatrix dgates = scope.add(random(7, 4 * c.size(), 1, c, device));
                on(device)
                        .cellBackward(new LstmCellBackwardOp(
                                gates.view(),
                                c.previous() ? previous.view() : null,
                                cell.view(),
                                c.dhidden() ? dhidden.view() : null,
                                c.dnext() ? dnext.view() : null,
                                dcell.view(),
                                c.first(),
                                dgates.view()));
                LstmCellFormula.backward(c, gates, previous, cell, dhidden, dnext, dcell, dgates);
                dgates.check("dgates", c.tolerance());
                dcell.check("dcell", c.tolerance());
                for (StridedMatrix input : List.of(gates, previous, cell, dhidden, dnext)) {
                    input.check("an input", 0);
                }
            }
        }

        /** Functions saturate without overflowing into NaN, and a NaN stays where it is. */
        @ParameterizedTest
        @MethodSource("devices")
        void extremeGates(Device device) {
            double inf = Double.POSITIVE_INFINITY;
            double[] extremes = {1e4, -1e4, inf, -inf, 1e-30, -1e-30, Double.NaN, 0};
            double[] sigmoids = {1, 0, 1, 0, 0.5, 0.5, Double.NaN, 0.5};
            double[] tanhs = {1, -1, 1, -1, 1e-30, -1e-30, Double.NaN, 0};
            int n = extremes.length;
            double[] four = DoubleStream.of(extremes)
                    .flatMap(x -> DoubleStream.of(x, x, x, x))
                    .toArray();
            for (DType dtype : List.of(DType.F32, DType.F64)) {
                try (Tensor gates = Tensor.copyOf(four, Shape.of(n, 4), dtype, device);
                        Tensor cell = Tensor.zeros(Shape.of(n), dtype, device);
                        Tensor hidden = Tensor.zeros(Shape.of(n), dtype, device)) {
                    on(device)
                            .cell(new LstmCellOp(
                                    MatrixView.of(gates.buffer(), n, 4),
                                    null,
                                    MatrixView.of(cell.buffer(), n, 1),
                                    MatrixView.of(hidden.buffer(), n, 1)));
                    double[] actual = gates.toDoubleArray();
                    double[] bounded = Randoms.rounded(tanhs, dtype);
                    double[] outputs = hidden.toDoubleArray();
                    for (int r = 0; r < n; r++) {
                        assertThat(Arrays.copyOfRange(actual, 4 * r, 4 * r + 4))
                                .containsExactly(sigmoids[r], sigmoids[r], bounded[r], sigmoids[r]);
                        assertThat(Double.isNaN(outputs[r])).isEqualTo(Double.isNaN(extremes[r]));
                    }
                }
            }
        }

        @ParameterizedTest
        @MethodSource("devices")
        void noRows(Device device) {
            try (Tensor none = Tensor.empty(Shape.of(0, 4), DType.F32, device)) {
                MatrixView gates = MatrixView.of(none.buffer(), 0, 4);
                MatrixView cell = MatrixView.of(none.buffer(), 0, 1);
                on(device).cell(new LstmCellOp(gates, null, cell, cell));
                on(device).cellBackward(new LstmCellBackwardOp(gates, null, cell, cell, null, cell, true, gates));
            }
        }

        private static StridedMatrix random(long seed, int cols, double std, LstmCellCase c, Device device) {
            return StridedMatrix.random(seed, c.rows(), cols, c.gap(), std, c.dtype(), device);
        }

        private static LstmBackend on(Device device) {
            return Backends.of(device).network().lstm();
        }
    }
}
