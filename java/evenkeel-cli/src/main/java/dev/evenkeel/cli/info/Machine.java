package dev.evenkeel.cli.info;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.evenkeel.cli.DeviceTable;
import dev.evenkeel.cli.Version;
import dev.evenkeel.tensor.Devices;
import java.io.IOException;
import java.util.List;
import java.util.Locale;

/**
 * Everything that {@code info} tells.
 *
 * @param devices what was probed
 * @param processor the processor
 * @param ptx the packed kernels
 */
record Machine(List<Devices.Report> devices, Processor processor, PtxModules ptx) {
    private static final String VECTOR_API =
            ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent()
                    ? "used by the cpu device (-Devenkeel.simd=false turns it off)"
                    : "not used: this JVM was started without --add-modules jdk.incubator.vector";
    private static final String CUBLAS = "not used in this version";

    static Machine here() {
        return new Machine(DeviceTable.all(), Processor.here(), PtxModules.packed());
    }

    String text() {
        StringBuilder text = new StringBuilder();
        line(text, "evenkeel", Version.text());
        line(text, "java", java());
        line(text, "system", system());
        line(text, "processor", processor.model() + ", " + cores() + " cores for this JVM");
        line(text, "heap", String.format(Locale.ROOT, "%.1f GiB at most", heapBytes() / (double) (1 << 30)));
        line(text, "vector width", width());
        line(text, "Vector API", VECTOR_API);
        line(text, "NVIDIA driver", Processor.driver());
        line(text, "cuBLAS", CUBLAS);
        line(text, "PTX", ptx.summary());
        for (PtxModules.Module module : ptx.modules()) {
            line(text, "", module.path() + " (PTX " + module.version() + ")");
        }
        text.append(String.format("%ndevices:%n"));
        for (Devices.Report report : devices) {
            line(text, "  " + report.device(), (report.usable() ? "" : "missing: ") + report.description());
        }
        return text.toString();
    }

    void writeTo(JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeStringField("version", Version.text());
        json.writeStringField("java", java());
        json.writeStringField("system", system());
        json.writeStringField("processor", processor.model());
        json.writeNumberField("cores", cores());
        json.writeNumberField("maxHeapBytes", heapBytes());
        json.writeNumberField("vectorBits", processor.vectorBits());
        json.writeStringField("vectorApi", VECTOR_API);
        json.writeStringField("driver", Processor.driver());
        json.writeStringField("cublas", CUBLAS);
        json.writeObjectFieldStart("ptx");
        json.writeStringField("nvcc", ptx.compiler());
        json.writeArrayFieldStart("modules");
        for (PtxModules.Module module : ptx.modules()) {
            json.writeStartObject();
            json.writeStringField("path", module.path());
            json.writeStringField("version", module.version());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
        json.writeArrayFieldStart("devices");
        for (Devices.Report report : devices) {
            json.writeStartObject();
            json.writeStringField("device", report.device().toString());
            json.writeBooleanField("usable", report.usable());
            json.writeStringField("description", report.description());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private String width() {
        return processor.vectorBits() == 0 ? "unknown" : processor.vectorBits() + " bits";
    }

    private static String java() {
        return System.getProperty("java.version") + ", " + System.getProperty("java.vm.name") + ", "
                + System.getProperty("java.vendor");
    }

    private static String system() {
        return System.getProperty("os.name") + " " + System.getProperty("os.version") + ", "
                + System.getProperty("os.arch");
    }

    private static int cores() {
        return Runtime.getRuntime().availableProcessors();
    }

    private static long heapBytes() {
        return Runtime.getRuntime().maxMemory();
    }

    private static void line(StringBuilder text, String key, String value) {
        text.append(String.format(Locale.ROOT, "%-14s %s%n", key, value));
    }
}
