package dev.evenkeel.ptx.machine;

import dev.evenkeel.ptx.isa.StateSpace;
import dev.evenkeel.ptx.memory.AddressSpace;
import dev.evenkeel.ptx.memory.Region;
import dev.evenkeel.ptx.meter.LaunchMeter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A kernel's run over its grid. Blocks run on all cores unless they are observed, or may see each other's work: then
 * one after the other, or all in turns if they are launched to wait for each other. Results don't depend on the cores.
 */
public final class Launch {
    private static final int TURNS_OF_COOPERATIVE_BLOCK = 4;
    private static final int MANY_TURNS = 1 << 20;

    private final Program program;
    private final Geometry geometry;
    private final byte[] parameters;
    private final Machine machine;
    private final long number;
    private final long gridWorkspace;
    private final @Nullable LaunchMeter meter;
    private final Region parameterRegion;

    Launch(
            Machine machine,
            long number,
            Program program,
            Geometry geometry,
            byte[] parameters,
            @Nullable LaunchMeter meter) {
        this.machine = machine;
        this.number = number;
        this.program = program;
        this.geometry = geometry;
        this.parameters = parameters;
        this.meter = meter;
        this.parameterRegion = new Region(StateSpace.PARAM, "parameters", 0, parameters.length, null);
        if (parameters.length > 0) {
            System.arraycopy(parameters, 0, parameterRegion.chunk(0), 0, parameters.length);
        }
        this.gridWorkspace = geometry.cooperative() ? machine.gridWorkspace() : 0;
    }

    void run() {
        int blocks = Math.toIntExact(geometry.blocks());
        int[] order = Schedule.of(seed(), -number).order(blocks);
        if (geometry.cooperative()) {
            runInTurns(order);
            return;
        }
        boolean alone = observer() != null || program.sequential();
        int workers = alone ? 1 : Math.min(blocks, machine.workers());
        AtomicInteger next = new AtomicInteger();
        List<LaunchMeter> meters = new ArrayList<>();
        for (int i = 0; i < workers; i++) {
            meters.add(new LaunchMeter());
        }
        if (workers == 1) {
            work(order, next, meters.get(0));
        } else {
            IntStream.range(0, workers).parallel().forEach(worker -> work(order, next, meters.get(worker)));
        }
        meters.forEach(this::count);
    }

    private void work(int[] order, AtomicInteger next, LaunchMeter part) {
        Block block = machine.blocks().take(this).of(this, meter == null ? null : part);
        for (int i = next.getAndIncrement(); i < order.length; i = next.getAndIncrement()) {
            block.begin(order[i]);
            boolean ended = false;
            while (!ended) {
                ended = block.run(MANY_TURNS);
            }
        }
        machine.blocks().give(block);
    }

    private void runInTurns(int[] order) {
        LaunchMeter part = new LaunchMeter();
        List<Block> running = new ArrayList<>();
        for (int index : order) {
            Block block = new Block(this).of(this, meter == null ? null : part);
            block.begin(index);
            running.add(block);
        }
        while (!running.isEmpty()) {
            running.removeIf(block -> block.run(TURNS_OF_COOPERATIVE_BLOCK));
        }
        count(part);
    }

    private void count(LaunchMeter part) {
        if (meter != null) {
            meter.add(part);
        }
    }

    /** Whether blocks can tell each other, by atomics, when to go on. */
    public boolean blocksCommunicate() {
        return geometry.cooperative() || program.sequential();
    }

    Program program() {
        return program;
    }

    /** How it was launched. */
    public Geometry geometry() {
        return geometry;
    }

    /** The kernel's name. */
    public String kernel() {
        return program.name();
    }

    /** Its number on its device, from 1. */
    public long number() {
        return number;
    }

    byte[] parameters() {
        return parameters;
    }

    Region parameterRegion() {
        return parameterRegion;
    }

    AddressSpace addresses() {
        return machine.addresses();
    }

    @Nullable
    Observer observer() {
        return machine.observer();
    }

    long seed() {
        return machine.seed();
    }

    long gridWorkspace() {
        return gridWorkspace;
    }
}
