package dev.evenkeel.ptx.parse;

import dev.evenkeel.ptx.isa.Operand;
import java.util.ArrayList;
import java.util.List;

/** Reads the operands of an instruction. */
final class OperandParser {
    private final Cursor cursor;
    private final Scope scope;

    OperandParser(Cursor cursor, Scope scope) {
        this.cursor = cursor;
        this.scope = scope;
    }

    /** All operands up to the semicolon, which is taken too. */
    List<Operand> operands() {
        List<Operand> operands = new ArrayList<>(4);
        if (!cursor.accept(";")) {
            do {
                operands.add(operand());
            } while (cursor.accept(","));
            cursor.expect(";");
        }
        return operands;
    }

    private Operand operand() {
        Operand first = simple();
        return cursor.accept("|") ? new Operand.Pair(first, simple()) : first;
    }

    private Operand simple() {
        if (cursor.accept("[")) {
            return address();
        }
        if (cursor.accept("{")) {
            return vector();
        }
        if (cursor.accept("!")) {
            Operand inner = simple();
            if (inner instanceof Operand.Register register) {
                return new Operand.Negated(register);
            }
            throw cursor.error("'!' stands before a register");
        }
        if (cursor.peek().is("-")) {
            return new Operand.Whole(cursor.expectWhole());
        }
        return named(cursor.next());
    }

    private Operand named(Token token) {
        String text = token.text();
        char first = text.charAt(0);
        if (Character.isDigit(first)) {
            return literal(token);
        }
        if (first == '%' || scope.declares(text) || text.equals("_")) {
            return new Operand.Register(scope.resolve(text));
        }
        if (first == '_' || first == '$' || Character.isLetter(first)) {
            return new Operand.Symbol(text);
        }
        throw new PtxException(cursor.file, token.line(), "expected an operand but found '" + text + "'");
    }

    private Operand literal(Token token) {
        String text = token.text();
        try {
            if (text.startsWith("0f") || text.startsWith("0F")) {
                return new Operand.Single(Float.intBitsToFloat(Integer.parseUnsignedInt(text.substring(2), 16)));
            }
            if (text.startsWith("0d") || text.startsWith("0D")) {
                return new Operand.Double(Double.longBitsToDouble(Long.parseUnsignedLong(text.substring(2), 16)));
            }
            return text.indexOf('.') > 0
                    ? new Operand.Double(Double.parseDouble(text))
                    : new Operand.Whole(Cursor.whole(text));
        } catch (NumberFormatException e) {
            throw new PtxException(cursor.file, token.line(), "malformed number '" + text + "'");
        }
    }

    private Operand address() {
        Operand base = simple();
        long offset = 0;
        if (cursor.accept("+")) {
            offset = cursor.expectWhole();
        } else if (cursor.peek().is("-")) {
            offset = cursor.expectWhole();
        }
        cursor.expect("]");
        return new Operand.Address(base, offset);
    }

    private Operand vector() {
        List<Operand> elements = new ArrayList<>(4);
        do {
            elements.add(simple());
        } while (cursor.accept(","));
        cursor.expect("}");
        return new Operand.Vector(elements);
    }
}
