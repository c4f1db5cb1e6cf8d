package dev.arceval.core.redact;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Finds and replaces in a file of any kind and size, on its text as it is written.
 *
 * <p>The text goes by in windows. A window shows some text before and after the stretch that it decides about, so that a
 * secret that lies across a border is seen whole by one of them: up to {@value #AHEAD} chars after its first char. Memory is
 * that of one window, time is linear in the file. Thread-safe.
 */
public final class FileRedactor {

    /** How much text is decided about at once. */
    private static final int WINDOW = 1 << 20;

    /** A private key has up to 32,768 chars; nothing else that is found is longer. */
    private static final int AHEAD = 1 << 16;

    /** A word that says what comes stands at most 400 chars before it. */
    private static final int BEFORE = 1 << 12;

    private final TextRedactor redactor;
    private final Pseudonyms pseudonyms;
    private final int window;

    /** @param pseudonyms what to put in the place of what is found */
    public FileRedactor(TextRedactor redactor, Pseudonyms pseudonyms) {
        this(redactor, pseudonyms, WINDOW);
    }

    FileRedactor(TextRedactor redactor, Pseudonyms pseudonyms, int window) {
        this.redactor = redactor;
        this.pseudonyms = pseudonyms;
        this.window = window;
    }

    /**
     * Where something was found.
     *
     * @param line counted from 1; lines end with a line feed
     * @param start column of its first char, in code points, counted from 0; a byte order mark is no part of the line
     * @param end column after its last char; what goes on over several lines ends with its first
     */
    public record Place(long line, int start, int end, Leak leak) {}

    /**
     * What became of a file.
     *
     * @param binary whether it is no text and was left alone
     * @param found how many places
     */
    public record Outcome(boolean binary, long found) {}

    /** Reports what would go; the file's name, empty for none, says what lines that hold only a value are. */
    public Outcome scan(String fileName, InputStream in, Consumer<? super Place> each) throws IOException {
        RawInput input = RawInput.of(in);
        return input.coding() == RawInput.Coding.BINARY
                ? new Outcome(true, 0)
                : new Outcome(false, new Pass(SecretFile.of(fileName), input, null, each).run());
    }

    /**
     * Writes the text with everything replaced and all else byte for byte as it was. Nothing is written of a binary file.
     * JSON stays JSON. The stream is not closed.
     */
    public Outcome copy(String fileName, InputStream in, OutputStream out, Consumer<? super Place> each)
            throws IOException {
        RawInput input = RawInput.of(in);
        if (input.coding() == RawInput.Coding.BINARY) {
            return new Outcome(true, 0);
        }
        RawOutput output = new RawOutput(out, input);
        long found = new Pass(SecretFile.of(fileName), input, output, each).run();
        output.finish();
        return new Outcome(false, found);
    }

    /** One file going by. */
    private final class Pass {

        private final SecretFile file;
        private final RawInput input;
        private final @Nullable RawOutput output;
        private final Consumer<? super Place> each;
        private final StringBuilder buffer = new StringBuilder();
        private final Replacer replacer = new Replacer(redactor.policy(), pseudonyms);
        private final Cursor cursor = new Cursor();
        private @Nullable JsonSpelling json;
        private long found;

        Pass(SecretFile file, RawInput input, @Nullable RawOutput output, Consumer<? super Place> each) {
            this.file = file;
            this.input = input;
            this.output = output;
            this.each = each;
        }

        long run() throws IOException {
            int from = 0;
            boolean last = false;
            boolean first = true;
            while (!last) {
                last = !fill(from + window + AHEAD);
                String text = buffer.toString();
                if (first && JsonSpelling.opens(text)) {
                    json = new JsonSpelling();
                }
                first = false;
                int next = decide(text, from, last ? text.length() : cut(text, from));
                int keep = contextStart(text, next);
                buffer.delete(0, keep);
                from = next - keep;
            }
            return found;
        }

        /** Reports and writes the stretch; returns where the next one begins. */
        private int decide(String text, int from, int cut) throws IOException {
            List<Leak> leaks = new ArrayList<>();
            int next = cut;
            for (Leak leak : redactor.find(file, text)) {
                if (leak.start() >= from && leak.start() < cut) {
                    leaks.add(leak);
                    next = Math.max(next, leak.end());
                }
            }
            found += leaks.size();
            cursor.restart(text, from);
            leaks.forEach(leak -> each.accept(cursor.place(leak)));
            cursor.moveTo(next);
            if (output != null) {
                write(output, text, from, next, leaks);
            }
            return next;
        }

        private void write(RawOutput output, String text, int from, int to, List<Leak> leaks) throws IOException {
            JsonSpelling spelling = json;
            String replaced = spelling == null
                    ? replacer.replace(text, from, to, leaks)
                    : replacer.replace(text, from, to, spelling.fit(text, from, to, leaks), spelling::isBare);
            output.write(leaks.isEmpty() ? replaced : redactor.settle("", replaced, replacer));
        }

        private boolean fill(int length) throws IOException {
            boolean more = true;
            while (more && buffer.length() < length) {
                more = input.readInto(buffer);
            }
            return more;
        }

        /** The end of the last line that ends in the window, or that of the window. */
        private int cut(String text, int from) {
            int limit = from + window;
            int line = text.lastIndexOf('\n', limit - 1) + 1;
            if (line > from) {
                return line;
            }
            return Character.isLowSurrogate(text.charAt(limit)) ? limit + 1 : limit;
        }

        /** The start of the first line of the context, or that of the context. */
        private int contextStart(String text, int next) {
            int start = Math.max(0, next - BEFORE);
            int line = text.indexOf('\n', start) + 1;
            return start == 0 ? 0 : line > 0 && line <= next ? line : start;
        }
    }

    /** Counts lines and columns. */
    private static final class Cursor {

        private String text = "";
        private int at;
        private long line = 1;
        private int column;
        private boolean moved;

        void restart(String text, int at) {
            this.text = text;
            this.at = at;
        }

        Place place(Leak leak) {
            moveTo(leak.start());
            int lineEnd = text.indexOf('\n', leak.start());
            int end = lineEnd < 0 ? leak.end() : Math.min(leak.end(), lineEnd);
            if (end > leak.start() && end < leak.end() && text.charAt(end - 1) == '\r') {
                end--;
            }
            return new Place(line, column, column + text.codePointCount(leak.start(), end), leak);
        }

        void moveTo(int target) {
            for (; at < target; at++) {
                char c = text.charAt(at);
                boolean mark = c == '\ufeff' && !moved;
                moved = true;
                if (mark) {
                    continue;
                }
                if (c == '\n') {
                    line++;
                    column = 0;
                } else if (!Character.isLowSurrogate(c) || at == 0 || !Character.isHighSurrogate(text.charAt(at - 1))) {
                    column++;
                }
            }
        }
    }
}
