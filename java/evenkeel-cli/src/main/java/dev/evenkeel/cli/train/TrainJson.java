package dev.evenkeel.cli.train;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.evenkeel.cli.report.Json;
import java.io.IOException;
import java.util.List;

/** The runs for machines: an array of objects. Losses that are not finite are null. */
final class TrainJson {
    private TrainJson() {}

    static String text(Experiment experiment, List<RunResult> results) {
        return Json.text(json -> {
            json.writeStartArray();
            for (RunResult result : results) {
                write(experiment, result, json);
            }
            json.writeEndArray();
        });
    }

    private static void write(Experiment experiment, RunResult result, JsonGenerator json) throws IOException {
        Recipe recipe = experiment.recipe();
        json.writeStartObject();
        json.writeStringField("model", recipe.network().label());
        json.writeStringField("data", experiment.data());
        json.writeStringField("norm", result.combination().norm().label());
        json.writeStringField("scaler", result.combination().scaler().label());
        json.writeNumberField("seed", result.seed());
        json.writeNumberField("epochs", recipe.epochs());
        json.writeNumberField("batchSize", recipe.batchSize());
        json.writeStringField("optimizer", recipe.optimizer().label());
        json.writeNumberField("lr", recipe.lr());
        json.writeStringField("dtype", recipe.dtype().label());
        json.writeStringField("device", recipe.device().toString());
        Json.number(json, "finalLoss", result.finalLoss());
        Json.number(json, "testAccuracy", result.testAccuracy());
        Json.number(json, "secondsPerEpoch", result.secondsPerEpoch());
        writeCurve(json, "lossCurve", result.losses());
        writeCurve(json, "accuracyCurve", result.accuracies());
        json.writeEndObject();
    }

    private static void writeCurve(JsonGenerator json, String name, double[] values) throws IOException {
        json.writeArrayFieldStart(name);
        for (double value : values) {
            if (Double.isFinite(value)) {
                json.writeNumber(value);
            } else {
                json.writeNull();
            }
        }
        json.writeEndArray();
    }
}
