package dev.arceval.core.json;

import java.io.File;
import java.lang.reflect.Array;
import java.lang.reflect.Proxy;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.net.URL;
import java.nio.file.Path;
import java.time.ZoneId;
import java.time.temporal.TemporalAccessor;
import java.time.temporal.TemporalAmount;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Currency;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Turns any value into text for a trace: a string as it is, anything else as JSON.
 *
 * <p>This runs on the recorded application's own thread, on whatever that application passes around, so the rule is: run
 * no code of a type we do not know. Records and plain objects are read field by field, without calling a getter or
 * {@code toString}; collections and maps are walked only if they are the JDK's or of a library known to hold their
 * elements in memory; what would be used up by reading (streams, readers, iterators) or has no content to show is written
 * as its type, such as {@code "<java.io.FileInputStream>"}. Cycles are written as {@code "<cycle>"}.
 *
 * <p>Whatever goes wrong, errors included, stays here: the text then names the type and the error. The elements of a set
 * without order are sorted by their text, since their order differs from one JVM to the next.
 */
public final class ValueText {

    /** Longest text, in characters: a page of prose is 3,000; a whole context window is not wanted in every step. */
    public static final int MAX_CHARS = 64 * 1024;

    /** Deepest nesting that is shown; what lies below is written as its type. */
    public static final int MAX_DEPTH = 12;

    /** Most elements of one collection; also bounds the time spent on a huge one whose elements are short. */
    public static final int MAX_ITEMS = 1_000;

    private static final String NULL = "null";

    /** Libraries whose collections hold their elements in memory, so that walking them loads nothing. */
    private static final List<String> KNOWN_COLLECTIONS =
            List.of("java.", "com.google.common.collect.", "kotlin.collections.", "org.eclipse.collections.impl.");

    /** Parts of the names of classes made at run time, whose fields are plumbing: proxies of Spring and Hibernate. */
    private static final List<String> GENERATED = List.of("$$", "$HibernateProxy$", "$ByteBuddy$");

    /** Jackson 2, which many agents still speak; its nodes print themselves as JSON. */
    private static final String JACKSON_2_NODES = "com.fasterxml.jackson.databind.node.";

    private final StringBuilder out = new StringBuilder();
    private final @Nullable Object[] path = new Object[MAX_DEPTH];

    private ValueText() {}

    /** Returns the text of {@code value}; at most {@link #MAX_CHARS} characters and a mark of what was cut. Never throws. */
    public static String of(@Nullable Object value) {
        if (value instanceof String text) {
            return cut(text, MAX_CHARS);
        }
        if (value == null) {
            return NULL;
        }
        try {
            ValueText text = new ValueText();
            text.write(value, 0);
            return text.out.toString();
        } catch (Throwable broken) {
            return quoted(unprintable(value, broken));
        }
    }

    /** Returns {@code text} if it has at most {@code maxChars} characters, else its start and how much was left out. */
    public static String cut(String text, int maxChars) {
        if (text.length() <= maxChars) {
            return text;
        }
        int end = Character.isHighSurrogate(text.charAt(maxChars - 1)) ? maxChars - 1 : maxChars;
        return text.substring(0, end) + "<" + (text.length() - end) + " more>";
    }

    private void write(@Nullable Object value, int depth) {
        if (value == null || value instanceof Boolean) {
            out.append(value);
        } else if (value instanceof String text) {
            string(text);
        } else if (value instanceof Number number) {
            number(number, depth);
        } else if (value instanceof Enum<?> constant) {
            string(constant.name());
        } else if (value instanceof StringBuilder || value instanceof StringBuffer) {
            CharSequence text = (CharSequence) value;
            string(text.subSequence(0, Math.min(text.length(), MAX_CHARS)).toString());
        } else if (isPlainText(value)) {
            string(value.toString());
        } else if (value instanceof JsonNode node) {
            json(node.toString());
        } else if (value.getClass().getName().startsWith(JACKSON_2_NODES)) {
            json(value.toString());
        } else {
            structure(value, depth);
        }
    }

    private void structure(Object value, int depth) {
        if (onPath(value, depth)) {
            string("<cycle>");
            return;
        }
        if (depth == MAX_DEPTH) {
            string(typeMark(value));
            return;
        }
        path[depth] = value;
        int start = out.length();
        try {
            contents(value, depth);
        } catch (Throwable broken) {
            out.setLength(start);
            string(unprintable(value, broken));
        }
    }

    private void contents(Object value, int depth) {
        if (value instanceof Optional<?> optional) {
            write(optional.orElse(null), depth + 1);
        } else if (value instanceof OptionalInt number) {
            out.append(number.isPresent() ? String.valueOf(number.getAsInt()) : NULL);
        } else if (value instanceof OptionalLong number) {
            out.append(number.isPresent() ? String.valueOf(number.getAsLong()) : NULL);
        } else if (value instanceof OptionalDouble number) {
            write(number.isPresent() ? number.getAsDouble() : null, depth + 1);
        } else if (value instanceof AtomicReference<?> reference) {
            write(reference.get(), depth + 1);
        } else if (value instanceof Map<?, ?> map && isKnown(map)) {
            map(map, depth);
        } else if (value instanceof Collection<?> collection && isKnown(collection)) {
            collection(collection, depth);
        } else if (value instanceof byte[] bytes) {
            string("<" + bytes.length + " bytes>");
        } else if (value.getClass().isArray()) {
            array(value, depth);
        } else if (value instanceof Throwable error) {
            string(ErrorText.of(error));
        } else if (isReadable(value)) {
            fields(value, depth);
        } else {
            string(typeMark(value));
        }
    }

    private void map(Map<?, ?> map, int depth) {
        Elements entries = new Elements('{', '}');
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            if (!entries.next()) {
                string("<more>");
                out.append(':').append(map.size() - entries.count());
                break;
            }
            string(key(entry.getKey()));
            out.append(':');
            write(entry.getValue(), depth + 1);
        }
        entries.end(map instanceof SortedMap || map instanceof LinkedHashMap);
    }

    private static String key(@Nullable Object key) {
        if (key == null || key instanceof String || key instanceof Boolean) {
            return String.valueOf(key);
        }
        if (key instanceof Enum<?> constant) {
            return constant.name();
        }
        return isPlainText(key) || (key instanceof Number && isJdk(key)) ? key.toString() : typeMark(key);
    }

    private void collection(Collection<?> collection, int depth) {
        Elements items = new Elements('[', ']');
        for (Object item : collection) {
            if (!items.next()) {
                more(collection.size() - items.count());
                break;
            }
            write(item, depth + 1);
        }
        items.end(
                !(collection instanceof Set) || collection instanceof SortedSet || collection instanceof LinkedHashSet);
    }

    private void array(Object array, int depth) {
        int length = Array.getLength(array);
        Elements items = new Elements('[', ']');
        for (int i = 0; i < length; i++) {
            if (!items.next()) {
                more(length - i);
                break;
            }
            write(Array.get(array, i), depth + 1);
        }
        items.end(true);
    }

    /** The commas, the limit and the order of one list of elements. */
    private final class Elements {

        private final char close;
        private final List<Integer> starts = new ArrayList<>();
        private boolean cut;

        Elements(char open, char close) {
            this.close = close;
            out.append(open);
        }

        /** Makes place for an element; false if there is none left. */
        boolean next() {
            if (!starts.isEmpty()) {
                out.append(',');
            }
            cut = out.length() >= MAX_CHARS || starts.size() >= MAX_ITEMS;
            if (!cut) {
                starts.add(out.length());
            }
            return !cut;
        }

        int count() {
            return starts.size();
        }

        void end(boolean ordered) {
            if (!ordered && !cut && starts.size() > 1) {
                sort();
            }
            out.append(close);
        }

        private void sort() {
            List<String> texts = new ArrayList<>(starts.size());
            for (int i = 0; i < starts.size(); i++) {
                int end = i + 1 < starts.size() ? starts.get(i + 1) - 1 : out.length();
                texts.add(out.substring(starts.get(i), end));
            }
            texts.sort(null);
            out.setLength(starts.get(0));
            out.append(String.join(",", texts));
        }
    }

    private void fields(Object value, int depth) {
        Elements properties = new Elements('{', '}');
        for (ObjectFields.Property property : ObjectFields.of(value.getClass())) {
            if (!properties.next()) {
                string("<more>");
                out.append(":true");
                break;
            }
            string(property.name());
            out.append(':');
            write(property.read(value), depth + 1);
        }
        properties.end(true);
    }

    private void more(int count) {
        string("<" + count + " more>");
    }

    private void number(Number number, int depth) {
        if (!isJdk(number)) {
            structure(number, depth);
        } else if (isLong(number)) {
            string(typeMark(number));
        } else if (number instanceof BigDecimal
                || number instanceof BigInteger
                || Double.isFinite(number.doubleValue())) {
            out.append(number);
        } else {
            string(number.toString());
        }
    }

    /** Whether writing the number in digits would take long: the time grows with the square of the length. */
    private static boolean isLong(Number number) {
        int bits = number instanceof BigInteger whole
                ? whole.bitLength()
                : number instanceof BigDecimal decimal ? decimal.unscaledValue().bitLength() : 0;
        return bits > 4_096;
    }

    /** Appends JSON that came as such; what is too long to stay valid is shown as text. */
    private void json(String json) {
        if (json.length() <= MAX_CHARS - Math.min(out.length(), MAX_CHARS)) {
            out.append(json);
        } else {
            string(json);
        }
    }

    private void string(String text) {
        int room = Math.max(MAX_CHARS - out.length(), 256);
        quote(cut(text, room), out);
    }

    /** The same object, not an equal one: {@code equals} is code of a type we do not know. */
    @SuppressWarnings("ReferenceEquality")
    private boolean onPath(Object value, int depth) {
        return Arrays.stream(path, 0, depth).anyMatch(above -> above == value);
    }

    /** Types of the JDK whose {@code toString} is the value itself. */
    private static boolean isPlainText(Object value) {
        return (value instanceof Character)
                || (value instanceof UUID)
                || (value instanceof URI)
                || (value instanceof URL)
                || (value instanceof File)
                || (value instanceof Locale)
                || (value instanceof Currency)
                || (value instanceof Date && isJdk(value))
                || (value instanceof ZoneId)
                || (value instanceof AtomicBoolean)
                || (value instanceof TemporalAccessor && isJdk(value))
                || (value instanceof TemporalAmount && isJdk(value))
                || (value instanceof Path && isJdk(value));
    }

    private static boolean isKnown(Object collection) {
        String type = collection.getClass().getName();
        return KNOWN_COLLECTIONS.stream().anyMatch(type::startsWith);
    }

    /** Whether the fields of {@code value} are its content: an object of the application, not a service in disguise. */
    private static boolean isReadable(Object value) {
        Class<?> type = value.getClass();
        return !isJdk(value)
                && !type.isHidden()
                && !Proxy.isProxyClass(type)
                && GENERATED.stream().noneMatch(type.getName()::contains)
                && !(value instanceof Iterable)
                && !(value instanceof Map)
                && !(value instanceof AutoCloseable)
                && !(value instanceof Thread)
                && !(value instanceof ClassLoader);
    }

    private static boolean isJdk(Object value) {
        ClassLoader loader = value.getClass().getClassLoader();
        return loader == null || loader.equals(ClassLoader.getPlatformClassLoader());
    }

    private static String typeMark(Object value) {
        return value instanceof Class<?> type
                ? type.getName()
                : "<" + value.getClass().getTypeName() + ">";
    }

    private static String unprintable(Object value, Throwable broken) {
        return "<unprintable: " + value.getClass().getTypeName() + ": "
                + broken.getClass().getTypeName() + ">";
    }

    private static String quoted(String text) {
        StringBuilder quoted = new StringBuilder(text.length() + 2);
        quote(text, quoted);
        return quoted.toString();
    }

    static void quote(String text, StringBuilder out) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                default -> {
                    if (c < ' ' || isLoneSurrogate(text, i)) {
                        out.append(unicodeEscape(c));
                    } else {
                        out.append(c);
                    }
                }
            }
        }
        out.append('"');
    }

    private static boolean isLoneSurrogate(String text, int at) {
        char c = text.charAt(at);
        if (Character.isHighSurrogate(c)) {
            return at + 1 == text.length() || !Character.isLowSurrogate(text.charAt(at + 1));
        }
        return Character.isLowSurrogate(c) && (at == 0 || !Character.isHighSurrogate(text.charAt(at - 1)));
    }

    private static String unicodeEscape(char c) {
        String hex = Integer.toHexString(c);
        return "\\u" + "0000".substring(hex.length()) + hex;
    }
}
