package dev.evenkeel.ptx.parse;

import java.util.ArrayList;
import java.util.List;

/** Cuts PTX text into tokens. Dotted words such as {@code ld.global.f32} and {@code %tid.x} stay whole. */
final class Lexer {
    private final String file;
    private final String text;
    private int at;
    private int line = 1;

    private Lexer(String file, String text) {
        this.file = file;
        this.text = text;
    }

    static List<Token> tokens(String file, String text) {
        Lexer lexer = new Lexer(file, text);
        List<Token> tokens = new ArrayList<>(text.length() / 6);
        while (lexer.skipBlank()) {
            tokens.add(lexer.next());
        }
        return tokens;
    }

    private boolean skipBlank() {
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c == '\n') {
                line++;
                at++;
            } else if (Character.isWhitespace(c) || c == '\0') {
                at++;
            } else if (text.startsWith("//", at)) {
                int end = text.indexOf('\n', at);
                at = end < 0 ? text.length() : end;
            } else if (text.startsWith("/*", at)) {
                skipBlockComment();
            } else {
                return true;
            }
        }
        return false;
    }

    private void skipBlockComment() {
        int end = text.indexOf("*/", at + 2);
        if (end < 0) {
            throw new PtxException(file, line, "comment without an end");
        }
        line += (int) text.substring(at, end).chars().filter(c -> c == '\n').count();
        at = end + 2;
    }

    private Token next() {
        int start = at;
        char c = text.charAt(at);
        if (c == '"') {
            int end = text.indexOf('"', at + 1);
            if (end < 0) {
                throw new PtxException(file, line, "string without an end");
            }
            at = end + 1;
        } else if (isWordPart(c)) {
            while (at < text.length() && (isWordPart(text.charAt(at)) || isScopeMark())) {
                at += isScopeMark() ? 2 : 1;
            }
        } else if ("@!,;:[](){}<>|+-=&*~^?/".indexOf(c) >= 0) {
            at++;
        } else {
            throw new PtxException(file, line, "unexpected character '" + c + "'");
        }
        return new Token(text.substring(start, at), line);
    }

    /** The two colons within words like {@code L1::evict_last}. */
    private boolean isScopeMark() {
        return text.startsWith("::", at);
    }

    private static boolean isWordPart(char c) {
        return (c >= 'a' && c <= 'z')
                || (c >= 'A' && c <= 'Z')
                || (c >= '0' && c <= '9')
                || c == '_'
                || c == '$'
                || c == '%'
                || c == '.';
    }
}
