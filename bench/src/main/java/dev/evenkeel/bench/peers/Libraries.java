package dev.evenkeel.bench.peers;

import dev.evenkeel.bench.peers.own.OwnLibrary;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;
import java.util.stream.Stream;

/** Who takes part, in the order of the tables: the yardstick, ours, and the peers that are on the class path. */
final class Libraries {
    /** Evenkeel as its users get it. */
    static final String EVENKEEL = "evenkeel";

    /** Evenkeel without the Vector API. */
    static final String EVENKEEL_SCALAR = "evenkeel-scalar";

    private Libraries() {}

    static List<PeerLibrary> all() {
        List<PeerLibrary> all = new ArrayList<>();
        all.add(new CopyLibrary());
        all.add(new OwnLibrary(EVENKEEL, true));
        all.add(scalar());
        ServiceLoader.load(PeerLibrary.class).forEach(all::add);
        return all;
    }

    /** Whether a candidate is one that Evenkeel is held against: a peer of the same process. */
    static boolean isPeer(String candidate) {
        return !candidate.equals(CopyLibrary.CANDIDATE)
                && !candidate.startsWith(EVENKEEL)
                && Stream.of(JvmPeer.values()).noneMatch(peer -> peer.label().equals(candidate));
    }

    @SuppressWarnings("resource") // classes are loaded from it for as long as the process lives
    private static PeerLibrary scalar() {
        try {
            return (PeerLibrary) new SecondCopy()
                    .loadClass(OwnLibrary.class.getName())
                    .getConstructor(String.class, boolean.class)
                    .newInstance(EVENKEEL_SCALAR, false);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("cannot load a second copy of Evenkeel", e);
        }
    }
}
