package dev.evenkeel.ptx.machine;

import dev.evenkeel.ptx.instruction.Storage;
import dev.evenkeel.ptx.isa.Operand;
import dev.evenkeel.ptx.isa.StateSpace;
import dev.evenkeel.ptx.isa.Statement;
import dev.evenkeel.ptx.isa.Type;
import java.util.List;

/** {@code ld}, {@code ldu}, {@code st}, prefetches and fences. Hints change nothing, cache policies are all alike. */
final class MemoryFamily implements Family {
    @Override
    public boolean assemble(Statement statement, Opcode opcode, Emitter out) {
        switch (opcode.base()) {
            case "ld", "ldu" -> load(statement, opcode, out);
            case "st" -> store(statement, opcode, out);
            case "membar", "fence" -> out.add(new FenceStep(statement, opcode));
            case "createpolicy" ->
                out.compute(
                        "mov.b64",
                        out.target(statement.operand(0), Type.B64),
                        out.registers().constant(Type.B64, 0));
            case "prefetch", "prefetchu", "applypriority", "nanosleep", "griddepcontrol" -> {
                // hints on caching and waiting, and what orders a launch with the one before it, which has ended here
            }
            default -> {
                return false;
            }
        }
        return true;
    }

    private static void load(Statement statement, Opcode opcode, Emitter out) {
        Type type = opcode.types().get(0);
        List<Operand> targets = elements(statement.operand(0));
        if (targets.size() != opcode.vector()) {
            throw out.error("vector of the wrong length");
        }
        int[] loaded = new int[targets.size()];
        Element element = null;
        for (int i = 0; i < loaded.length; i++) {
            Type lane = registerType(targets.get(i), type, out);
            element = Element.of(type.bytes(), Storage.of(lane));
            loaded[i] = loadTarget(targets.get(i), type, lane, out);
        }
        if (element == null) {
            throw out.unsupported();
        }
        Operand.Address address = address(statement.operand(1), out);
        Long parameter = opcode.space() == StateSpace.PARAM && address.base() instanceof Operand.Symbol symbol
                ? out.symbols().parameterOffset(symbol.name())
                : null;
        if (parameter != null) {
            int offset = Math.toIntExact(parameter + address.offset());
            if (offset + type.bytes() * loaded.length > out.symbols().parameterBytes()) {
                throw out.error("outside of the parameters");
            }
            out.add(new ParameterStep(statement, element, type.bytes(), offset, loaded));
        } else {
            Access access = new Access(
                    statement,
                    opcode.space(),
                    Access.Kind.LOAD,
                    type.bytes(),
                    loaded.length,
                    Access.Strength.of(opcode));
            out.add(new LoadStep(access, operand(address, out), element, loaded));
        }
    }

    /** The type to load as, of the instruction's size: floats where the register is one, and moved otherwise. */
    private static Type registerType(Operand target, Type type, Emitter out) {
        if (target instanceof Operand.Register register && !register.name().equals("_")) {
            Storage<?> storage = out.registers().storage(out.named(register));
            if (type.bytes() == 4) {
                return storage == Storage.FLOAT ? Type.F32 : Type.B32;
            }
            if (type.bytes() == 8) {
                return storage == Storage.DOUBLE ? Type.F64 : Type.B64;
            }
        }
        return type.bytes() == 8 ? Type.B64 : Type.B32;
    }

    /** Loads zero-extend; a sign, or what a 64-bit register wants more, comes after. */
    private static int loadTarget(Operand target, Type type, Type lane, Emitter out) {
        if (!(target instanceof Operand.Register register) || register.name().equals("_")) {
            return out.registers().temporary(lane);
        }
        int number = out.named(register);
        boolean wider = out.registers().storage(number) == Storage.LONG && type.bytes() < 8;
        boolean extends16 =
                type.signed() && type.bytes() < out.registers().type(number).bytes();
        if (!wider && !extends16) {
            return out.target(target, lane);
        }
        int raw = out.registers().temporary(Type.B32);
        Type declared = out.registers().type(number);
        int wide = out.registers().temporary(Type.B64);
        out.after(".narrow." + unsignedOf(declared), number, wide);
        out.after(".widen." + type.label().replace('b', 'u').replace("f", "u"), wide, raw);
        return raw;
    }

    private static String unsignedOf(Type declared) {
        return "u" + 8 * declared.bytes();
    }

    private static void store(Statement statement, Opcode opcode, Emitter out) {
        Type type = opcode.types().get(0);
        List<Operand> values = elements(statement.operand(1));
        if (values.size() != opcode.vector()) {
            throw out.error("vector of the wrong length");
        }
        Type lane = valueType(values, type, out);
        int[] stored =
                values.stream().mapToInt(value -> out.source(value, lane)).toArray();
        Access access = new Access(
                statement, opcode.space(), Access.Kind.STORE, type.bytes(), stored.length, Access.Strength.of(opcode));
        Element element = Element.of(type.bytes(), Storage.of(lane));
        out.add(new StoreStep(access, operand(address(statement.operand(0), out), out), element, stored));
    }

    private static Type valueType(List<Operand> values, Type type, Emitter out) {
        boolean literal = values.stream().anyMatch(value -> !(value instanceof Operand.Register));
        if (literal && (type == Type.F32 || type == Type.F64)) {
            return type;
        }
        Type first = registerType(values.get(0), type, out);
        boolean same = values.stream().allMatch(value -> registerType(value, type, out) == first);
        return same ? first : type.bytes() == 8 ? Type.B64 : Type.B32;
    }

    private static List<Operand> elements(Operand operand) {
        return operand instanceof Operand.Vector vector ? vector.elements() : List.of(operand);
    }

    static Operand.Address address(Operand operand, Emitter out) {
        if (operand instanceof Operand.Address address) {
            return address;
        }
        throw out.error("expected an address");
    }

    /** The register behind an address: 32-bit ones are extended by the access itself. */
    static MemoryStep.AddressOperand operand(Operand.Address address, Emitter out) {
        if (address.base() instanceof Operand.Register register) {
            int number = out.named(register);
            return new MemoryStep.AddressOperand(number, out.registers().storage(number), address.offset());
        }
        return new MemoryStep.AddressOperand(out.source(address.base(), Type.B64), Storage.LONG, address.offset());
    }
}
