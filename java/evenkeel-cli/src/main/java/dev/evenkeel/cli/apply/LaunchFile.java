package dev.evenkeel.cli.apply;

import dev.evenkeel.Device;
import dev.evenkeel.cli.files.OutputFile;
import dev.evenkeel.cli.files.OutputFiles;
import dev.evenkeel.ptx.LaunchRecorder;
import dev.evenkeel.tensor.Tensor;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What {@code --launches} asks for: records a virtual GPU's launches and writes them; or does nothing. */
final class LaunchFile implements AutoCloseable {
    private final @Nullable LaunchRecorder recorder;
    private final @Nullable OutputFile file;

    private LaunchFile(@Nullable LaunchRecorder recorder, @Nullable OutputFile file) {
        this.recorder = recorder;
        this.file = file;
    }

    /** Starts recording if a file is named. */
    static LaunchFile of(@Nullable String name, Device device, OutputFiles files) {
        return name == null
                ? new LaunchFile(null, null)
                : new LaunchFile(LaunchRecorder.start(device), files.declare(name));
    }

    void name(Tensor tensor, String name) {
        if (recorder != null) {
            recorder.name(tensor, name);
        }
    }

    /** Writes the launches so far. */
    void write(Map<String, Tensor> results) {
        results.forEach((name, tensor) -> name(tensor, name));
        if (recorder != null && file != null) {
            byte[] json = recorder.json().getBytes(StandardCharsets.UTF_8);
            OutputFiles.write(file, out -> out.write(json));
        }
    }

    @Override
    public void close() {
        if (recorder != null) {
            recorder.close();
        }
    }
}
