package dev.evenkeel.cli.apply;

import dev.evenkeel.DType;
import dev.evenkeel.Device;
import dev.evenkeel.Shape;
import dev.evenkeel.cli.InputException;
import dev.evenkeel.cli.files.TensorFile;
import dev.evenkeel.cli.ops.Op;
import dev.evenkeel.cli.ops.OpArguments;
import dev.evenkeel.tensor.Tensor;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Inputs that lie in files. Their values are read when the operation asks for them. */
final class FileArguments extends OpArguments {
    private final Map<String, TensorFile> inputs;
    private final LaunchFile launches;

    FileArguments(
            Op op,
            Device device,
            DType dtype,
            Map<String, String> settings,
            Map<String, TensorFile> inputs,
            Set<String> wanted,
            LaunchFile launches) {
        super(op, device, dtype, settings, wanted);
        this.inputs = inputs;
        this.launches = launches;
    }

    @Override
    protected boolean has(String input) {
        return inputs.containsKey(input);
    }

    @Override
    protected Tensor bring(String input, DType dtype, @Nullable Shape as, Device device) {
        TensorFile file = inputs.get(input);
        if (file == null) {
            throw new InputException("--in " + input + "=FILE is missing");
        }
        if (as != null && as.count() != file.shape().count()) {
            throw new InputException(input + " has shape " + file.shape() + ", expected " + as
                    + " or as many elements in another shape (" + file.name() + ")");
        }
        Tensor tensor = as == null ? file.read(dtype, device) : file.read(dtype, as, device);
        launches.name(tensor, input);
        return tensor;
    }
}
