package dev.arceval.core;

import dev.arceval.core.capture.Recorder;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Hands every task on with the step that is current when it is handed over. Everything else is the executor's own. */
final class PropagatingExecutor implements ExecutorService {

    private final ExecutorService executor;
    private final Recorder recorder;

    PropagatingExecutor(ExecutorService executor, Recorder recorder) {
        this.executor = executor;
        this.recorder = recorder;
    }

    @Override
    public void execute(Runnable task) {
        executor.execute(recorder.propagate(task));
    }

    @Override
    public <T extends @Nullable Object> Future<T> submit(Callable<T> task) {
        return executor.submit(recorder.propagate(task));
    }

    @Override
    public <T extends @Nullable Object> Future<T> submit(Runnable task, T result) {
        return executor.submit(recorder.propagate(task), result);
    }

    @Override
    public Future<?> submit(Runnable task) {
        return executor.submit(recorder.propagate(task));
    }

    @Override
    public <T extends @Nullable Object> List<Future<T>> invokeAll(Collection<? extends Callable<T>> tasks)
            throws InterruptedException {
        return executor.invokeAll(propagated(tasks));
    }

    @Override
    public <T extends @Nullable Object> List<Future<T>> invokeAll(
            Collection<? extends Callable<T>> tasks, long timeout, TimeUnit unit) throws InterruptedException {
        return executor.invokeAll(propagated(tasks), timeout, unit);
    }

    @Override
    public <T extends @Nullable Object> T invokeAny(Collection<? extends Callable<T>> tasks)
            throws InterruptedException, ExecutionException {
        return executor.invokeAny(propagated(tasks));
    }

    @Override
    public <T extends @Nullable Object> T invokeAny(
            Collection<? extends Callable<T>> tasks, long timeout, TimeUnit unit)
            throws InterruptedException, ExecutionException, TimeoutException {
        return executor.invokeAny(propagated(tasks), timeout, unit);
    }

    @Override
    public void shutdown() {
        executor.shutdown();
    }

    @Override
    public List<Runnable> shutdownNow() {
        return executor.shutdownNow();
    }

    @Override
    public boolean isShutdown() {
        return executor.isShutdown();
    }

    @Override
    public boolean isTerminated() {
        return executor.isTerminated();
    }

    @Override
    public boolean awaitTermination(long timeout, TimeUnit unit) throws InterruptedException {
        return executor.awaitTermination(timeout, unit);
    }

    private <T extends @Nullable Object> List<Callable<T>> propagated(Collection<? extends Callable<T>> tasks) {
        List<Callable<T>> propagated = new ArrayList<>(tasks.size());
        for (Callable<T> task : tasks) {
            propagated.add(recorder.propagate(task));
        }
        return propagated;
    }
}
