package dev.evenkeel.cli.compare;

import static org.assertj.core.api.Assertions.assertThat;

import dev.evenkeel.DType;
import dev.evenkeel.Device;
import dev.evenkeel.Shape;
import dev.evenkeel.cli.compare.html.HtmlReport;
import dev.evenkeel.cli.compare.measure.Case;
import dev.evenkeel.cli.compare.measure.OutputError;
import dev.evenkeel.cli.compare.measure.Row;
import dev.evenkeel.cli.compare.measure.Tolerance;
import dev.evenkeel.cli.ops.Ops;
import dev.evenkeel.tensor.Devices;
import java.util.List;
import org.junit.jupiter.api.Test;

class ResultTableTest {
    private static final Tolerance ALLOWED = new Tolerance(1e-6, 1e-5);
    private static final List<Devices.Report> MISSING =
            List.of(new Devices.Report(Device.cuda(0), false, "libcuda.so.1 <not found>"));

    private static Row row(OutputError... errors) {
        Case what = new Case(Ops.named("layer-norm"), Shape.of(6, 4), DType.F32);
        return new Row(what, Device.SCALAR, List.of(errors), 1234.5, 1_000_000, 617.25);
    }

    private static final Row GOOD = row(new OutputError("y", 1e-7, 2e-7, 1.5, 1e-7, 0, ALLOWED));
    private static final Row OFF =
            row(new OutputError("y", 0, 0, 0, 0, 0, ALLOWED), new OutputError("mean", 1, 0.5, 9e5, 1, 0, ALLOWED));
    private static final Row NAN = row(new OutputError("y", 0, 0, 0, 0, 3, ALLOWED));

    @Test
    void tellsSpeedAndShareOfACopy() {
        String text = ResultTable.text(List.of(GOOD), List.of(), 1);
        assertThat(text).containsPattern("6x4 +f32 +scalar +1.0e-07 +2.0e-07 +1.0e-06 +1.5 pass +1.23 ms +0.81 +50.0");
    }

    @Test
    void saysWhatFailedAndWhatIsMissing() {
        String text = ResultTable.text(List.of(GOOD, OFF, NAN), MISSING, 1);
        assertThat(text)
                .contains("FAIL layer-norm 6x4 f32 on scalar: mean: relative L2 error 5.0e-01, allowed 1.0e-06")
                .contains("FAIL layer-norm 6x4 f32 on scalar: y has 3 NaN or infinite values")
                .contains("cuda:0 is missing: libcuda.so.1 <not found>")
                .contains("3 rows on scalar: 1 passed, 2 failed");
    }

    @Test
    void theReportSaysSoToo() {
        assertThat(HtmlReport.text(List.of(GOOD, OFF, NAN), MISSING, "1 passed, 2 failed"))
                .contains("layer-norm 6x4 f32 on scalar: y has 3 NaN", "libcuda.so.1 &lt;not found&gt;", ">FAIL<")
                .contains("<p class=\"sum fail\">");
    }

    @Test
    void jsonMarksFailures() {
        assertThat(ResultJson.text(List.of(OFF))).contains("\"pass\" : false").contains("\"relativeL2\" : 0.5");
    }
}
