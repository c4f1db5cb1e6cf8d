package dev.arceval.checks;

import static com.tngtech.archunit.base.DescribedPredicate.alwaysTrue;
import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaAccess.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.all;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.AccessTarget.CodeUnitAccessTarget;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.lang.AbstractClassesTransformer;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ClassesTransformer;
import com.tngtech.archunit.lang.CompositeArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import com.tngtech.archunit.library.GeneralCodingRules;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import java.time.Clock;
import java.util.Collections;
import java.util.Date;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Collectors;
import org.jspecify.annotations.NullMarked;

/**
 * The structure of the code base. {@link ArchitectureTest} runs the rules on it, {@link BrokenRulesTest} shows for each
 * of them the smallest code that breaks it.
 */
final class ArchitectureRules {

    private static final String DOORS = "dev.arceval";
    private static final String TRACE = "dev.arceval.trace..";
    private static final String EVAL = "dev.arceval.eval..";
    private static final String SPI = "dev.arceval.spi..";
    private static final String[] API = {DOORS, TRACE, EVAL, SPI};

    /** The packages below the assembly, {@code dev.arceval.core} itself, which joins them. */
    private static final String STAGES = "dev.arceval.core.*..";

    private static final String CORE = "dev.arceval.core..";
    private static final String STATS = "dev.arceval.core.stats..";
    private static final String JSON = "dev.arceval.core.json..";
    private static final String CAPTURE = "dev.arceval.core.capture..";
    private static final String CLI = "dev.arceval.cli..";

    static final ArchRule PACKAGES_FORM_NO_CYCLES = slices().assignedFrom(onePerPackage())
            .should()
            .beFreeOfCycles()
            .because("packages that can be read in one order can be understood one at a time");

    static final ArchRule API_NEEDS_ONLY_THE_JDK_AND_JSPECIFY = classes()
            .that()
            .resideInAnyPackage(API)
            .should()
            .onlyDependOnClassesThat(resideInAnyPackage(API)
                    .or(resideInAnyPackage("java..", "org.jspecify.annotations"))
                    .as("belong to the API, the JDK or JSpecify"))
            .because("users compile against it whatever else they use");

    static final ArchRule VOCABULARY_FLOWS_ONE_WAY = CompositeArchRule.of(noClasses()
                    .that()
                    .resideInAPackage(TRACE)
                    .should()
                    .dependOnClassesThat(resideInAnyPackage(EVAL, SPI, DOORS)))
            .and(noClasses().that().resideInAPackage(EVAL).should().dependOnClassesThat(resideInAnyPackage(SPI, DOORS)))
            .and(noClasses().that().resideInAPackage(SPI).should().dependOnClassesThat(resideInAPackage(DOORS)))
            .because("what happened comes before what we conclude, and both before the doors");

    static final ArchRule STAGES_ARE_STRANGERS = slices().matching("dev.arceval.core.(*)..")
            .should()
            .notDependOnEachOther()
            .ignoreDependency(alwaysTrue(), resideInAnyPackage(STATS, JSON))
            .because("the assembly joins them with functions");

    static final ArchRule STATISTICS_AND_JSON_KNOW_NO_TRACE = noClasses()
            .that()
            .resideInAnyPackage(STATS, JSON)
            .should()
            .dependOnClassesThat(resideInAnyPackage(API))
            .because("numbers in, numbers out; text in, text out");

    static final ArchRule STAGES_NEVER_USE_THE_DOORS = noClasses()
            .that()
            .resideInAPackage(STAGES)
            .should()
            .dependOnClassesThat(resideInAPackage(DOORS))
            .because("only the assembly implements them");

    static final ArchRule ONLY_CORE_USES_CORE = noClasses()
            .that()
            .resideOutsideOfPackage(CORE)
            .should()
            .dependOnClassesThat(resideInAPackage(CORE))
            .because("integrations, testkit and applications use the API");

    static final ArchRule PACKAGES_ARE_NULL_MARKED =
            all(packages()).should(beNullMarked()).because("a null that may come is written down");

    /** Capture may measure how long it waits for the store: that is not part of any result. */
    static final ArchRule TIME_IS_PASSED_IN = CompositeArchRule.of(
                    noClasses().that().resideInAPackage(STAGES).should().accessTargetWhere(target(readsTheClock())))
            .and(noClasses()
                    .that()
                    .resideInAPackage(STAGES)
                    .and()
                    .resideOutsideOfPackage(CAPTURE)
                    .should()
                    .accessTargetWhere(target(readsTheStopwatch())))
            .because("the same input gives the same bytes");

    static final ArchRule RANDOMNESS_IS_SEEDED = noClasses()
            .should()
            .accessTargetWhere(target(drawsUnseeded()))
            .because("the same input and seed give the same bytes");

    static final ArchRule ONLY_THE_CLI_PRINTS = noClasses()
            .that()
            .resideOutsideOfPackage(CLI)
            .should(GeneralCodingRules.ACCESS_STANDARD_STREAMS)
            .because("standard output belongs to the application");

    static final ArchRule EXCEPTIONS_SAY_WHAT_WENT_WRONG = noClasses()
            .should(GeneralCodingRules.THROW_GENERIC_EXCEPTIONS)
            .because("a caller cannot tell a RuntimeException from any other");

    static final ArchRule CONCRETE_CLASSES_ARE_FINAL = classes()
            .that(areConcrete())
            .and()
            .areNotAssignableTo(Throwable.class)
            .should()
            .haveModifier(JavaModifier.FINAL)
            .because("what is not made for extension should not be extended");

    /** This one looks at two modules at once and so needs to know all classes. */
    static ArchRule everySpiHasAContract(JavaClasses all) {
        return classes()
                .that(resideInAPackage(SPI))
                .and()
                .areInterfaces()
                .and()
                .areTopLevelClasses()
                .and()
                .doNotHaveSimpleName("package-info")
                .should(haveAContractAmong(all))
                .because("whoever implements it can test that the implementation fits");
    }

    private ArchitectureRules() {}

    private static SliceAssignment onePerPackage() {
        return new SliceAssignment() {
            @Override
            public SliceIdentifier getIdentifierOf(JavaClass type) {
                return SliceIdentifier.of(type.getPackageName());
            }

            @Override
            public String getDescription() {
                return "packages";
            }
        };
    }

    private static ClassesTransformer<JavaPackage> packages() {
        return new AbstractClassesTransformer<>("packages") {
            @Override
            public Iterable<JavaPackage> doTransform(JavaClasses classes) {
                return classes.stream().map(JavaClass::getPackage).collect(Collectors.toSet());
            }
        };
    }

    private static ArchCondition<JavaPackage> beNullMarked() {
        return new ArchCondition<>("be @NullMarked") {
            @Override
            public void check(JavaPackage candidate, ConditionEvents events) {
                boolean marked = candidate.isAnnotatedWith(NullMarked.class);
                events.add(new SimpleConditionEvent(
                        candidate, marked, candidate.getName() + (marked ? " is" : " is not") + " @NullMarked"));
            }
        };
    }

    private static DescribedPredicate<AccessTarget> readsTheClock() {
        return describe(
                "read the machine's clock", used -> used instanceof CodeUnitAccessTarget code && readsTheClock(code));
    }

    private static boolean readsTheClock(CodeUnitAccessTarget code) {
        JavaClass owner = code.getOwner();
        if (owner.isEquivalentTo(System.class)) {
            return code.getName().equals("currentTimeMillis");
        }
        if (owner.isEquivalentTo(Clock.class)) {
            return code.getName().startsWith("system");
        }
        if (owner.isEquivalentTo(Date.class)) {
            return isDefaultConstructor(code);
        }
        return owner.getPackageName().equals("java.time")
                && code.getName().equals("now")
                && code.getRawParameterTypes().stream().noneMatch(type -> type.isEquivalentTo(Clock.class));
    }

    private static DescribedPredicate<AccessTarget> readsTheStopwatch() {
        return describe("call System.nanoTime()", used -> used.getFullName().equals("java.lang.System.nanoTime()"));
    }

    private static DescribedPredicate<AccessTarget> drawsUnseeded() {
        return describe(
                "draw without a seed", used -> used instanceof CodeUnitAccessTarget code && drawsUnseeded(code));
    }

    private static boolean drawsUnseeded(CodeUnitAccessTarget code) {
        JavaClass owner = code.getOwner();
        if (owner.isEquivalentTo(Random.class) || owner.isEquivalentTo(SplittableRandom.class)) {
            return isDefaultConstructor(code);
        }
        if (owner.isEquivalentTo(Collections.class)) {
            return code.getName().equals("shuffle")
                    && code.getRawParameterTypes().size() == 1;
        }
        return owner.isEquivalentTo(ThreadLocalRandom.class)
                || code.getFullName().equals("java.lang.Math.random()")
                || code.getFullName().equals("java.util.UUID.randomUUID()");
    }

    private static boolean isDefaultConstructor(CodeUnitAccessTarget code) {
        return code.getName().equals("<init>") && code.getRawParameterTypes().isEmpty();
    }

    private static DescribedPredicate<JavaClass> areConcrete() {
        return not(describe(
                        "",
                        (JavaClass type) -> type.isInterface()
                                || type.isEnum()
                                || type.isAnonymousClass()
                                || isConstantOfAnEnum(type)
                                || type.getModifiers().contains(JavaModifier.ABSTRACT)))
                .as("are concrete");
    }

    private static boolean isConstantOfAnEnum(JavaClass type) {
        return type.getRawSuperclass().filter(JavaClass::isEnum).isPresent();
    }

    private static ArchCondition<JavaClass> haveAContractAmong(JavaClasses all) {
        return new ArchCondition<>("have a contract class in the testkit") {
            @Override
            public void check(JavaClass spi, ConditionEvents events) {
                String contract = "dev.arceval.testkit.contract." + spi.getSimpleName() + "Contract";
                boolean found = all.contain(contract);
                events.add(new SimpleConditionEvent(
                        spi, found, spi.getName() + (found ? " has " : " has no ") + contract));
            }
        };
    }
}
