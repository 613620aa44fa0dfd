package dev.evenkeel.ptx.isa;

import java.util.List;
import java.util.Map;

/**
 * A kernel as written.
 *
 * @param line where it starts
 * @param name its name
 * @param parameters in order
 * @param bounds launch directives with their numbers: {@code maxntid}, {@code reqntid}, {@code minnctapersm} …
 * @param registers type of every declared register
 * @param variables shared and local variables declared inside
 * @param body the instructions
 * @param labels position in {@code body} of the instruction after each label
 */
public record Entry(
        int line,
        String name,
        List<Variable> parameters,
        Map<String, List<Integer>> bounds,
        Map<String, Type> registers,
        List<Variable> variables,
        List<Statement> body,
        Map<String, Integer> labels) {}
