package dev.evenkeel.cli;

/** What the user gave can't be used. The message is the one line that they see; the command ends with 2. */
public class InputException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** With what was wrong. */
    public InputException(String message) {
        super(message);
    }

    /** With what was wrong and the failure that showed it. */
    public InputException(String message, Throwable cause) {
        super(message, cause);
    }
}
