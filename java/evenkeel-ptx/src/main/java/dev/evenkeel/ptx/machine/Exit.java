package dev.evenkeel.ptx.machine;

import dev.evenkeel.ptx.isa.Statement;

/** How a basic block is left: where its lanes go. */
abstract class Exit {
    /** Moves the path's lanes, which are the warp's active ones. */
    abstract void leave(Warp warp, int path);

    /** On to a block, always: the next one or a jump's target. */
    static final class Jump extends Exit {
        private final int target;

        Jump(int target) {
            this.target = target;
        }

        @Override
        void leave(Warp warp, int path) {
            warp.paths.jump(path, target);
        }
    }

    /** To one of two blocks, lane by lane. */
    static final class Branch extends Exit {
        private final Statement statement;
        private final int guard;
        private final boolean negated;
        private final int target;
        private final int next;

        Branch(Statement statement, int guard, boolean negated, int target, int next) {
            this.statement = statement;
            this.guard = guard;
            this.negated = negated;
            this.target = target;
            this.next = next;
        }

        @Override
        void leave(Warp warp, int path) {
            if (warp.checked()) {
                warp.requireDefined(guard, statement, "predicate");
            }
            int taken = warp.predicate(guard) & warp.active;
            taken = negated ? warp.active & ~taken : taken;
            warp.paths.split(path, taken, target, next);
        }
    }

    /** The lanes end. */
    static final class Return extends Exit {
        @Override
        void leave(Warp warp, int path) {
            warp.exit(path);
        }
    }

    /** The launch ends with an error. */
    static final class Trap extends Exit {
        private final Statement statement;

        Trap(Statement statement) {
            this.statement = statement;
        }

        @Override
        void leave(Warp warp, int path) {
            throw Locus.fault(Fault.Kind.TRAP, warp, statement, Integer.numberOfTrailingZeros(warp.active));
        }
    }

    /** The lanes arrive at a barrier of the block, and wait there unless they only arrive. */
    static final class BlockBarrier extends Exit {
        /** Combines the predicates of {@code bar.red}. */
        enum Reduction {
            NONE,
            AND,
            OR,
            POPC
        }

        /**
         * A barrier instruction's operands: registers, or −1 where there are none.
         *
         * @param barrier which barrier
         * @param threads how many threads take part
         * @param predicate what is reduced
         * @param result where the reduction goes
         * @param negated whether the predicate counts negated
         */
        record Operands(int barrier, int threads, int predicate, int result, boolean negated) {}

        final Statement statement;
        final Operands operands;
        final boolean aligned;
        final boolean waits;
        final Reduction reduction;
        private final int next;

        BlockBarrier(
                Statement statement, Operands operands, boolean aligned, boolean waits, Reduction reduction, int next) {
            this.statement = statement;
            this.operands = operands;
            this.aligned = aligned;
            this.waits = waits;
            this.reduction = reduction;
            this.next = next;
        }

        @Override
        void leave(Warp warp, int path) {
            warp.paths.jump(path, next);
            warp.block().arrive(warp, path, this);
        }

        /** Gives the reduction to lanes that waited. */
        void complete(Warp warp, int lanes, int trues, int threads) {
            if (reduction == Reduction.NONE) {
                return;
            }
            int result = switch (reduction) {
                case AND -> trues == threads ? 1 : 0;
                case OR -> trues > 0 ? 1 : 0;
                default -> trues;
            };
            int[] register = warp.register(operands.result);
            for (int rest = lanes; rest != 0; rest &= rest - 1) {
                register[Integer.numberOfTrailingZeros(rest)] = result;
            }
            warp.defineLanes(operands.result, lanes);
        }
    }
}
