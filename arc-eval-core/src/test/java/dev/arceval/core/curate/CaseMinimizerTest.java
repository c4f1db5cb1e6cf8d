package dev.arceval.core.curate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.arceval.eval.EvalCase;
import dev.arceval.eval.EvalCase.Baseline;
import dev.arceval.eval.EvalCase.Provenance;
import dev.arceval.eval.Expectation;
import dev.arceval.trace.ToolCall;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CaseMinimizerTest {

    /** Fails if the input speaks of money and of A-999, and the shop says that it is closed. */
    private static final Predicate<EvalCase> FAILS =
            evalCase -> evalCase.input().contains("money")
                    && evalCase.input().contains("A-999")
                    && evalCase.toolCalls().stream()
                            .anyMatch(call -> call.name().equals("shop")
                                    && String.valueOf(call.result()).contains("\"open\":false"));

    @Test
    void onlyWhatItTakesToFailIsLeft() {
        EvalCase smallest = CaseMinimizer.minimize(large(), FAILS, 1_000);

        assertThat(smallest.input()).isEqualTo("money A-999");
        assertThat(smallest.toolCalls()).containsExactly(ToolCall.of("shop", "{}", "{\"open\":false}"));
        assertThat(smallest.id()).isEqualTo("large");
        assertThat(smallest.expectations()).isEqualTo(large().expectations());
    }

    @Test
    void noSinglePartCanBeSpared_whateverFails() {
        for (int wanted = 1; wanted < 64; wanted += 7) {
            int bits = wanted;
            Predicate<EvalCase> fails = evalCase -> IntStream.range(0, 6)
                    .filter(bit -> (bits >> bit & 1) == 1)
                    .allMatch(bit -> evalCase.toolCalls().stream()
                            .anyMatch(call -> call.name().equals("t" + bit)));
            EvalCase smallest = CaseMinimizer.minimize(large(), fails, 1_000);
            assertThat(smallest.steps()).hasSize(Integer.bitCount(bits));
        }
    }

    @Test
    void triesAreBounded_andWhatIsReturnedFails() {
        AtomicInteger asked = new AtomicInteger();
        EvalCase smallest = CaseMinimizer.minimize(
                large(),
                evalCase -> {
                    asked.incrementAndGet();
                    return FAILS.test(evalCase);
                },
                10);

        assertThat(asked.get()).isLessThanOrEqualTo(11);
        assertThat(FAILS.test(smallest)).isTrue();
    }

    @Test
    void caseThatDoesNotFail_cannotBeShrunk() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> CaseMinimizer.minimize(large(), evalCase -> false, 10))
                .withMessage("case large does not fail");
        assertThatIllegalArgumentException().isThrownBy(() -> CaseMinimizer.minimize(large(), evalCase -> true, 0));
    }

    private static EvalCase large() {
        List<ToolCall> calls = new ArrayList<>();
        IntStream.range(0, 20).forEach(i -> calls.add(ToolCall.of("t" + i, "{}", "result " + i)));
        calls.add(11, ToolCall.of("shop", "{}", "{\"name\":\"garden\",\"open\":false,\"since\":[1,2,3]}"));
        return new EvalCase(
                "large",
                "Hello there,\nI want my money back for order A-999 please.\nIt came broken.\nYours",
                calls,
                List.of(new Expectation.Succeeds()),
                new Provenance(
                        "t",
                        List.of("t"),
                        "support",
                        null,
                        null,
                        Set.of(),
                        Instant.EPOCH,
                        0,
                        new Baseline(null, null)));
    }
}
