package dev.evenkeel.ptx;

import java.util.List;
import java.util.stream.Collectors;

/** Launch records as JSON. Kernel and tensor names need no more than quotes and backslashes escaped. */
final class LaunchJson {
    private LaunchJson() {}

    static String of(List<LaunchRecord> launches) {
        return launches.stream().map(LaunchJson::launch).collect(Collectors.joining(",\n", "[\n", "\n]\n"));
    }

    private static String launch(LaunchRecord launch) {
        return "  {\"kernel\": " + text(launch.kernel())
                + ", \"grid\": " + launch.grid()
                + ", \"block\": " + launch.block()
                + ", \"sharedBytes\": " + launch.sharedBytes()
                + ",\n   \"instructions\": " + launch.instructions()
                + ", \"warpInstructions\": " + launch.warpInstructions()
                + ", \"barriers\": " + launch.barriers()
                + ", \"bankConflicts\": " + launch.bankConflicts()
                + ",\n   \"buffers\": "
                + launch.buffers().stream().map(LaunchJson::buffer).collect(Collectors.joining(",\n", "[\n", "]"))
                + "}";
    }

    private static String buffer(LaunchRecord.BufferRecord buffer) {
        return "    {\"name\": " + text(buffer.name())
                + ", \"bytes\": " + buffer.bytes()
                + ", \"loadBytes\": " + buffer.loadBytes()
                + ", \"storeBytes\": " + buffer.storeBytes()
                + ", \"loadSectors\": " + buffer.loadSectors()
                + ", \"storeSectors\": " + buffer.storeSectors()
                + ", \"wideBytes\": " + buffer.wideBytes()
                + "}";
    }

    private static String text(String value) {
        return "\"" + value.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
    }
}
