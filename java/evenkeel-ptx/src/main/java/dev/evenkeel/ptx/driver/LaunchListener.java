package dev.evenkeel.ptx.driver;

import dev.evenkeel.ptx.machine.Geometry;
import dev.evenkeel.ptx.machine.Machine;
import dev.evenkeel.ptx.meter.LaunchMeter;

/** Is told of launches that ended well. */
@FunctionalInterface
public interface LaunchListener {
    /** A kernel was run and did this. */
    void launched(Machine.Kernel kernel, Geometry geometry, LaunchMeter meter);
}
