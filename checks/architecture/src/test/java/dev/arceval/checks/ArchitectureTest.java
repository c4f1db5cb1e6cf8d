package dev.arceval.checks;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every module keeps the {@link ArchitectureRules}. */
class ArchitectureTest {

    static final JavaClasses CODE = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("dev.arceval");

    // Rules about nothing hold. The floors are far below the truth and only catch a module that went missing.
    @ParameterizedTest
    @CsvSource({
        "dev.arceval, 8",
        "dev.arceval.trace, 8",
        "dev.arceval.eval, 8",
        "dev.arceval.spi, 4",
        "dev.arceval.core, 5",
        "dev.arceval.core.stats, 5",
        "dev.arceval.core.json, 1",
        "dev.arceval.core.capture, 3",
        "dev.arceval.core.cost, 3",
        "dev.arceval.core.ingest, 5",
        "dev.arceval.core.doctor, 3",
        "dev.arceval.core.redact, 5",
        "dev.arceval.core.store, 3",
        "dev.arceval.core.mine, 3",
        "dev.arceval.core.curate, 3",
        "dev.arceval.core.replay, 2",
        "dev.arceval.core.score, 3",
        "dev.arceval.core.compare, 3",
        "dev.arceval.core.report, 2",
        "dev.arceval.testkit, 3",
        "dev.arceval.testkit.contract, 4",
        "dev.arceval.judge, 4",
        "dev.arceval.embeddings, 3",
        "dev.arceval.opentelemetry, 5",
        "dev.arceval.langchain4j, 8",
        "dev.arceval.springai, 8",
        "dev.arceval.store.postgresql, 5",
        "dev.arceval.cli, 5",
    })
    void everyRoomIsImported(String packageName, int atLeast) {
        assertThat(CODE.stream().map(JavaClass::getPackageName).filter(packageName::equals))
                .hasSizeGreaterThanOrEqualTo(atLeast);
    }

    @Test
    void packagesFormNoCycles() {
        check(ArchitectureRules.PACKAGES_FORM_NO_CYCLES);
    }

    @Test
    void apiNeedsOnlyTheJdkAndJspecify() {
        check(ArchitectureRules.API_NEEDS_ONLY_THE_JDK_AND_JSPECIFY);
    }

    @Test
    void vocabularyFlowsOneWay() {
        check(ArchitectureRules.VOCABULARY_FLOWS_ONE_WAY);
    }

    @Test
    void stagesAreStrangers() {
        check(ArchitectureRules.STAGES_ARE_STRANGERS);
    }

    @Test
    void statisticsAndJsonKnowNoTrace() {
        check(ArchitectureRules.STATISTICS_AND_JSON_KNOW_NO_TRACE);
    }

    @Test
    void stagesNeverUseTheDoors() {
        check(ArchitectureRules.STAGES_NEVER_USE_THE_DOORS);
    }

    @Test
    void onlyCoreUsesCore() {
        check(ArchitectureRules.ONLY_CORE_USES_CORE);
    }

    @Test
    void packagesAreNullMarked() {
        check(ArchitectureRules.PACKAGES_ARE_NULL_MARKED);
    }

    @Test
    void timeIsPassedIn() {
        check(ArchitectureRules.TIME_IS_PASSED_IN);
    }

    @Test
    void randomnessIsSeeded() {
        check(ArchitectureRules.RANDOMNESS_IS_SEEDED);
    }

    @Test
    void onlyTheCliPrints() {
        check(ArchitectureRules.ONLY_THE_CLI_PRINTS);
    }

    @Test
    void exceptionsSayWhatWentWrong() {
        check(ArchitectureRules.EXCEPTIONS_SAY_WHAT_WENT_WRONG);
    }

    @Test
    void concreteClassesAreFinal() {
        check(ArchitectureRules.CONCRETE_CLASSES_ARE_FINAL);
    }

    @Test
    void everySpiHasAContract() {
        check(ArchitectureRules.everySpiHasAContract(CODE));
    }

    private static void check(ArchRule rule) {
        rule.check(CODE);
    }
}
