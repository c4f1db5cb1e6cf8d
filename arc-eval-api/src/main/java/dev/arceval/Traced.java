package dev.arceval;

import dev.arceval.trace.Span;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Says how {@link Tracer#wrap(Class, Object)} and {@link Tracer#tools} record a method, or the name of an agent's interface.
 * A method's own annotation wins over its interface's; that of the interface over that of the class.
 *
 * @since 0.1
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.METHOD, ElementType.TYPE})
public @interface Traced {

    /** The name of the agent, tool or step; empty for that of the method or type. */
    String name() default "";

    /** The kind of step; on a type it has no meaning, and a tool of {@link Tracer#tools} stays one. */
    Span.Kind kind() default Span.Kind.AGENT;
}
