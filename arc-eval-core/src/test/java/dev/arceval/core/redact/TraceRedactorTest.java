package dev.arceval.core.redact;

import static org.assertj.core.api.Assertions.assertThat;

import dev.arceval.spi.Redactor;
import dev.arceval.trace.Attributes;
import dev.arceval.trace.Document;
import dev.arceval.trace.Evaluation;
import dev.arceval.trace.Message;
import dev.arceval.trace.Span;
import dev.arceval.trace.ToolCall;
import dev.arceval.trace.Trace;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.json.JsonMapper;

class TraceRedactorTest {

    private static final TraceRedactor REDACTOR = new TraceRedactor(List.of(new StandardRedactor(Keys.ONE)));

    /** Every place of a span that carries text, and how to put a text there. */
    private static final Map<String, BiFunction<Span.Builder, String, Span.Builder>> PLACES = places();

    private static Map<String, BiFunction<Span.Builder, String, Span.Builder>> places() {
        Map<String, BiFunction<Span.Builder, String, Span.Builder>> places = new TreeMap<>();
        places.put("name", Span.Builder::name);
        places.put("operation", Span.Builder::operation);
        places.put("statusMessage", (span, text) -> span.failed("Timeout", text));
        places.put("errorType", (span, text) -> span.failed(text, "failed"));
        places.put("agentName", Span.Builder::agentName);
        places.put("agentVersion", Span.Builder::agentVersion);
        places.put("conversationId", Span.Builder::conversationId);
        places.put("provider", Span.Builder::provider);
        places.put("model", Span.Builder::model);
        places.put("input", Span.Builder::input);
        places.put("output", Span.Builder::output);
        places.put(
                "message.name", (span, text) -> span.input(List.of(new Message(Message.Role.USER, List.of(), text))));
        places.put(
                "toolRequest",
                (span, text) ->
                        span.output(List.of(message(new Message.ToolRequest("call_1", "search", quoted(text))))));
        places.put(
                "toolRequest.name",
                (span, text) -> span.output(List.of(message(new Message.ToolRequest(null, text, null)))));
        places.put(
                "toolRequest.id",
                (span, text) -> span.output(List.of(message(new Message.ToolRequest(text, "search", null)))));
        places.put(
                "toolResponse", (span, text) -> span.input(List.of(message(new Message.ToolResponse("call_1", text)))));
        places.put(
                "otherPart",
                (span, text) -> span.input(List.of(message(new Message.Other("reasoning", quoted(text))))));
        places.put("toolName", Span.Builder::toolName);
        places.put("toolCallId", (span, text) -> span.toolName("search").toolCallId(text));
        places.put("toolArguments", (span, text) -> span.toolName("search").toolArguments(quoted(text)));
        places.put("toolResult", (span, text) -> span.toolName("search").toolResult(text));
        places.put("userId", Span.Builder::userId);
        places.put("document.id", (span, text) -> span.documents(List.of(new Document(text, null, null, null))));
        places.put("document", (span, text) -> span.documents(List.of(new Document(null, text, 1.0, null))));
        places.put(
                "document.metadata",
                (span, text) -> span.documents(List.of(new Document(null, null, null, quoted(text)))));
        places.put("finishReason", (span, text) -> span.finishReasons(List.of(text)));
        places.put("evaluation", (span, text) -> span.evaluations(List.of(new Evaluation("task", 1.0, "pass", text))));
        places.put(
                "evaluation.label",
                (span, text) -> span.evaluations(List.of(new Evaluation("task", null, text, null))));
        places.put(
                "evaluation.name", (span, text) -> span.evaluations(List.of(new Evaluation(text, null, "pass", null))));
        places.put("attribute", (span, text) -> span.attributes(Attributes.of(Map.of("note", text))));
        places.put("attribute.key", (span, text) -> span.attributes(Attributes.of(Map.of(text, 1L))));
        places.put("attribute.list", (span, text) -> span.attributes(Attributes.of(Map.of("notes", List.of(text)))));
        places.put(
                "attribute.map",
                (span, text) -> span.attributes(Attributes.of(
                        Map.of("notes", Map.of("inner", List.of(Map.of("deep", text)))))));
        places.put(
                "attribute.mapKey",
                (span, text) -> span.attributes(Attributes.of(Map.of("notes", Map.of(text, true)))));
        places.put(
                "attribute.bytes",
                (span, text) -> span.attributes(Attributes.of(Map.of("blob", new Attributes.Bytes(base64(text))))));
        places.put("event.name", (span, text) -> span.events(List.of(new Span.Event(text, 1, Attributes.empty()))));
        places.put(
                "event.attribute",
                (span, text) -> span.events(List.of(new Span.Event(
                        "exception", 1, Attributes.of(Map.of("exception.stacktrace", "at x\n\t" + text))))));
        places.put(
                "link.attribute",
                (span, text) ->
                        span.links(List.of(new Span.Link("t2", "s2", Attributes.of(Map.of("note", text)), null))));
        places.put(
                "link.traceState",
                (span, text) -> span.links(List.of(new Span.Link("t2", "s2", Attributes.empty(), "vendor=" + text))));
        places.put("resource", (span, text) -> span.resource(Attributes.of(Map.of("process.command_line", text))));
        places.put("scope.name", (span, text) -> span.scope(new Span.Scope(text, null, Attributes.empty())));
        places.put("scope.version", (span, text) -> span.scope(new Span.Scope("lib", text, Attributes.empty())));
        places.put(
                "scope.attribute",
                (span, text) -> span.scope(new Span.Scope("lib", null, Attributes.of(Map.of("note", text)))));
        places.put("traceState", (span, text) -> span.traceState("vendor=" + text));
        return places;
    }

    static Stream<String> placeNames() {
        return PLACES.keySet().stream();
    }

    @ParameterizedTest
    @MethodSource("placeNames")
    void canary_isInNoPlaceOfTheResult(String place) {
        for (String secret : canaries()) {
            for (String text : encodings(secret)) {
                Trace trace = Trace.of(
                        "t1", List.of(PLACES.get(place).apply(span(), text).build()));
                String before = AllText.of(trace);
                String after = AllText.of(REDACTOR.redact(trace));
                assertThat(before).as("the canary is where it should be").contains(text);
                assertThat(after)
                        .as("%s as %s", secret, text)
                        .doesNotContain(text)
                        .doesNotContain(secret);
            }
        }
    }

    @Test
    void ids_timesAndCountsStay() {
        Span child = span().spanId("00f067aa0ba902b8")
                .parentSpanId("00f067aa0ba902b7")
                .build();
        Trace trace = Trace.of("4bf92f3577b34da6a3ce929d0e0e4736", List.of(span().build(), child));
        assertThat(REDACTOR.redact(trace)).isEqualTo(trace);
    }

    @Test
    void conversationId_staysJoinable() {
        Trace first = Trace.of(
                "t1", List.of(span().conversationId("chat-ann.lee@shop.example").build()));
        Trace second = Trace.of(
                "t2", List.of(span().conversationId("chat-ann.lee@shop.example").build()));
        assertThat(REDACTOR.redact(first).conversationId())
                .isEqualTo(REDACTOR.redact(second).conversationId())
                .isNotEqualTo(first.conversationId());
    }

    @Test
    void toolArguments_stayJsonAndMatchTheMessageThatAskedForThem() {
        String arguments = "{\"to\": \"ann.lee@shop.example\", \"card\": 4111111111111111, \"amount\": 12.50}";
        Span span = span().toolName("pay")
                .toolArguments(arguments)
                .input(List.of(message(new Message.ToolRequest("c1", "pay", arguments))))
                .build();
        Span redacted = REDACTOR.redact(Trace.of("t1", List.of(span))).spans().get(0);
        String call = redacted.toolCall().map(ToolCall::arguments).orElseThrow();
        assertThat(JsonMapper.shared().readTree(call).path("amount").asDouble()).isEqualTo(12.5);
        assertThat(redacted.input().get(0).parts().get(0)).isEqualTo(new Message.ToolRequest("c1", "pay", call));
    }

    @Test
    void numbersInAttributes_areReadAsText() {
        Attributes attributes = Attributes.of(Map.of(
                "card",
                4111111111111111L,
                "as.double",
                4.111111111111111E15,
                "db.password",
                7391L,
                "gen_ai.usage.input_tokens",
                1834L,
                "duration",
                0.25));
        Map<String, Object> redacted = REDACTOR.redact(
                        Trace.of("t1", List.of(span().attributes(attributes).build())))
                .spans()
                .get(0)
                .attributes()
                .asMap();
        assertThat(redacted)
                .containsEntry("gen_ai.usage.input_tokens", 1834L)
                .containsEntry("duration", 0.25)
                .hasEntrySatisfying("card", value -> assertThat((String) value).startsWith("«card:"))
                .hasEntrySatisfying(
                        "as.double", value -> assertThat((String) value).startsWith("«card:"))
                .hasEntrySatisfying(
                        "db.password", value -> assertThat((String) value).startsWith("«secret:"));
    }

    @Test
    void brokenRedactor_masksEveryTextItWasGiven() {
        Redactor broken = (field, text) -> {
            throw new IllegalStateException("saw " + text);
        };
        TraceRedactor redactor = new TraceRedactor(List.of(new StandardRedactor(Keys.ONE), broken));
        Trace redacted = redactor.redact(
                Trace.of("t1", List.of(span().input("nothing special").build())));
        assertThat(redacted.input()).contains("«redaction-failed»");
        assertThat(redactor.failures()).isGreaterThan(1);
    }

    @Test
    void usersRedactor_runsAfterTheBuiltInOne() {
        Redactor upper =
                (field, text) -> field.place() == Redactor.Place.MESSAGE ? text.replace("Acme", "«customer»") : text;
        TraceRedactor redactor = new TraceRedactor(List.of(new StandardRedactor(Keys.ONE), upper));
        Trace redacted = redactor.redact(
                Trace.of("t1", List.of(span().input("Acme, ann@acme.example").build())));
        assertThat(redacted.input().orElseThrow()).matches("«customer», «email:[0-9a-f]{16}»");
    }

    private static Span.Builder span() {
        return Span.builder("00f067aa0ba902b7", "chat").startEpochNanos(1_700_000_000_000_000_000L);
    }

    private static List<String> canaries() {
        return Stream.of(
                        "ghp_{w36}", "AKIA{A16}", "xoxb-{d12}-{d12}-{w24}", "sk_live_{w24}", "npm_{w36}", "glpat-{w20}")
                .map(template -> RuleSamples.expand(template, "canary"))
                .toList();
    }

    private static List<String> encodings(String secret) {
        String escaped = secret.replace("_", "\\u005f").replace("-", "\\u002d");
        return List.of(
                secret,
                "{\"x\":\"{\\\"y\\\":\\\"" + secret + "\\\"}\"}",
                URLEncoder.encode("/" + secret, StandardCharsets.UTF_8)
                        .replace("_", "%5F")
                        .replace("-", "%2D"),
                escaped,
                base64("the key: " + secret));
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    /** JSON that holds the text as it is; a text that is JSON itself goes in unquoted. */
    private static String quoted(String text) {
        return text.startsWith("{") ? "{\"q\":" + text + "}" : "{\"q\":\"" + text + "\"}";
    }

    private static Message message(Message.Part part) {
        return new Message(Message.Role.TOOL, List.of(part), null);
    }
}
