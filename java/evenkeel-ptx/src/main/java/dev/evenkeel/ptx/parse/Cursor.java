package dev.evenkeel.ptx.parse;

import java.util.List;

/** A position in a module's tokens. */
final class Cursor {
    private static final Token END = new Token("end of file", 0);

    final String file;
    private final List<Token> tokens;
    private int at;

    Cursor(String file, List<Token> tokens) {
        this.file = file;
        this.tokens = tokens;
    }

    boolean done() {
        return at == tokens.size();
    }

    Token peek() {
        return done() ? END : tokens.get(at);
    }

    Token peekSecond() {
        return at + 1 < tokens.size() ? tokens.get(at + 1) : END;
    }

    Token next() {
        Token token = peek();
        at++;
        return token;
    }

    int line() {
        return done() ? tokens.isEmpty() ? 1 : tokens.get(tokens.size() - 1).line() : peek().line();
    }

    boolean accept(String text) {
        boolean found = peek().is(text);
        if (found) {
            at++;
        }
        return found;
    }

    Token expect(String text) {
        Token token = peek();
        if (!token.is(text)) {
            throw error("expected '" + text + "' but found '" + token.text() + "'");
        }
        at++;
        return token;
    }

    void skipLine() {
        int line = line();
        while (!done() && peek().line() == line) {
            at++;
        }
    }

    int expectInt() {
        return Math.toIntExact(expectWhole());
    }

    long expectWhole() {
        boolean negative = accept("-");
        Token token = next();
        try {
            long value = whole(token.text());
            return negative ? -value : value;
        } catch (NumberFormatException e) {
            throw new PtxException(file, token.line(), "expected a number but found '" + token.text() + "'");
        }
    }

    /** Value of a decimal, hexadecimal, octal or binary literal; {@code U} may follow. */
    static long whole(String text) {
        String digits = text.endsWith("U") ? text.substring(0, text.length() - 1) : text;
        if (digits.startsWith("0x") || digits.startsWith("0X")) {
            return Long.parseUnsignedLong(digits.substring(2), 16);
        }
        if (digits.startsWith("0b") || digits.startsWith("0B")) {
            return Long.parseUnsignedLong(digits.substring(2), 2);
        }
        boolean octal = digits.length() > 1 && digits.startsWith("0");
        return Long.parseUnsignedLong(digits, octal ? 8 : 10);
    }

    PtxException error(String problem) {
        return new PtxException(file, line(), problem);
    }
}
