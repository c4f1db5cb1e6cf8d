package dev.arceval.store.postgresql;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.arceval.spi.TraceStore.Access;
import dev.arceval.spi.TraceStore.Problem;
import dev.arceval.spi.TraceStore.TraceStoreException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.jspecify.annotations.Nullable;
import org.postgresql.ds.PGSimpleDataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Connections, and work done over them: each write in one transaction, whatever becomes of the server meanwhile.
 *
 * <p>Work that a lost connection, a restart or a conflict with another writer has ended is done again until it succeeds or the
 * location's patience is over. If it was the commit that got no answer, the server is asked what became of the transaction:
 * nothing is done twice.
 */
final class Database implements AutoCloseable {

    /** Also where the server's default is to acknowledge what it has not written yet. */
    private static final String DURABLE = "SELECT set_config('synchronous_commit', 'on', false)"
            + " WHERE current_setting('synchronous_commit') = 'off'";

    private static final Logger LOG = LoggerFactory.getLogger(PostgresqlTraceStore.class);

    private final Location location;
    private final HikariDataSource pool;
    private final ReentrantReadWriteLock closing = new ReentrantReadWriteLock();
    private volatile boolean closed;

    private Database(Location location, HikariDataSource pool) {
        this.location = location;
        this.pool = pool;
    }

    /** Connects once, so that what is wrong with the location is said at once. */
    static Database open(Location location, Access access) {
        PGSimpleDataSource source = location.dataSource();
        source.setReadOnly(access == Access.READ);
        try (Connection connection = source.getConnection()) {
            LOG.debug("{} is version {}", location, connection.getMetaData().getDatabaseProductVersion());
        } catch (SQLException error) {
            throw Problems.of(location, error);
        }
        HikariConfig config = new HikariConfig();
        config.setPoolName("arc-eval");
        config.setDataSource(source);
        config.setMaximumPoolSize(location.poolSize());
        config.setMinimumIdle(0);
        config.setIdleTimeout(TimeUnit.MINUTES.toMillis(1));
        // Short: an operation asks again while it has patience.
        config.setConnectionTimeout(TimeUnit.SECONDS.toMillis(2));
        config.setInitializationFailTimeout(-1);
        config.setReadOnly(access == Access.READ);
        config.setTransactionIsolation("TRANSACTION_READ_COMMITTED");
        config.setConnectionInitSql(DURABLE);
        return new Database(location, new HikariDataSource(config));
    }

    /** Does work that changes nothing, or one statement. */
    <R> R read(Work<R> work) {
        Attempts attempts = new Attempts();
        while (true) {
            requireOpen();
            try (Connection connection = pool.getConnection()) {
                return work.run(connection);
            } catch (SQLException error) {
                attempts.failed(error);
            }
        }
    }

    /** Does work in a transaction; it may be run several times, of which one counts. */
    <R> R write(Work<R> work) {
        Lock open = closing.readLock();
        open.lock();
        try {
            Attempts attempts = new Attempts();
            while (true) {
                requireOpen();
                Transaction<R> transaction = new Transaction<>(work);
                try {
                    return transaction.run();
                } catch (SQLException error) {
                    if (transaction.isInDoubt() && wasCommitted(transaction.id, attempts)) {
                        return transaction.result();
                    }
                    attempts.failed(error);
                }
            }
        } finally {
            open.unlock();
        }
    }

    private boolean wasCommitted(long transaction, Attempts attempts) {
        while (true) {
            try (Connection connection = pool.getConnection();
                    PreparedStatement statement = connection.prepareStatement("SELECT txid_status(?)")) {
                statement.setLong(1, transaction);
                try (ResultSet result = statement.executeQuery()) {
                    result.next();
                    if (!"in progress".equals(result.getString(1))) {
                        return "committed".equals(result.getString(1));
                    }
                }
                attempts.failed(new SQLException("The server has not ended the transaction yet.", Problems.CONFLICT));
            } catch (SQLException error) {
                attempts.failed(error);
            }
        }
    }

    void requireOpen() {
        if (closed) {
            throw closed(null);
        }
    }

    private TraceStoreException closed(@Nullable Throwable cause) {
        return new TraceStoreException(Problem.CLOSED, "Trace store " + location + " is closed.", cause);
    }

    /** Waits for writes in progress. */
    @Override
    public void close() {
        closed = true;
        closing.writeLock().lock();
        try {
            pool.close();
        } finally {
            closing.writeLock().unlock();
        }
    }

    /** Something to do over a connection. */
    interface Work<R> {
        R run(Connection connection) throws SQLException;
    }

    /** One attempt to do work. */
    private final class Transaction<R> {

        private final Work<R> work;
        private long id;
        private boolean committing;
        private @Nullable R result;

        Transaction(Work<R> work) {
            this.work = work;
        }

        R run() throws SQLException {
            try (Connection connection = pool.getConnection()) {
                connection.setAutoCommit(false);
                boolean done = false;
                try {
                    R made = work.run(connection);
                    result = made;
                    id = Sql.number(connection, "SELECT txid_current()");
                    committing = true;
                    connection.commit();
                    done = true;
                    return made;
                } finally {
                    if (!done && !committing) {
                        rollback(connection);
                    }
                }
            }
        }

        boolean isInDoubt() {
            return committing;
        }

        R result() {
            if (result == null) {
                throw new IllegalStateException("no result");
            }
            return result;
        }

        private void rollback(Connection connection) {
            try {
                connection.rollback();
            } catch (SQLException lost) {
                // The error that led here says more; without a connection the server rolls back by itself.
                LOG.debug("no roll-back", lost);
            }
        }
    }

    /** Attempts to do the same, with longer and longer pauses. */
    private final class Attempts {

        private final long deadline = System.nanoTime() + location.patience().toNanos();
        private long pauseMillis = 5;

        /** Waits before the next attempt, or throws if there is none. */
        void failed(SQLException error) {
            if (closed) {
                throw closed(error);
            }
            if (!Problems.isPassing(error) || System.nanoTime() - deadline > 0) {
                throw Problems.of(location, error);
            }
            LOG.debug("{} is tried again: {}", location, error.getMessage());
            try {
                Thread.sleep(pauseMillis);
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                throw Problems.of(location, error);
            }
            pauseMillis = Math.min(500, pauseMillis * 2);
        }
    }
}
