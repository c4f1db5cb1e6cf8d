package dev.arceval.core.ingest;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A cursor over one JSON record in its bytes, for records as exporters write them.
 *
 * <p>What it reads it reads strictly, and to the same values as {@link JsonValues}. Whatever is unusual, broken or beyond a
 * limit is left to that parser: this one then throws {@link Unusual} and has no say in what is wrong. So it knows the common
 * forms only, and need not know an error from a rarity.
 *
 * <p>Three things make it fast. Eight bytes are looked at together inside texts. Names are not looked up but expected: the
 * one that followed the same name the last time is compared first. And short texts, which repeat, are not made anew (see
 * {@link Symbols}).
 *
 * <p>A position is looked at a bounded number of times, and nothing recurses but
 * {@link #skip}, to a bounded depth. Mutable, for one thread.
 */
final class JsonBytes {

    /** Thrown at what another parser must look at. */
    static final class Unusual extends RuntimeException {

        private static final long serialVersionUID = 1L;

        private static final Unusual INSTANCE = new Unusual();

        private Unusual() {
            super(null, null, false, false);
        }
    }

    /** Returned by {@link #name} at the end of an object. */
    static final int CLOSED = -1;

    /** Unknown values may nest this deep on top of what is known, which stays below the limit of the other parser. */
    private static final int SKIP_DEPTH = 64;

    /** Several times the number of names, so that few share a place. */
    private static final int TABLE = 256;

    private static final int LONGEST_NUMBER = 40;

    private static final int LONGEST_NAME = 1_000;

    /** No room is kept for longer texts, which are beyond every limit but that of a record. */
    private static final int LONGEST_DECODED = 4 << 20;

    private static final int WORD = Long.BYTES;
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long ONES = 0x0101010101010101L;
    private static final long HIGH_BITS = 0x8080808080808080L;
    private static final long QUOTES = ONES * '"';
    private static final long BACKSLASHES = ONES * '\\';
    private static final long SPACES = ONES * ' ';
    private static final long ZEROS = ONES * '0';

    /** The known names with quotes and colon, as they stand in compact JSON. */
    private final byte[][] names;

    /** The names' positions, plus one, by length and first letter, or in the next free place. */
    private final byte[] table = new byte[TABLE];

    /** What came after each name, and after each opening brace, the last time. */
    private final int[] followers;

    private final Symbols<String> symbols = new Symbols<>(text -> text);
    private byte[] unescaped = new byte[1 << 10];

    /** Whether the text in there certainly is ASCII. */
    private boolean asciiOnly;

    private char[] decoded = {};

    /** All bytes of texts since the last non-ASCII was checked, and perhaps some behind them, or-ed. */
    private long seen;

    private byte[] bytes = {};
    private int at;
    private int end;
    private int nameStart;
    private int nameLength;

    /** @param names those that {@link #name} tells apart, by their position; any other is {@code names.length} */
    JsonBytes(String... names) {
        this.names = new byte[names.length][];
        for (int i = 0; i < names.length; i++) {
            this.names[i] = ("\"" + names[i] + "\":").getBytes(StandardCharsets.US_ASCII);
            int free = slot(names[i].length(), this.names[i][1]);
            while (table[free] > 0) {
                free = free + 1 & TABLE - 1;
            }
            table[free] = (byte) (i + 1);
        }
        this.followers = new int[2 * (names.length + 1)];
        Arrays.fill(followers, names.length);
    }

    /** Goes to the start of {@code [from, to)}. */
    void start(byte[] record, int from, int to) {
        bytes = record;
        seen = 0;
        at = from;
        end = to;
    }

    int position() {
        return at;
    }

    /** Returns where the text begins that stands next, behind its quote; -1 if it is none. */
    int textStart() {
        return token() == '"' ? at + 1 : -1;
    }

    boolean isQuote(int position) {
        return position < end && bytes[position] == '"';
    }

    boolean isComma(int position) {
        return position < end && bytes[position] == ',';
    }

    /** Goes to a position known from a text that was read before: inside of one, or right behind it. */
    void moveTo(int position) {
        at = position;
    }

    /** Enters an object; false for {@code null}. */
    boolean object() {
        return opened('{');
    }

    /** Enters an array; false for {@code null}. */
    boolean array() {
        return opened('[');
    }

    private boolean opened(char bracket) {
        byte next = token();
        if (next == bracket) {
            at++;
            return true;
        }
        word("null");
        return false;
    }

    /** Returns what {@link #name} is given first, in an object whose names differ from those of another {@code kind}. */
    int opening(int kind) {
        return names.length + 1 + kind;
    }

    /**
     * Moves to the next name of an object and behind its colon.
     *
     * @param before the name before it, or {@link #opening}
     * @return the name's position among those known, their number for any other, or {@link #CLOSED}
     */
    int name(int before) {
        byte next = token();
        if (next == '}') {
            at++;
            return CLOSED;
        }
        if (before <= names.length) {
            if (next != ',') {
                throw unusual();
            }
            at++;
            next = token();
        }
        if (next != '"') {
            throw unusual();
        }
        int expected = followers[before];
        if (expected < names.length && startsWith(names[expected])) {
            at += names[expected].length;
            return expected;
        }
        int name = lookUp();
        followers[before] = name;
        return name;
    }

    private int lookUp() {
        passName();
        for (int i = slot(nameLength, bytes[nameStart]); table[i] > 0; i = i + 1 & TABLE - 1) {
            int name = table[i] - 1;
            // Without the two quotes and the colon.
            if (names[name].length - 3 == nameLength
                    && KnownBytes.stand(names[name], 1, nameLength, bytes, nameStart)) {
                return name;
            }
        }
        return names.length;
    }

    /** Goes behind the colon of the name whose quote stands here. */
    private void passName() {
        int start = ++at;
        int stop = plainEnd(start);
        if (bytes[stop] != '"' || stop - start > LONGEST_NAME) {
            throw unusual();
        }
        requireUnicode(start, stop);
        at = stop + 1;
        nameStart = start;
        nameLength = stop - start;
        expect(':');
    }

    /** Returns what {@code known} makes of the name that {@link #name} met last and did not know. */
    <T> T otherName(Symbols<T> known) {
        return known.of(bytes, nameStart, nameLength);
    }

    /** Moves to the next name of an object in which any may stand, and behind its colon; null at the end, which is left. */
    <T> @Nullable T key(boolean first, Symbols<T> known) {
        byte next = token();
        if (next == '}') {
            at++;
            return null;
        }
        if (!first) {
            if (next != ',') {
                throw unusual();
            }
            at++;
            next = token();
        }
        if (next != '"') {
            throw unusual();
        }
        passName();
        return otherName(known);
    }

    private static int slot(int length, byte first) {
        return length * 37 + first * 5 & TABLE - 1;
    }

    /** Moves to the next item of an array; false at its end, which is left. */
    boolean item(boolean first) {
        byte next = token();
        if (next == ']') {
            at++;
            return false;
        }
        if (!first) {
            if (next != ',') {
                throw unusual();
            }
            at++;
            if (token() == ']') {
                throw unusual();
            }
        }
        return true;
    }

    /** Requires that nothing but white space is left. */
    void finish() {
        skipBlank();
        if (at != end) {
            throw unusual();
        }
    }

    /** Returns a text; empty for {@code null}. */
    String text() {
        if (token() != '"') {
            word("null");
            return "";
        }
        int start = ++at;
        int stop = plainEnd(start);
        if (bytes[stop] != '"') {
            return unescaped(start, stop);
        }
        at = stop + 1;
        boolean ascii = requireUnicode(start, stop);
        return ascii || stop - start <= Symbols.LONGEST
                ? symbols.of(bytes, start, stop - start)
                : decoded(bytes, start, stop - start);
    }

    /** Returns what {@code known} makes of a text without escapes; null, and nothing is read, if it is none. */
    <T> @Nullable T symbol(Symbols<T> known) {
        if (token() != '"') {
            return null;
        }
        int start = at + 1;
        int stop = plainEnd(start);
        if (bytes[stop] != '"') {
            return null;
        }
        at = stop + 1;
        requireUnicode(start, stop);
        return known.of(bytes, start, stop - start);
    }

    /**
     * Returns a text of hex digits in lower case that are not all zero; null, and nothing is read, if it is none.
     *
     * @param digits how many there must be, a multiple of eight
     */
    @Nullable
    String hexId(int digits) {
        int start = textStart();
        if (start < 0 || start + digits >= end || bytes[start + digits] != '"') {
            return null;
        }
        boolean zero = true;
        for (int i = start; i < start + digits; i += WORD) {
            long word = (long) LONGS.get(bytes, i);
            if (!areHexDigits(word)) {
                return null;
            }
            zero &= word == ZEROS;
        }
        if (zero) {
            return null;
        }
        at = start + digits + 1;
        return new String(bytes, start, digits, StandardCharsets.ISO_8859_1);
    }

    /** The high bit of each byte says whether it is at least some character: ASCII cannot carry into the next byte. */
    private static boolean areHexDigits(long word) {
        long digits = word + ONES * (0x80 - '0') & ~(word + ONES * (0x80 - '9' - 1));
        long letters = word + ONES * (0x80 - 'a') & ~(word + ONES * (0x80 - 'f' - 1));
        return ((digits | letters) & ~word & HIGH_BITS) == HIGH_BITS;
    }

    /** Returns the rest of a text, from inside it, where no escape is cut. */
    String restOfText() {
        int start = at;
        return unescaped(start, plainEnd(start));
    }

    boolean flag() {
        if (token() == 't') {
            word("true");
            return true;
        }
        word("false");
        return false;
    }

    /** Returns a signed whole number in digits, as text or not. */
    long int64() {
        token();
        boolean quoted = bytes[at] == '"';
        if (quoted) {
            at++;
        }
        boolean negative = peek() == '-';
        if (negative) {
            at++;
        }
        long number = digits();
        if (quoted) {
            quote();
        } else {
            endOfNumber();
        }
        return negative ? -number : number;
    }

    /** Returns a whole number in digits, as text or not, that is not negative. */
    long nanos() {
        long number = int64();
        if (number < 0) {
            throw unusual();
        }
        return number;
    }

    /** Returns a number of either kind that is written as one. */
    double float64() {
        return number(numberText()).doubleValue();
    }

    /** Goes behind a text without escapes and its quote, and returns where it starts. */
    int plainText() {
        if (token() != '"') {
            throw unusual();
        }
        int start = at + 1;
        int stop = plainEnd(start);
        if (bytes[stop] != '"') {
            throw unusual();
        }
        at = stop + 1;
        requireUnicode(start, stop);
        return start;
    }

    /** Returns a number of either kind: a {@code Long} if it is written as a whole one, else a {@code Double}. */
    Number anyNumber() {
        return number(numberText());
    }

    private static Number number(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '.' || c == 'e' || c == 'E') {
                return Double.valueOf(text);
            }
        }
        if (text.length() > 18) {
            throw unusual();
        }
        return Long.valueOf(text);
    }

    /** Returns a number of either kind as it is written. */
    String numberText() {
        token();
        int start = at;
        number();
        if (at - start > LONGEST_NUMBER) {
            throw unusual();
        }
        return new String(bytes, start, at - start, StandardCharsets.US_ASCII);
    }

    /** Skips any value; what it holds is checked as if it were read. */
    void skip() {
        skip(0);
    }

    private void skip(int depth) {
        if (depth == SKIP_DEPTH) {
            throw unusual();
        }
        switch (token()) {
            case '"' -> skipText();
            case '{' -> skipObject(depth);
            case '[' -> {
                at++;
                for (boolean first = true; item(first); first = false) {
                    skip(depth + 1);
                }
            }
            case 't' -> word("true");
            case 'f' -> word("false");
            case 'n' -> word("null");
            default -> {
                int start = at;
                number();
                if (at - start > LONGEST_NUMBER) {
                    throw unusual();
                }
            }
        }
    }

    private void skipObject(int depth) {
        at++;
        byte next = token();
        while (next != '}') {
            int start = at;
            skipText();
            if (at - start > LONGEST_NAME) {
                throw unusual();
            }
            expect(':');
            skip(depth + 1);
            next = token();
            if (next == ',') {
                at++;
                if (token() != '"') {
                    throw unusual();
                }
            } else if (next != '}') {
                throw unusual();
            }
        }
        at++;
    }

    private void skipText() {
        if (token() != '"') {
            throw unusual();
        }
        at++;
        int stop = plainEnd(at);
        if (bytes[stop] == '"') {
            requireUnicode(at, stop);
            at = stop + 1;
        } else {
            unescape(at, stop);
        }
    }

    /** Returns the number of up to 19 digits that stand here, without leading zeros. */
    private long digits() {
        int start = at;
        int next = start;
        long number = 0;
        while (next + WORD <= end && next < start + 2 * WORD && areDigits((long) LONGS.get(bytes, next))) {
            number = number * 100_000_000 + eightDigits((long) LONGS.get(bytes, next));
            next += WORD;
        }
        for (int digit = digit(next); digit >= 0; digit = digit(++next)) {
            number = number * 10 + digit;
        }
        at = next;
        int length = next - start;
        // Nineteen digits may be more than fits, but not so much more that the sign were right again.
        if (length == 0 || length > 19 || number < 0 || (length > 1 && bytes[start] == '0')) {
            throw unusual();
        }
        return number;
    }

    private static boolean areDigits(long word) {
        // Digits have a 3 in their upper half, also when six is added to them.
        long upper = HIGH_BITS | HIGH_BITS >>> 1 | HIGH_BITS >>> 2 | HIGH_BITS >>> 3;
        return (word & upper) == ZEROS && (word + 6 * ONES & upper) == ZEROS;
    }

    /** The number of eight digits, the first one in the lowest byte: neighbours are joined to pairs, fours and all eight. */
    private static long eightDigits(long word) {
        long digits = word & 0x0F0F0F0F0F0F0F0FL;
        long pairs = (digits * 10 + (digits >>> 8)) & 0x00FF00FF00FF00FFL;
        long fours = (pairs * 100 + (pairs >>> 16)) & 0x0000FFFF0000FFFFL;
        return (fours * 10_000 + (fours >>> 32)) & 0xFFFFFFFFL;
    }

    private int digit(int position) {
        int digit = (position < end ? bytes[position] : 0) - '0';
        return digit <= 9 ? digit : -1;
    }

    /** Moves behind a number in JSON's grammar. */
    private void number() {
        if (peek() == '-') {
            at++;
        }
        int start = at;
        someDigits();
        if (at - start > 1 && bytes[start] == '0') {
            throw unusual();
        }
        if (at < end && bytes[at] == '.') {
            at++;
            someDigits();
        }
        if (at < end && (bytes[at] | 0x20) == 'e') {
            at++;
            if (peek() == '+' || peek() == '-') {
                at++;
            }
            someDigits();
        }
        endOfNumber();
    }

    private void someDigits() {
        int start = at;
        while (digit(at) >= 0) {
            at++;
        }
        if (at == start) {
            throw unusual();
        }
    }

    private void endOfNumber() {
        if (at < end) {
            byte next = bytes[at];
            if (next != ',' && next != '}' && next != ']' && !isBlank(next)) {
                throw unusual();
            }
        }
    }

    private void word(String word) {
        int length = word.length();
        if (end - at < length) {
            throw unusual();
        }
        for (int i = 0; i < length; i++) {
            if (bytes[at + i] != word.charAt(i)) {
                throw unusual();
            }
        }
        at += length;
        endOfNumber();
    }

    private void expect(char wanted) {
        if (token() != wanted) {
            throw unusual();
        }
        at++;
    }

    private void quote() {
        if (peek() != '"') {
            throw unusual();
        }
        at++;
    }

    /** Skips white space and returns what stands behind it. */
    byte token() {
        if (at < end && bytes[at] > ' ') {
            return bytes[at];
        }
        skipBlank();
        return peek();
    }

    private void skipBlank() {
        while (at < end && isBlank(bytes[at])) {
            at++;
        }
    }

    private byte peek() {
        if (at >= end) {
            throw unusual();
        }
        return bytes[at];
    }

    /** Goes behind {@code expected} if it stands here, to the byte. */
    boolean passes(byte[] expected) {
        boolean here = startsWith(expected);
        if (here) {
            at += expected.length;
        }
        return here;
    }

    /** Goes behind a text known from before, and its quote, if the same one stands at {@code start}. */
    boolean repeats(int known, int length, int start) {
        boolean here = end - start > length && KnownBytes.stand(bytes, known, length + 1, bytes, start);
        if (here) {
            at = start + length + 1;
        }
        return here;
    }

    /** Returns a copy of the bytes from {@code start} to where we are. */
    byte[] since(int start) {
        return Arrays.copyOfRange(bytes, start, at);
    }

    private boolean startsWith(byte[] expected) {
        return end - at >= expected.length && KnownBytes.stand(expected, 0, expected.length, bytes, at);
    }

    /** Returns the position of the first quote, backslash or control character; there must be one. */
    private int plainEnd(int from) {
        int i = from;
        long all = 0;
        for (; i + WORD <= end; i += WORD) {
            long word = (long) LONGS.get(bytes, i);
            all |= word;
            long special = special(word);
            if (special != 0) {
                seen |= all;
                return i + (Long.numberOfTrailingZeros(special) >>> 3);
            }
        }
        seen |= all;
        for (; i < end; i++) {
            byte next = bytes[i];
            seen |= next;
            if (next == '"' || next == '\\' || (next >= 0 && next < ' ')) {
                return i;
            }
        }
        throw unusual();
    }

    /** The high bit of the first byte that is a quote, a backslash or a control character; those above it may be wrong. */
    private static long special(long word) {
        long quote = word ^ QUOTES;
        long backslash = word ^ BACKSLASHES;
        return (((quote - ONES) & ~quote) | ((backslash - ONES) & ~backslash) | ((word - SPACES) & ~word)) & HIGH_BITS;
    }

    private String unescaped(int start, int stop) {
        int length = unescape(start, stop);
        return asciiOnly
                ? new String(unescaped, 0, length, StandardCharsets.ISO_8859_1)
                : decoded(unescaped, 0, length);
    }

    /**
     * Reads a text on from {@code stop}, where something else than plain characters stands, and leaves it.
     *
     * @return how long it is in {@link #unescaped}
     */
    private int unescape(int start, int stop) {
        int length = stop - start;
        reserve(0, length);
        System.arraycopy(bytes, start, unescaped, 0, length);
        int from = stop;
        boolean asciiEscapes = true;
        while (bytes[from] != '"') {
            if (bytes[from] != '\\' || from + 1 >= end) {
                throw unusual();
            }
            reserve(length, WORD);
            byte escape = bytes[from + 1];
            if (escape == 'u') {
                from = unicode(from, length);
                length += utf8Length;
                asciiEscapes &= utf8Length == 1;
            } else {
                unescaped[length++] = simple(escape);
                from += 2;
            }
            int plain = copyPlain(from, length);
            from += plain;
            length += plain;
        }
        at = from + 1;
        asciiOnly = requireUnicode(start, from) && asciiEscapes;
        return length;
    }

    /** Decodes well-formed UTF-8; the JDK takes several times as long and twice the memory for what is beyond Latin-1. */
    private String decoded(byte[] source, int start, int length) {
        if (length > LONGEST_DECODED) {
            return new String(source, start, length, StandardCharsets.UTF_8);
        }
        if (decoded.length < length) {
            decoded = new char[length + length / 4];
        }
        return new String(decoded, 0, Utf8.decode(source, start, start + length, decoded));
    }

    /** Non-ASCII can stand in texts only, so there it is checked. Returns whether there certainly is none. */
    private boolean requireUnicode(int start, int stop) {
        if ((seen & HIGH_BITS) == 0) {
            return true;
        }
        seen = 0;
        if (!Utf8.wellFormed(bytes, start, stop)) {
            throw unusual();
        }
        return false;
    }

    /** Copies what needs no unescaping from {@code from} to {@code to} in the unescaped text; returns how much. */
    private int copyPlain(int from, int to) {
        byte[] source = bytes;
        byte[] target = unescaped;
        long all = 0;
        int i = 0;
        int room = Math.min(end - from, target.length - to) - WORD;
        while (i <= room) {
            long word = (long) LONGS.get(source, from + i);
            long special = special(word);
            all |= word;
            LONGS.set(target, to + i, word);
            if (special != 0) {
                seen |= all;
                return i + (Long.numberOfTrailingZeros(special) >>> 3);
            }
            i += WORD;
        }
        seen |= all;
        int rest = plainEnd(from + i) - from - i;
        reserve(to + i, rest);
        System.arraycopy(source, from + i, unescaped, to + i, rest);
        return i + rest;
    }

    /** How many bytes {@link #unicode} wrote. */
    private int utf8Length;

    /** Writes the character whose escape stands at {@code from}; returns the position behind it. */
    private int unicode(int from, int to) {
        int code = hex(from + 2);
        int next = from + 6;
        if (Character.isSurrogate((char) code)) {
            if (!Character.isHighSurrogate((char) code)
                    || next + 6 > end
                    || bytes[next] != '\\'
                    || bytes[next + 1] != 'u') {
                throw unusual();
            }
            int low = hex(next + 2);
            if (!Character.isLowSurrogate((char) low)) {
                throw unusual();
            }
            code = Character.toCodePoint((char) code, (char) low);
            next += 6;
        }
        utf8Length = utf8(code, to);
        return next;
    }

    private int utf8(int code, int to) {
        if (code < 0x80) {
            unescaped[to] = (byte) code;
            return 1;
        }
        if (code < 0x800) {
            unescaped[to] = (byte) (0xC0 | code >> 6);
            unescaped[to + 1] = (byte) (0x80 | code & 0x3F);
            return 2;
        }
        if (code < 0x10000) {
            unescaped[to] = (byte) (0xE0 | code >> 12);
            unescaped[to + 1] = (byte) (0x80 | code >> 6 & 0x3F);
            unescaped[to + 2] = (byte) (0x80 | code & 0x3F);
            return 3;
        }
        unescaped[to] = (byte) (0xF0 | code >> 18);
        unescaped[to + 1] = (byte) (0x80 | code >> 12 & 0x3F);
        unescaped[to + 2] = (byte) (0x80 | code >> 6 & 0x3F);
        unescaped[to + 3] = (byte) (0x80 | code & 0x3F);
        return 4;
    }

    private int hex(int from) {
        if (from + 4 > end) {
            throw unusual();
        }
        int code = 0;
        for (int i = from; i < from + 4; i++) {
            int digit = bytes[i] >= 0 ? Character.digit(bytes[i], 16) : -1;
            if (digit < 0) {
                throw unusual();
            }
            code = code << 4 | digit;
        }
        return code;
    }

    private static byte simple(byte escape) {
        return switch (escape) {
            case '"', '\\', '/' -> escape;
            case 'n' -> '\n';
            case 't' -> '\t';
            case 'r' -> '\r';
            case 'b' -> '\b';
            case 'f' -> '\f';
            default -> throw unusual();
        };
    }

    private void reserve(int used, int more) {
        if (used + more > unescaped.length) {
            unescaped = Arrays.copyOf(unescaped, Math.max(2 * unescaped.length, used + more));
        }
    }

    static boolean isBlank(byte next) {
        return next == ' ' || next == '\n' || next == '\r' || next == '\t';
    }

    /** Returns what to throw at what another parser must look at. */
    static Unusual unusual() {
        return Unusual.INSTANCE;
    }

    /** Returns how long the texts at two positions are the same, up to {@code most} bytes of the first. */
    int shared(int one, int most, int two) {
        int limit = Math.min(most, end - two);
        int differs = Arrays.mismatch(bytes, one, one + limit, bytes, two, two + limit);
        return differs < 0 ? limit : differs;
    }
}
