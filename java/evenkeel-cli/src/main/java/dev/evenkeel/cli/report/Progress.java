package dev.evenkeel.cli.report;

import java.io.PrintStream;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/** How far long work has come: a bar on stderr if that is a terminal, else nothing. */
public final class Progress implements AutoCloseable {
    /** Set by the launcher, which can ask the system; Java can't. */
    private static final String TERMINAL = "evenkeel.stderr.terminal";

    private static final int WIDTH = 100;
    private static final int REFRESH_MILLIS = 250;

    private final @Nullable ProgressBar bar;

    private Progress(@Nullable ProgressBar bar) {
        this.bar = bar;
    }

    /** Starts a bar of this many steps. */
    public static Progress of(String task, long steps) {
        return of(task, steps, System.err, Boolean.getBoolean(TERMINAL));
    }

    static Progress of(String task, long steps, PrintStream err, boolean terminal) {
        if (!terminal) {
            return new Progress(null);
        }
        return new Progress(new ProgressBarBuilder()
                .setTaskName(task)
                .setInitialMax(steps)
                .setStyle(ProgressBarStyle.ASCII)
                .setUpdateIntervalMillis(REFRESH_MILLIS)
                .setConsumer(new ConsoleProgressBarConsumer(err, WIDTH))
                .clearDisplayOnFinish()
                .build());
    }

    /** One step is done; {@code next} is what follows. */
    public void step(String next) {
        if (bar != null) {
            bar.step();
            bar.setExtraMessage(" " + next);
        }
    }

    /** Takes the bar away. */
    @Override
    public void close() {
        if (bar != null) {
            bar.close();
        }
    }
}
