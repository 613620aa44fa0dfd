package dev.evenkeel.internal.cuda.jcuda;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The table of what every kernel takes: a row for each kernel, columns for targets, architectures and compilers. */
final class ResourceTable {
    private static final int[] TARGETS = {75, 80, 90};
    /** The architectures that PTX is loaded for, and the target whose PTX each gets: the newest it can run. */
    private static final Map<Integer, Integer> TARGET_OF =
            new TreeMap<>(Map.of(75, 75, 80, 80, 86, 80, 89, 80, 90, 90));
    /** As above, for a ptxas that knows newer ones. */
    private static final Map<Integer, Integer> PTXAS_TARGET_OF =
            new TreeMap<>(Map.of(75, 75, 80, 80, 86, 80, 89, 80, 90, 90, 100, 90, 120, 90));

    private static final Pattern ENTRY = Pattern.compile("\\.entry\\s+(\\w+).*?\\n}", Pattern.DOTALL);

    private static final String HEAD = """
            # What the kernels take

            Written by a program, from the PTX in this folder; see CONTRIBUTING.md. Every column is of the PTX that the
            architecture gets. `PTX` is bytes of text, for sm_75 / 80 / 90; `shared` is bytes of static shared memory;
            `spilled` is bytes spilled, on all architectures together. The others are registers of a thread.
            """;

    private ResourceTable() {}

    /** All that JCuda's compiler says, which a test can compare anywhere. */
    static List<String> jcuda() {
        List<String> lines = new ArrayList<>(List.of("", "## By the PTX compiler in JCuda's natives", ""));
        lines.addAll(table(
                TARGET_OF,
                arch -> assembled(
                        TARGET_OF.get(arch), file -> AssembledFiles.assemble(TARGET_OF.get(arch), file, arch))));
        return lines;
    }

    /** The whole file; the second half only where there is a ptxas. */
    static List<String> all() throws IOException, InterruptedException {
        List<String> lines = new ArrayList<>(HEAD.lines().toList());
        lines.addAll(jcuda());
        String version = Ptxas.version();
        if (!version.isEmpty()) {
            lines.addAll(List.of("", "## By ptxas " + version, ""));
            lines.addAll(table(
                    PTXAS_TARGET_OF,
                    arch -> assembled(
                            PTXAS_TARGET_OF.get(arch),
                            file -> Ptxas.assemble(AssembledFiles.path(PTXAS_TARGET_OF.get(arch), file), arch))));
        }
        return lines;
    }

    private static List<String> table(
            Map<Integer, Integer> targetOf, IntFunction<Map<String, KernelResources>> assembled) {
        Map<Integer, Map<String, KernelResources>> byArch =
                targetOf.keySet().stream().collect(Collectors.toMap(arch -> arch, assembled::apply));
        Map<Integer, Map<String, Integer>> sizes =
                IntStream.of(TARGETS).boxed().collect(Collectors.toMap(target -> target, ResourceTable::sizes));
        List<String> lines = new ArrayList<>();
        String architectures =
                targetOf.keySet().stream().map(arch -> "sm_" + arch).collect(Collectors.joining(" | "));
        lines.add("| kernel | PTX | shared | spilled | " + architectures + " |");
        lines.add("|---|--:|--:|--:|" + "--:|".repeat(targetOf.size()));
        TreeSet<String> entries = new TreeSet<>();
        sizes.values().forEach(target -> entries.addAll(target.keySet()));
        for (String entry : entries) {
            List<KernelResources> kernels = targetOf.keySet().stream()
                    .map(arch -> byArch.get(arch).get(entry))
                    .toList();
            lines.add(row(entry, sizes, kernels));
        }
        return lines;
    }

    private static String row(String entry, Map<Integer, Map<String, Integer>> sizes, List<KernelResources> kernels) {
        String size = IntStream.of(TARGETS)
                .mapToObj(target -> String.valueOf(sizes.get(target).get(entry)))
                .collect(Collectors.joining(" / "));
        int shared =
                kernels.stream().mapToInt(KernelResources::sharedBytes).max().orElse(0);
        int spilled = kernels.stream()
                .mapToInt(kernel -> kernel.spilledBytes() + kernel.stackBytes())
                .sum();
        String registers = kernels.stream()
                .map(kernel -> String.valueOf(kernel.registers()))
                .collect(Collectors.joining(" | "));
        return String.format("| `%s` | %s | %d | %d | %s |", entry, size, shared, spilled, registers);
    }

    private static Map<String, KernelResources> assembled(
            int target, Function<String, List<KernelResources>> assembler) {
        return AssembledFiles.names(target).parallelStream()
                .flatMap(file -> assembler.apply(file).stream())
                .collect(Collectors.toMap(KernelResources::entry, kernel -> kernel));
    }

    /** Bytes of the text of each kernel of a target. */
    private static Map<String, Integer> sizes(int target) {
        Map<String, Integer> sizes = new TreeMap<>();
        for (String file : AssembledFiles.names(target)) {
            for (Matcher entry = ENTRY.matcher(AssembledFiles.text(target, file)); entry.find(); ) {
                sizes.put(entry.group(1), entry.group().length());
            }
        }
        return sizes;
    }
}
