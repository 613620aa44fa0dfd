package dev.evenkeel.ptx.parse;

/**
 * A word, a number, a string or a punctuation mark.
 *
 * @param text as written
 * @param line line in the file, from 1
 */
record Token(String text, int line) {
    boolean is(String expected) {
        return text.equals(expected);
    }
}
