package dev.evenkeel.ptx.parse;

import dev.evenkeel.ptx.isa.Entry;
import dev.evenkeel.ptx.isa.Module;
import dev.evenkeel.ptx.isa.StateSpace;
import dev.evenkeel.ptx.isa.Variable;
import java.util.ArrayList;
import java.util.List;

/** Reads a PTX module. */
public final class ModuleParser {
    private final Cursor cursor;
    private final List<Variable> variables = new ArrayList<>();
    private final List<Entry> entries = new ArrayList<>();
    private String version = "";
    private String target = "";

    private ModuleParser(Cursor cursor) {
        this.cursor = cursor;
    }

    /**
     * Reads a module.
     *
     * @param file its name, for messages
     * @throws PtxException if the text is malformed or declares what is not supported
     */
    public static Module parse(String file, String text) {
        return new ModuleParser(new Cursor(file, Lexer.tokens(file, text))).module();
    }

    private Module module() {
        while (!cursor.done()) {
            item(cursor.next());
        }
        if (version.isEmpty() || target.isEmpty()) {
            throw new PtxException(cursor.file, 1, "no .version and .target: not a PTX module");
        }
        return new Module(cursor.file, version, target, variables, entries);
    }

    private void item(Token token) {
        switch (token.text()) {
            case ".version" -> version = cursor.next().text();
            case ".target" -> target();
            case ".address_size" -> addressSize();
            case ".visible", ".weak", ".extern", ".common" -> {
                // linking: every symbol of a module is visible to its loader
            }
            case ".entry" -> entries.add(new EntryParser(cursor).entry());
            case ".shared" -> variables(StateSpace.SHARED);
            case ".global" -> variables(StateSpace.GLOBAL);
            case ".const" -> variables(StateSpace.CONST);
            case ".file" -> cursor.skipLine();
            default ->
                throw new PtxException(cursor.file, token.line(), "unsupported '" + token.text() + "' at module scope");
        }
    }

    private void target() {
        target = cursor.next().text();
        while (cursor.accept(",")) {
            cursor.next();
        }
    }

    private void addressSize() {
        int line = cursor.line();
        int bits = cursor.expectInt();
        if (bits != 64) {
            throw new PtxException(cursor.file, line, "addresses of " + bits + " bits are not supported");
        }
    }

    private void variables(StateSpace space) {
        VariableParser parser = new VariableParser(cursor);
        do {
            variables.add(parser.variable(space));
        } while (cursor.accept(","));
        cursor.expect(";");
    }
}
