package dev.evenkeel.internal.spi;

import dev.evenkeel.BackendUnavailableException;
import dev.evenkeel.Device;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/** The backends of this process: probed once, opened on first use, kept. Thread-safe. */
public final class Backends {
    private static final Map<Device, NormBackend> OPEN = new ConcurrentHashMap<>();

    private Backends() {}

    /** What was probed, usable or not, in the order of {@link Device.Kind}. */
    public static List<BackendProvider.Probe> probes() {
        return Found.BY_ORDER.stream().map(Candidate::probe).toList();
    }

    /**
     * The backend of a device.
     *
     * @throws BackendUnavailableException if this machine can't give it
     */
    public static NormBackend of(Device device) {
        NormBackend open = OPEN.get(device);
        return open != null ? open : OPEN.computeIfAbsent(device, Backends::open);
    }

    private static NormBackend open(Device device) {
        for (Candidate candidate : Found.BY_ORDER) {
            if (candidate.probe.device().equals(device) && candidate.probe.usable()) {
                return candidate.provider.open(device);
            }
        }
        throw new BackendUnavailableException(device, reason(device), null);
    }

    private static String reason(Device device) {
        String sameKind = Found.BY_ORDER.stream()
                .map(Candidate::probe)
                .filter(probe -> probe.device().kind() == device.kind())
                .map(probe -> probe.usable() ? "there is " + probe.device() : probe.description())
                .collect(Collectors.joining("; "));
        return sameKind.isEmpty() ? "no backend of this kind is on the class path" : sameKind;
    }

    private record Candidate(BackendProvider provider, BackendProvider.Probe probe) {}

    /** Holder: the probes run when a device is first asked for, once, under the class loader's lock. */
    private static final class Found {
        static final List<Candidate> BY_ORDER = find();

        private static List<Candidate> find() {
            List<Candidate> found = new ArrayList<>();
            for (BackendProvider provider :
                    ServiceLoader.load(BackendProvider.class, Backends.class.getClassLoader())) {
                provider.probe().forEach(probe -> found.add(new Candidate(provider, probe)));
            }
            found.sort(Comparator.comparing((Candidate c) -> c.probe.device().kind())
                    .thenComparing(c -> c.probe.device().index()));
            return List.copyOf(found);
        }
    }
}
