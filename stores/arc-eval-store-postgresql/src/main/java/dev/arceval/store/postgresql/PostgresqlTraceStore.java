package dev.arceval.store.postgresql;

import dev.arceval.spi.TraceStore;
import dev.arceval.store.postgresql.Row.Key;
import dev.arceval.trace.Annotations;
import dev.arceval.trace.Deletion;
import dev.arceval.trace.Trace;
import dev.arceval.trace.TraceQuery;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps traces in a schema of a PostgreSQL database, version 13 or later, that several processes write to at once.
 *
 * <p>A store is opened by its location:
 *
 * <pre>{@code
 * TraceRecycler.builder().store("postgresql://traces.example.com:5432/agents?schema=arc_eval&sslmode=verify-full")
 * }</pre>
 *
 * {@code postgresql://[user[:password]@]host[:port][,host[:port]...]/database}, then any of
 *
 * <ul>
 *   <li>{@code schema}: where the tables are; {@code arc_eval} unless said otherwise, made if it is not there
 *   <li>{@code poolSize}: how many connections are used at most; 8
 *   <li>{@code retrySeconds}: how long an operation tries again while the server cannot be reached; 30
 *   <li>the options of the PostgreSQL JDBC driver, such as {@code user}, {@code password} and {@code sslmode}. Without a
 *       password the driver looks into {@code ~/.pgpass}, where it is better kept than in a location.
 * </ul>
 *
 * The location may also begin with {@code jdbc:}. No message or log line repeats a password.
 *
 * <p>What {@link #append} returned for was committed. A server that stops or restarts meanwhile is waited for, and the call
 * done again: it counts once, even if only the answer to its commit was lost. A call that waits in vain throws {@link
 * Problem#IO}; the same traces may then be given again, which adds nothing twice.
 *
 * <p>Traces are kept in one partition for each day in UTC. {@link #expire} drops the partitions of days that hold nothing
 * else; see there. A stream fetches up to 1,024 traces or 8 MB at a time and holds no connection in between: a trace that
 * another writer adds spans to meanwhile may be missed, or come twice, if that changes its start.
 */
public final class PostgresqlTraceStore implements TraceStore {

    private static final String AGENTS =
            """
            WITH counted AS (
              SELECT agent, sum(traces) AS traces, min(day) AS first, max(day) AS last
              FROM (SELECT agent, day, sum(traces) AS traces FROM tally GROUP BY agent, day) AS days
              WHERE traces > 0 GROUP BY agent)
            SELECT agent.name, counted.traces,
              (SELECT min(start) FROM trace WHERE trace.agent = counted.agent AND start >= %1$s AND start < %2$s),
              (SELECT max(start) FROM trace WHERE trace.agent = counted.agent AND start >= %3$s AND start < %4$s)
            FROM counted JOIN agent ON agent.id = counted.agent ORDER BY agent.name""".formatted(startOf("first"), startOf("first + 1"), startOf("last"), startOf("last + 1"));

    private static final String NOT_HELD =
            "NOT EXISTS (SELECT FROM tag WHERE tag.trace_id = trace.trace_id AND tag.tag = 'legal-hold')";

    private static final Logger LOG = LoggerFactory.getLogger(PostgresqlTraceStore.class);

    private final Location location;
    private final Setup setup;
    private final Database database;
    private final Agents agents;
    private final Days days = new Days();
    private final Retention retention;

    private PostgresqlTraceStore(Location location, Setup setup, Database database) {
        this.location = location;
        this.setup = setup;
        this.database = database;
        this.agents = new Agents(database);
        this.retention = new Retention(database, days);
    }

    /**
     * Opens the store at {@code location}, what follows {@code postgresql:}; to write, making it if it is not there.
     *
     * @throws IllegalArgumentException if the location is none
     * @throws TraceStoreException if the server cannot be reached or refuses, or the store was written by a newer version
     */
    public static PostgresqlTraceStore open(String location, Setup setup) {
        Location parsed = Location.parse(location);
        Database database = Database.open(parsed, setup.access());
        boolean open = false;
        try {
            Schema.open(database, parsed, setup.access());
            open = true;
            return new PostgresqlTraceStore(parsed, setup, database);
        } finally {
            if (!open) {
                database.close();
            }
        }
    }

    @Override
    public List<Appended> append(List<Trace> traces) {
        requireToWrite();
        List<Trace> given = List.copyOf(traces);
        if (given.isEmpty()) {
            return List.of();
        }
        try (RowCodec codec = codec()) {
            return new Append(given, codec, agents, days).to(database);
        }
    }

    @Override
    public Optional<Trace> find(String traceId) {
        try (Stream<Trace> found = find(TraceQuery.all().traceId(traceId).limit(1))) {
            return found.findFirst();
        }
    }

    @Override
    public Stream<Trace> find(TraceQuery query) {
        database.requireOpen();
        Cursor cursor = new Cursor(database, query, setup, codec());
        return StreamSupport.stream(cursor, false).onClose(cursor::close);
    }

    @Override
    public List<AgentSummary> agents() {
        return database.read(connection -> {
            List<AgentSummary> found = new ArrayList<>();
            try (PreparedStatement statement = connection.prepareStatement(AGENTS);
                    ResultSet result = statement.executeQuery()) {
                while (result.next()) {
                    found.add(new AgentSummary(
                            Sql.text(result, 1),
                            result.getLong(2),
                            EpochNanos.instant(result.getLong(3)),
                            EpochNanos.instant(result.getLong(4))));
                }
            }
            return found;
        });
    }

    /**
     * {@inheritDoc}
     *
     * <p>A day that ended before the cutoff and holds no trace of another agent, none that is pinned and none on legal hold is
     * dropped as a whole, which takes no longer for many traces than for few but for their ids. Others are removed row by row.
     * Done in steps: when it throws, some may have been removed.
     */
    @Override
    public long expire(String agent, Instant cutoff) {
        requireToWrite();
        OptionalInt id = agents.id(agent);
        return id.isEmpty() ? 0 : retention.expire(id.getAsInt(), cutoff);
    }

    @Override
    public Optional<Instant> cutoff(String agent, long maxTraces, long maxBytes) {
        OptionalInt id = agents.id(agent);
        return id.isEmpty() ? Optional.empty() : retention.cutoff(id.getAsInt(), maxTraces, maxBytes);
    }

    @Override
    public Optional<Annotations> annotations(String traceId) {
        return database.read(connection -> {
            Optional<Key> key = key(connection, traceId, "");
            return key.isEmpty() ? Optional.empty() : Optional.of(AnnotationTables.read(connection, key.get()));
        });
    }

    @Override
    public Optional<Annotations> annotate(String traceId, UnaryOperator<Annotations> change) {
        requireToWrite();
        return database.write(connection -> {
            Optional<Key> key = key(connection, traceId, " FOR UPDATE");
            if (key.isEmpty()) {
                return Optional.empty();
            }
            Annotations changed = change.apply(AnnotationTables.read(connection, key.get()));
            AnnotationTables.write(connection, key.get(), changed);
            return Optional.of(changed);
        });
    }

    /**
     * {@inheritDoc}
     *
     * <p>The partitions are vacuumed afterwards, which frees the place of what was removed for other rows. What PostgreSQL keeps
     * elsewhere, its write-ahead log, replicas and backups, is its operator's to empty.
     */
    @Override
    public Deletion delete(TraceQuery query) {
        requireToWrite();
        Set<Integer> touched = new TreeSet<>();
        List<String> matching = new ArrayList<>();
        try (Stream<Trace> found = find(query.limit(Integer.MAX_VALUE))) {
            found.forEach(trace -> matching.add(trace.traceId()));
        }
        Deletion deletion = database.write(connection -> {
            touched.clear();
            return delete(connection, query, matching, touched);
        });
        touched.forEach(this::vacuum);
        return deletion;
    }

    private static Deletion delete(Connection connection, TraceQuery query, List<String> matching, Set<Integer> touched)
            throws SQLException {
        List<Key> locked = Append.lock(connection, matching);
        Removal removal = Removal.of(connection, locked, NOT_HELD);
        touched.addAll(removal.days());
        List<String> gone = removal.traceIds();
        List<String> held = new ArrayList<>(locked.stream().map(Key::traceId).toList());
        held.removeAll(Set.copyOf(gone));
        // Of a trace that retention has taken there may still be copies.
        List<String> noted = new ArrayList<>(gone);
        query.traceId().filter(id -> !held.contains(id) && !gone.contains(id)).ifPresent(noted::add);
        List<Deletion.Copy> unreached = CopyNotes.take(connection, noted);
        long notes =
                unreached.stream().mapToLong(copy -> copy.traceIds().size()).sum();
        Map<String, Long> removed = Map.of(
                "traces",
                (long) gone.size(),
                "spans",
                removal.spans(),
                "annotations",
                removal.annotated(),
                "notes of copies",
                notes);
        return new Deletion(gone, held, removed, unreached);
    }

    private void vacuum(int day) {
        boolean own = day >= Days.FIRST && day < Days.END;
        String suffix = own ? Days.suffix(day) : day < Days.FIRST ? "_before" : "_after";
        try {
            database.read(connection -> {
                Sql.run(
                        connection,
                        "VACUUM trace" + suffix,
                        "VACUUM score" + suffix,
                        "VACUUM feedback",
                        "VACUUM known");
                return true;
            });
        } catch (TraceStoreException refused) {
            // The rows are gone for every reader; the server vacuums by itself, too.
            LOG.warn("Not vacuumed: {}", refused.getMessage());
        }
    }

    @Override
    public void copied(List<Deletion.Copy> copies) {
        requireToWrite();
        List<Deletion.Copy> given = List.copyOf(copies);
        database.write(connection -> {
            for (Deletion.Copy copy : given) {
                CopyNotes.add(connection, copy);
            }
            return true;
        });
    }

    /** Does nothing, what {@link #append} returned for was committed. */
    @Override
    public void flush() {
        database.requireOpen();
    }

    /** Waits for writes in progress; streams that are being read end with {@link Problem#CLOSED}. */
    @Override
    public void close() {
        database.close();
    }

    private static Optional<Key> key(Connection connection, String traceId, String lock) throws SQLException {
        try (PreparedStatement statement =
                        Sql.statement(connection, "SELECT start FROM known WHERE trace_id = ?" + lock, traceId);
                ResultSet result = statement.executeQuery()) {
            return result.next() ? Optional.of(new Key(traceId, result.getLong(1))) : Optional.empty();
        }
    }

    private RowCodec codec() {
        return new RowCodec(setup, location);
    }

    private void requireToWrite() {
        database.requireOpen();
        if (setup.access() == Access.READ) {
            throw new TraceStoreException(
                    Problem.READ_ONLY, "Trace store " + location + " was opened to read only.", null);
        }
    }

    /** The first nanosecond of a day; the days at either end have none, as they stand for all time beyond. */
    private static String startOf(String day) {
        return "CASE WHEN " + day + " < " + Days.FIRST + " THEN -9223372036854775807 - 1 WHEN " + day + " > " + Days.END
                + " THEN 9223372036854775807 ELSE (" + day + ") * " + Days.NANOS + " END";
    }

    /** Opens PostgreSQL stores; the location is what follows {@code postgresql:}. */
    public static final class Provider implements TraceStore.Provider {

        @Override
        public String scheme() {
            return "postgresql";
        }

        @Override
        public TraceStore open(String location, Setup setup) {
            return PostgresqlTraceStore.open(location, setup);
        }
    }
}
