package dev.evenkeel.cli.files;

import dev.evenkeel.cli.InputException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a {@code .npy} header says, read from the Python literal that it is:
 * {@code {'descr': '<f4', 'fortran_order': False, 'shape': (3, 4), }}. Keys may stand in any order; all three must be
 * there, once, and no other.
 *
 * @param descr the element type in NumPy's notation
 * @param fortranOrder whether the first index runs fastest
 * @param shape the dimensions as written, not checked
 */
record NpyDict(String descr, boolean fortranOrder, long[] shape) {

    static NpyDict parse(String file, String header) {
        return new Parser(file, header).dict();
    }

    private static final class Parser {
        private final String file;
        private final String text;
        private int at;

        private @Nullable String descr;
        private @Nullable Boolean fortranOrder;
        private long @Nullable [] shape;

        Parser(String file, String text) {
            this.file = file;
            this.text = text;
        }

        NpyDict dict() {
            expect('{');
            while (!accept('}')) {
                entry();
                if (!accept(',')) {
                    expect('}');
                    break;
                }
            }
            skipBlank();
            if (at < text.length()) {
                throw bad("has more after the dict");
            }
            if (descr == null || fortranOrder == null || shape == null) {
                throw bad(
                        "lacks '" + (descr == null ? "descr" : fortranOrder == null ? "fortran_order" : "shape") + "'");
            }
            return new NpyDict(descr, fortranOrder, shape);
        }

        private void entry() {
            String key = string();
            expect(':');
            boolean repeated = switch (key) {
                case "descr" -> descr != null;
                case "fortran_order" -> fortranOrder != null;
                case "shape" -> shape != null;
                default -> throw bad("has an unknown key '" + key + "'");
            };
            if (repeated) {
                throw bad("has '" + key + "' twice");
            }
            switch (key) {
                case "descr" -> descr = descr();
                case "fortran_order" -> fortranOrder = bool();
                default -> shape = tuple();
            }
        }

        private String descr() {
            skipBlank();
            if (at < text.length() && text.charAt(at) == '[') {
                throw new InputException(file + ": holds records (a structured dtype), not an array of numbers");
            }
            return string();
        }

        private String string() {
            skipBlank();
            char quote = at < text.length() ? text.charAt(at) : ' ';
            int end = quote == '\'' || quote == '"' ? text.indexOf(quote, at + 1) : -1;
            if (end < 0) {
                throw bad("lacks a string where one is expected");
            }
            String value = text.substring(at + 1, end);
            if (value.indexOf('\\') >= 0) {
                throw bad("has an escape in a string");
            }
            at = end + 1;
            return value;
        }

        private boolean bool() {
            skipBlank();
            for (String word : List.of("True", "False")) {
                if (text.startsWith(word, at)) {
                    at += word.length();
                    return word.equals("True");
                }
            }
            throw bad("has a fortran_order that is neither True nor False");
        }

        private long[] tuple() {
            List<Long> dims = new ArrayList<>();
            expect('(');
            boolean comma = true;
            while (!accept(')')) {
                if (!comma) {
                    throw bad("has no comma between two dimensions");
                }
                dims.add(integer());
                comma = accept(',');
            }
            if (dims.size() == 1 && !comma) {
                throw bad("has a shape that is no tuple");
            }
            return dims.stream().mapToLong(Long::longValue).toArray();
        }

        private long integer() {
            skipBlank();
            int start = at;
            if (at < text.length() && text.charAt(at) == '-') {
                at++;
            }
            while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
                at++;
            }
            String digits = text.substring(start, at);
            if (at < text.length() && text.charAt(at) == 'L') {
                at++; // how Python 2 wrote its long integers
            }
            try {
                return Long.parseLong(digits);
            } catch (NumberFormatException e) {
                throw new InputException(
                        file + ": its header has a dimension that is not a whole number of 64 bits: '" + digits + "'",
                        e);
            }
        }

        private boolean accept(char wanted) {
            skipBlank();
            if (at < text.length() && text.charAt(at) == wanted) {
                at++;
                return true;
            }
            return false;
        }

        private void expect(char wanted) {
            if (!accept(wanted)) {
                throw bad("lacks '" + wanted + "' at character " + at);
            }
        }

        private void skipBlank() {
            while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
                at++;
            }
        }

        private InputException bad(String what) {
            return new InputException(file + ": its .npy header " + what);
        }
    }
}
