package dev.arceval.core.capture;

import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the JVM says about memory: a snapshot at the start of a call, and what was used since. */
public final class Resources {

    private static final String ALLOCATED = "arceval.allocated_bytes";
    private static final String COLLECTED = "arceval.gc_millis";

    private static final List<GarbageCollectorMXBean> COLLECTORS = ManagementFactory.getGarbageCollectorMXBeans();

    private final Thread thread = Thread.currentThread();
    private final long allocated = allocatedBytes();
    private final long collected = collectionMillis();

    /** Looks now; null if the JVM does not tell. */
    static @Nullable Resources now() {
        try {
            return new Resources();
        } catch (Throwable unsupported) {
            return null;
        }
    }

    private Resources() {}

    /** Adds what was used since to {@code step}. What a thread allocated is known on that thread only. */
    void addTo(Step step) {
        step.attribute(COLLECTED, collectionMillis() - collected);
        if (allocated >= 0 && Thread.currentThread() == thread) {
            step.attribute(ALLOCATED, allocatedBytes() - allocated);
        }
    }

    /** Returns how many bytes this thread has allocated so far; negative if the JVM does not tell. */
    public static long allocatedBytes() {
        return Bytes.ofThisThread();
    }

    private static long collectionMillis() {
        long sum = 0;
        for (GarbageCollectorMXBean collector : COLLECTORS) {
            sum += Math.max(0, collector.getCollectionTime());
        }
        return sum;
    }

    /** Apart, since not every JVM has the class. */
    private static final class Bytes {

        private static final com.sun.management.@Nullable ThreadMXBean THREADS =
                ManagementFactory.getThreadMXBean() instanceof com.sun.management.ThreadMXBean threads
                                && threads.isThreadAllocatedMemorySupported()
                        ? threads
                        : null;

        static long ofThisThread() {
            return THREADS == null ? -1 : THREADS.getCurrentThreadAllocatedBytes();
        }
    }
}
