package dev.evenkeel.cli.info;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.evenkeel.BackendUnavailableException;
import dev.evenkeel.Device;
import dev.evenkeel.DeviceException;
import dev.evenkeel.cli.DeviceTable;
import dev.evenkeel.cli.Version;
import dev.evenkeel.tensor.Devices;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Everything that {@code info} tells.
 *
 * @param devices what was probed
 * @param processor the processor
 * @param ptx the packed kernels
 * @param products what multiplies matrices on each kind of device
 */
record Machine(List<Devices.Report> devices, Processor processor, PtxModules ptx, Map<String, String> products) {
    private static final String VECTOR_API =
            ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent()
                    ? "used by the cpu device (-Devenkeel.simd=false turns it off)"
                    : "not used: this JVM was started without --add-modules jdk.incubator.vector";

    static Machine here() {
        return new Machine(DeviceTable.all(), Processor.here(), PtxModules.packed(), productsByKind());
    }

    /** By the first usable device of each kind; one that can't be opened says why. */
    private static Map<String, String> productsByKind() {
        Map<String, String> products = new LinkedHashMap<>();
        for (Device device : Devices.available()) {
            products.computeIfAbsent(device.kind().name().toLowerCase(Locale.ROOT), kind -> productsOf(device));
        }
        return products;
    }

    private static String productsOf(Device device) {
        try {
            return Devices.matrixProducts(device);
        } catch (BackendUnavailableException | DeviceException e) {
            return "unknown: " + e.getMessage();
        }
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
        line(
                text,
                "products by",
                products.entrySet().stream()
                        .map(by -> by.getKey() + ": " + by.getValue())
                        .collect(Collectors.joining("; ")));
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
        json.writeObjectFieldStart("matrixProducts");
        for (Map.Entry<String, String> by : products.entrySet()) {
            json.writeStringField(by.getKey(), by.getValue());
        }
        json.writeEndObject();
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
