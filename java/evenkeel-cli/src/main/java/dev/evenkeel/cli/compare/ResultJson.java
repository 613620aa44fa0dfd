package dev.evenkeel.cli.compare;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.evenkeel.cli.compare.measure.OutputError;
import dev.evenkeel.cli.compare.measure.Row;
import dev.evenkeel.cli.report.Json;
import java.io.IOException;
import java.util.List;

/** The rows for machines: an array of objects. Numbers that are not finite are null, and their row fails. */
final class ResultJson {
    private ResultJson() {}

    static String text(List<Row> rows) {
        return Json.text(json -> {
            json.writeStartArray();
            for (Row row : rows) {
                write(row, json);
            }
            json.writeEndArray();
        });
    }

    private static void write(Row row, JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeStringField("op", row.what().op().name());
        json.writeStringField("shape", row.what().shapeText());
        json.writeStringField("dtype", row.what().dtype().label());
        json.writeStringField("device", row.device().toString());
        Json.number(json, "maxAbsError", row.maxAbs());
        Json.number(json, "relativeL2", row.worst().relativeL2());
        Json.number(json, "worstUlp", row.worstUlp());
        Json.number(json, "tolerance", row.worst().tolerance().relativeL2());
        json.writeBooleanField("pass", row.passes());
        Json.number(json, "medianMicros", row.medianMicros());
        json.writeNumberField("minimalBytes", row.minimalBytes());
        Json.number(json, "gbPerSecond", row.gigabytesPerSecond());
        Json.number(json, "copyMicros", row.copyMicros());
        Json.number(json, "percentOfCopy", row.percentOfCopy());
        json.writeArrayFieldStart("outputs");
        for (OutputError error : row.errors()) {
            write(error, json);
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private static void write(OutputError error, JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeStringField("name", error.output());
        Json.number(json, "maxAbsError", error.maxAbs());
        Json.number(json, "relativeL2", error.relativeL2());
        Json.number(json, "worstUlp", error.worstUlp());
        Json.number(json, "worstElement", error.worstElement());
        json.writeNumberField("notFinite", error.notFinite());
        Json.number(json, "tolerance", error.tolerance().relativeL2());
        Json.number(json, "elementTolerance", error.tolerance().element());
        json.writeBooleanField("pass", error.passes());
        json.writeEndObject();
    }
}
