package dev.arceval.testkit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Gives tests a {@link dev.arceval.TraceRecycler} of their own that keeps traces in memory, redacted as by default: new for each
 * test, closed after it. Test methods, {@code @BeforeEach} methods and constructors take it as a parameter.
 *
 * @since 0.1
 */
@Documented
@Target({ElementType.TYPE, ElementType.METHOD, ElementType.ANNOTATION_TYPE})
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(InMemoryRecyclerExtension.class)
public @interface InMemoryRecycler {}
