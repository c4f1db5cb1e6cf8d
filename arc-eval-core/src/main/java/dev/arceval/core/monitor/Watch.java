package dev.arceval.core.monitor;

import dev.arceval.core.stats.Interval;
import dev.arceval.eval.Alert;
import dev.arceval.eval.Finding;
import dev.arceval.eval.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A track and the life of its alert. Not thread-safe.
 *
 * <p>Quiet, until the evidence is chosen among that of all watches: then provisional, and units are counted afresh in a second
 * window. When that window alone shows the harm again the alert is confirmed. When a recent window shows that less than
 * half of the harm, or less than the margin, is left, it is resolved, and everything starts anew. The recent window starts over when it is full, twice as
 * long each time, so that a recovery is seen even after a long bad time.
 */
final class Watch {

    /** Evidence a second window must give by itself: wrong once in five times, on top of the first. */
    private static final double CONFIRMING = Math.log(5);

    private static final long FIRST_RECENT = 256;
    private static final long LONGEST_RECENT = 8_192;

    private final Track track;
    private Sums sums;
    private double logEvidence;
    private Alert.@Nullable State state;
    private double[] second;
    private double[] recent;
    private long recentLength = FIRST_RECENT;
    private double raisedHarm;
    private @Nullable Instant raised;

    Watch(Track track) {
        this.track = track;
        this.sums = new Sums(track.width());
        this.second = new double[track.width()];
        this.recent = new double[track.width()];
    }

    /** A watch as it was saved. */
    record Saved(
            Sums sums,
            Alert.@Nullable State state,
            double[] second,
            double[] recent,
            long recentLength,
            double raisedHarm,
            @Nullable Instant raised) {}

    Watch(Track track, Saved saved) {
        this.track = track;
        this.sums = saved.sums;
        this.state = saved.state;
        this.second = saved.second.clone();
        this.recent = saved.recent.clone();
        this.recentLength = saved.recentLength;
        this.raisedHarm = saved.raisedHarm;
        this.raised = saved.raised;
        this.logEvidence = sums.logEvidence(track);
    }

    Saved saved() {
        return new Saved(sums, state, second, recent, recentLength, raisedHarm, raised);
    }

    Track track() {
        return track;
    }

    boolean isOpen() {
        return state != null;
    }

    /** Returns the logarithm of the e-value against "nothing got worse". */
    double logEvidence() {
        return logEvidence;
    }

    /** Takes a unit; returns whether it said anything about this metric. */
    boolean add(List<RunValues> unit) {
        double[] more = track.unit(unit);
        if (more == null) {
            return false;
        }
        sums.add(more);
        logEvidence = sums.logEvidence(track);
        if (isOpen()) {
            plus(second, more);
            if (recent[0] >= recentLength) {
                recent = new double[track.width()];
                recentLength = Math.min(LONGEST_RECENT, recentLength * 2);
            }
            plus(recent, more);
        }
        return true;
    }

    /**
     * Moves the alert on.
     *
     * @param threshold the least logarithm of evidence that is chosen now
     * @param alpha chance of saying falsely that it is over
     */
    Optional<Alert> update(double threshold, double alpha, Instant at, Duration quietPeriod) {
        if (state == null) {
            return raise(threshold, at, quietPeriod);
        }
        // Half of what raised it: a harm that shrank to that is another one, and may raise an alert of its own.
        double limit = Math.max(track.tolerance().margin(), raisedHarm / 2);
        if (track.logBelow(recent, limit) >= -Math.log(alpha) && !matters(recent)) {
            Alert over = alert(Alert.State.RESOLVED, at, recent);
            restart();
            return Optional.of(over);
        }
        if (state == Alert.State.PROVISIONAL && track.logWorse(second) >= CONFIRMING && matters(second)) {
            state = Alert.State.CONFIRMED;
            return Optional.of(alert(state, at, sums.now()));
        }
        return Optional.empty();
    }

    private Optional<Alert> raise(double threshold, Instant at, Duration quietPeriod) {
        boolean quiet = raised != null && at.isBefore(raised.plus(quietPeriod));
        if (quiet || logEvidence < threshold) {
            return Optional.empty();
        }
        Track.Effect effect = track.effect(sums.now());
        if (effect == null || effect.harm() < track.tolerance().minimum()) {
            return Optional.empty();
        }
        state = Alert.State.PROVISIONAL;
        raised = at;
        raisedHarm = effect.harm();
        return Optional.of(alert(state, at, sums.now()));
    }

    private boolean matters(double[] units) {
        Track.Effect effect = track.effect(units);
        return effect != null && effect.harm() >= track.tolerance().minimum();
    }

    private void restart() {
        state = null;
        sums = new Sums(track.width());
        second = new double[track.width()];
        recent = new double[track.width()];
        recentLength = FIRST_RECENT;
        logEvidence = 0;
    }

    /** Returns where the metric stands, with the level at which intervals were computed. */
    Finding finding() {
        Track.Effect effect = track.effect(sums.now());
        return new Finding(
                track.metric(),
                track.scope(),
                verdict(effect),
                track.better(),
                effect == null ? null : effect.baseline(),
                effect == null ? null : effect.current(),
                effect == null ? null : shown(effect.harm()),
                interval(effect),
                track.scale(),
                Math.min(1, Math.exp(-logEvidence)),
                track.baselineUnits(),
                Math.round(sums.units()),
                track.test(),
                null,
                null,
                List.of());
    }

    private Verdict verdict(Track.@Nullable Effect effect) {
        if (isOpen()) {
            return Verdict.REGRESSION;
        }
        Interval bounds = effect == null ? null : effect.bounds();
        if (bounds == null) {
            return Verdict.INCONCLUSIVE;
        }
        if (bounds.upper() < -track.tolerance().minimum()) {
            return Verdict.IMPROVEMENT;
        }
        return bounds.upper() < track.tolerance().margin() ? Verdict.NO_REGRESSION : Verdict.INCONCLUSIVE;
    }

    private Alert alert(Alert.State next, Instant at, double[] units) {
        Track.Effect effect = track.effect(units);
        return new Alert(
                track.metric(),
                track.scope(),
                next,
                at,
                Math.round(sums.units()),
                effect == null ? null : effect.baseline(),
                effect == null ? null : effect.current(),
                effect == null ? null : shown(effect.harm()),
                interval(effect),
                track.scale(),
                Math.exp(Math.min(700, logEvidence)));
    }

    private Finding.@Nullable Interval interval(Track.@Nullable Effect effect) {
        Interval harm = effect == null ? null : effect.bounds();
        if (harm == null || !Double.isFinite(harm.lower()) || !Double.isFinite(harm.upper())) {
            return null;
        }
        double one = shown(harm.lower());
        double two = shown(harm.upper());
        return new Finding.Interval(Math.min(one, two), Math.max(one, two));
    }

    /** A harm as the effect that people read: a factor or a difference, in the direction of the metric. */
    private double shown(double harm) {
        double difference = track.better() == Finding.Better.HIGHER ? -harm : harm;
        return track.scale() == Finding.Scale.RATIO ? StrictMath.exp(difference) : difference;
    }

    private static void plus(double[] sums, double[] more) {
        for (int i = 0; i < sums.length; i++) {
            sums[i] += more[i];
        }
    }
}
