package dev.arceval.store.postgresql;

import dev.arceval.spi.TraceStore.Setup;
import dev.arceval.store.postgresql.Row.Key;
import dev.arceval.trace.Annotations;
import dev.arceval.trace.Trace;
import dev.arceval.trace.TraceQuery;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Traces read one by one, fetched page by page; it holds a connection only while it fetches. */
final class Cursor extends Spliterators.AbstractSpliterator<Trace> {

    /** Few rows first, as many callers want only those; then more at once. */
    private static final int FIRST_PAGE = 16;

    private static final int LARGEST_PAGE = 1_024;

    private final Database database;
    private final QuerySql sql;
    private final Setup setup;
    private final RowCodec codec;
    private final Deque<Body> page = new ArrayDeque<>();
    private int pageSize;
    private int left;
    private @Nullable Key last;
    private boolean ended;

    /** A row that was fetched. */
    private record Body(Key key, byte[] body) {}

    /** @param codec closed with this cursor */
    Cursor(Database database, TraceQuery query, Setup setup, RowCodec codec) {
        super(Long.MAX_VALUE, Spliterator.ORDERED | Spliterator.NONNULL | Spliterator.IMMUTABLE);
        this.database = database;
        this.sql = new QuerySql(query);
        this.setup = setup;
        this.codec = codec;
        this.left = query.limit();
        this.pageSize = Math.min(FIRST_PAGE, left);
    }

    @Override
    public boolean tryAdvance(Consumer<? super Trace> action) {
        Trace next = next();
        if (next == null) {
            close();
            return false;
        }
        action.accept(next);
        return true;
    }

    void close() {
        left = 0;
        page.clear();
        codec.close();
    }

    private @Nullable Trace next() {
        while (left > 0) {
            database.requireOpen();
            if (page.isEmpty()) {
                if (ended) {
                    return null;
                }
                fetch();
                continue;
            }
            Body row = page.remove();
            Trace trace = codec.decode(row.key().traceId(), row.body());
            if (isWanted(trace)) {
                left--;
                return trace;
            }
        }
        return null;
    }

    private boolean isWanted(Trace trace) {
        TraceQuery toAskAgain = sql.toAskAgain();
        return toAskAgain.matchesEverything()
                || toAskAgain.matches(
                        trace,
                        toAskAgain.pattern().isPresent() ? setup.patterns().apply(trace) : "",
                        Annotations.none());
    }

    private void fetch() {
        List<Body> rows = database.read(this::fetch);
        page.addAll(rows);
        if (!rows.isEmpty()) {
            last = rows.get(rows.size() - 1).key();
        }
        pageSize = Math.min(LARGEST_PAGE, pageSize * 4);
    }

    private List<Body> fetch(Connection connection) throws SQLException {
        List<Body> rows = new ArrayList<>();
        int ofPage = 0;
        try (PreparedStatement statement = sql.page(connection, last, pageSize);
                ResultSet result = statement.executeQuery()) {
            while (result.next()) {
                rows.add(new Body(new Key(Sql.text(result, 1), result.getLong(2)), Sql.bytes(result, 3)));
                ofPage = result.getInt(4);
            }
        }
        ended = ofPage < pageSize && rows.size() == ofPage;
        return rows;
    }
}
