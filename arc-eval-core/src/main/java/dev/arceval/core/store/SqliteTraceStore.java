package dev.arceval.core.store;

import dev.arceval.spi.TraceStore;
import dev.arceval.trace.Annotations;
import dev.arceval.trace.Deletion;
import dev.arceval.trace.Trace;
import dev.arceval.trace.TraceQuery;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sqlite.SQLiteErrorCode;

/**
 * Keeps traces in {@code traces.db} of a directory, a SQLite database that any SQLite tool opens.
 *
 * <p>What {@link #append} returned for survives the end of the process and of the power: the log is forced to disk before
 * each call returns. One forced write takes milliseconds, so give many traces at once; calls of several threads share one.
 * Encoding and packing, most of the work, they do side by side. Readers never wait for writers.
 *
 * <p>Closed, the store keeps checksums of its pages and compares them when it is opened again: a damaged file is not written
 * to, and what is read from it ends with an error rather than with something missing. A file larger than 32 MB is compared
 * while it is in use.
 *
 * <p>One store of one process writes to a directory; a second one is turned away. Any number read. New files are readable by
 * their owner only, and removed traces are overwritten, not just unlinked.
 *
 * <p>Memory: a page cache of 16 MB for the writer and 2 MB for each stream that is being read, and the packed bodies of the
 * traces of the calls in progress.
 */
public final class SqliteTraceStore implements TraceStore {

    static final String FILE = "traces.db";

    private static final Logger LOG = LoggerFactory.getLogger(SqliteTraceStore.class);

    static final String[] WRITER_SETTINGS = {
        "PRAGMA busy_timeout = 5000",
        "PRAGMA journal_mode = WAL",
        "PRAGMA synchronous = FULL",
        "PRAGMA secure_delete = ON",
        "PRAGMA cell_size_check = ON",
        "PRAGMA cache_size = -16000",
        "PRAGMA journal_size_limit = 67108864",
    };

    /**
     * Folding the log into the file every 4,000 pages instead of 1,000 writes the inner pages of the indexes less often.
     */
    static final int CHECKPOINT_PAGES = 4_000;

    /** Traces that one transaction of retention removes: others may write in between, and the log stays small. */
    private static final int EXPIRED_AT_ONCE = 2_000;

    private final Path file;
    private final Setup setup;
    private final SqliteReaders readers;
    private final @Nullable Writing writing;
    private final Inspection inspection;
    private final WriteQueue queue = new WriteQueue();
    private volatile @Nullable TraceStoreException broken;
    private volatile boolean closed;

    /** What a store has that may write. */
    private record Writing(DirectoryLock lock, SqliteWriter writer) {}

    private SqliteTraceStore(Path file, Setup setup, @Nullable Writing writing, Inspection inspection) {
        this.file = file;
        this.setup = setup;
        this.writing = writing;
        this.inspection = inspection;
        this.readers = new SqliteReaders(file, setup);
    }

    /**
     * Opens the store in {@code directory}; to write, creating both if they are not there.
     *
     * <p>To read, the directory may be in use: a file of an older version is brought up to date first, which its user must
     * do if it has one.
     *
     * @throws TraceStoreException if another store writes to the directory, the file is not one of ours, is damaged or too
     *     new, or the operating system refuses
     */
    public static SqliteTraceStore open(Path directory, Setup setup) {
        return open(directory, setup, WRITER_SETTINGS);
    }

    /** Opens the store with other settings of SQLite, so that tests can make it run out of space. */
    static SqliteTraceStore open(Path directory, Setup setup, String... settings) {
        Path file = directory.resolve(FILE);
        try {
            if (setup.access() == Access.READ) {
                return toRead(directory, file, setup, settings);
            }
            OwnerOnly.createDirectories(directory);
            return toWrite(directory, file, setup, settings);
        } catch (SQLException error) {
            throw Sqlite.problem(file, error);
        } catch (IOException error) {
            throw new TraceStoreException(Problem.IO, "Cannot open the trace store " + directory + ": " + error, error);
        }
    }

    private static SqliteTraceStore toRead(Path directory, Path file, Setup setup, String... settings)
            throws IOException, SQLException {
        requireWhole(file);
        if (!Files.exists(file)) {
            throw new TraceStoreException(Problem.MISSING, "There is no trace store in " + directory + ".", null);
        }
        boolean current;
        try (Connection connection = Sqlite.connectToRead(file)) {
            current = Schema.isNewest(connection, file) && Indexing.isFinished(connection, setup);
        }
        if (!current) {
            toWrite(directory, file, setup, settings).close();
        }
        return new SqliteTraceStore(file, setup, null, Inspection.beforeReading(file));
    }

    private static SqliteTraceStore toWrite(Path directory, Path file, Setup setup, String... settings)
            throws IOException, SQLException {
        DirectoryLock lock = DirectoryLock.acquire(directory);
        boolean open = false;
        try {
            Inspection inspection = Inspection.beforeWriting(file);
            Writing writing = new Writing(lock, writer(file, setup, settings));
            SqliteTraceStore store = new SqliteTraceStore(file, setup, writing, inspection);
            inspection.start(store::inspected);
            open = true;
            return store;
        } finally {
            if (!open) {
                lock.close();
            }
        }
    }

    private static SqliteWriter writer(Path file, Setup setup, String... settings) throws IOException, SQLException {
        requireWhole(file);
        if (!Files.exists(file)) {
            Schema.create(file);
        }
        Connection connection = Sqlite.connect(file);
        boolean open = false;
        try {
            // Until the database has been inspected it stays as it is.
            Sqlite.run(connection, "PRAGMA wal_autocheckpoint = 0");
            Schema.open(connection, file);
            Sqlite.run(connection, settings);
            Indexing.finish(connection, setup, file);
            SqliteWriter writer = new SqliteWriter(connection, setup, file);
            open = true;
            return writer;
        } finally {
            if (!open) {
                connection.close();
            }
        }
    }

    /** What SQLite would take for a new database although it is the rest of an old one. */
    private static void requireWhole(Path file) throws IOException {
        if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            if (Files.exists(file.resolveSibling(FILE + "-wal"))) {
                throw new TraceStoreException(Problem.DAMAGED, file + " is missing, but its log is there.", null);
            }
        } else if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            throw new TraceStoreException(Problem.DAMAGED, file + " is not a regular file.", null);
        } else if (Files.size(file) == 0) {
            throw new TraceStoreException(Problem.DAMAGED, file + " is empty.", null);
        }
    }

    @Override
    public List<Appended> append(List<Trace> traces) {
        List<Trace> given = List.copyOf(traces);
        SqliteWriter writer = writer();
        List<Draft> drafts = new ArrayList<>(given.size());
        try (RowEncoder encoder = new RowEncoder(setup.codec())) {
            for (Trace trace : given) {
                drafts.add(new Draft(trace, encoder.encode(trace), Terms.of(trace, setup.patterns())));
            }
        }
        return write(() -> writer.append(drafts));
    }

    /**
     * {@inheritDoc}
     *
     * <p>Done in steps: when it throws, some may have been removed.
     */
    @Override
    public long expire(String agent, Instant cutoff) {
        SqliteWriter writer = writer();
        long removed = 0;
        int step;
        do {
            step = write(() -> writer.expire(agent, cutoff, EXPIRED_AT_ONCE));
            removed += step;
        } while (step == EXPIRED_AT_ONCE);
        return removed;
    }

    @Override
    public Optional<Instant> cutoff(String agent, long maxTraces, long maxBytes) {
        inspection.requireNoDamage();
        return read(reader -> reader.cutoff(agent, maxTraces, maxBytes));
    }

    @Override
    public Optional<Trace> find(String traceId) {
        return orDamaged(read(reader -> reader.find(traceId)));
    }

    @Override
    public List<AgentSummary> agents() {
        inspection.requireNoDamage();
        return read(SqliteReader::agents);
    }

    /**
     * {@inheritDoc}
     *
     * <p>The stream shows the store as it was when its first trace was read. Of a damaged file it gives what is whole, and
     * throws where it comes to the damage, or at its end: something may be missing.
     */
    @Override
    public Stream<Trace> find(TraceQuery query) {
        requireOpen();
        SqliteCursor cursor = new SqliteCursor(readers, query, this::problem, inspection::requireNoDamage);
        return StreamSupport.stream(cursor, false).onClose(cursor::close);
    }

    @Override
    public Optional<Annotations> annotations(String traceId) {
        return orDamaged(read(reader -> reader.annotations(traceId)));
    }

    @Override
    public Optional<Annotations> annotate(String traceId, UnaryOperator<Annotations> change) {
        SqliteWriter writer = writer();
        return write(() -> writer.annotate(traceId, change));
    }

    /**
     * {@inheritDoc}
     *
     * <p>The log is emptied too. While a stream of before is still being read that cannot be done; then the log is among the
     * copies that were not reached.
     */
    @Override
    public Deletion delete(TraceQuery query) {
        SqliteWriter writer = writer();
        Deletion deletion = write(() -> writer.delete(query));
        inspection.finish();
        boolean[] emptied = new boolean[1];
        try {
            queue.exclusively(() -> emptied[0] = writer.emptyLog());
        } catch (SQLException error) {
            throw problem(error);
        } catch (IOException error) {
            throw new TraceStoreException(Problem.IO, "Cannot empty the log of " + file, error);
        }
        return emptied[0] || deletion.traceIds().isEmpty()
                ? deletion
                : deletion.withUnreached(List.of(new Deletion.Copy(
                        file.resolveSibling(FILE + "-wal").toString(),
                        "until the reads in progress have ended",
                        deletion.traceIds())));
    }

    @Override
    public void copied(List<Deletion.Copy> copies) {
        SqliteWriter writer = writer();
        write(() -> {
            writer.copied(copies);
            return true;
        });
    }

    /** Does nothing, what {@link #append} returned for is on disk; throws if the disk has failed to say so. */
    @Override
    public void flush() {
        requireOpen();
        TraceStoreException failed = broken;
        if (failed != null) {
            throw failed;
        }
    }

    /** Waits for the write in progress; reads in progress end with {@link Problem#CLOSED}. */
    @Override
    public void close() {
        try {
            queue.exclusively(this::closeOnce);
        } catch (SQLException error) {
            throw Sqlite.problem(file, error);
        } catch (IOException error) {
            throw new TraceStoreException(Problem.IO, "Cannot unlock the trace store of " + file, error);
        }
    }

    /** The lock goes last, whatever happens before: until then nobody else may write to the file. */
    @SuppressWarnings("try")
    private void closeOnce() throws SQLException, IOException {
        if (closed) {
            return;
        }
        closed = true;
        if (writing == null) {
            readers.close();
            return;
        }
        boolean sound = inspection.stop() && broken == null;
        try (DirectoryLock last = writing.lock()) {
            boolean whole;
            try (SqliteWriter writer = writing.writer()) {
                readers.close();
                whole = sound && writer.emptyLogAtOnce();
            }
            if (whole) {
                noteSums();
            }
        }
    }

    /** Without them the store is as good as before, only that the next damage may go unnoticed. */
    private void noteSums() {
        try {
            PageSums.write(file);
        } catch (IOException full) {
            LOG.warn("No checksums of {} are kept: {}", file, full.toString());
        }
    }

    /** The log may be folded into the database from now on. */
    private void inspected() {
        SqliteWriter writer = writer();
        try {
            queue.exclusively(() -> {
                if (!closed) {
                    writer.autoCheckpoint(CHECKPOINT_PAGES);
                }
            });
        } catch (SQLException | IOException error) {
            LOG.warn("The log of {} grows until the store is closed: {}", file, error.toString());
        }
    }

    private <R> Optional<R> orDamaged(Optional<R> found) {
        if (found.isEmpty()) {
            inspection.requireNoDamage();
        }
        return found;
    }

    private SqliteWriter writer() {
        requireOpen();
        if (writing == null) {
            throw new TraceStoreException(Problem.READ_ONLY, "Trace store " + file + " was opened to read only.", null);
        }
        return writing.writer();
    }

    private <R> R write(WriteQueue.Task<R> task) {
        SqliteWriter writer = writer();
        try {
            return queue.write(task, tasks -> {
                flush();
                inspection.requireNoDamage();
                writer.transaction(tasks);
            });
        } catch (SQLException error) {
            TraceStoreException problem = problem(error);
            if (isFailedForce(error)) {
                // The system may have dropped what it could not write and will say so only once: a later success would
                // be a lie. Opened again, the store reads what is really there.
                broken = problem;
            }
            throw problem;
        }
    }

    private static boolean isFailedForce(SQLException error) {
        return error.getErrorCode() == SQLiteErrorCode.SQLITE_IOERR_FSYNC.code
                || error.getErrorCode() == SQLiteErrorCode.SQLITE_IOERR_DIR_FSYNC.code;
    }

    private <R> R read(Reading<R> reading) {
        requireOpen();
        try {
            SqliteReader reader = readers.take();
            try {
                return reading.read(reader);
            } finally {
                readers.giveBack(reader);
            }
        } catch (SQLException error) {
            throw problem(error);
        }
    }

    private TraceStoreException problem(SQLException error) {
        return closed ? new TraceStoreException(Problem.CLOSED, closedMessage(), error) : Sqlite.problem(file, error);
    }

    private void requireOpen() {
        if (closed) {
            throw new TraceStoreException(Problem.CLOSED, closedMessage(), null);
        }
    }

    private String closedMessage() {
        return "Trace store " + file + " is closed.";
    }

    private interface Reading<R> {
        R read(SqliteReader reader) throws SQLException;
    }

    /** Opens SQLite stores; the location is a directory. */
    public static final class Provider implements TraceStore.Provider {

        @Override
        public String scheme() {
            return "sqlite";
        }

        @Override
        public TraceStore open(String location, Setup setup) {
            return SqliteTraceStore.open(Path.of(location), setup);
        }
    }
}
