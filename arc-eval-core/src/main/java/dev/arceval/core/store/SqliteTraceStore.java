package dev.arceval.core.store;

import dev.arceval.spi.TraceCodec;
import dev.arceval.spi.TraceStore;
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
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * Keeps traces in {@code traces.db} of a directory, a SQLite database that any SQLite tool opens.
 *
 * <p>What {@link #append} returned for survives the end of the process and of the power: the log is forced to disk before
 * each call returns. One forced write takes milliseconds, so give many traces at once. Callers take turns at writing;
 * encoding and packing, most of the work, they do side by side. Readers never wait for writers.
 *
 * <p>One store of one process writes to a directory; a second one is turned away. New files are readable by their owner
 * only, and removed traces are overwritten, not just unlinked.
 *
 * <p>Memory: a page cache of 16 MB for the writer and 2 MB for each stream that is being read, and the packed bodies of the
 * traces of the calls in progress.
 */
public final class SqliteTraceStore implements TraceStore {

    static final String FILE = "traces.db";

    static final String[] WRITER_SETTINGS = {
        "PRAGMA busy_timeout = 5000",
        "PRAGMA journal_mode = WAL",
        "PRAGMA synchronous = FULL",
        "PRAGMA secure_delete = ON",
        "PRAGMA cell_size_check = ON",
        "PRAGMA cache_size = -16000",
        // Folding the log into the file every 4,000 pages instead of 1,000 writes the inner pages of the indexes less
        // often.
        "PRAGMA wal_autocheckpoint = 4000",
        "PRAGMA journal_size_limit = 67108864",
    };

    private final Path file;
    private final TraceCodec codec;
    private final DirectoryLock lock;
    private final SqliteWriter writer;
    private final SqliteReaders readers;
    private final ReentrantLock writing = new ReentrantLock();
    private volatile boolean closed;

    private SqliteTraceStore(Path file, TraceCodec codec, DirectoryLock lock, SqliteWriter writer) {
        this.file = file;
        this.codec = codec;
        this.lock = lock;
        this.writer = writer;
        this.readers = new SqliteReaders(file, codec);
    }

    /**
     * Opens the store in {@code directory}, creating both if they are not there.
     *
     * @throws TraceStoreException if another store has the directory open, the file is not one of ours, is damaged or too
     *     new, or the operating system refuses
     */
    public static SqliteTraceStore open(Path directory, TraceCodec codec) {
        return open(directory, codec, WRITER_SETTINGS);
    }

    /** Opens the store with other settings of SQLite, so that tests can make it run out of space. */
    static SqliteTraceStore open(Path directory, TraceCodec codec, String... settings) {
        Path file = directory.resolve(FILE);
        try {
            OwnerOnly.createDirectories(directory);
            DirectoryLock lock = DirectoryLock.acquire(directory);
            boolean open = false;
            try {
                SqliteTraceStore store = new SqliteTraceStore(file, codec, lock, writer(file, codec, settings));
                open = true;
                return store;
            } finally {
                if (!open) {
                    lock.close();
                }
            }
        } catch (SQLException error) {
            throw Sqlite.problem(file, error);
        } catch (IOException error) {
            throw new TraceStoreException(Problem.IO, "Cannot open the trace store " + directory + ": " + error, error);
        }
    }

    private static SqliteWriter writer(Path file, TraceCodec codec, String... settings)
            throws IOException, SQLException {
        requireWhole(file);
        if (!Files.exists(file)) {
            Schema.create(file);
        }
        Connection connection = Sqlite.connect(file);
        boolean open = false;
        try {
            Schema.open(connection, file);
            Sqlite.run(connection, settings);
            SqliteWriter writer = new SqliteWriter(connection, codec, file);
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
        List<Row> rows = new ArrayList<>(given.size());
        try (RowEncoder encoder = new RowEncoder(codec)) {
            given.forEach(trace -> rows.add(encoder.encode(trace)));
        }
        return write(() -> writer.append(given, rows));
    }

    @Override
    public long expire(String agent, Instant cutoff) {
        return write(() -> writer.expire(agent, cutoff));
    }

    @Override
    public Optional<Trace> find(String traceId) {
        return read(reader -> reader.find(traceId));
    }

    @Override
    public List<AgentSummary> agents() {
        return read(SqliteReader::agents);
    }

    /**
     * {@inheritDoc}
     *
     * <p>The stream shows the store as it was when its first trace was read.
     */
    @Override
    public Stream<Trace> find(TraceQuery query) {
        requireOpen();
        SqliteCursor cursor = new SqliteCursor(readers, query, this::problem);
        return StreamSupport.stream(cursor, false).onClose(cursor::close);
    }

    /** Does nothing: what {@link #append} returned for is on disk. */
    @Override
    public void flush() {
        requireOpen();
    }

    /** Waits for the write in progress; reads in progress end with {@link Problem#CLOSED}. */
    @Override
    public void close() {
        writing.lock();
        try {
            if (!closed) {
                closed = true;
                closeAll();
            }
        } catch (SQLException error) {
            throw Sqlite.problem(file, error);
        } catch (IOException error) {
            throw new TraceStoreException(Problem.IO, "Cannot unlock the trace store of " + file, error);
        } finally {
            writing.unlock();
        }
    }

    /** The lock goes last, whatever happens before: until then nobody else may open the file. */
    private void closeAll() throws SQLException, IOException {
        try (lock;
                writer) {
            readers.close();
        }
    }

    private <R> R write(Work<R> work) {
        writing.lock();
        try {
            requireOpen();
            return work.run();
        } catch (SQLException error) {
            throw problem(error);
        } finally {
            writing.unlock();
        }
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

    private interface Work<R> {
        R run() throws SQLException;
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
        public TraceStore open(String location, TraceCodec codec) {
            return SqliteTraceStore.open(Path.of(location), codec);
        }
    }
}
