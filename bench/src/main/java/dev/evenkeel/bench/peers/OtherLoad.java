package dev.evenkeel.bench.peers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;

/**
 * How busy the processors are with anything but this process. A contender whose threads wait for one another suffers
 * far more from that than the others: its call takes as long as the scheduler leaves one of its threads out.
 */
final class OtherLoad {
    /** What it is reported as. */
    static final String LABEL = "load of others";

    private static final Path PROCESSORS = Path.of("/proc/stat");
    private static final Path THIS_PROCESS = Path.of("/proc/self/stat");

    /** Fields of a processor's line: user, nice, system, idle, iowait, irq, softirq, steal; in a process's units. */
    private static final int IDLE = 3;

    private static final int WAITING = 4;
    private static final int LAST = 7;

    private Ticks since = now();

    /** Of all processors' time, in units of the kernel's. */
    private record Ticks(long all, long others) {}

    /** The share of all processors' time since the last call; NaN where the system does not tell. */
    double lap() {
        Ticks now = now();
        double share = (double) (now.others - since.others) / (now.all - since.all);
        since = now;
        return Math.max(0, share);
    }

    /** As in 12 %. */
    static String text(double share) {
        return Double.isNaN(share) ? "unknown" : String.format(Locale.ROOT, "%.0f %%", 100 * share);
    }

    private static Ticks now() {
        try {
            return ticks(Files.readAllLines(PROCESSORS).get(0), Files.readString(THIS_PROCESS));
        } catch (IOException e) {
            return new Ticks(0, 0);
        }
    }

    private static Ticks ticks(String processors, String process) {
        long[] spent = Arrays.stream(processors.replaceFirst("cpu\\s+", "").split("\\s+"))
                .mapToLong(Long::parseLong)
                .limit(LAST + 1)
                .toArray();
        // the name in brackets may hold spaces; user and system time are the 12th and 13th field after it
        String[] own = process.substring(process.lastIndexOf(')') + 2).split("\\s+");
        long all = Arrays.stream(spent).sum();
        return new Ticks(all, all - spent[IDLE] - spent[WAITING] - Long.parseLong(own[11]) - Long.parseLong(own[12]));
    }
}
