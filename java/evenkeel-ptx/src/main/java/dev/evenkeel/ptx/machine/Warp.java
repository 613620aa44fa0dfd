package dev.evenkeel.ptx.machine;

import dev.evenkeel.ptx.instruction.Storage;
import dev.evenkeel.ptx.isa.Statement;
import dev.evenkeel.ptx.memory.AddressSpace;
import dev.evenkeel.ptx.memory.Region;
import dev.evenkeel.ptx.meter.LaunchMeter;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** 32 lanes in step, with their registers. One for each warp of a block; used again for the next block. */
public final class Warp {
    final Paths paths = new Paths();
    /** Its asynchronous copies. */
    final AsyncCopies copies = new AsyncCopies();
    /** Addresses of the lanes in the memory access under way. */
    final long[] address = new long[Storage.LANES];
    /** Where these lie in the region's array. */
    final int[] index = new int[Storage.LANES];
    /** The lanes that execute. */
    int active;

    private final Block block;
    private final int number;
    private final Program program;
    private final Object[] registers;
    private final Object[] scratch = new Object[Storage.COUNT];
    private final int[][] words = new int[2][Storage.LANES];
    private final int @Nullable [] undefined;
    private final int[] defined;
    private final @Nullable Observer observer;
    private final @Nullable Region local;
    private final WarpClock clock;
    private int live;
    /** Basic blocks that remain of its turn. */
    private int left;

    Warp(Block block, int number) {
        this.block = block;
        this.number = number;
        Launch launch = block.launch();
        this.program = launch.program();
        this.observer = launch.observer();
        this.registers = new Object[program.registers().size()];
        this.undefined = observer == null ? null : new int[registers.length];
        this.defined = constantRegisters();
        this.local = block.localMemory(number);
        this.clock = new WarpClock(number);
        for (Storage<?> storage : new Storage<?>[] {Storage.WORD, Storage.LONG, Storage.FLOAT, Storage.DOUBLE}) {
            scratch[storage.id()] = storage.create();
        }
        for (Program.Constant constant : program.constants()) {
            fill(program.registers().get(constant.register()), constant.register(), constant.bits());
        }
    }

    private <T> void fill(Storage<T> storage, int register, long bits) {
        storage.fill(register(register), bits);
    }

    private int[] constantRegisters() {
        return IntStream.concat(
                        program.constants().stream().mapToInt(Program.Constant::register),
                        program.specials().stream().mapToInt(Program.Special::register))
                .toArray();
    }

    /** Starts over, for the block that is now to run. */
    void begin() {
        int first = number * Storage.LANES;
        int lanes = Math.min(Storage.LANES, launch().geometry().threads() - first);
        live = lanes == Storage.LANES ? Storage.ALL : (1 << lanes) - 1;
        paths.begin(live);
        clock.reset();
        copies.reset();
        for (Program.Special special : program.specials()) {
            Object register = register(special.register());
            for (int i = 0; i < Storage.LANES; i++) {
                Lanes.set(register, i, special.value().value().of(this, i));
            }
        }
        if (undefined != null) {
            Arrays.fill(undefined, Storage.ALL);
            for (int register : defined) {
                undefined[register] = 0;
            }
        }
        if (local != null && local.shadow() != null) {
            local.shadow().reset();
        }
    }

    /** Runs at most {@code turn} basic blocks, until no lane is ready. */
    void run(int turn) {
        for (left = turn; left > 0; left--) {
            int path = paths.next();
            if (path < 0) {
                return;
            }
            BasicBlock code = program.blocks()[paths.block(path)];
            active = paths.mask(path);
            ConvergentStep convergent = code.convergent();
            if (convergent != null && (convergent.members(this) & live & ~active) != 0) {
                paths.set(path, Paths.MEMBERS);
            } else {
                execute(path, code);
            }
        }
    }

    /** It has executed a strong load: by such loads warps wait for what others, maybe of other blocks, write. */
    void polled() {
        left = block.schedule().afterPoll(left);
    }

    /** Goes on with lanes whose members can't come any more. */
    void runWithoutMembers() {
        paths.release(Paths.MEMBERS);
        int path = paths.next();
        active = paths.mask(path);
        execute(path, program.blocks()[paths.block(path)]);
    }

    private void execute(int path, BasicBlock code) {
        LaunchMeter meter = block.meter();
        if (meter != null) {
            meter.instructions(code.instructions(), active);
        }
        if (undefined == null) {
            for (Step step : code.steps()) {
                step.execute(this);
            }
        } else {
            for (Step step : code.steps()) {
                step.propagate(this);
                step.execute(this);
            }
        }
        code.exit().leave(this, path);
    }

    void execute(Step step) {
        if (undefined != null) {
            step.propagate(this);
        }
        step.execute(this);
    }

    /** Ends a path's lanes. */
    void exit(int path) {
        live &= ~paths.mask(path);
        paths.remove(path);
        block.exited(this, Integer.bitCount(active));
    }

    /** Whether lanes can go on now. */
    boolean ready() {
        return paths.any(Paths.READY);
    }

    /** Lanes that have not ended. */
    int live() {
        return live;
    }

    /** A register; most warps use few of a kernel's, which are made when they are first used. */
    @SuppressWarnings("unchecked")
    <T> T register(int number) {
        Object register = registers[number];
        return (T) (register != null ? register : create(number));
    }

    private Object create(int number) {
        Object register = program.registers().get(number).create();
        registers[number] = register;
        return register;
    }

    @SuppressWarnings("unchecked")
    <T> T scratch(Storage<T> storage) {
        return (T) scratch[storage.id()];
    }

    int[] words(int which) {
        return words[which];
    }

    /** The lanes where a predicate holds, active or not. */
    int predicate(int register) {
        int[] lanes = register(register);
        int mask = 0;
        for (int i = 0; i < Storage.LANES; i++) {
            mask |= lanes[i] << i;
        }
        return mask;
    }

    // ---- what is undefined

    boolean checked() {
        return undefined != null;
    }

    /** The lanes where a register is undefined. */
    public int undefined(int register) {
        return undefined == null ? 0 : undefined[register];
    }

    int undefined(int[] sources) {
        int lanes = 0;
        for (int source : sources) {
            lanes |= undefined(source);
        }
        return lanes;
    }

    /** The active lanes of a register are written, with values that are undefined in some. */
    void define(int register, int undefinedLanes) {
        if (undefined != null && register >= 0) {
            undefined[register] = undefined[register] & ~active | undefinedLanes & active;
        }
    }

    void defineLanes(int register, int lanes) {
        defineLanes(register, lanes, 0);
    }

    /** Some lanes of a register are written, with values that are undefined in some. */
    public void defineLanes(int register, int lanes, int undefinedLanes) {
        if (undefined != null && register >= 0) {
            undefined[register] = undefined[register] & ~lanes | undefinedLanes & lanes;
        }
    }

    void requireDefined(int register, Statement statement, String use) {
        if (observer != null && (undefined(register) & active) != 0) {
            observer.undefined(this, statement, use, undefined(register) & active);
            defineLanes(register, active);
        }
    }

    // ---- memory

    byte[] parameters() {
        return launch().parameters();
    }

    /** The region that an access goes to, or the fault that it is. */
    Region region(MemoryStep step, long at, int lane) {
        Region region = switch (step.access.space()) {
            case SHARED -> block.shared();
            case LOCAL -> local;
            case PARAM -> launch().parameterRegion();
            case CONST, GLOBAL -> launch().addresses().slot(at);
            case GENERIC -> generic(at);
        };
        if (region == null) {
            throw Locus.fault(Fault.Kind.ILLEGAL_ADDRESS, this, step.access, lane, at, null);
        }
        return region;
    }

    @Nullable
    private Region generic(long at) {
        if (local != null && at >= AddressSpace.LOCAL_WINDOW && at < 2 * AddressSpace.LOCAL_WINDOW) {
            return local;
        }
        boolean inShared = at >= AddressSpace.SHARED_WINDOW && at < AddressSpace.LOCAL_WINDOW;
        return inShared ? block.shared() : launch().addresses().slot(at);
    }

    void observe(MemoryStep step, Region region, int lanes) {
        LaunchMeter meter = block.meter();
        if (meter != null) {
            meter.access(step.access, region, address, lanes);
        }
        if (observer != null) {
            observer.access(this, step.access, step.targets, step.stored(), region, lanes);
        }
    }

    /** A fence that orders accesses as other blocks see them. */
    void fence() {
        if (observer != null) {
            observer.fence(this);
        }
    }

    /** Copies of these lanes to their addresses have ended. */
    void copied(Access access, Region region, int lanes) {
        if (observer != null) {
            observer.copied(this, access, region, lanes);
        }
    }

    /** A lane of a register, as bits. */
    public long bits(int register, int lane) {
        return Lanes.bits(register(register), lane);
    }

    /** Address of a lane in the access under way. */
    public long address(int lane) {
        return address[lane];
    }

    /** A warp barrier: accesses of these lanes before it are ordered before those after it. */
    void ordered(int lanes) {
        clock.order();
    }

    void reportMembers(Statement statement, int members, int present) {
        if (observer != null) {
            observer.members(this, statement, members, present);
        }
    }

    // ---- where this is

    /** Kernel, line, instruction and thread, in words. */
    public String locus(Statement statement, int lane) {
        return Locus.of(this, statement, lane);
    }

    /** A lane's thread: x, y, z. */
    public int[] threadIndex(int lane) {
        Geometry geometry = launch().geometry();
        int thread = number * Storage.LANES + lane;
        return new int[] {
            thread % geometry.blockX(),
            thread / geometry.blockX() % geometry.blockY(),
            thread / (geometry.blockX() * geometry.blockY())
        };
    }

    /** Its number in the block. */
    public int number() {
        return number;
    }

    /** The block it belongs to. */
    public Block block() {
        return block;
    }

    /** What of other warps' work is ordered before its own. */
    public WarpClock clock() {
        return clock;
    }

    Launch launch() {
        return block.launch();
    }
}
