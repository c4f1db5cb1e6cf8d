package dev.arceval.core.store;

import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Group commit: callers that wait while a commit is under way are written together by the next one.
 *
 * <p>The window is the commit before, nothing is waited for beyond it: a lone caller is not slowed down, and with many the
 * forced write, which takes milliseconds, is shared. If a group fails, each of its members is tried alone, so that one
 * caller's trouble is not another's.
 */
final class WriteQueue {

    /** How many calls share a commit at most, to bound the transaction. */
    private static final int GROUP = 64;

    private final ReentrantLock writing = new ReentrantLock();
    private final Queue<Pending<?>> waiting = new ConcurrentLinkedQueue<>();

    /** What may be run more than once, each time after the effects of the time before were undone. */
    interface Task<R> {
        R run() throws SQLException;
    }

    /** Runs tasks in one transaction: all of them or none. */
    interface Transaction {
        void run(List<? extends SqliteWriter.Work> tasks) throws SQLException;
    }

    /** Returns the result of {@code task} when it is on disk. */
    <R> R write(Task<R> task, Transaction transaction) throws SQLException {
        Pending<R> mine = new Pending<>(task);
        waiting.add(mine);
        writing.lock();
        try {
            while (!mine.done) {
                run(group(), transaction);
            }
        } finally {
            writing.unlock();
        }
        return mine.result();
    }

    /** Runs {@code end} when no write is in progress; none starts meanwhile. */
    void exclusively(Interlude end) throws SQLException, IOException {
        writing.lock();
        try {
            end.run();
        } finally {
            writing.unlock();
        }
    }

    /** Something done between writes. */
    interface Interlude {
        void run() throws SQLException, IOException;
    }

    private List<Pending<?>> group() {
        List<Pending<?>> group = new ArrayList<>();
        for (Pending<?> next = waiting.poll(); next != null; next = group.size() < GROUP ? waiting.poll() : null) {
            group.add(next);
        }
        return group;
    }

    private static void run(List<Pending<?>> group, Transaction transaction) {
        Throwable failure = attempt(group, transaction);
        if (failure == null || group.size() == 1) {
            group.forEach(each -> each.end(failure));
            return;
        }
        for (Pending<?> each : group) {
            each.end(attempt(List.of(each), transaction));
        }
    }

    private static @Nullable Throwable attempt(List<Pending<?>> group, Transaction transaction) {
        try {
            transaction.run(group);
            return null;
        } catch (SQLException | RuntimeException | Error failure) {
            return failure;
        }
    }

    /** A call that waits. Guarded by the lock, but for what its own thread put in. */
    private static final class Pending<R> implements SqliteWriter.Work {

        private final Task<R> task;
        private @Nullable R result;
        private @Nullable Throwable failure;
        private boolean done;

        Pending(Task<R> task) {
            this.task = task;
        }

        @Override
        public void run() throws SQLException {
            result = task.run();
        }

        void end(@Nullable Throwable how) {
            failure = how;
            done = true;
        }

        R result() throws SQLException {
            if (failure instanceof SQLException sql) {
                throw sql;
            }
            if (failure instanceof RuntimeException runtime) {
                throw runtime;
            }
            if (failure instanceof Error error) {
                throw error;
            }
            if (result == null) {
                throw new IllegalStateException("a task without a result");
            }
            return result;
        }
    }
}
