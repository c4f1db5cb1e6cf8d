package dev.arceval.core.store;

import dev.arceval.spi.TraceStore.Setup;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;

/** The readers of a store: as many as are reading at the same time, of which a few are kept for the next. */
final class SqliteReaders {

    /** A reader costs a few file handles and up to 2 MB of page cache. */
    private static final int KEPT = 4;

    private final Path file;
    private final Setup setup;
    private final Deque<SqliteReader> idle = new ArrayDeque<>();
    private final Set<SqliteReader> busy = new HashSet<>();
    private boolean closed;

    SqliteReaders(Path file, Setup setup) {
        this.file = file;
        this.setup = setup;
    }

    synchronized SqliteReader take() throws SQLException {
        if (closed) {
            throw new SQLException("the store is closed");
        }
        SqliteReader reader = idle.isEmpty() ? SqliteReader.open(file, setup) : idle.pop();
        busy.add(reader);
        return reader;
    }

    synchronized void giveBack(SqliteReader reader) throws SQLException {
        busy.remove(reader);
        if (closed || idle.size() == KEPT) {
            reader.close();
        } else {
            idle.push(reader);
        }
    }

    /** Closes idle readers and cuts busy ones off; those end when they are given back. */
    synchronized void close() throws SQLException {
        closed = true;
        for (SqliteReader reader : idle) {
            reader.close();
        }
        idle.clear();
        for (SqliteReader reader : busy) {
            reader.disconnect();
        }
    }
}
