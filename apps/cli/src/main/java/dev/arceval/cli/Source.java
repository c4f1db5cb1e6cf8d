package dev.arceval.cli;

import dev.arceval.TraceFiles;
import dev.arceval.TraceRecycler;
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
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** Where runs to compare come from: a file, or {@code store?agent=…&version=…&from=…&to=…&outcome=…}. */
final class Source {

    private static final String STORE = "store";

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

    private static TraceQuery condition(TraceQuery query, String name, String value) {
        return switch (name) {
            case "agent" -> query.agent(value);
            case "version" -> query.version(value);
            case "from" -> query.from(instant(name, value));
            case "to" -> query.to(instant(name, value));
            case "outcome" -> query.outcome(outcome(value));
            default ->
                throw new IllegalArgumentException(
                        "unknown condition " + name + "; known: agent, version, from, to, outcome");
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

    private static Outcome.Label outcome(String value) {
        try {
            return Outcome.Label.valueOf(value.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException unknown) {
            throw new IllegalArgumentException(
                    "outcome must be success, failure, aborted or unknown: " + value, unknown);
        }
    }
}
