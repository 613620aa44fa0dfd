package dev.evenkeel.bench.peers;

import java.util.List;

/**
 * A table as text, for whatever it is printed as.
 *
 * @param title what stands above it
 * @param heads of its columns; those of numbers end with {@code #}
 * @param rows its cells
 */
record Grid(String title, List<String> heads, List<List<String>> rows) {}
