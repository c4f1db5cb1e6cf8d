package dev.arceval.testkit;

import dev.arceval.eval.TracePattern;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
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
    String value();

    /** Runs the first cases only, in order of id; all by default. */
    int limit() default Integer.MAX_VALUE;

    /** Runs cases that show at least one of these; all by default. */
    TracePattern.Kind[] including() default {};

    /** Runs cases of this agent only; of any by default. */
    String agent() default "";
}
