package dev.evenkeel.ptx.parse;

import dev.evenkeel.ptx.isa.StateSpace;
import dev.evenkeel.ptx.isa.Type;
import dev.evenkeel.ptx.isa.Variable;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/** Reads declarations of variables and parameters, from after the state space's directive. */
final class VariableParser {
    private final Cursor cursor;

    VariableParser(Cursor cursor) {
        this.cursor = cursor;
    }

    /** {@code .align 4 .b8 name[512]}, {@code .u64 .ptr .global .align 4 name}, {@code .f32 name[2] = {…}}. */
    Variable variable(StateSpace space) {
        int line = cursor.line();
        int align = 0;
        int vector = 1;
        Type type = null;
        while (cursor.peek().text().startsWith(".")) {
            String word = cursor.next().text();
            switch (word) {
                case ".align" -> align = Math.max(align, cursor.expectInt());
                case ".v2" -> vector = 2;
                case ".v4" -> vector = 4;
                case ".ptr" -> skipPointerAttributes();
                default -> type = type(word);
            }
        }
        if (type == null) {
            throw cursor.error("declaration without a type");
        }
        String name = cursor.next().text();
        long bytes = (long) type.bytes() * vector * length();
        return new Variable(line, space, name, align == 0 ? type.bytes() * vector : align, bytes, initial(type, bytes));
    }

    private Type type(String word) {
        Type type = Type.of(word.substring(1));
        if (type == null) {
            throw cursor.error("unsupported '" + word + "' in a declaration");
        }
        return type;
    }

    /** What is known of the memory behind a pointer parameter changes nothing in how it is run. */
    private void skipPointerAttributes() {
        while (cursor.peek().text().matches("\\.(global|shared|const|local|param)")) {
            cursor.next();
        }
        if (cursor.accept(".align")) {
            cursor.expectInt();
        }
    }

    private long length() {
        long length = 1;
        while (cursor.accept("[")) {
            if (cursor.accept("]")) {
                return 0;
            }
            length *= cursor.expectWhole();
            cursor.expect("]");
        }
        return length;
    }

    private byte @Nullable [] initial(Type type, long bytes) {
        if (!cursor.accept("=")) {
            return null;
        }
        ByteBuffer values = ByteBuffer.allocate(Math.toIntExact(bytes)).order(ByteOrder.LITTLE_ENDIAN);
        int depth = 0;
        do {
            if (cursor.accept("{")) {
                depth++;
            } else if (cursor.accept("}")) {
                depth--;
            } else if (!cursor.accept(",")) {
                put(values, type, bits());
            }
        } while (depth > 0);
        return values.array();
    }

    private long bits() {
        String text = cursor.peek().text();
        if (text.startsWith("0f") || text.startsWith("0F") || text.startsWith("0d") || text.startsWith("0D")) {
            return Long.parseUnsignedLong(cursor.next().text().substring(2), 16);
        }
        if (!text.equals("-") && !Character.isDigit(text.charAt(0))) {
            throw cursor.error("unsupported initial value '" + text + "'");
        }
        return cursor.expectWhole();
    }

    private static void put(ByteBuffer values, Type type, long bits) {
        switch (type.bytes()) {
            case 1 -> values.put((byte) bits);
            case 2 -> values.putShort((short) bits);
            case 4 -> values.putInt((int) bits);
            default -> values.putLong(bits);
        }
    }
}
