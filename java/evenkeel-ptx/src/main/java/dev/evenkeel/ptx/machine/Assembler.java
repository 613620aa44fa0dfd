package dev.evenkeel.ptx.machine;

import dev.evenkeel.ptx.isa.Entry;
import dev.evenkeel.ptx.isa.Module;
import dev.evenkeel.ptx.isa.Operand;
import dev.evenkeel.ptx.isa.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Makes a kernel executable: every operand becomes a register's number, every instruction one or more steps, and the
 * code is cut into basic blocks, numbered in the order of the text.
 */
final class Assembler {
    private static final List<Family> FAMILIES = List.of(
            new ComputeFamily(),
            new MoveFamily(),
            new ConversionFamily(),
            new CompareFamily(),
            new MemoryFamily(),
            new AtomicFamily(),
            new CopyFamily(),
            new WarpFamily(),
            new WideFamily());

    private final Entry entry;
    private final List<Statement> body;
    private final RegisterTable registers;
    private final Symbols symbols;
    private final Emitter out;
    private final String file;
    private final ExitFamily exits;
    private final List<List<Step>> steps = new ArrayList<>();
    private final boolean[] starts;
    private final int[] blockOf;
    private final List<BasicBlock> blocks = new ArrayList<>();

    private Assembler(Module module, Entry entry, Map<String, Long> globals) {
        this.file = module.file();
        this.entry = entry;
        this.body = entry.body();
        this.registers = new RegisterTable(entry.registers());
        this.symbols = new Symbols(entry, module.variables(), globals);
        this.out = new Emitter(file, registers, symbols, new Statement(entry.line(), null, false, "", List.of()));
        this.exits = new ExitFamily(entry.labels());
        this.starts = new boolean[body.size() + 1];
        this.blockOf = new int[body.size() + 1];
    }

    /**
     * Assembles a kernel.
     *
     * @param globals addresses of the module's global and constant variables
     */
    static Program assemble(Module module, Entry entry, Map<String, Long> globals) {
        return new Assembler(module, entry, globals).program();
    }

    private Program program() {
        for (Statement statement : body) {
            steps.add(ExitFamily.contains(statement) ? List.of() : steps(statement));
        }
        markStarts();
        numberBlocks();
        buildBlocks();
        return new Program(
                file,
                entry.name(),
                registers.storages(),
                registers.constants(),
                registers.specials(),
                blocks.toArray(BasicBlock[]::new),
                symbols.parameterBytes(),
                symbols.shared(),
                symbols.sharedLayout(),
                symbols.declaredShared(),
                symbols.localBytes(),
                entry.bounds(),
                body.stream().anyMatch(Assembler::showsOthersWork));
    }

    /** Whether blocks can see each other's work through an instruction, so that their order might matter. */
    private static boolean showsOthersWork(Statement statement) {
        Opcode opcode = Opcode.of(statement.opcode());
        boolean atomic = opcode.base().equals("atom") || opcode.base().equals("red");
        boolean ordered = opcode.base().equals("ld")
                && (opcode.has("acquire") || opcode.has("volatile") || opcode.has("relaxed"));
        return (atomic && !opcode.has("shared")) || ordered;
    }

    private List<Step> steps(Statement statement) {
        out.begin(statement);
        Opcode opcode = Opcode.of(statement.opcode());
        for (Family family : FAMILIES) {
            if (family.assemble(statement, opcode, out)) {
                return guarded(statement, out.finish());
            }
        }
        throw out.unsupported();
    }

    private List<Step> guarded(Statement statement, List<Step> emitted) {
        Operand.Register guard = statement.guard();
        if (guard == null || convergent(emitted) != null) {
            return emitted;
        }
        return List.of(new GuardedStep(statement, out.named(guard), statement.negated(), emitted));
    }

    @Nullable
    private static ConvergentStep convergent(List<Step> steps) {
        for (Step step : steps) {
            if (step instanceof ConvergentStep convergent) {
                return convergent;
            }
        }
        return null;
    }

    private void markStarts() {
        starts[0] = true;
        starts[body.size()] = true;
        for (int position : entry.labels().values()) {
            starts[position] = true;
        }
        for (int i = 0; i < body.size(); i++) {
            boolean exit = ExitFamily.contains(body.get(i));
            starts[i] |= convergent(steps.get(i)) != null || jumpsAround(i);
            starts[i + 1] |= exit || jumpsAround(i);
        }
    }

    /** Whether an instruction's guard is made a branch around it: it stands at the block's start or end. */
    private boolean jumpsAround(int position) {
        Statement statement = body.get(position);
        boolean exit = ExitFamily.contains(statement) && !statement.opcode().startsWith("bra");
        return statement.guard() != null && (exit || convergent(steps.get(position)) != null);
    }

    private void numberBlocks() {
        int next = 0;
        for (int i = 0; i <= body.size(); i++) {
            if (starts[i]) {
                blockOf[i] = next++;
                next += i < body.size() && jumpsAround(i) ? 1 : 0;
            }
        }
    }

    private void buildBlocks() {
        for (int i = 0; i < body.size(); ) {
            if (jumpsAround(i)) {
                Statement statement = body.get(i);
                int guard = out.named(Objects.requireNonNull(statement.guard()));
                blocks.add(new BasicBlock(
                        new Step[0],
                        0,
                        null,
                        new Exit.Branch(statement, guard, !statement.negated(), blockOf[i + 1], blocks.size() + 1)));
            }
            i = buildBlock(i);
        }
        blocks.add(new BasicBlock(new Step[0], 0, null, new Exit.Return()));
    }

    /** Builds the block that starts at a position; returns where the next one starts. */
    private int buildBlock(int first) {
        List<Step> taken = new ArrayList<>();
        for (int i = first; ; i++) {
            Statement statement = body.get(i);
            if (ExitFamily.contains(statement)) {
                out.begin(statement);
                Exit exit = exits.exit(statement, i, position -> blockOf[position], out);
                taken.addAll(out.finish());
                add(taken, first, i - first + 1, exit);
                return i + 1;
            }
            taken.addAll(steps.get(i));
            if (starts[i + 1]) {
                add(taken, first, i - first + 1, new Exit.Jump(blockOf[i + 1]));
                return i + 1;
            }
        }
    }

    private void add(List<Step> taken, int first, int instructions, Exit exit) {
        blocks.add(new BasicBlock(taken.toArray(Step[]::new), instructions, convergent(steps.get(first)), exit));
    }
}
