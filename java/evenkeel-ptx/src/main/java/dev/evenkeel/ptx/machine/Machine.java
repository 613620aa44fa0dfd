package dev.evenkeel.ptx.machine;

import dev.evenkeel.ptx.isa.Entry;
import dev.evenkeel.ptx.isa.Module;
import dev.evenkeel.ptx.isa.StateSpace;
import dev.evenkeel.ptx.isa.Variable;
import dev.evenkeel.ptx.memory.AddressSpace;
import dev.evenkeel.ptx.memory.Region;
import dev.evenkeel.ptx.meter.LaunchMeter;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A device's memory and what executes kernels on it. One launch at a time. */
public final class Machine {
    /** Name of the memory that the blocks of cooperative launches count each other in; no caller allocated it. */
    public static final String GRID_BARRIER = "grid barrier";

    private static final int GRID_WORKSPACE_BYTES = 64;

    private final AddressSpace addresses;
    private final @Nullable Observer observer;
    private volatile long seed;
    private final int workers;
    private final BlockPool blocks = new BlockPool();
    private long launches;
    private @Nullable Region gridWorkspace;

    /**
     * @param observer sees every access, or null; memory then knows which of its bytes were written
     * @param seed of the schedule
     * @param workers cores that blocks may run on
     */
    public Machine(@Nullable Observer observer, long seed, int workers) {
        this.addresses = new AddressSpace(observer != null);
        this.observer = observer;
        this.seed = seed;
        this.workers = workers;
    }

    /** A kernel that is ready to be launched. */
    public static final class Kernel {
        final Program program;

        Kernel(Program program) {
            this.program = program;
        }

        /** Its name. */
        public String name() {
            return program.name();
        }

        /** Bytes of its arguments. */
        public int parameterBytes() {
            return program.parameterBytes();
        }

        /** Shared memory that it declares. */
        public int sharedBytes() {
            return program.declaredShared();
        }

        /** Launch directives with their numbers, {@code maxntid} and such. */
        public Map<String, java.util.List<Integer>> bounds() {
            return program.bounds();
        }
    }

    /** Makes the kernels of a module ready, by name; its variables take memory and get their initial values. */
    public Map<String, Kernel> load(Module module) {
        Map<String, Long> globals = new HashMap<>();
        for (Variable variable : module.variables()) {
            if (variable.space() == StateSpace.GLOBAL || variable.space() == StateSpace.CONST) {
                globals.put(variable.name(), place(variable));
            }
        }
        Map<String, Kernel> kernels = new HashMap<>();
        for (Entry entry : module.entries()) {
            kernels.put(entry.name(), new Kernel(Assembler.assemble(module, entry, globals)));
        }
        return kernels;
    }

    private long place(Variable variable) {
        Region region = addresses.allocate("variable " + variable.name(), Math.max(1, variable.bytes()));
        byte[] initial = variable.initial();
        if (initial != null) {
            System.arraycopy(initial, 0, region.chunk(region.base()), 0, initial.length);
        }
        if (region.shadow() != null) {
            region.shadow().write(0, region.size(), true);
        }
        return region.base();
    }

    /** Runs a kernel to its end; {@code meter} counts, if given. */
    public void launch(Kernel kernel, Geometry geometry, byte[] parameters, @Nullable LaunchMeter meter) {
        new Launch(this, ++launches, kernel.program, geometry, parameters, meter).run();
    }

    /** Makes later launches go in the order of another seed. */
    public void schedule(long newSeed) {
        seed = newSeed;
    }

    /** Global memory. */
    public AddressSpace addresses() {
        return addresses;
    }

    @Nullable
    Observer observer() {
        return observer;
    }

    BlockPool blocks() {
        return blocks;
    }

    long seed() {
        return seed;
    }

    int workers() {
        return workers;
    }

    /** Address of what the blocks of a cooperative launch count each other in. */
    long gridWorkspace() {
        if (gridWorkspace == null) {
            gridWorkspace = addresses.allocate(GRID_BARRIER, GRID_WORKSPACE_BYTES);
            if (gridWorkspace.shadow() != null) {
                gridWorkspace.shadow().write(0, GRID_WORKSPACE_BYTES, true);
            }
        }
        return gridWorkspace.base();
    }
}
