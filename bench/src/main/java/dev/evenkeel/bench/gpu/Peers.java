package dev.evenkeel.bench.gpu;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The process of {@code peers.py}: one request, one answer. What goes wrong there is a {@link FailedException}. */
final class Peers implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    /** Compilers among the peers take their time. */
    private static final long MOST_SECONDS = 180;

    private final Process process;
    private final BufferedWriter requests;
    private final BufferedReader answers;

    /** Starts the process; its standard error is this one's. */
    Peers(List<String> command) throws IOException {
        process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        requests = process.outputWriter();
        answers = process.inputReader();
    }

    /** The peers could not do what they were asked for, or are gone. */
    static final class FailedException extends Exception {
        private static final long serialVersionUID = 1L;

        FailedException(String message) {
            super(message);
        }
    }

    /** Asks for something, with more words if it takes them. */
    JsonNode ask(String what, Map<String, Object> more) throws FailedException {
        try {
            requests.write(JSON.writeValueAsString(
                    JSON.createObjectNode().put("do", what).setAll((com.fasterxml.jackson.databind.node.ObjectNode)
                            JSON.valueToTree(more))));
            requests.newLine();
            requests.flush();
            String line = CompletableFuture.supplyAsync(this::line).get(MOST_SECONDS, TimeUnit.SECONDS);
            if (line == null) {
                throw new FailedException("the peers' process has ended");
            }
            JsonNode answer = JSON.readTree(line);
            if (answer.has("failed")) {
                throw new FailedException(answer.get("failed").asText());
            }
            return answer;
        } catch (TimeoutException e) {
            close();
            throw new FailedException("the peers gave no answer for " + MOST_SECONDS + " s and were ended");
        } catch (IOException | ExecutionException e) {
            throw new FailedException("the peers' process is gone: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new FailedException("interrupted");
        }
    }

    private String line() {
        try {
            return answers.readLine();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether there is still someone to ask. */
    boolean alive() {
        return process.isAlive();
    }

    @Override
    public void close() {
        process.destroy();
    }
}
