package dev.arceval.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class OverheadCommandTest {

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int run(String... args) {
        return ArcEval.run(new PrintWriter(out, true), new PrintWriter(err, true), args);
    }

    @Test
    void overhead_isMeasuredAgainstABudget() {
        assertThat(run("overhead", "--work", "1", "--tools", "2", "--chars", "10", "--json"))
                .isZero();

        assertThat(out.toString())
                .startsWith("{\"verdict\":\"")
                .contains(
                        "\"budgetNanos\":50000000,\"pairs\":",
                        "\"medianNanos\":{\"value\":",
                        "\"p95Nanos\":{\"value\":",
                        "\"allocatedBytes\":{\"value\":")
                .endsWith("}}\n");
        assertThat(err.toString()).startsWith("Recording a call adds ");
    }

    @Test
    void budget_mustBePositive() {
        assertThat(run("overhead", "--budget", "0")).isEqualTo(ExitCode.USAGE);
        assertThat(err.toString()).contains("budget must be positive");
    }
}
