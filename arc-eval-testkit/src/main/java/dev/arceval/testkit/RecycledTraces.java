package dev.arceval.testkit;

import dev.arceval.Replay;
import dev.arceval.eval.Dataset;
import dev.arceval.eval.Fault;
import dev.arceval.eval.TracePattern;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.TestTemplate;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Runs the test method once for each case of a dataset, under the case's id and the start of its input.
 *
 * {@snippet class="dev.arceval.examples.RecycledSupportTest" region="recycled"}
 *
 * <p>The method, its constructor and its {@code @BeforeEach} methods can take an {@link dev.arceval.eval.EvalCase}, {@link
 * dev.arceval.RecordedTools}, {@link dev.arceval.RecordedModel} and {@link dev.arceval.ReplayContext}: tools and model
 * answer from that case's recording and are made anew for each test.
 *
 * <ul>
 *   <li>A test that makes a call the recording does not hold fails, even if the agent catches the exception.
 *   <li>A dataset without a case to run fails the method: a replay of nothing would prove nothing.
 *   <li>The annotation can be put on another annotation. It works in nested classes and with parallel execution.
 *   <li>What an agent does on threads it starts is part of the test as long as it uses the tools it was given.
 *   <li>What was replayed is shown in {@code target/arc-eval/replay.html}, with both trajectories of each failed case.
 *   <li>With {@code -Darceval.update=true}, a case whose calls were all answered and that failed takes over what the agent did;
 *       the changed lines are in {@code target/arc-eval/update.diff}. Such a test counts as skipped.
 * </ul>
 *
 * @since 0.1
 */
@Documented
@Target({ElementType.METHOD, ElementType.ANNOTATION_TYPE})
@Retention(RetentionPolicy.RUNTIME)
@TestTemplate
@ExtendWith(RecycledTracesExtension.class)
public @interface RecycledTraces {

    /**
     * The dataset file. Looked for in this order: as a class-path resource beside the test class, as one at the root of the
     * class path, in {@code src/test/resources}, in the working directory. An absolute path is taken as it is.
     */
    String value() default "";

    /** Makes the dataset, in place of a file; needs a constructor without parameters. */
    Class<? extends Supplier<Dataset>> dataset() default FromFile.class;

    /** The directory of a trace store to curate the dataset from, in place of a file. */
    String store() default "";

    /** Runs no more cases than this; all by default. */
    int limit() default Integer.MAX_VALUE;

    /** Chooses which cases a limit leaves: 0 for the first in order of id, else a random sample with this seed. */
    long seed() default 0;

    /** Runs cases that show at least one of these; all by default. */
    TracePattern.Kind[] including() default {};

    /** Leaves out cases that show one of these; none by default. */
    TracePattern.Kind[] excluding() default {};

    /** Runs cases of this agent only; of any by default. */
    String agent() default "";

    /** Runs the cases of these ids only; all by default. */
    String[] cases() default {};

    /** Runs, in place of the cases, what {@link dev.arceval.Faults} makes of them. */
    Fault[] faults() default {};

    /** Tools that may go live, by name: those the agent was given with {@code tool(name, live, type)} or an adapter. */
    String[] live() default {};

    /** Sets options of the replay: policies of tools and model, redaction, scorers. Needs a constructor without parameters. */
    Class<? extends UnaryOperator<Replay>> replay() default AsRecorded.class;

    /** Stands for: the dataset is in a file or store. */
    interface FromFile extends Supplier<Dataset> {}

    /** Stands for: no options. */
    interface AsRecorded extends UnaryOperator<Replay> {}
}
