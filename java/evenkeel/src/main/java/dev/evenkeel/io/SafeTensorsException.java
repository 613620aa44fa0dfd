package dev.evenkeel.io;

import java.io.IOException;
import java.nio.file.Path;

/**
 * A file is not what the safetensors format says. The message is one line that names the file, the tensor if it is
 * about one, what was found and what was expected.
 *
 * <p>It is an {@link IOException}, as {@link java.util.zip.ZipException} is: what a file holds is not in the hands of
 * the program that reads it, which has to be ready for a file that can't be read anyway.
 */
public class SafeTensorsException extends IOException {
    private static final long serialVersionUID = 1L;

    SafeTensorsException(Path file, String what) {
        super(file + ": " + OneLine.of(what));
    }

    SafeTensorsException(Path file, String what, Throwable cause) {
        super(file + ": " + OneLine.of(what), cause);
    }
}
