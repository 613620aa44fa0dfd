package dev.evenkeel.ptx.machine;

import dev.evenkeel.ptx.instruction.Form;
import dev.evenkeel.ptx.instruction.Forms;
import dev.evenkeel.ptx.instruction.Storage;
import dev.evenkeel.ptx.isa.Operand;
import dev.evenkeel.ptx.isa.Statement;
import dev.evenkeel.ptx.isa.Type;
import dev.evenkeel.ptx.parse.PtxException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Takes the steps of one instruction after the other, and resolves operands to registers. */
final class Emitter {
    private final String file;
    private final RegisterTable registers;
    private final Symbols symbols;
    private List<Step> steps = new ArrayList<>();
    private List<Step> after = new ArrayList<>();
    private Statement statement;

    Emitter(String file, RegisterTable registers, Symbols symbols, Statement first) {
        this.file = file;
        this.registers = registers;
        this.symbols = symbols;
        this.statement = first;
    }

    void begin(Statement next) {
        statement = next;
        steps = new ArrayList<>(2);
        after = new ArrayList<>(1);
        registers.nextInstruction();
    }

    /** The instruction's steps. */
    List<Step> finish() {
        steps.addAll(after);
        return steps;
    }

    Symbols symbols() {
        return symbols;
    }

    RegisterTable registers() {
        return registers;
    }

    void add(Step step) {
        steps.add(step);
    }

    /** A step of the named form; false if there is no such form or it takes another number of operands. */
    boolean tryCompute(String name, int target, int... sources) {
        Form form = Forms.of(name);
        Step step = form == null ? null : step(form, target, sources);
        if (step != null) {
            steps.add(step);
        }
        return step != null;
    }

    void compute(String name, int target, int... sources) {
        if (!tryCompute(name, target, sources)) {
            throw unsupported();
        }
    }

    @Nullable
    @SuppressWarnings({"unchecked", "rawtypes"})
    private Step step(Form form, int target, int[] s) {
        if (form.sources().size() != s.length) {
            return null;
        }
        if (form.operation() instanceof Form.Unary unary) {
            return new UnaryStep(statement, unary, form.target(), target, s[0]);
        }
        if (form.operation() instanceof Form.Binary binary) {
            return new BinaryStep(statement, binary, form.target(), target, s[0], s[1]);
        }
        return new TernaryStep(statement, (Form.Ternary) form.operation(), form.target(), target, s[0], s[1], s[2]);
    }

    /** The register of an operand that is read, as this type's storage: moved over if it lies in another. */
    int source(Operand operand, Type type) {
        if (operand instanceof Operand.Register register) {
            return as(named(register), type);
        }
        if (operand instanceof Operand.Whole whole) {
            return registers.constant(type, literal(whole.value(), type));
        }
        if (operand instanceof Operand.Single single) {
            return registers.constant(type, Float.floatToRawIntBits(single.value()));
        }
        if (operand instanceof Operand.Double number) {
            return registers.constant(type, doubleBits(number.value(), type));
        }
        if (operand instanceof Operand.Symbol symbol) {
            return symbol(symbol.name(), type);
        }
        if (operand instanceof Operand.Negated negated) {
            int flipped = registers.temporary(Type.PRED);
            compute("not.pred", flipped, named(negated.register()));
            return flipped;
        }
        throw unsupported();
    }

    private static long literal(long value, Type type) {
        return switch (type) {
            case F32 -> Float.floatToRawIntBits((float) value);
            case F64 -> Double.doubleToRawLongBits((double) value);
            default -> type.bytes() == 2 ? value & 0xFFFF : value;
        };
    }

    private static long doubleBits(double value, Type type) {
        return type == Type.F32 ? Float.floatToRawIntBits((float) value) : Double.doubleToRawLongBits(value);
    }

    private int symbol(String name, Type type) {
        SpecialRegister local = symbols.local(name);
        if (local != null) {
            return as(registers.special(name, local), type);
        }
        Long address = symbols.address(name);
        if (address == null) {
            throw error("unknown symbol " + name);
        }
        return registers.constant(type, address);
    }

    private int as(int register, Type type) {
        Storage<?> wanted = Storage.of(type);
        if (registers.storage(register) == wanted) {
            return register;
        }
        int moved = registers.temporary(type);
        move(register, registers.storage(register), moved, wanted, steps);
        return moved;
    }

    /** The register of an operand that is written; what lies in another storage is moved there afterwards. */
    int target(Operand operand, Type type) {
        if (!(operand instanceof Operand.Register register)) {
            throw unsupported();
        }
        if (register.name().equals("_")) {
            return registers.temporary(type);
        }
        int number = named(register);
        if (registers.storage(number) == Storage.of(type)) {
            return number;
        }
        int moved = registers.temporary(type);
        move(moved, Storage.of(type), number, registers.storage(number), after);
        return moved;
    }

    private void move(int from, Storage<?> have, int to, Storage<?> wanted, List<Step> into) {
        Form form = Forms.of(".bits." + name(wanted) + "." + name(have));
        Step step = form == null ? null : step(form, to, new int[] {from});
        if (step == null) {
            throw error("register of the wrong type");
        }
        into.add(step);
    }

    private static String name(Storage<?> storage) {
        return storage == Storage.WORD
                ? "WORD"
                : storage == Storage.LONG ? "LONG" : storage == Storage.FLOAT ? "FLOAT" : "DOUBLE";
    }

    /** A step to run after all others. */
    void after(String form, int target, int... sources) {
        Form known = Forms.of(form);
        Step step = known == null ? null : step(known, target, sources);
        if (step == null) {
            throw unsupported();
        }
        after.add(0, step);
    }

    int named(Operand.Register register) {
        Integer number = registers.named(register.name());
        if (number == null) {
            throw error("unknown register " + register);
        }
        return number;
    }

    PtxException unsupported() {
        return error("unsupported instruction");
    }

    PtxException error(String problem) {
        return new PtxException(file, statement.line(), problem + ": `" + statement + "`");
    }
}
