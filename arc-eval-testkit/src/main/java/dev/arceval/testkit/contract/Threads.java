package dev.arceval.testkit.contract;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Does things at the same time. */
final class Threads {

    static final int COUNT = 4;

    private Threads() {}

    /** Runs each task on a thread of its own and returns the results in order. */
    static <T> List<T> runAll(List<Callable<T>> tasks) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(tasks.size());
        try {
            List<T> results = new ArrayList<>();
            for (Future<T> result : threads.invokeAll(tasks)) {
                results.add(result.get());
            }
            return results;
        } finally {
            threads.shutdownNow();
        }
    }

    /** Runs one task on {@link #COUNT} threads. */
    static <T> List<T> runTogether(Callable<T> task) throws Exception {
        return runAll(Collections.nCopies(COUNT, task));
    }
}
