package dev.evenkeel.ptx.driver;

import dev.evenkeel.internal.cuda.DeviceProperties;
import dev.evenkeel.ptx.machine.Geometry;
import dev.evenkeel.ptx.machine.Machine;
import java.util.List;

/** What an architecture allows a launch to be. */
final class Limits {
    private static final int MAX_THREADS = 1024;
    private static final int MAX_BLOCK_Z = 64;
    private static final int MAX_GRID_YZ = 65535;
    private static final int STATIC_SHARED = 48 << 10;

    /** Shared memory that the system takes for each block, since sm_80. */
    static final int RESERVED_SHARED = 1 << 10;

    private Limits() {}

    static DeviceProperties properties(VirtualSettings settings) {
        int capability = settings.computeCapability();
        return new DeviceProperties(
                "Virtual GPU",
                capability / 10,
                capability % 10,
                multiprocessors(capability),
                settings.memory(),
                MAX_THREADS,
                Integer.MAX_VALUE,
                MAX_GRID_YZ,
                STATIC_SHARED,
                sharedPerBlock(capability),
                l2Bytes(capability),
                true,
                12000);
    }

    static int multiprocessors(int capability) {
        return switch (capability) {
            case 75 -> 40;
            case 80 -> 108;
            default -> 132;
        };
    }

    private static int l2Bytes(int capability) {
        return (switch (capability) {
                    case 75 -> 4;
                    case 80 -> 40;
                    default -> 50;
                })
                << 20;
    }

    /** Shared memory that a block can have when it opts in to all of it. */
    static int sharedPerBlock(int capability) {
        return (switch (capability) {
                    case 75 -> 64;
                    case 80 -> 163;
                    default -> 227;
                })
                << 10;
    }

    /** Why a launch is not possible, or nothing. */
    static String problem(Machine.Kernel kernel, Geometry geometry, int capability) {
        if (geometry.threads() > MAX_THREADS || geometry.blockZ() > MAX_BLOCK_Z) {
            return geometry.threads() + " threads in a block: at most " + MAX_THREADS + " are possible";
        }
        if (geometry.gridY() > MAX_GRID_YZ || geometry.gridZ() > MAX_GRID_YZ) {
            return "more than " + MAX_GRID_YZ + " blocks along y or z";
        }
        int shared = kernel.sharedBytes() + geometry.sharedBytes();
        if (kernel.sharedBytes() > STATIC_SHARED || shared > sharedPerBlock(capability)) {
            return shared + " bytes of shared memory: sm_" + capability + " has " + sharedPerBlock(capability);
        }
        return bounds(kernel, geometry);
    }

    private static String bounds(Machine.Kernel kernel, Geometry geometry) {
        List<Integer> most = kernel.bounds().getOrDefault("maxntid", List.of());
        int threads = most.stream().reduce(1, (a, b) -> a * b);
        if (!most.isEmpty() && geometry.threads() > threads) {
            return geometry.threads() + " threads in a block: the kernel is compiled for at most " + threads;
        }
        List<Integer> required = kernel.bounds().getOrDefault("reqntid", List.of());
        for (int axis = 0; axis < required.size(); axis++) {
            if (geometry.block(axis) != required.get(axis)) {
                return "a block of another shape than the kernel requires, " + required;
            }
        }
        return "";
    }
}
