package dev.arceval.core.redact;

import dev.arceval.spi.Redactor;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * A redactor from outside that may take only so long for a text: what it has not answered by then counts as failed. It runs
 * in a thread of its own, which is left to itself when it does not come back; after {@value #MAX_LOST} such threads the
 * redactor is not asked again and every text fails at once. Thread-safe; one text at a time.
 */
public final class TimeLimit implements Redactor {

    /** Each lost thread may hold memory and a processor for good. */
    private static final int MAX_LOST = 3;

    private final Redactor redactor;
    private final Duration limit;
    private @Nullable ExecutorService worker;
    private int lost;

    public TimeLimit(Redactor redactor, Duration limit) {
        this.redactor = redactor;
        this.limit = limit;
    }

    @Override
    public synchronized String redact(Field field, String text) {
        if (lost >= MAX_LOST) {
            throw new IllegalStateException(name() + " did not come back " + lost + " times and is not asked again");
        }
        ExecutorService thread = worker == null ? start() : worker;
        worker = thread;
        Future<String> answer = thread.submit(() -> redactor.redact(field, text));
        try {
            return answer.get(limit.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException late) {
            lose(thread);
            throw new IllegalStateException(name() + " took longer than " + limit, late);
        } catch (InterruptedException stopped) {
            lose(thread);
            Thread.currentThread().interrupt();
            throw new IllegalStateException(name() + " was interrupted", stopped);
        } catch (ExecutionException failed) {
            // The cause is left out: its message may quote the text.
            Throwable cause = failed.getCause();
            throw new IllegalStateException(name() + " threw "
                    + (cause == null ? failed : cause).getClass().getName());
        }
    }

    private void lose(ExecutorService thread) {
        thread.shutdownNow();
        worker = null;
        lost++;
    }

    private String name() {
        return redactor.getClass().getName();
    }

    private static ExecutorService start() {
        return Executors.newSingleThreadExecutor(work -> {
            Thread thread = new Thread(work, "arc-eval-redactor");
            thread.setDaemon(true);
            return thread;
        });
    }
}
