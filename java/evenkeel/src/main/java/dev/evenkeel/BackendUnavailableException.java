package dev.evenkeel;

import org.jspecify.annotations.Nullable;

/** A device was asked for that this machine cannot give. The message says what was probed and what was missing. */
public class BackendUnavailableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /**
     * @param device the device asked for
     * @param reason one line: what is missing
     * @param cause the first failure of the probe, if it was one
     */
    public BackendUnavailableException(Device device, String reason, @Nullable Throwable cause) {
        super("device " + device + " is not available: " + reason, cause);
    }
}
