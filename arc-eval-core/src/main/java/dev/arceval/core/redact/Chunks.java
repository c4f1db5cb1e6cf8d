package dev.arceval.core.redact;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Texts that were one before they were cut, such as the chunks of a stream: finds what goes over a cut, or what only its name
 * before the cut tells, puts its stand-in where it begins and takes the rest from the chunks that follow. What a chunk shows
 * by itself is left to be found there.
 *
 * <p>Only the surroundings of a cut are looked at, so that long texts are not read twice. Not thread-safe.
 */
final class Chunks {

    /** How much of a long chunk is looked at on either side of a cut; private keys of 4096 bits have 3,300 chars. */
    private static final int AROUND = 4_096;

    private final TextRedactor redactor;
    private final List<String> chunks;
    private final boolean stream;

    /** What is found in a chunk by itself, where that was asked. */
    private final Map<Integer, List<Leak>> alone = new HashMap<>();

    private final List<StringBuilder> changed = new ArrayList<>();

    private Chunks(TextRedactor redactor, List<String> chunks, boolean stream) {
        this.redactor = redactor;
        this.chunks = chunks;
        this.stream = stream;
    }

    /**
     * Returns as many texts; those that nothing was found in are the same.
     *
     * @param stream whether they surely were one text; a list may as well hold values that have nothing to do with each other
     */
    static List<String> redact(TextRedactor redactor, List<String> chunks, boolean stream) {
        return chunks.size() < 2 ? chunks : new Chunks(redactor, chunks, stream).run();
    }

    private List<String> run() {
        chunks.forEach(chunk -> changed.add(new StringBuilder(chunk)));
        // From the end, so that what is taken out does not move what comes before it.
        int last = chunks.size() - 1;
        while (last > 0) {
            int first = last - 1;
            while (first > 0 && chunks.get(first).length() <= 2 * AROUND) {
                first--;
            }
            join(first, last);
            last = first;
        }
        List<String> result = new ArrayList<>(chunks.size());
        for (int i = 0; i < chunks.size(); i++) {
            result.add(
                    changed.get(i).compareTo(new StringBuilder(chunks.get(i))) == 0
                            ? chunks.get(i)
                            : changed.get(i).toString());
        }
        return result;
    }

    /** Looks at the chunks as one text: the end of the first, the start of the last, all between. */
    private void join(int first, int last) {
        StringBuilder joined = new StringBuilder();
        int[] starts = new int[last - first + 2];
        int skipped = Math.max(0, chunks.get(first).length() - AROUND);
        for (int i = first; i <= last; i++) {
            starts[i - first] = joined.length();
            String chunk = chunks.get(i);
            int from = i == first ? skipped : 0;
            int to = i == last ? Math.min(chunk.length(), AROUND) : chunk.length();
            joined.append(chunk, from, Math.max(from, to));
        }
        starts[last - first + 1] = joined.length();
        String text = joined.toString();
        List<Leak> leaks = redactor.find(text);
        for (int i = leaks.size() - 1; i >= 0; i--) {
            Leak leak = leaks.get(i);
            int from = pieceOf(starts, leak.start());
            int to = pieceOf(starts, leak.end() - 1);
            if (!isFoundInPieces(leak, starts, first, from, to, skipped)) {
                take(leak, text, starts, first, from, to, skipped);
            }
        }
    }

    private static int pieceOf(int[] starts, int index) {
        int piece = 0;
        while (starts[piece + 1] <= index) {
            piece++;
        }
        return piece;
    }

    /**
     * Two whole values that meet at a cut look like one: {@code ann@shop.example} and {@code bob@shop.example} in a list. Of a
     * credential no end must be left, so there each piece must be found by itself; of other values one is enough, in a stream
     * the first where the next begins like a sentence.
     */
    private boolean isFoundInPieces(Leak leak, int[] starts, int first, int from, int to, int skipped) {
        int found = 0;
        boolean firstFound = false;
        for (int piece = from; piece <= to; piece++) {
            int start = Math.max(leak.start(), starts[piece]) - starts[piece] + (piece == 0 ? skipped : 0);
            int end = Math.min(leak.end(), starts[piece + 1]) - starts[piece] + (piece == 0 ? skipped : 0);
            boolean covered = alone.computeIfAbsent(first + piece, index -> redactor.find(chunks.get(index))).stream()
                    .anyMatch(other -> other.start() <= start && other.end() >= end);
            found += covered ? 1 : 0;
            firstFound |= covered && piece == from;
        }
        return found == to - from + 1
                || leak.type() != Leak.Type.SECRET
                        && (stream ? firstFound && beginsSentence(chunks.get(first + from + 1)) : found > 0);
    }

    private static boolean beginsSentence(String text) {
        return text.isEmpty() || Character.isUpperCase(text.charAt(0));
    }

    private void take(Leak leak, String text, int[] starts, int first, int from, int to, int skipped) {
        for (int piece = from; piece <= to; piece++) {
            int shift = (piece == 0 ? skipped : 0) - starts[piece];
            int start = Math.max(leak.start(), starts[piece]) + shift;
            int end = Math.min(leak.end(), starts[piece + 1]) + shift;
            String by = piece == from ? redactor.inPlaceOf(leak, text) : "";
            changed.get(first + piece).replace(start, end, by);
        }
    }
}
