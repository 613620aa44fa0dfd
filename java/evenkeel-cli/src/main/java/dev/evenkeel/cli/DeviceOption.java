package dev.evenkeel.cli;

import dev.evenkeel.Device;

/** Reads {@code --device}. */
public final class DeviceOption {
    private DeviceOption() {}

    /**
     * The device of this name; whether this machine has it is another question.
     *
     * @throws InputException if no device is called so
     */
    public static Device parse(String text) {
        try {
            return Device.parse(text);
        } catch (IllegalArgumentException e) {
            throw new InputException(String.valueOf(e.getMessage()), e);
        }
    }
}
