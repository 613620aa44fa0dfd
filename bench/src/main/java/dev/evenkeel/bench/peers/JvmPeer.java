package dev.evenkeel.bench.peers;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Libraries of the JVM that do not share a process with the others: they bring natives of their own. */
enum JvmPeer {
    /** Deep Java Library, on PyTorch. */
    DJL,
    /** Deeplearning4j, on ND4J. */
    DL4J;

    /** Its candidate, and the folder of its module. */
    String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The same choice, with nobody else but the copy. */
    List<String> arguments(Choice choice) {
        List<String> arguments = new ArrayList<>(choice.arguments());
        int candidates = arguments.indexOf("--candidate");
        if (candidates >= 0) {
            arguments.subList(candidates, candidates + 2).clear();
        }
        arguments.addAll(List.of("--candidate", CopyLibrary.CANDIDATE + "," + label()));
        return arguments;
    }
}
