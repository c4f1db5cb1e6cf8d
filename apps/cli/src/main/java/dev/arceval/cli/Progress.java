package dev.arceval.cli;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.util.Locale;

/** A progress bar on standard error, drawn while a file is read. Nothing is drawn unless a person is watching. */
final class Progress extends FilterInputStream {

    private static final int WIDTH = 30;

    private final String name;
    private final long size;
    private final PrintWriter terminal;
    private long read;
    private int drawn = -1;

    Progress(InputStream content, String name, long size, PrintWriter terminal) {
        super(content);
        this.name = name;
        this.size = Math.max(1, size);
        this.terminal = terminal;
    }

    /** Whether both ends of the terminal are a person's: {@code TERM} is set and the console is a real one. */
    static boolean watched() {
        String term = System.getenv("TERM");
        return System.console() != null && term != null && !term.equals("dumb") && consoleIsTerminal();
    }

    private static boolean consoleIsTerminal() {
        // Since JDK 22 there is a console even when the output is a file; the method that tells was added with it.
        try {
            return Boolean.TRUE.equals(
                    java.io.Console.class.getMethod("isTerminal").invoke(System.console()));
        } catch (NoSuchMethodException beforeJdk22) {
            return true;
        } catch (ReflectiveOperationException unexpected) {
            return false;
        }
    }

    @Override
    public int read() throws IOException {
        int next = super.read();
        advance(next < 0 ? 0 : 1);
        return next;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        int count = super.read(buffer, offset, length);
        advance(Math.max(0, count));
        return count;
    }

    @Override
    public void close() throws IOException {
        super.close();
        terminal.print("\r" + " ".repeat(WIDTH + name.length() + 10) + "\r");
        terminal.flush();
    }

    private void advance(int bytes) {
        read += bytes;
        int percent = (int) Math.min(100, read * 100 / size);
        if (percent != drawn) {
            drawn = percent;
            int full = percent * WIDTH / 100;
            terminal.print(String.format(
                    Locale.ROOT, "\r%s [%s%s] %3d %%", name, "=".repeat(full), " ".repeat(WIDTH - full), percent));
            terminal.flush();
        }
    }
}
