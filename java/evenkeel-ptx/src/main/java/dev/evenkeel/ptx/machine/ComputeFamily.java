package dev.evenkeel.ptx.machine;

import dev.evenkeel.ptx.instruction.Form;
import dev.evenkeel.ptx.instruction.Forms;
import dev.evenkeel.ptx.instruction.Storage;
import dev.evenkeel.ptx.isa.Operand;
import dev.evenkeel.ptx.isa.Statement;
import dev.evenkeel.ptx.isa.Type;
import java.util.List;

/** Instructions that compute one register from others, lane by lane, in one form. */
final class ComputeFamily implements Family {
    /** The one instruction on doubles that can flush: it always does. */
    private static final String FLUSHES_ITSELF = "rcp.approx.f64";

    @Override
    public boolean assemble(Statement statement, Opcode opcode, Emitter out) {
        Form form = Forms.of(opcode.form());
        List<Operand> operands = statement.operands();
        if (form == null
                || form.sources().size() != operands.size() - 1
                || opcode.base().equals("mov")) {
            return false;
        }
        if (operands.get(0) instanceof Operand.Pair) {
            return false;
        }
        boolean flush = opcode.has("ftz");
        boolean saturate = opcode.has("sat");
        if ((flush || saturate)
                && opcode.types().get(0) != Type.F32
                && !opcode.form().equals(FLUSHES_ITSELF)) {
            return false;
        }
        int[] sources = new int[form.sources().size()];
        for (int i = 0; i < sources.length; i++) {
            sources[i] = source(operands.get(i + 1), sourceType(form, i, opcode), flush, out);
        }
        int target = out.target(operands.get(0), targetType(form, opcode));
        out.compute(opcode.form(), target, sources);
        if (flush && form.target() == Storage.FLOAT) {
            out.compute(".flush.f32", target, target);
        }
        if (saturate) {
            out.compute(".saturate.f32", target, target);
        }
        return true;
    }

    private static int source(Operand operand, Type type, boolean flush, Emitter out) {
        int source = out.source(operand, type);
        if (!flush || type != Type.F32) {
            return source;
        }
        int flushed = out.registers().temporary(Type.F32);
        out.compute(".flush.f32", flushed, source);
        return flushed;
    }

    /** A literal's bits depend on the instruction's type; everything else on the storage alone. */
    private static Type sourceType(Form form, int index, Opcode opcode) {
        Storage<?> storage = form.sources().get(index);
        List<Type> types = opcode.types();
        for (Type type : types) {
            if (Storage.of(type) == storage) {
                return type;
            }
        }
        return any(storage);
    }

    private static Type targetType(Form form, Opcode opcode) {
        return opcode.types().stream()
                .filter(type -> Storage.of(type) == form.target())
                .findFirst()
                .orElse(any(form.target()));
    }

    static Type any(Storage<?> storage) {
        return storage == Storage.WORD
                ? Type.B32
                : storage == Storage.LONG ? Type.B64 : storage == Storage.FLOAT ? Type.F32 : Type.F64;
    }
}
