package dev.evenkeel.ptx.machine;

import dev.evenkeel.ptx.isa.Statement;

/** {@code ld.param} of a parameter at a fixed place: the same value in every lane. */
final class ParameterStep extends Step {
    private static final int[] SAME = new int[32];

    private final Element element;
    private final int elementBytes;
    private final int offset;

    ParameterStep(Statement statement, Element element, int elementBytes, int offset, int... targets) {
        super(statement, NONE, targets);
        this.element = element;
        this.elementBytes = elementBytes;
        this.offset = offset;
    }

    @Override
    void execute(Warp warp) {
        byte[] parameters = warp.parameters();
        for (int i = 0; i < targets.length; i++) {
            element.load(parameters, SAME, offset + i * elementBytes, warp.active, warp.register(targets[i]));
        }
    }
}
