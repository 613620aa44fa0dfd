package dev.evenkeel.cli.files;

import dev.evenkeel.DType;
import dev.evenkeel.Device;
import dev.evenkeel.Shape;
import dev.evenkeel.cli.InputException;
import dev.evenkeel.io.SafeTensors;
import dev.evenkeel.io.SafeTensorsException;
import dev.evenkeel.io.StateDict;
import dev.evenkeel.io.StateValue;
import dev.evenkeel.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.Collectors;

/**
 * One tensor of a {@code .safetensors} file.
 *
 * @param name what the user called it
 * @param path the file
 * @param value the tensor
 */
record SafetensorsFile(String name, Path path, StateValue value) implements TensorFile {
    static final String SUFFIX = ".safetensors";
    private static final int NAMES_SHOWN = 12;

    /** The tensor of this name. */
    static SafetensorsFile open(Path path, String tensor) {
        try {
            return new SafetensorsFile(path + "#" + tensor, path, read(path).get(tensor));
        } catch (IllegalArgumentException e) {
            throw new InputException(path + ": " + e.getMessage(), e);
        }
    }

    /** The only tensor, for a file named without one. */
    static SafetensorsFile openOnly(Path path) {
        StateDict dict = read(path);
        if (dict.size() == 1) {
            return open(path, dict.names().iterator().next());
        }
        throw new InputException(path + ": say which tensor, as in " + path + "#NAME; it has " + names(dict));
    }

    private static String names(StateDict dict) {
        if (dict.isEmpty()) {
            return "none";
        }
        String shown = dict.names().stream()
                .limit(NAMES_SHOWN)
                .map(name -> name.replaceAll("\\p{Cntrl}", "?"))
                .collect(Collectors.joining(", "));
        return dict.size() > NAMES_SHOWN ? shown + " and " + (dict.size() - NAMES_SHOWN) + " more" : shown;
    }

    private static StateDict read(Path path) {
        try {
            return SafeTensors.read(path);
        } catch (SafeTensorsException e) {
            throw new InputException(String.valueOf(e.getMessage()), e);
        } catch (IOException e) {
            throw TensorFile.unreadable(path.toString(), e);
        }
    }

    @Override
    public Shape shape() {
        return value.shape();
    }

    @Override
    public Tensor read(DType dtype, Shape as, Device device) {
        try {
            return value.reshape(as).toTensor(dtype, device);
        } catch (IllegalStateException e) {
            throw new InputException(name + ": " + e.getMessage(), e);
        }
    }
}
