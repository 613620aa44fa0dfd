package dev.evenkeel.ptx.isa;

import java.util.List;

/**
 * A PTX module as written.
 *
 * @param file name for messages
 * @param version the PTX ISA version, {@code 7.0}
 * @param target the target architecture, {@code sm_80}
 * @param variables module-scope variables
 * @param entries the kernels
 */
public record Module(String file, String version, String target, List<Variable> variables, List<Entry> entries) {}
