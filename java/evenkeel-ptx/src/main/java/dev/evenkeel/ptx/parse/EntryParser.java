package dev.evenkeel.ptx.parse;

import dev.evenkeel.ptx.isa.Entry;
import dev.evenkeel.ptx.isa.Operand;
import dev.evenkeel.ptx.isa.StateSpace;
import dev.evenkeel.ptx.isa.Statement;
import dev.evenkeel.ptx.isa.Type;
import dev.evenkeel.ptx.isa.Variable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads a kernel, from after {@code .entry}. */
final class EntryParser {
    private final Cursor cursor;
    private final VariableParser variableParser;
    private final Scope scope = new Scope();
    private final OperandParser operandParser;
    private final List<Variable> parameters = new ArrayList<>();
    private final Map<String, List<Integer>> bounds = new LinkedHashMap<>();
    private final List<Variable> variables = new ArrayList<>();
    private final List<Statement> body = new ArrayList<>();
    private final Map<String, Integer> labels = new HashMap<>();

    EntryParser(Cursor cursor) {
        this.cursor = cursor;
        this.variableParser = new VariableParser(cursor);
        this.operandParser = new OperandParser(cursor, scope);
    }

    Entry entry() {
        int line = cursor.line();
        String name = cursor.next().text();
        parameters();
        while (!cursor.peek().is("{")) {
            bound();
        }
        block();
        return new Entry(line, name, parameters, bounds, scope.registers(), variables, body, labels);
    }

    private void parameters() {
        if (!cursor.accept("(") || cursor.accept(")")) {
            return;
        }
        do {
            cursor.expect(".param");
            parameters.add(variableParser.variable(StateSpace.PARAM));
        } while (cursor.accept(","));
        cursor.expect(")");
    }

    private void bound() {
        Token directive = cursor.next();
        if (!directive.text().startsWith(".")) {
            throw new PtxException(cursor.file, directive.line(), "expected '{' but found '" + directive.text() + "'");
        }
        List<Integer> numbers = new ArrayList<>();
        while (Character.isDigit(cursor.peek().text().charAt(0))) {
            numbers.add(cursor.expectInt());
            cursor.accept(",");
        }
        bounds.put(directive.text().substring(1), numbers);
    }

    private void block() {
        cursor.expect("{");
        scope.open();
        while (!cursor.accept("}")) {
            if (cursor.done()) {
                throw cursor.error("kernel without an end");
            }
            item();
        }
        scope.close();
    }

    private void item() {
        Token token = cursor.peek();
        if (token.is("{")) {
            block();
        } else if (cursor.peekSecond().is(":")) {
            labels.put(cursor.next().text(), body.size());
            cursor.next();
        } else if (token.text().startsWith(".")) {
            directive(cursor.next());
        } else {
            statement();
        }
    }

    private void directive(Token token) {
        switch (token.text()) {
            case ".reg" -> registers();
            case ".shared" -> variables(StateSpace.SHARED);
            case ".local" -> variables(StateSpace.LOCAL);
            case ".pragma" -> {
                cursor.next();
                cursor.expect(";");
            }
            case ".loc" -> cursor.skipLine();
            default ->
                throw new PtxException(cursor.file, token.line(), "unsupported directive '" + token.text() + "'");
        }
    }

    private void variables(StateSpace space) {
        do {
            variables.add(variableParser.variable(space));
        } while (cursor.accept(","));
        cursor.expect(";");
    }

    private void registers() {
        Token token = cursor.next();
        Type type = Type.of(token.text().substring(1));
        if (type == null) {
            throw new PtxException(
                    cursor.file, token.line(), "registers of type '" + token.text() + "' are not supported");
        }
        do {
            String name = cursor.next().text();
            if (cursor.accept("<")) {
                int count = cursor.expectInt();
                cursor.expect(">");
                for (int i = 0; i < count; i++) {
                    scope.declare(name + i, type);
                }
            } else {
                scope.declare(name, type);
            }
        } while (cursor.accept(","));
        cursor.expect(";");
    }

    private void statement() {
        Operand.Register guard = null;
        boolean negated = false;
        int line = cursor.line();
        if (cursor.accept("@")) {
            negated = cursor.accept("!");
            guard = new Operand.Register(scope.resolve(cursor.next().text()));
        }
        String opcode = cursor.next().text();
        if (!Character.isLetter(opcode.charAt(0))) {
            throw new PtxException(cursor.file, line, "expected an instruction but found '" + opcode + "'");
        }
        body.add(new Statement(line, guard, negated, opcode, operandParser.operands()));
    }
}
