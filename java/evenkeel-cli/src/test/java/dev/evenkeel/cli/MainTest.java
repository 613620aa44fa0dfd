package dev.evenkeel.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MainTest {
    @ParameterizedTest
    @ValueSource(strings = {"--help", "info --help", "compare --help", "apply --help", "generate-completion --help"})
    void helpsEverywhere(String command) {
        Run run = Run.of((Object[]) command.split(" "));
        assertThat(run.code()).isZero();
        assertThat(run.out()).startsWith("Usage: evenkeel").contains("--help", "--version", "--debug");
        assertThat(run.err()).isEmpty();
    }

    @Test
    void listsOperationsWithTheirNames() {
        assertThat(Run.of("apply", "--help").out())
                .contains("layer-norm-backward", "x, weight?, bias?, residual?", "momentum (0.1)", "dresidual");
    }

    @Test
    void tellsItsVersion() {
        assertThat(Run.of("--version").out()).matches("evenkeel \\d+\\.\\d+\\.\\d+(-SNAPSHOT)?\\R");
    }

    @Test
    void completesInTheShell() {
        Run run = Run.of("generate-completion");
        assertThat(run.code()).isZero();
        assertThat(run.out()).startsWith("#!").contains("complete -F _complete_evenkeel", "batch-norm-backward");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'' | give a command: info, compare, apply or train",
                "frobnicate | frobnicate",
                "--frobnicate | Unknown option: '--frobnicate'",
                "apply | Missing required parameter: 'OP'",
                "apply layer-norm extra | extra",
                "apply layer-norm --device | --device",
                "compare --quick --full | mutually exclusive",
                "info --json /nowhere/x.json | there is no folder",
            })
    void refusesBadUsageInOneLine(String command, String message) {
        Run run = Run.of(command.isEmpty() ? new Object[0] : command.split(" "));
        assertThat(run.code()).isEqualTo(2);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).startsWith("evenkeel: ").hasLineCount(1).contains(message);
    }

    @Test
    void showsTheStackTraceOnlyWhenAskedTo() {
        assertThat(Run.of("--debug", "apply", "nothing").err())
                .startsWith("evenkeel: unknown op 'nothing'")
                .contains("\tat dev.evenkeel.cli.ops.Ops");
        assertThat(Run.of("apply", "nothing", "--debug").err()).contains("\tat dev.evenkeel.cli.ops.Ops");
    }
}
