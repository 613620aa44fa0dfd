package dev.evenkeel.ptx.machine;

import dev.evenkeel.ptx.isa.Entry;
import dev.evenkeel.ptx.isa.StateSpace;
import dev.evenkeel.ptx.isa.Type;
import dev.evenkeel.ptx.isa.Variable;
import dev.evenkeel.ptx.memory.AddressSpace;
import dev.evenkeel.ptx.memory.Layout;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where the variables and parameters of a kernel lie. Between shared variables there are gaps, so that an index too
 * far is not taken for the next variable; dynamic shared memory comes last, as {@code extern} arrays want it.
 */
final class Symbols {
    /** A multiple of all banks' width: gaps don't change which bank a variable starts in. */
    private static final int GAP = 128;

    private final Map<String, Long> addresses = new HashMap<>();
    private final Map<String, Long> parameters = new HashMap<>();
    private final Map<String, SpecialRegister> locals = new HashMap<>();
    private final Layout sharedLayout = new Layout();
    private int parameterBytes;
    private int shared;
    private int declaredShared;
    private int localBytes;

    Symbols(Entry entry, List<Variable> moduleVariables, Map<String, Long> globals) {
        addresses.putAll(globals);
        entry.parameters().forEach(this::parameter);
        for (List<Variable> variables : List.of(entry.variables(), moduleVariables)) {
            variables.forEach(variable -> place(variable, entry));
        }
        for (List<Variable> variables : List.of(entry.variables(), moduleVariables)) {
            variables.stream()
                    .filter(v -> v.space() == StateSpace.SHARED && v.bytes() == 0)
                    .forEach(this::dynamic);
        }
        sharedLayout.close(shared);
        locals.replaceAll((name, register) -> perLane(offsetOf(name)));
    }

    private void parameter(Variable parameter) {
        parameterBytes = aligned(parameterBytes, parameter.align());
        parameters.put(parameter.name(), (long) parameterBytes);
        parameterBytes += (int) parameter.bytes();
    }

    private void place(Variable variable, Entry entry) {
        if (variable.space() == StateSpace.LOCAL) {
            localBytes = aligned(localBytes, variable.align());
            addresses.put(variable.name(), (long) localBytes);
            localBytes = aligned(localBytes + (int) variable.bytes(), 16);
            locals.put(variable.name(), perLane(0));
        } else if (variable.space() == StateSpace.SHARED && variable.bytes() > 0 && isUsed(variable, entry)) {
            shared = aligned(shared, Math.max(GAP, variable.align()));
            declaredShared = aligned(declaredShared, variable.align()) + (int) variable.bytes();
            addresses.put(variable.name(), AddressSpace.SHARED_WINDOW + shared);
            sharedLayout.add(variable.name(), shared, (int) variable.bytes());
            shared += (int) variable.bytes() + GAP;
        }
    }

    /** Variables of the module take room only in kernels that name them. */
    private static boolean isUsed(Variable variable, Entry entry) {
        return entry.variables().contains(variable)
                || entry.body().stream().anyMatch(s -> s.toString().contains(variable.name()));
    }

    private void dynamic(Variable variable) {
        shared = aligned(shared, Math.max(GAP, variable.align()));
        addresses.put(variable.name(), AddressSpace.SHARED_WINDOW + shared);
    }

    private long offsetOf(String name) {
        Long offset = addresses.get(name);
        return offset == null ? 0 : offset;
    }

    /** Every lane has its own share of the warp's local memory. */
    private SpecialRegister perLane(long offset) {
        int bytes = localBytes;
        return new SpecialRegister(Type.U64, (warp, lane) -> AddressSpace.LOCAL_WINDOW + (long) lane * bytes + offset);
    }

    private static int aligned(int offset, int align) {
        return (offset + align - 1) / align * align;
    }

    /** Address of a variable; null if there is none of that name or it is local. */
    @Nullable
    Long address(String name) {
        return addresses.get(name);
    }

    /** A local variable's address in each lane, or null. */
    @Nullable
    SpecialRegister local(String name) {
        return locals.get(name);
    }

    /** Offset of a parameter in the block of arguments, or null. */
    @Nullable
    Long parameterOffset(String name) {
        return parameters.get(name);
    }

    int parameterBytes() {
        return parameterBytes;
    }

    int shared() {
        return shared;
    }

    Layout sharedLayout() {
        return sharedLayout;
    }

    int declaredShared() {
        return declaredShared;
    }

    int localBytes() {
        return localBytes;
    }
}
