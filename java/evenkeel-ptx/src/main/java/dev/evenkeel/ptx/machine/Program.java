package dev.evenkeel.ptx.machine;

import dev.evenkeel.ptx.instruction.Storage;
import dev.evenkeel.ptx.memory.Layout;
import java.util.List;
import java.util.Map;

/**
 * A kernel made executable. Immutable.
 *
 * @param file the module's name
 * @param name the kernel's name
 * @param registers storage of every register
 * @param constants registers that hold the same value in every lane from the start
 * @param specials registers that hold special registers' values from the start
 * @param blocks the code; execution starts at the first
 * @param parameterBytes size of the block of arguments
 * @param shared size of the shared variables, with the gaps that the machine puts between them
 * @param sharedLayout the shared variables
 * @param declaredShared size of the shared variables as declared
 * @param localBytes local memory of a thread
 * @param bounds launch directives with their numbers
 * @param sequential whether blocks may see each other's work: atomics, fences, volatile accesses
 */
record Program(
        String file,
        String name,
        List<Storage<?>> registers,
        List<Constant> constants,
        List<Special> specials,
        BasicBlock[] blocks,
        int parameterBytes,
        int shared,
        Layout sharedLayout,
        int declaredShared,
        int localBytes,
        Map<String, List<Integer>> bounds,
        boolean sequential) {

    /** A register and the bits that it holds. */
    record Constant(int register, long bits) {}

    /** A register and what it holds. */
    record Special(int register, SpecialRegister value) {}
}
