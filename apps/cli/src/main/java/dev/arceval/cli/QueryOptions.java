package dev.arceval.cli;

import dev.arceval.trace.TraceQuery;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/**
 * The options that choose stored traces. A command with them has no {@code --version} of the program: here it is the agent's.
 */
final class QueryOptions {

    private final Map<String, String> conditions = new LinkedHashMap<>();

    @Option(names = "--limit", paramLabel = "N", description = "At most the first N")
    private @Nullable Integer limit;

    @Option(names = "--agent", paramLabel = "NAME", description = "Only traces of this agent")
    void agent(String value) {
        conditions.put("agent", value);
    }

    @Option(names = "--version", paramLabel = "VERSION", description = "Only traces of this version of the agent")
    void version(String value) {
        conditions.put("version", value);
    }

    @Option(
            names = "--from",
            paramLabel = "TIME",
            description = "Only traces that started then or later: 2026-01-31 or 2026-01-31T12:00:00Z")
    void from(String value) {
        conditions.put("from", value);
    }

    @Option(names = "--to", paramLabel = "TIME", description = "Only traces that started before then")
    void to(String value) {
        conditions.put("to", value);
    }

    @Option(names = "--outcome", paramLabel = "OUTCOME", description = "success, failure, aborted or unknown")
    void outcome(String value) {
        conditions.put("outcome", value);
    }

    @Option(names = "--framework", paramLabel = "ID", description = "Only traces of this framework, such as spring-ai")
    void framework(String value) {
        conditions.put("framework", value);
    }

    @Option(names = "--pattern", paramLabel = "ID", description = "Only traces of this pattern")
    void pattern(String value) {
        conditions.put("pattern", value);
    }

    @Option(names = "--conversation", paramLabel = "ID", description = "Only traces of this conversation")
    void conversation(String value) {
        conditions.put("conversation", value);
    }

    @Option(names = "--user", paramLabel = "ID", description = "Only traces of this user, named as in the store")
    void user(String value) {
        conditions.put("user", value);
    }

    @Option(names = "--model", paramLabel = "NAME", description = "Only traces that used this model")
    void model(String value) {
        conditions.put("model", value);
    }

    @Option(names = "--text", paramLabel = "WORDS", description = "Only traces whose input has all of these words")
    void text(String value) {
        conditions.put("text", value);
    }

    @Option(
            names = "--score",
            paramLabel = "NAME:MIN..MAX",
            description = "Only traces with such a score, helpful:0..0.5; feedback is the score people gave, 1 to 5")
    void score(String value) {
        conditions.put("score", value);
    }

    @Option(names = "--feedback", paramLabel = "KIND", description = "any, correct, incorrect or corrected")
    void feedback(String value) {
        conditions.put("feedback", value);
    }

    @Option(names = "--tag", paramLabel = "TAG", description = "Only traces with this tag, such as pinned")
    void tag(String value) {
        conditions.put("tag", value);
    }

    TraceQuery query() {
        TraceQuery query = TraceQuery.all();
        for (Map.Entry<String, String> condition : conditions.entrySet()) {
            query = Source.condition(query, condition.getKey(), condition.getValue());
        }
        return limit == null ? query : query.limit(limit);
    }
}
