package dev.arceval.core;

import dev.arceval.ArcEvalException;
import dev.arceval.Monitor;
import dev.arceval.RegressionListener;
import dev.arceval.core.mine.MinedPatterns;
import dev.arceval.core.mine.PatternMiner;
import dev.arceval.core.monitor.MonitorCodec;
import dev.arceval.core.monitor.MonitorOptions;
import dev.arceval.core.monitor.RunMonitor;
import dev.arceval.eval.Alert;
import dev.arceval.eval.MonitorReport;
import dev.arceval.trace.Trace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The door to the monitor: one run at a time, whoever brings it. */
final class MonitorDoor implements Monitor {

    private static final Logger LOG = LoggerFactory.getLogger(MonitorDoor.class);

    private final RunMonitor monitor;
    private final RegressionListener listener;
    private final MinedPatterns structures = new PatternMiner().patterns(1);
    private final ShownNames names = new ShownNames();

    private MonitorDoor(RunMonitor monitor, RegressionListener listener) {
        this.monitor = monitor;
        this.listener = listener;
    }

    static Monitor.Builder against(Supplier<Stream<Trace>> baseline) {
        return new Building(baseline);
    }

    static Monitor resume(Path file, RegressionListener listener) {
        try {
            return new MonitorDoor(MonitorCodec.read(Files.readAllBytes(file)), listener);
        } catch (IOException failed) {
            throw new ArcEvalException("cannot read " + file + ": " + WholeFile.reason(failed), failed);
        } catch (IllegalArgumentException malformed) {
            throw Refusal.of(file, String.valueOf(malformed.getMessage()));
        }
    }

    @Override
    public synchronized void add(Trace run) {
        Trace named = names.of(run);
        List<Alert> alerts = monitor.add(named, structures.patternId(named));
        alerts.forEach(this::tell);
    }

    @Override
    public synchronized MonitorReport report() {
        return monitor.report();
    }

    @Override
    public synchronized void save(Path file) {
        byte[] state = MonitorCodec.write(monitor);
        WholeFile.write(file, out -> out.write(state));
    }

    private void tell(Alert alert) {
        try {
            listener.onAlert(alert);
        } catch (RuntimeException broken) {
            LOG.warn(
                    "A listener failed on an alert about {}: {}",
                    alert.metric(),
                    broken.getClass().getName());
        }
    }

    private static final class Building implements Monitor.Builder {

        private final Supplier<Stream<Trace>> baseline;
        private MonitorOptions options = MonitorOptions.defaults();
        private RegressionListener listener = alert -> {};

        Building(Supplier<Stream<Trace>> baseline) {
            this.baseline = baseline;
        }

        @Override
        public Monitor.Builder alpha(double alpha) {
            options = options.alpha(alpha);
            return this;
        }

        @Override
        public Monitor.Builder minimum(String metric, double change) {
            options = options.minimum(metric, change);
            return this;
        }

        @Override
        public Monitor.Builder quietPeriod(Duration period) {
            options = options.quietPeriod(period);
            return this;
        }

        @Override
        public Monitor.Builder lowerIsBetter(String... evaluations) {
            options = options.lowerIsBetter(evaluations);
            return this;
        }

        @Override
        public Monitor.Builder listener(RegressionListener listener) {
            this.listener = listener;
            return this;
        }

        @Override
        public Monitor start() {
            MinedPatterns structures = new PatternMiner().patterns(1);
            try (Stream<Trace> runs = baseline.get()) {
                RunMonitor monitor = RunMonitor.start(runs::iterator, run -> structures.patternId(run), options);
                return new MonitorDoor(monitor, listener);
            }
        }
    }
}
