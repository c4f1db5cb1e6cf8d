package dev.arceval.cli;

import dev.arceval.cli.Canaries.Canary;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/** Telemetry with a canary in every place where text can stand. */
final class CanaryTelemetry {

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final int NAMED_RUNS = 40;

    private CanaryTelemetry() {}

    /** One trace for each canary in each encoding, with the text in every place. */
    static String traces(boolean streamed) {
        StringBuilder lines = new StringBuilder();
        int number = 0;
        for (Canary canary : Canaries.all()) {
            for (String text : Canaries.chosenEncodings(canary)) {
                lines.append(JSON.writeValueAsString(request(++number, text, streamed)))
                        .append('\n');
            }
        }
        return lines.toString();
    }

    private static Map<String, Object> request(int number, String text, boolean streamed) {
        String traceId = "%032x".formatted(number);
        Map<String, Object> agent = span(traceId, 1, 0, "invoke_agent " + text);
        agent.put(
                "attributes",
                attributes(
                        "gen_ai.operation.name",
                        "invoke_agent",
                        "gen_ai.agent.name",
                        "shop",
                        "gen_ai.conversation.id",
                        text,
                        "gen_ai.input.messages",
                        messages("user", text),
                        "gen_ai.output.messages",
                        messages("assistant", "done: " + text),
                        "note." + number,
                        text,
                        text,
                        "a key"));
        // Each run starts at a time of its own: retention tells them apart by it.
        agent.put("startTimeUnixNano", String.valueOf(1_767_225_600_000_000_000L + number * 1_000_000L));
        int cut = streamed ? text.length() / 2 : 0;
        agent.put(
                "events",
                List.of(
                        event("exception", "exception.message", text, "exception.stacktrace", "at x\n\t" + text),
                        event(text, "note", text),
                        event("gen_ai.content.chunk", "delta", text.substring(0, cut)),
                        event("gen_ai.content.chunk", "delta", text.substring(cut)),
                        event(
                                "gen_ai.evaluation.result",
                                "gen_ai.evaluation.name",
                                "helpful",
                                "gen_ai.evaluation.explanation",
                                text),
                        event("feedback", "feedback.comment", text)));
        agent.put(
                "links",
                List.of(Map.of(
                        "traceId", traceId, "spanId", "%016x".formatted(9), "attributes", attributes("note", text))));
        agent.put("status", Map.of("code", number % 2 + 1, "message", text));
        agent.put("traceState", "vendor=" + text);
        Map<String, Object> tool = span(traceId, 2, 1, "execute_tool lookup");
        tool.put("startTimeUnixNano", agent.get("startTimeUnixNano"));
        tool.put(
                "attributes",
                attributes(
                        "gen_ai.operation.name",
                        "execute_tool",
                        "gen_ai.tool.name",
                        "lookup",
                        "gen_ai.tool.call.id",
                        text,
                        "gen_ai.tool.call.arguments",
                        JSON.writeValueAsString(Map.of("query", text)),
                        "gen_ai.tool.call.result",
                        text));
        return request(attributes("service.name", "shop", "process.command_line", text), text, List.of(agent, tool));
    }

    private static Map<String, Object> span(String traceId, int id, int parent, String name) {
        Map<String, Object> span = new LinkedHashMap<>();
        span.put("traceId", traceId);
        span.put("spanId", "%016x".formatted(id));
        if (parent > 0) {
            span.put("parentSpanId", "%016x".formatted(parent));
        }
        span.put("name", name);
        span.put("startTimeUnixNano", String.valueOf(1_767_225_600_000_000_000L + id));
        span.put("endTimeUnixNano", String.valueOf(1_767_225_601_000_000_000L));
        return span;
    }

    private static Map<String, Object> event(String name, String... attributes) {
        return Map.of(
                "timeUnixNano", "1767225600000000001", "name", name, "attributes", attributes((Object[]) attributes));
    }

    private static List<Map<String, Object>> attributes(Object... keysAndValues) {
        List<Map<String, Object>> attributes = new ArrayList<>();
        for (int i = 0; i < keysAndValues.length; i += 2) {
            attributes.add(Map.of("key", keysAndValues[i], "value", Map.of("stringValue", keysAndValues[i + 1])));
        }
        return attributes;
    }

    private static String messages(String role, String text) {
        return JSON.writeValueAsString(
                List.of(Map.of("role", role, "parts", List.of(Map.of("type", "text", "content", text)))));
    }

    /** Lines that cannot be read: what is said about them must not quote them. */
    static String brokenLines() {
        StringBuilder lines = new StringBuilder();
        for (Canary canary : Canaries.all()) {
            lines.append("{\"resourceSpans\": \"").append(canary.secret()).append("\"}\n");
            lines.append(canary.secret()).append('\n');
            lines.append("{\"trace_id\": \"").append(canary.secret()).append("\", \"spans\": 7}\n");
            lines.append("{\"resourceSpans\":[{\"scopeSpans\":[{\"spans\":[{\"traceId\":\"")
                    .append(canary.secret())
                    .append("\"}]}]}]}\n");
            lines.append("{\"").append(canary.secret()).append("\": tru\n");
        }
        return lines.toString();
    }

    /**
     * Forty runs that are called by a canary in every name that comparisons, gates, histories and monitors show: agent, tool, model,
     * version, error, evaluation, case.
     *
     * @param worse whether most fail, take longer and call another tool
     */
    static String named(String text, boolean worse) {
        StringBuilder lines = new StringBuilder();
        for (int run = 0; run < NAMED_RUNS; run++) {
            lines.append(JSON.writeValueAsString(named(text, worse, run))).append('\n');
        }
        return lines.toString();
    }

    private static Map<String, Object> named(String text, boolean worse, int run) {
        boolean fails = worse ? run % 4 != 0 : run % 10 == 0;
        String traceId = "%s%031x".formatted(worse ? "b" : "a", run + 1);
        long day = 86_400_000_000_000L * (run / 10 + (worse ? 4 : 0));
        Map<String, Object> agent = span(traceId, 1, 0, "invoke_agent " + text);
        agent.put("startTimeUnixNano", String.valueOf(1_767_225_600_000_000_000L + day + run));
        agent.put("endTimeUnixNano", String.valueOf(1_767_225_601_000_000_000L + day + (worse ? 9_000_000_000L : run)));
        agent.put(
                "attributes",
                attributes(
                        "gen_ai.operation.name",
                        "invoke_agent",
                        "gen_ai.agent.name",
                        text,
                        "gen_ai.agent.version",
                        text + (worse ? " 2" : " 1"),
                        "gen_ai.request.model",
                        text,
                        "eval.case.id",
                        text + " case " + run % 10,
                        "eval.task.id",
                        text + " task " + run % 10,
                        "error.type",
                        fails ? text : "",
                        "gen_ai.input.messages",
                        messages("user", "question " + run % 10),
                        "gen_ai.output.messages",
                        messages("assistant", "done")));
        agent.put("status", Map.of("code", fails ? 2 : 1, "message", text));
        agent.put(
                "events",
                List.of(event(
                        "gen_ai.evaluation.result",
                        "gen_ai.evaluation.name",
                        text,
                        "gen_ai.evaluation.score.label",
                        fails ? "fail" : "pass",
                        "gen_ai.evaluation.explanation",
                        text)));
        Map<String, Object> tool = span(traceId, 2, 1, "execute_tool " + text);
        tool.put("startTimeUnixNano", agent.get("startTimeUnixNano"));
        tool.put("endTimeUnixNano", agent.get("endTimeUnixNano"));
        tool.put(
                "attributes",
                attributes(
                        "gen_ai.operation.name",
                        "execute_tool",
                        "gen_ai.tool.name",
                        text + (worse ? " again" : ""),
                        "gen_ai.tool.call.arguments",
                        "{}",
                        "gen_ai.tool.call.result",
                        text));
        return request(attributes("service.name", text), text, List.of(agent, tool));
    }

    private static Map<String, Object> request(
            List<Map<String, Object>> resource, String scope, List<Map<String, Object>> spans) {
        return Map.of(
                "resourceSpans",
                List.of(Map.of(
                        "resource",
                        Map.of("attributes", resource),
                        "scopeSpans",
                        List.of(Map.of(
                                "scope",
                                Map.of("name", scope, "version", scope, "attributes", attributes("note", scope)),
                                "spans",
                                spans)))));
    }
}
