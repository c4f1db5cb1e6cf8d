package dev.arceval.core.redact;

import java.io.Serial;
import java.util.BitSet;
import java.util.List;

/**
 * Which chars a match of a pattern can begin with, place by place: a look at a few chars of the text says that most patterns
 * need not be tried at all, at a hundredth of what trying one costs.
 *
 * <p>Reads the syntax of RE2 as far as patterns of rules mostly use it. Of a pattern with anything else nothing is known: it
 * can begin anywhere. Immutable.
 */
final class PatternStart {

    /** As many places are looked at, fewer where a match can be shorter. */
    private static final int PLACES = 24;

    private static final int ASCII = 128;

    /** Stands for all chars beyond ASCII. */
    private static final int BEYOND = ASCII;

    private final long[][] places;

    private PatternStart(long[][] places) {
        this.places = places;
    }

    /** @param pattern valid for RE2 */
    static PatternStart of(String pattern) {
        Parser parser = new Parser(pattern);
        BitSet start = new BitSet();
        start.set(0);
        BitSet ends;
        try {
            ends = parser.alternatives(start);
        } catch (UnknownSyntax unknown) {
            return new PatternStart(new long[0][]);
        }
        int least = Math.min(ends.nextSetBit(0) < 0 ? 0 : ends.nextSetBit(0), PLACES);
        long[][] places = new long[least][];
        for (int i = 0; i < least; i++) {
            BitSet chars = parser.places[i];
            places[i] = new long[] {word(chars, 0), word(chars, 64), chars.get(BEYOND) ? 1 : 0};
        }
        return new PatternStart(places);
    }

    private static long word(BitSet chars, int from) {
        long[] bits = chars.get(from, from + 64).toLongArray();
        return bits.length == 0 ? 0 : bits[0];
    }

    /** How many chars a match has at least, or {@value #PLACES}. */
    int length() {
        return places.length;
    }

    /** Whether a match can begin here. */
    boolean fits(String text, int start, int end) {
        if (end - start < places.length) {
            return false;
        }
        for (int i = 0; i < places.length; i++) {
            char c = text.charAt(start + i);
            long[] allowed = places[i];
            if (c < ASCII ? (allowed[c >> 6] >>> c & 1) == 0 : allowed[2] == 0) {
                return false;
            }
        }
        return true;
    }

    /** Says that nothing can be said of a pattern. */
    private static final class UnknownSyntax extends RuntimeException {

        @Serial
        private static final long serialVersionUID = 1L;

        UnknownSyntax() {
            super(null, null, false, false);
        }
    }

    /** Goes through a pattern with all places that can be reached, and notes what can stand there. */
    private static final class Parser {

        private final String pattern;
        private final BitSet[] places = new BitSet[PLACES];
        private int at;
        private boolean foldsCase;

        Parser(String pattern) {
            this.pattern = pattern;
            for (int i = 0; i < PLACES; i++) {
                places[i] = new BitSet();
            }
        }

        BitSet alternatives(BitSet starts) {
            BitSet ends = new BitSet();
            do {
                BitSet reached = starts;
                while (at < pattern.length() && pattern.charAt(at) != '|' && pattern.charAt(at) != ')') {
                    reached = repeated(reached);
                }
                ends.or(reached);
            } while (accept('|'));
            return ends;
        }

        /** An item and how often it stands; the item is read anew for each time. */
        private BitSet repeated(BitSet starts) {
            int item = at;
            skip();
            int[] times = times();
            int behind = at;
            BitSet reached = starts;
            BitSet ends = times[0] == 0 ? (BitSet) starts.clone() : new BitSet();
            for (int i = 1; i <= times[1] && !reached.isEmpty(); i++) {
                at = item;
                reached = one(reached);
                if (i >= times[0]) {
                    ends.or(reached);
                }
            }
            at = behind;
            return ends;
        }

        /** Moves behind the next item without noting anything. */
        private void skip() {
            one(new BitSet());
        }

        private int[] times() {
            int[] times = {1, 1};
            if (accept('?')) {
                times = new int[] {0, 1};
            } else if (accept('*')) {
                times = new int[] {0, PLACES};
            } else if (accept('+')) {
                times = new int[] {1, PLACES};
            } else if (at < pattern.length() && pattern.charAt(at) == '{') {
                times = counted();
            } else {
                return times;
            }
            accept('?');
            return times;
        }

        /** Without figures in it a brace stands for itself, which nobody needs to know here. */
        private int[] counted() {
            int close = pattern.indexOf('}', at);
            require(close > 0);
            String[] bounds = pattern.substring(at + 1, close).split(",", -1);
            at = close + 1;
            require(bounds.length <= 2 && isNumber(bounds[0]) && (bounds.length == 1 || isNumber(bounds[1] + "0")));
            int least = Integer.parseInt(bounds[0]);
            int most = bounds.length == 1 ? least : bounds[1].isEmpty() ? least + PLACES : Integer.parseInt(bounds[1]);
            return new int[] {least, most};
        }

        private static boolean isNumber(String text) {
            return !text.isEmpty() && text.length() <= 5 && text.chars().allMatch(c -> c >= '0' && c <= '9');
        }

        private static void require(boolean known) {
            if (!known) {
                throw new UnknownSyntax();
            }
        }

        private BitSet one(BitSet starts) {
            char c = pattern.charAt(at++);
            return switch (c) {
                case '(' -> group(starts);
                case '[' -> chars(starts, charClass());
                case '.' -> chars(starts, all());
                case '^', '$' -> starts;
                case '\\' -> escaped(starts);
                default -> chars(starts, of(c));
            };
        }

        private BitSet group(BitSet starts) {
            boolean folded = foldsCase;
            if (pattern.startsWith("?i)", at)) {
                foldsCase = true;
                at += 3;
                return starts;
            }
            if (accept('?')) {
                require(accept(':'));
            }
            BitSet ends = alternatives(starts);
            foldsCase = folded;
            at++;
            return ends;
        }

        private BitSet escaped(BitSet starts) {
            char c = pattern.charAt(at);
            if ("bBAz".indexOf(c) >= 0) {
                at++;
                return starts;
            }
            return chars(starts, escape());
        }

        private BitSet escape() {
            char c = pattern.charAt(at++);
            return switch (c) {
                case 'd' -> range('0', '9');
                case 'D' -> not(range('0', '9'));
                case 'w' -> word();
                case 'W' -> not(word());
                case 's' -> space();
                case 'S' -> not(space());
                case 'n' -> of('\n');
                case 'r' -> of('\r');
                case 't' -> of('\t');
                default -> {
                    require(!Chars.alphanumeric(c));
                    yield of(c);
                }
            };
        }

        private BitSet charClass() {
            boolean negated = accept('^');
            BitSet chars = new BitSet();
            int first = at;
            while (pattern.charAt(at) != ']' || at == first) {
                char c = pattern.charAt(at++);
                require(c != '[' || pattern.charAt(at) != ':');
                boolean ranges = pattern.charAt(c == '\\' ? at + 1 : at) == '-'
                        && pattern.charAt(c == '\\' ? at + 2 : at + 1) != ']';
                if (c == '\\') {
                    require(!ranges);
                    chars.or(escape());
                } else if (ranges) {
                    require(pattern.charAt(at + 1) != '\\');
                    chars.or(range(c, pattern.charAt(at + 1)));
                    at += 2;
                } else {
                    chars.or(of(c));
                }
            }
            at++;
            return negated ? not(chars) : chars;
        }

        /** Notes what can stand at each place reached, and moves on by one. */
        private BitSet chars(BitSet starts, BitSet chars) {
            BitSet ends = new BitSet();
            for (int i = starts.nextSetBit(0); i >= 0; i = starts.nextSetBit(i + 1)) {
                if (i < PLACES) {
                    places[i].or(chars);
                    ends.set(i + 1);
                } else {
                    ends.set(PLACES);
                }
            }
            return ends;
        }

        private BitSet of(char c) {
            return range(c, c);
        }

        private BitSet range(char from, char to) {
            BitSet chars = new BitSet();
            for (char c = from; c <= to && c < ASCII; c++) {
                chars.set(c);
                if (foldsCase && Chars.letter(c)) {
                    chars.set(c ^ ' ');
                    chars.set(BEYOND);
                }
            }
            if (to >= ASCII) {
                // Some letters there are the same as s and k.
                require(!foldsCase);
                chars.set(BEYOND);
            }
            return chars;
        }

        private BitSet word() {
            BitSet chars = range('a', 'z');
            chars.or(range('A', 'Z'));
            chars.or(range('0', '9'));
            chars.set('_');
            return chars;
        }

        private static BitSet space() {
            BitSet chars = new BitSet();
            List.of('\t', '\n', '\f', '\r', ' ').forEach(chars::set);
            return chars;
        }

        private static BitSet all() {
            BitSet chars = new BitSet();
            chars.set(0, BEYOND + 1);
            return chars;
        }

        private static BitSet not(BitSet chars) {
            BitSet others = all();
            others.andNot(chars);
            others.set(BEYOND);
            return others;
        }

        private boolean accept(char c) {
            boolean next = at < pattern.length() && pattern.charAt(at) == c;
            at += next ? 1 : 0;
            return next;
        }
    }
}
