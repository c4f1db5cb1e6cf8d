package dev.arceval.testkit.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.arceval.spi.TraceContext;
import dev.arceval.spi.TraceContext.Counterpart;
import dev.arceval.trace.Span;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * What every {@link TraceContext} that begins counterparts must do. Extend it and give the context:
 *
 * <pre>{@code
 * final class MyTraceContextTest extends TraceContextContract {
 *     @Override
 *     protected TraceContext context() {
 *         return new MyTraceContext();
 *     }
 * }
 * }</pre>
 *
 * @since 0.1
 */
public abstract class TraceContextContract {

    /** Returns the context under test; called once a test, with nothing active. */
    protected abstract TraceContext context();

    private static Counterpart begin(TraceContext context, @Nullable Counterpart parent) {
        Counterpart begun = context.begin(parent, Span.Kind.TOOL, "execute_tool search");
        assertNotNull(begun, "the contract is for contexts that begin counterparts");
        return begun;
    }

    private static void end(Counterpart counterpart) {
        counterpart.end(
                Span.builder("00f067aa0ba902b7", "execute_tool search")
                        .kind(Span.Kind.TOOL)
                        .build(),
                Map.of("gen_ai.tool.name", "search", "arceval.flag", true, "arceval.count", 3L));
    }

    @Test
    void root_hasATraceOfItsOwn() {
        TraceContext context = context();
        Counterpart one = begin(context, null);
        Counterpart other = begin(context, null);
        assertTrue(one.traceId().matches("[0-9a-f]{32}"), one.traceId());
        assertTrue(String.valueOf(one.spanId()).matches("[0-9a-f]{16}"), one.spanId());
        assertNull(one.parentSpanId());
        assertNotEquals(one.traceId(), other.traceId());
        end(one);
        end(other);
    }

    @Test
    void child_sharesTheTraceAndNamesItsParent() {
        TraceContext context = context();
        Counterpart root = begin(context, null);
        Counterpart child = begin(context, root);
        assertEquals(root.traceId(), child.traceId());
        assertNotEquals(root.spanId(), child.spanId());
        assertEquals(root.spanId(), child.parentSpanId());
        end(child);
        end(root);
    }

    @Test
    void child_onAnotherThreadKeepsItsParent() throws InterruptedException {
        TraceContext context = context();
        Counterpart root = begin(context, null);
        AtomicReference<Counterpart> child = new AtomicReference<>();
        Thread thread = new Thread(() -> child.set(begin(context, root)));
        thread.start();
        thread.join();
        assertEquals(root.traceId(), child.get().traceId());
        assertEquals(root.spanId(), child.get().parentSpanId());
        end(child.get());
        end(root);
    }

    @Test
    void entered_isCurrentUntilItIsLeft() {
        TraceContext context = context();
        Counterpart root = begin(context, null);
        Runnable leave = root.enter();
        Counterpart inside = begin(context, null);
        leave.run();
        Counterpart outside = begin(context, null);
        assertEquals(root.spanId(), inside.parentSpanId());
        assertNull(outside.parentSpanId());
        end(inside);
        end(outside);
        end(root);
    }

    @Test
    void ending_twiceDoesNothing() {
        Counterpart root = begin(context(), null);
        end(root);
        end(root);
    }
}
