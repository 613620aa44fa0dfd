package dev.evenkeel.ptx.parse;

import dev.evenkeel.ptx.isa.Type;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Which register a name means: a kernel's blocks in braces may declare names anew. Registers of inner blocks are
 * renamed, so that the kernel has one flat set of them.
 */
final class Scope {
    private final Map<String, Type> registers = new LinkedHashMap<>();
    private final Deque<Map<String, String>> blocks = new ArrayDeque<>();
    private int opened;

    void open() {
        blocks.push(new HashMap<>());
        opened++;
    }

    void close() {
        blocks.pop();
    }

    int depth() {
        return blocks.size();
    }

    void declare(String name, Type type) {
        String unique = blocks.size() == 1 ? name : name + "@" + opened;
        blocks.element().put(name, unique);
        registers.put(unique, type);
    }

    boolean declares(String name) {
        return blocks.stream().anyMatch(block -> block.containsKey(name));
    }

    /** The kernel-wide name; special registers and the sink {@code _} keep theirs. */
    String resolve(String name) {
        for (Map<String, String> block : blocks) {
            String unique = block.get(name);
            if (unique != null) {
                return unique;
            }
        }
        return name;
    }

    Map<String, Type> registers() {
        return registers;
    }
}
