package dev.arceval.core.store;

import dev.arceval.spi.TraceStore.Problem;
import dev.arceval.spi.TraceStore.TraceStoreException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks whether a database is as it was when it was closed: a small one while it is being opened, a large one beside the work,
 * in a thread of low priority. Until that has ended the log must not be folded into the database.
 */
final class Inspection {

    /** Read and compared in some twenty milliseconds from memory. */
    private static final long SMALL = 32L << 20;

    private static final Logger LOG = LoggerFactory.getLogger(SqliteTraceStore.class);

    private final Path file;
    private final @Nullable PageSums sums;
    private final AtomicBoolean stopped = new AtomicBoolean();
    private volatile @Nullable String damage;
    private volatile boolean complete;
    private @Nullable Thread thread;

    private Inspection(Path file, @Nullable PageSums sums) {
        this.file = file;
        this.sums = sums;
    }

    /** Inspects a database that is opened to read: a large one is not, a question takes less time than that. */
    static Inspection beforeReading(Path file) throws IOException {
        boolean small = Files.size(file) <= SMALL;
        Inspection inspection = new Inspection(file, small ? PageSums.read(file).orElse(null) : null);
        inspection.run();
        if (!PageSums.exist(file)) {
            // Who opened it to write meanwhile took them away first: what differs may be what he wrote.
            inspection.damage = null;
        }
        return inspection;
    }

    /**
     * Inspects a database that is opened to write: a small one now, a large one from {@link #start}.
     *
     * @throws TraceStoreException if it is damaged
     */
    static Inspection beforeWriting(Path file) throws IOException {
        if (!Files.exists(file)) {
            Inspection nothing = new Inspection(file, null);
            nothing.complete = true;
            return nothing;
        }
        Inspection inspection = new Inspection(file, PageSums.read(file).orElse(null));
        if (Files.size(file) <= SMALL) {
            inspection.run();
            inspection.requireNoDamage();
        }
        PageSums.discard(file);
        return inspection;
    }

    /** Does what is left to do, then runs {@code then}, unless it is {@linkplain #stop stopped} before. */
    void start(Runnable then) {
        if (complete) {
            then.run();
            return;
        }
        Thread started = new Thread(
                () -> {
                    runLogged();
                    if (!stopped.get()) {
                        then.run();
                    }
                },
                "arc-eval-inspection");
        started.setDaemon(true);
        started.setPriority(Thread.MIN_PRIORITY);
        thread = started;
        started.start();
    }

    /** Ends the inspection where it is; returns whether it had come to its end and found nothing. */
    boolean stop() {
        stopped.set(true);
        finish();
        return complete && damage == null;
    }

    /** Waits for the end of the inspection. */
    void finish() {
        Thread running = thread;
        boolean interrupted = false;
        while (running != null && running.isAlive()) {
            try {
                running.join();
            } catch (InterruptedException later) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Throws if damage was met. What is found all the same is right; what is not found may have been there. */
    void requireNoDamage() {
        String place = damage;
        if (place != null) {
            throw new TraceStoreException(
                    Problem.DAMAGED,
                    file + " is damaged at " + place + ". What can be read of it can be exported; if another program"
                            + " changed the file on purpose, delete " + PageSums.FILE + ".",
                    null);
        }
    }

    private void runLogged() {
        try {
            run();
            if (damage != null) {
                LOG.error("{} is damaged at {}.", file, damage);
            }
        } catch (IOException unreadable) {
            LOG.warn("{} could not be inspected: {}", file, unreadable.toString());
        }
    }

    private void run() throws IOException {
        if (sums != null) {
            damage = sums.firstDamage(file, () -> !stopped.get()).orElse(null);
        }
        complete = !stopped.get();
    }
}
