package dev.arceval.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.arceval.OverheadReport;
import dev.arceval.OverheadReport.Verdict;
import dev.arceval.Tracer;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class OverheadDoorTest {

    /** Time passes when the agent is called, and only then. */
    private final AtomicLong now = new AtomicLong();

    private OverheadReport measure(long bareNanos, long recordedNanos, Duration budget) {
        Function<Tracer, Supplier<Long>> agent = tracer -> {
            long nanos = tracer.equals(Tracer.noop()) ? bareNanos : recordedNanos;
            return () -> now.addAndGet(nanos);
        };
        return OverheadDoor.measure(agent, budget, now::get);
    }

    @Test
    void added_isTheDifferenceWithinPairs() {
        OverheadReport report = measure(1_000_000, 1_003_000, Duration.ofMillis(1));

        assertThat(report.pairs()).isEqualTo(400);
        assertThat(report.bareMedian()).isEqualTo(1_000_000);
        assertThat(report.median()).isEqualTo(new OverheadReport.Added(3_000, 3_000, 3_000));
        assertThat(report.p95()).isEqualTo(new OverheadReport.Added(3_000, 3_000, 3_000));
        assertThat(report.verdict()).isEqualTo(Verdict.WITHIN_BUDGET);
        assertThat(report.toString())
                .startsWith(
                        "Recording a call adds 3.000 µs (3.000 to 3.000) at the median and 3.000 µs (3.000 to 3.000)"
                                + " at p95: within the budget of 1000 µs.\n");
    }

    @Test
    void shortCalls_areMeasuredTogether() {
        OverheadReport report = measure(10_000, 11_000, Duration.ofMillis(1));

        assertThat(report.callsPerPair()).isEqualTo(100);
        assertThat(report.median().value()).isEqualTo(1_000);
    }

    @Test
    void moreThanTheBudget_isOverIt() {
        assertThat(measure(1_000_000, 3_000_001, Duration.ofMillis(2)).verdict())
                .isEqualTo(Verdict.OVER_BUDGET);
    }

    @Test
    void agentThatTakesLong_leavesTooFewPairsToTell() {
        OverheadReport report = measure(5_000_000_000L, 5_000_000_000L, Duration.ofMillis(50));

        assertThat(report.pairs()).isEqualTo(1);
        assertThat(report.verdict()).isEqualTo(Verdict.UNCLEAR);
    }

    @Test
    void budget_mustBePositive() {
        assertThatThrownBy(() -> OverheadReport.measure(tracer -> () -> "x", Duration.ZERO))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("budget must be positive: PT0S");
    }
}
