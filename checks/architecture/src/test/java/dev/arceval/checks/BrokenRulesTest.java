package dev.arceval.checks;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.EvaluationResult;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A rule that cannot fail protects nothing: here is the smallest code that breaks each one. */
class BrokenRulesTest {

    @TempDir
    Path classes;

    @Test
    void packagesFormNoCycles() {
        breaks(ArchitectureRules.PACKAGES_FORM_NO_CYCLES, """
                package dev.arceval.trace;
                public record Trace(dev.arceval.eval.Score score) {}
                """, """
                package dev.arceval.eval;
                public record Score(dev.arceval.trace.Trace trace) {}
                """);
    }

    @Test
    void packagesFormNoCycles_notEvenThroughTheDoors() {
        breaks(ArchitectureRules.PACKAGES_FORM_NO_CYCLES, """
                package dev.arceval;
                public record Tracer(dev.arceval.trace.Trace trace) {}
                """, """
                package dev.arceval.trace;
                public record Trace(dev.arceval.Tracer tracer) {}
                """);
    }

    @Test
    void apiNeedsOnlyTheJdkAndJspecify() {
        breaks(ArchitectureRules.API_NEEDS_ONLY_THE_JDK_AND_JSPECIFY, """
                package dev.arceval.trace;
                public record Trace(org.assertj.core.api.Condition<?> condition) {}
                """);
    }

    @Test
    void vocabularyFlowsOneWay() {
        breaks(ArchitectureRules.VOCABULARY_FLOWS_ONE_WAY, """
                package dev.arceval.trace;
                public record Trace(dev.arceval.eval.Score score) {}
                """, """
                package dev.arceval.eval;
                public record Score(double value) {}
                """);
    }

    @Test
    void stagesAreStrangers() {
        breaks(ArchitectureRules.STAGES_ARE_STRANGERS, """
                package dev.arceval.core.mine;
                final class Miner { dev.arceval.core.store.Store store; }
                """, """
                package dev.arceval.core.store;
                public final class Store {}
                """);
    }

    @Test
    void stagesAreStrangers_andStatisticsKnowNone() {
        breaks(ArchitectureRules.STAGES_ARE_STRANGERS, """
                package dev.arceval.core.stats;
                final class Quantiles { dev.arceval.core.store.Store store; }
                """, """
                package dev.arceval.core.store;
                public final class Store {}
                """);
    }

    @Test
    void statisticsAndJsonKnowNoTrace() {
        breaks(ArchitectureRules.STATISTICS_AND_JSON_KNOW_NO_TRACE, """
                package dev.arceval.core.stats;
                final class Quantiles { dev.arceval.trace.Trace trace; }
                """, """
                package dev.arceval.trace;
                public final class Trace {}
                """);
    }

    @Test
    void stagesNeverUseTheDoors() {
        breaks(ArchitectureRules.STAGES_NEVER_USE_THE_DOORS, """
                package dev.arceval.core.mine;
                final class Miner { dev.arceval.Tracer tracer; }
                """, """
                package dev.arceval;
                public interface Tracer {}
                """);
    }

    @Test
    void onlyCoreUsesCore() {
        breaks(ArchitectureRules.ONLY_CORE_USES_CORE, """
                package dev.arceval.testkit;
                final class Extension { dev.arceval.core.store.Store store; }
                """, """
                package dev.arceval.core.store;
                public final class Store {}
                """);
    }

    @Test
    void packagesAreNullMarked() {
        breaks(ArchitectureRules.PACKAGES_ARE_NULL_MARKED, """
                package dev.arceval.trace;
                public final class Trace {}
                """);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "java.time.Instant.now()",
                "java.time.LocalDate.now(java.time.ZoneOffset.UTC)",
                "java.time.Clock.systemUTC()",
                "System.currentTimeMillis()",
                "System.nanoTime()",
                "new java.util.Date()",
                "java.util.stream.Stream.generate(System::nanoTime)",
            })
    void timeIsPassedIn(String expression) {
        breaks(ArchitectureRules.TIME_IS_PASSED_IN, """
                package dev.arceval.core.mine;
                final class Miner { Object time() { return %s; } }
                """.formatted(expression));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "new java.util.Random()",
                "new java.util.SplittableRandom()",
                "Math.random()",
                "java.util.UUID.randomUUID()",
                "java.util.concurrent.ThreadLocalRandom.current()",
                "java.util.stream.Stream.generate(java.util.Random::new)",
            })
    void randomnessIsSeeded(String expression) {
        breaks(ArchitectureRules.RANDOMNESS_IS_SEEDED, """
                package dev.arceval.core.curate;
                final class Choice { Object draw() { return %s; } }
                """.formatted(expression));
    }

    @Test
    void onlyTheCliPrints() {
        breaks(ArchitectureRules.ONLY_THE_CLI_PRINTS, """
                package dev.arceval.core.report;
                final class Text { void show() { System.out.println(); } }
                """);
    }

    @Test
    void exceptionsSayWhatWentWrong() {
        breaks(ArchitectureRules.EXCEPTIONS_SAY_WHAT_WENT_WRONG, """
                package dev.arceval.core.store;
                final class Store { void open() { throw new RuntimeException(); } }
                """);
    }

    @Test
    void concreteClassesAreFinal() {
        breaks(ArchitectureRules.CONCRETE_CLASSES_ARE_FINAL, """
                package dev.arceval.core.store;
                class Store {}
                """);
    }

    @Test
    void everySpiHasAContract() {
        JavaClasses code = Sources.compile(classes, """
                package dev.arceval.spi;
                public interface TraceStore {}
                """);
        breaks(ArchitectureRules.everySpiHasAContract(code), code);
    }

    private void breaks(ArchRule rule, String... sources) {
        breaks(rule, Sources.compile(classes, sources));
    }

    private static void breaks(ArchRule rule, JavaClasses code) {
        EvaluationResult result = rule.allowEmptyShould(true).evaluate(code);
        assertThat(result.getFailureReport().getDetails()).isNotEmpty();
    }
}
