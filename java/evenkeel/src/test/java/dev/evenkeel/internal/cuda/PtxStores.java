package dev.evenkeel.internal.cuda;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The accesses to global memory in the text of one kernel, and among its stores those that look split. */
final class PtxStores {
    private static final int VECTOR_BYTES = 16;
    private static final Pattern ACCESS = Pattern.compile(
            "(@\\S+\\s+)?(ld|st)\\.global((?:\\.[\\w:]+)*?)(?:\\.v([24]))?\\.([bfsu])(\\d+)\\s+[^;]*?\\[(\\S+?)(?:\\+(-?\\d+))?][^;]*;");
    private static final Pattern BLOCK_END = Pattern.compile("^\\$L|^(@\\S+\\s+)?(bra|ret|bar)\\b");

    private final List<String> split = new ArrayList<>();
    private int vectorLoads;
    private int vectorStores;

    /** Of the text of an entry. */
    PtxStores(String entry) {
        Map<String, TreeMap<Integer, Integer>> stores = new HashMap<>();
        for (String line : entry.lines().map(String::strip).toList()) {
            Matcher access = ACCESS.matcher(line);
            if (access.find() && access.start() == 0) {
                count(access, stores);
            } else if (BLOCK_END.matcher(line).find()) {
                close(stores);
            }
        }
        close(stores);
    }

    private void count(Matcher access, Map<String, TreeMap<Integer, Integer>> stores) {
        int elements = access.group(4) == null ? 1 : Integer.parseInt(access.group(4));
        int bytes = elements * Integer.parseInt(access.group(6)) / 8;
        boolean load = access.group(2).equals("ld");
        if (bytes >= VECTOR_BYTES) {
            vectorLoads += load ? 1 : 0;
            vectorStores += load ? 0 : 1;
        } else if (!load && access.group(1) == null) {
            int offset = access.group(8) == null ? 0 : Integer.parseInt(access.group(8));
            stores.computeIfAbsent(access.group(7), base -> new TreeMap<>()).put(offset, bytes);
        }
    }

    /** At the end of a basic block: stores side by side that make up a vector are one that was split. */
    private void close(Map<String, TreeMap<Integer, Integer>> stores) {
        stores.forEach((base, byOffset) -> {
            int start = 0;
            int end = Integer.MIN_VALUE;
            for (Map.Entry<Integer, Integer> store : byOffset.entrySet()) {
                start = store.getKey() == end ? start : store.getKey();
                end = store.getKey() + store.getValue();
                if (end - start == VECTOR_BYTES) {
                    split.add("[" + base + "+" + start + "]");
                }
            }
        });
        stores.clear();
    }

    /** Loads of 16 bytes. */
    int vectorLoads() {
        return vectorLoads;
    }

    /** Stores of 16 bytes. */
    int vectorStores() {
        return vectorStores;
    }

    /** Where runs of smaller stores without a branch between them fill 16 bytes. */
    List<String> split() {
        return split;
    }
}
