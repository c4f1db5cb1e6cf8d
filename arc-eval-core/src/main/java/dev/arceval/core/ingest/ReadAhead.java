package dev.arceval.core.ingest;

import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.jspecify.annotations.Nullable;

/**
 * Reads a stream on a thread of its own, a few pieces ahead: what is costly to read, such as compressed data, is made while
 * the piece before is looked at.
 *
 * <p>The pieces are handed to and fro, so memory is that of {@link #PIECES} of them. An exception of the stream is thrown to
 * the reader where it happened, behind all that came before it. For one reading thread; closing ends the other thread, and
 * leaves the stream itself open.
 */
final class ReadAhead extends InputStream {

    private static final int PIECES = 4;
    private static final int PIECE_BYTES = 128 << 10;

    /** How long closing waits for a thread that is inside a read nobody can end, such as one from a terminal. */
    private static final long PATIENCE_MILLIS = 1_000;

    private final InputStream source;
    private final BlockingQueue<Piece> full = new ArrayBlockingQueue<>(PIECES);
    private final BlockingQueue<Piece> empty = new ArrayBlockingQueue<>(PIECES);
    private final Thread thread;

    /** What ended the source; of the other thread. */
    private @Nullable Throwable failed;

    private @Nullable Piece current;
    private int at;

    /** Bytes, or the end with the reason for it, if it is none. */
    private static final class Piece {

        private final byte[] bytes = new byte[PIECE_BYTES];
        private int length;
        private @Nullable Throwable failure;
    }

    ReadAhead(InputStream source) {
        this.source = source;
        for (int i = 0; i < PIECES; i++) {
            empty.add(new Piece());
        }
        this.thread = new Thread(this::run, "arc-eval-read-ahead");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        Piece piece = piece();
        if (piece.length == 0) {
            return end(piece);
        }
        int read = Math.min(length, piece.length - at);
        System.arraycopy(piece.bytes, at, target, offset, read);
        at += read;
        return read;
    }

    /** Ends the reading thread. What it has read and nobody took is lost. */
    @Override
    public void close() {
        thread.interrupt();
        boolean interrupted = false;
        try {
            thread.join(PATIENCE_MILLIS);
        } catch (InterruptedException asked) {
            interrupted = true;
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    Thread thread() {
        return thread;
    }

    /** Returns the piece with something left to take, or the last one, which is empty. */
    private Piece piece() throws IOException {
        Piece piece = current;
        try {
            if (piece == null || (at == piece.length && piece.length > 0)) {
                if (piece != null) {
                    empty.put(piece);
                }
                piece = full.take();
                current = piece;
                at = 0;
            }
        } catch (InterruptedException asked) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", asked);
        }
        return piece;
    }

    private static int end(Piece last) throws IOException {
        Throwable failure = last.failure;
        if (failure instanceof IOException io) {
            throw io;
        }
        if (failure instanceof RuntimeException broken) {
            throw broken;
        }
        if (failure instanceof Error error) {
            throw error;
        }
        return -1;
    }

    private void run() {
        try {
            Piece piece;
            do {
                piece = empty.take();
                fill(piece);
                full.put(piece);
            } while (piece.length > 0);
        } catch (InterruptedException closed) {
            // Nobody wants more.
        }
    }

    /** Fills the piece; it stays empty at the end. What fails on the way comes behind what was read before it. */
    private void fill(Piece piece) {
        piece.length = 0;
        if (failed != null) {
            piece.failure = failed;
            return;
        }
        try {
            int read = 0;
            while (read >= 0 && piece.length < PIECE_BYTES) {
                piece.length += read;
                read = source.read(piece.bytes, piece.length, PIECE_BYTES - piece.length);
            }
        } catch (Throwable thrown) {
            failed = thrown;
            piece.failure = thrown;
        }
    }
}
