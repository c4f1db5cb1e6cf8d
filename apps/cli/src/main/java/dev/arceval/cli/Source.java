package dev.arceval.cli;

import dev.arceval.TraceFiles;
import dev.arceval.TraceRecycler;
import dev.arceval.trace.Feedback;
import dev.arceval.trace.Outcome;
import dev.arceval.trace.Trace;
import dev.arceval.trace.TraceQuery;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Where runs to compare come from: a file, or {@code store?agent=…&from=…} with the conditions of {@link QueryOptions}. */
final class Source {

    private static final String STORE = "store";
    private static final Pattern SCORE = Pattern.compile("(.+):(.+?)\\.\\.(.+)");

    private Source() {}

    static boolean isStore(String source) {
        return source.equals(STORE) || source.startsWith(STORE + "?");
    }

    static List<Trace> read(String file) {
        return TraceFiles.read(Path.of(file));
    }

    /** Reads a file at once, the store run by run; close the stream. */
    static Stream<Trace> read(String source, TraceRecycler recycler) {
        return isStore(source) ? recycler.find(query(source)) : read(source).stream();
    }

    static TraceQuery query(String source) {
        TraceQuery query = TraceQuery.all();
        if (source.equals(STORE)) {
            return query;
        }
        for (String condition : source.substring(STORE.length() + 1).split("&", -1)) {
            int equals = condition.indexOf('=');
            if (equals < 1) {
                throw new IllegalArgumentException("expected name=value in " + source + ": " + condition);
            }
            String value = URLDecoder.decode(condition.substring(equals + 1), StandardCharsets.UTF_8);
            query = condition(query, condition.substring(0, equals), value);
        }
        return query;
    }

    static TraceQuery condition(TraceQuery query, String name, String value) {
        return switch (name) {
            case "agent" -> query.agent(value);
            case "version" -> query.version(value);
            case "from" -> query.from(instant(name, value));
            case "to" -> query.to(instant(name, value));
            case "outcome" -> query.outcome(choice(Outcome.Label.class, name, value));
            case "framework" -> query.framework(value);
            case "pattern" -> query.pattern(value);
            case "conversation" -> query.conversation(value);
            case "user" -> query.user(value);
            case "model" -> query.model(value);
            case "text" -> query.text(value);
            case "score" -> score(query, value);
            case "feedback" -> query.feedback(choice(Feedback.Kind.class, name, value));
            case "tag" -> query.tag(value);
            default ->
                throw new IllegalArgumentException("unknown condition " + name
                        + "; known: agent, version, from, to, outcome, framework, pattern, conversation, user, model,"
                        + " text, score, feedback, tag");
        };
    }

    static Instant instant(String name, String value) {
        try {
            return value.length() == 10
                    ? LocalDate.parse(value).atStartOfDay(ZoneOffset.UTC).toInstant()
                    : Instant.parse(value);
        } catch (DateTimeParseException malformed) {
            throw new IllegalArgumentException(
                    name + " must be like 2026-01-31 or 2026-01-31T12:00:00Z: " + value, malformed);
        }
    }

    private static TraceQuery score(TraceQuery query, String value) {
        Matcher range = SCORE.matcher(value);
        try {
            if (range.matches()) {
                return query.score(
                        range.group(1), Double.parseDouble(range.group(2)), Double.parseDouble(range.group(3)));
            }
        } catch (NumberFormatException malformed) {
            throw new IllegalArgumentException("score must be like helpful:0..0.5: " + value, malformed);
        }
        throw new IllegalArgumentException("score must be like helpful:0..0.5: " + value);
    }

    private static <E extends Enum<E>> E choice(Class<E> kind, String name, String value) {
        try {
            return Enum.valueOf(kind, value.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException unknown) {
            String known = Arrays.stream(kind.getEnumConstants())
                    .map(constant -> constant.name().toLowerCase(Locale.ROOT))
                    .collect(Collectors.joining(", "));
            throw new IllegalArgumentException(name + " must be one of " + known + ": " + value, unknown);
        }
    }
}
