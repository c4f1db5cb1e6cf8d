package dev.arceval.core.store;

import dev.arceval.spi.TraceStore.TraceStoreException;
import dev.arceval.trace.Trace;
import dev.arceval.trace.TraceQuery;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Traces read one by one. It takes a reader at the first step and gives it back after the last one, or when closed.
 *
 * <p>All of it is read from one commit: traces that are merged meanwhile come neither twice nor not at all. The price is
 * that the log cannot be folded into the database file beyond that commit, so it grows while a cursor stands open.
 */
final class SqliteCursor extends Spliterators.AbstractSpliterator<Trace> {

    private final SqliteReaders readers;
    private final QuerySql sql;
    private final Function<SQLException, TraceStoreException> problems;
    private final Runnable atEnd;

    private @Nullable SqliteReader reader;
    private @Nullable ResultSet rows;
    private int left;
    private boolean ended;

    /** @param atEnd run after the last trace; may throw */
    SqliteCursor(
            SqliteReaders readers,
            TraceQuery query,
            Function<SQLException, TraceStoreException> problems,
            Runnable atEnd) {
        super(Long.MAX_VALUE, Spliterator.ORDERED | Spliterator.DISTINCT | Spliterator.NONNULL | Spliterator.IMMUTABLE);
        this.readers = readers;
        this.sql = QuerySql.of(query);
        this.left = query.limit();
        this.problems = problems;
        this.atEnd = atEnd;
    }

    @Override
    public boolean tryAdvance(Consumer<? super Trace> action) {
        Trace next = next();
        if (next == null) {
            return false;
        }
        action.accept(next);
        return true;
    }

    void close() {
        left = 0;
        ended = true;
        SqliteReader used = reader;
        reader = null;
        if (used != null) {
            try {
                closeRows();
                readers.giveBack(used);
            } catch (SQLException error) {
                throw problems.apply(error);
            }
        }
    }

    private @Nullable Trace next() {
        if (left == 0) {
            return ended();
        }
        try {
            SqliteReader from = reader == null ? readers.take() : reader;
            reader = from;
            ResultSet at = rows == null ? from.find(sql) : rows;
            rows = at;
            while (at.next()) {
                Trace trace = from.decode(at, sql);
                if (trace != null) {
                    left--;
                    return trace;
                }
            }
        } catch (SQLException error) {
            throw problems.apply(error);
        }
        return ended();
    }

    private @Nullable Trace ended() {
        boolean first = !ended;
        close();
        if (first) {
            atEnd.run();
        }
        return null;
    }

    private void closeRows() throws SQLException {
        if (rows != null) {
            rows.close();
            rows = null;
        }
    }
}
