package dev.arceval.testkit;

import dev.arceval.ArcEvalException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.jspecify.annotations.Nullable;

/** Watches for connections of this JVM. */
final class NetworkWatch {

    private final AllowedHosts allowed;
    private final Set<String> connections = Collections.synchronizedSet(new TreeSet<>());
    private final @Nullable ProxySelector before = ProxySelector.getDefault();
    private final Refusing refusing = new Refusing();
    private final @Nullable FlightRecorder recorder;

    private NetworkWatch(AllowedHosts allowed) {
        this.allowed = allowed;
        this.recorder = FlightRecorder.start();
    }

    static NetworkWatch start(AllowedHosts allowed) {
        NetworkWatch watch = new NetworkWatch(allowed);
        ProxySelector.setDefault(watch.refusing);
        return watch;
    }

    /** Stops watching and returns the connections that were not allowed, as texts. */
    Set<String> stop() {
        // Somebody who set a selector of his own meanwhile keeps it.
        if (ProxySelector.getDefault() == refusing) {
            ProxySelector.setDefault(before);
        }
        if (recorder != null) {
            recorder.stop(this::saw);
        }
        return connections;
    }

    private void saw(String host, int port, String thread) {
        if (!allowed.allows(host, port)) {
            connections.add(host + ":" + port + " on thread " + thread);
        }
    }

    /** Is asked for a proxy before a connection is made. */
    private final class Refusing extends ProxySelector {

        @Override
        public List<Proxy> select(URI uri) {
            String host = String.valueOf(uri.getHost());
            if (!allowed.allows(host, uri.getPort())) {
                saw(host, uri.getPort(), Thread.currentThread().getName());
                throw new ArcEvalException("@NoNetwork: no connection to " + host
                        + (uri.getPort() < 0 ? "" : ":" + uri.getPort()) + " is allowed in this test");
            }
            return before == null ? List.of(Proxy.NO_PROXY) : before.select(uri);
        }

        @Override
        public void connectFailed(URI uri, SocketAddress address, IOException failure) {
            if (before != null) {
                before.connectFailed(uri, address, failure);
            }
        }
    }

    /** Takes a note of a connection. */
    private interface Sink {
        void saw(String host, int port, String thread);
    }

    /** Socket events of this JVM. */
    private record FlightRecorder(Recording recording) {

        private static final List<String> EVENTS = List.of("jdk.SocketRead", "jdk.SocketWrite");

        /** Returns a running recorder; null on a JVM that has none. */
        static @Nullable FlightRecorder start() {
            try {
                Recording recording = new Recording();
                for (String event : EVENTS) {
                    recording.enable(event).withThreshold(Duration.ZERO).withoutStackTrace();
                }
                recording.start();
                return new FlightRecorder(recording);
            } catch (IllegalStateException | LinkageError notThere) {
                return null;
            }
        }

        void stop(Sink sink) {
            try (recording) {
                recording.stop();
                Path file = Files.createTempFile("arc-eval", ".jfr");
                try {
                    recording.dump(file);
                    for (RecordedEvent event : RecordingFile.readAllEvents(file)) {
                        tell(event, sink);
                    }
                } finally {
                    Files.deleteIfExists(file);
                }
            } catch (IOException failed) {
                throw new UncheckedIOException("cannot read what was recorded of the network", failed);
            }
        }

        private static void tell(RecordedEvent event, Sink sink) {
            if (!EVENTS.contains(event.getEventType().getName())) {
                return;
            }
            String address = event.getString("address");
            String host = event.getString("host");
            // Sockets of the Unix domain have no address.
            if (address != null && !address.isEmpty()) {
                String name = host == null || host.isEmpty() ? address : host;
                String thread = event.getThread() == null
                        ? "?"
                        : String.valueOf(event.getThread().getJavaName());
                sink.saw(name, event.getInt("port"), thread);
            }
        }
    }
}
