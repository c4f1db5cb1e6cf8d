package dev.arceval.core.monitor;

import dev.arceval.core.stats.EBenjaminiHochberg;
import dev.arceval.eval.Alert;
import dev.arceval.eval.Finding;
import dev.arceval.eval.MonitorReport;
import dev.arceval.eval.Verdict;
import dev.arceval.trace.Trace;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Watches runs against a baseline, one by one.
 *
 * <p>Each metric in each place is a {@link Watch} with an e-process of its own. After every run the e-values of all of them are
 * looked at together, and those that stand out among their number raise alerts. Nothing here depends on when or how often
 * anybody looks; everything depends on the order of the runs. Not thread-safe.
 */
public final class RunMonitor {

    private static final int REMEMBERED_ALERTS = 1_000;

    final MonitorOptions options;
    final List<Watch> watches;
    final Sessions sessions;
    final Seen seen;
    final Deque<Alert> history;
    final Tally tally;

    RunMonitor(
            MonitorOptions options,
            List<Watch> watches,
            Sessions sessions,
            Seen seen,
            Collection<Alert> history,
            Tally tally) {
        this.options = options;
        this.watches = watches;
        this.sessions = sessions;
        this.seen = seen;
        this.history = new ArrayDeque<>(history);
        this.tally = tally;
    }

    /** Counts of a monitor's life. */
    static final class Tally {
        long baselineRuns;
        long runs;
        long repetitions;
        /** Runs of patterns that the baseline does not hold. */
        long unknownPatterns;

        @Nullable
        Instant from;

        @Nullable
        Instant to;
    }

    /**
     * Reads a baseline, each run once, and starts.
     *
     * @param pattern the pattern of a run, computed without its status
     * @throws IllegalArgumentException if the baseline has fewer than 30 runs for every metric
     */
    public static RunMonitor start(Iterable<Trace> baseline, Function<Trace, String> pattern, MonitorOptions options) {
        Sessions sessions = new Sessions();
        List<List<RunValues>> units = new ArrayList<>();
        Tally tally = new Tally();
        for (Trace run : baseline) {
            tally.baselineRuns++;
            units.addAll(sessions.add(run, RunValues.of(run, pattern.apply(run))));
        }
        units.addAll(sessions.end());
        List<Track> tracks = Tracks.of(units, options);
        if (tracks.isEmpty()) {
            throw new IllegalArgumentException("baseline must have at least " + Tracks.SMALLEST_BASELINE
                    + " runs to watch anything: " + tally.baselineRuns);
        }
        return new RunMonitor(
                options, tracks.stream().map(Watch::new).toList(), new Sessions(), new Seen(), List.of(), tally);
    }

    /** Takes a run; returns the alerts that are new or moved on. */
    public List<Alert> add(Trace run, String pattern) {
        if (!seen.isNew(run.traceId(), run.startEpochNanos())) {
            tally.repetitions++;
            return List.of();
        }
        count(run);
        List<Alert> alerts = new ArrayList<>();
        for (List<RunValues> unit : sessions.add(run, RunValues.of(run, pattern))) {
            alerts.addAll(take(unit));
        }
        return alerts;
    }

    private void count(Trace run) {
        tally.runs++;
        Instant start = run.startTime();
        Instant from = tally.from;
        Instant to = tally.to;
        tally.from = from == null || start.isBefore(from) ? start : from;
        tally.to = to == null || start.isAfter(to) ? start : to;
    }

    private List<Alert> take(List<RunValues> unit) {
        boolean latencyKnown = false;
        for (Watch watch : watches) {
            boolean counted = watch.add(unit);
            latencyKnown |= counted && watch.track() instanceof MeanTrack;
        }
        if (!latencyKnown && unit.stream().anyMatch(run -> run.ms() != null)) {
            tally.unknownPatterns += unit.size();
        }
        double threshold = EBenjaminiHochberg.threshold(
                watches.stream().mapToDouble(Watch::logEvidence).toArray(), options.alpha());
        List<Alert> alerts = new ArrayList<>();
        for (Watch watch : watches) {
            watch.update(threshold, options.alpha(), now(), options.quietPeriod())
                    .ifPresent(alerts::add);
        }
        alerts.forEach(this::remember);
        return alerts;
    }

    private Instant now() {
        Instant latest = tally.to;
        return latest == null ? Instant.EPOCH : latest;
    }

    private void remember(Alert alert) {
        if (history.size() == REMEMBERED_ALERTS) {
            history.removeFirst();
        }
        history.addLast(alert);
    }

    /** Returns where it stands. */
    public MonitorReport report() {
        List<Finding> findings = watches.stream().map(Watch::finding).toList();
        return new MonitorReport(
                verdict(findings), findings, open(), List.copyOf(history), tally.runs, tally.from, tally.to, notes());
    }

    private List<Alert> open() {
        List<Alert> open = new ArrayList<>();
        for (Watch watch : watches) {
            if (watch.isOpen()) {
                history.stream()
                        .filter(alert -> alert.metric().equals(watch.track().metric())
                                && alert.scope().equals(watch.track().scope()))
                        .reduce((earlier, later) -> later)
                        .ifPresent(open::add);
            }
        }
        return open;
    }

    private static Verdict verdict(List<Finding> findings) {
        if (findings.stream().anyMatch(finding -> finding.verdict() == Verdict.REGRESSION)) {
            return Verdict.REGRESSION;
        }
        boolean cleared = findings.stream()
                .filter(finding -> finding.scope().equals(Finding.OVERALL))
                .allMatch(finding ->
                        finding.verdict() == Verdict.NO_REGRESSION || finding.verdict() == Verdict.IMPROVEMENT);
        return cleared ? Verdict.NO_REGRESSION : Verdict.INCONCLUSIVE;
    }

    private List<String> notes() {
        List<String> notes = new ArrayList<>();
        notes.add("Watched: " + watches.size() + " metrics against " + tally.baselineRuns
                + " baseline runs; any false alarm over all of them and all looks: at most "
                + Math.round(options.alpha() * 1000) / 10.0 + " %.");
        int waiting = sessions.openRuns();
        if (waiting > 0) {
            notes.add("Runs of a conversation count once, together, when it has been silent for half an hour: "
                    + waiting + " wait.");
        }
        if (tally.unknownPatterns > 0) {
            notes.add("Runs of patterns that the baseline does not hold say nothing about latency: "
                    + tally.unknownPatterns + ".");
        }
        if (tally.repetitions > 0) {
            notes.add("Runs seen before, or too old to tell, were left out: " + tally.repetitions + ".");
        }
        return notes;
    }
}
