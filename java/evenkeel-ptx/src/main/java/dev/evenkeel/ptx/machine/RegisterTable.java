package dev.evenkeel.ptx.machine;

import dev.evenkeel.ptx.instruction.Storage;
import dev.evenkeel.ptx.isa.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Numbers the registers of a kernel: those that it declares, and the machine's own for constants and between steps. */
final class RegisterTable {
    private final List<Storage<?>> storages = new ArrayList<>();
    private final List<Type> types = new ArrayList<>();
    private final Map<String, Integer> byName = new HashMap<>();
    private final Map<String, Integer> constantRegisters = new HashMap<>();
    private final List<Program.Constant> constants = new ArrayList<>();
    private final List<Program.Special> specials = new ArrayList<>();
    private final List<List<Integer>> temporaries = new ArrayList<>();
    private final int[] temporariesInUse = new int[Storage.COUNT];

    RegisterTable(Map<String, Type> declared) {
        declared.forEach((name, type) -> byName.put(name, add(type)));
        for (int i = 0; i < Storage.COUNT; i++) {
            temporaries.add(new ArrayList<>());
        }
    }

    private int add(Type type) {
        storages.add(Storage.of(type));
        types.add(type);
        return storages.size() - 1;
    }

    /** The register of this name, declared or special; null if there is none. */
    @Nullable
    Integer named(String name) {
        Integer known = byName.get(name);
        SpecialRegister special = known != null ? null : SpecialRegister.of(name);
        return special == null ? known : special(name, special);
    }

    /** A register that holds what {@code value} says from the start. */
    Integer special(String name, SpecialRegister value) {
        return byName.computeIfAbsent(name, n -> {
            int register = add(value.type());
            specials.add(new Program.Special(register, value));
            return register;
        });
    }

    /** A register that holds a constant, given as its bits. */
    int constant(Type type, long bits) {
        return constantRegisters.computeIfAbsent(Storage.of(type).id() + ":" + bits, key -> {
            int register = add(type);
            constants.add(new Program.Constant(register, bits));
            return register;
        });
    }

    /** A register that holds a value between the steps of one instruction. */
    int temporary(Type type) {
        int storage = Storage.of(type).id();
        List<Integer> known = temporaries.get(storage);
        int used = temporariesInUse[storage]++;
        if (used == known.size()) {
            known.add(add(type));
        }
        return known.get(used);
    }

    /** The next instruction starts: the temporaries are free again. */
    void nextInstruction() {
        Arrays.fill(temporariesInUse, 0);
    }

    Storage<?> storage(int register) {
        return storages.get(register);
    }

    Type type(int register) {
        return types.get(register);
    }

    List<Storage<?>> storages() {
        return List.copyOf(storages);
    }

    List<Program.Constant> constants() {
        return List.copyOf(constants);
    }

    List<Program.Special> specials() {
        return List.copyOf(specials);
    }
}
