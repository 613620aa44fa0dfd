package dev.evenkeel.ptx.parse;

/** PTX that cannot be run: malformed, or beyond what the virtual GPU executes. Names file, line and instruction. */
public final class PtxException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /**
     * @param file the module's name
     * @param line line in it, from 1
     * @param problem what is wrong, with the text that is
     */
    public PtxException(String file, int line, String problem) {
        super(file + ":" + line + ": " + problem);
    }
}
