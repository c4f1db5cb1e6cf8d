package dev.arceval.core.curate;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.arceval.eval.Dataset;
import dev.arceval.eval.EvalCase;
import dev.arceval.eval.EvalCase.Baseline;
import dev.arceval.eval.EvalCase.Provenance;
import dev.arceval.eval.Expectation;
import dev.arceval.eval.Expectation.AnswerContains;
import dev.arceval.eval.Expectation.Answers;
import dev.arceval.eval.Expectation.Argument;
import dev.arceval.eval.Expectation.AtMostToolCalls;
import dev.arceval.eval.Expectation.AvoidsError;
import dev.arceval.eval.Expectation.CallsTools;
import dev.arceval.eval.Expectation.DoesNotAnswer;
import dev.arceval.eval.Expectation.NeverCalls;
import dev.arceval.eval.Expectation.Order;
import dev.arceval.eval.Expectation.PassesArgument;
import dev.arceval.eval.Expectation.Succeeds;
import dev.arceval.eval.TracePattern.Kind;
import dev.arceval.trace.Message;
import dev.arceval.trace.ModelCall;
import dev.arceval.trace.ToolCall;
import dev.arceval.trace.Usage;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.arbitraries.StringArbitrary;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class DatasetCodecTest {

    private static final EvalCase BOOKED = new EvalCase(
            "recycled-t1",
            "Book a table für 2",
            List.of(
                    ToolCall.of("book", "{\"seats\":2}", "table 7"),
                    ToolCall.failed("pay", null, "TimeoutError: slow")),
            List.of(new Answers("Booked."), new CallsTools(List.of("book", "pay"), Order.EXACT), new Succeeds()),
            new Provenance(
                    "t1",
                    List.of("t1", "t2"),
                    "support",
                    "1.2",
                    "4bacf615992b7a2b",
                    Set.of(Kind.SUCCESS, Kind.RECOVERY),
                    Instant.parse("2026-01-05T09:00:00Z"),
                    0.7,
                    new Baseline(1234.5, 240L)));

    @Test
    void caseIsOneReadableLine() {
        assertThat(encoded(new Dataset("d", List.of(BOOKED))))
                .isEqualTo("{\"id\":\"recycled-t1\",\"input\":\"Book a table für 2\",\"toolCalls\":["
                        + "{\"name\":\"book\",\"arguments\":{\"seats\":2},\"resultText\":\"table 7\"},"
                        + "{\"name\":\"pay\",\"error\":\"TimeoutError: slow\"}],\"expectations\":["
                        + "{\"type\":\"answers\",\"text\":\"Booked.\"},"
                        + "{\"type\":\"callsTools\",\"tools\":[\"book\",\"pay\"],\"order\":\"exact\"},"
                        + "{\"type\":\"succeeds\"}],\"provenance\":{\"traceId\":\"t1\",\"standsFor\":[\"t1\",\"t2\"],"
                        + "\"agent\":\"support\",\"agentVersion\":\"1.2\",\"patternId\":\"4bacf615992b7a2b\","
                        + "\"kinds\":[\"recovery\",\"success\"],\"recordedAt\":\"2026-01-05T09:00:00Z\",\"quality\":0.7,"
                        + "\"durationMs\":1234.5,\"totalTokens\":240}}\n");
    }

    @Test
    void conversationThatGoesOn_isWrittenOnce() {
        Message question = Message.user("A table for 2");
        Message asks = new Message(
                Message.Role.ASSISTANT, List.of(new Message.ToolRequest("c1", "book", "{\"seats\":2}")), null);
        Message said = new Message(Message.Role.TOOL, List.of(new Message.ToolResponse("c1", "table 7")), "book");
        ModelCall first = new ModelCall(
                "m-1", List.of(question), List.of(asks), List.of("tool_calls"), Usage.ofTokens(9, 4), null);
        ModelCall second = ModelCall.of(List.of(question, asks, said), Message.assistant("Booked."));
        ToolCall book = ToolCall.of("book", "{\"seats\":2}", "table 7");
        EvalCase evalCase = new EvalCase(
                "c",
                "A table for 2",
                List.of(first, book, second),
                List.of(new Succeeds()),
                read("{\"id\":\"c\",\"input\":\"x\",\"expectations\":[{\"type\":\"succeeds\"}]}")
                        .cases()
                        .get(0)
                        .provenance());

        String line = encoded(new Dataset("d", List.of(evalCase)));

        assertThat(line)
                .isEqualTo("{\"id\":\"c\",\"input\":\"A table for 2\",\"toolCalls\":["
                        + "{\"name\":\"book\",\"arguments\":{\"seats\":2},\"resultText\":\"table 7\"}],\"modelCalls\":["
                        + "{\"model\":\"m-1\",\"input\":[{\"role\":\"user\",\"text\":\"A table for 2\"}],\"output\":["
                        + "{\"role\":\"assistant\",\"parts\":[{\"toolRequest\":\"book\",\"id\":\"c1\",\"arguments\":{\"seats\":2}}]}],"
                        + "\"finishReasons\":[\"tool_calls\"],\"usage\":{\"inputTokens\":9,\"outputTokens\":4}},"
                        + "{\"afterToolCalls\":1,\"keeps\":2,\"input\":[{\"role\":\"tool\",\"name\":\"book\",\"parts\":["
                        + "{\"toolResponseText\":\"table 7\",\"id\":\"c1\"}]}],"
                        + "\"output\":[{\"role\":\"assistant\",\"text\":\"Booked.\"}]}],"
                        + "\"expectations\":[{\"type\":\"succeeds\"}]}\n");
        assertThat(read(line).cases()).containsExactly(evalCase);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"afterToolCalls\":1}",
                "{\"keeps\":1}",
                "{\"input\":[{\"role\":\"god\",\"text\":\"x\"}]}",
                "{\"output\":[{\"role\":\"user\",\"parts\":[{}]}]}",
                "{\"usage\":{\"inputTokens\":\"many\"}}",
                "{\"usage\":{\"inputTokens\":-1}}"
            })
    void brokenModelCalls_areNamed(String call) {
        assertThatThrownBy(() -> read("{\"id\":\"c\",\"input\":\"x\",\"modelCalls\":[" + call
                        + "],\"expectations\":[{\"type\":\"succeeds\"}]}"))
                .isInstanceOf(DatasetFormatException.class)
                .hasMessageStartingWith("smoke.jsonl:1: ");
    }

    @Test
    void linesAreInOrderOfId() {
        Dataset dataset = new Dataset("d", List.of(named("b"), named("a"), named("c")));

        assertThat(encoded(dataset).lines().map(line -> line.substring(7, 8))).containsExactly("a", "b", "c");
    }

    @Test
    void emptyFileIsAnEmptyDataset() {
        assertThat(read("")).isEqualTo(new Dataset("d", List.of()));
        assertThat(encoded(new Dataset("d", List.of()))).isEmpty();
    }

    @Test
    void handWrittenCaseNeedsLittleAndMayHoldMore() {
        Dataset dataset = read("\ufeff\n{ \"input\": \"hi\", \"id\": \"c-1\", \"note\": [1], \"expectations\": "
                + "[{\"type\": \"succeeds\", \"why\": 1}] }\r\n\n");

        EvalCase only = dataset.cases().get(0);
        assertThat(only.id()).isEqualTo("c-1");
        assertThat(only.expectations()).containsExactly(new Succeeds());
        assertThat(read(encoded(dataset))).isEqualTo(dataset);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"a\":1}",
                "{\"a\": 1}",
                "plain text",
                "\"quoted\"",
                "null",
                "",
                " ",
                "1.10",
                "-0",
                "1e5",
                "12345678901234567890123",
                "{\"a\":1,\"a\":2}",
                "[1,2",
                "{\"b\":1,\"a\":[true,null,{\"c\":0.1}]}",
                "\"\\u00e9\"",
                "\"é\\n\"",
                "\ud800 half a pair",
                "\"\ud83d\ude00\"",
                "NaN",
                "{} {}"
            })
    void argumentsAndResultsComeBackAsTheyWere(String content) {
        Dataset dataset = withCall(ToolCall.of("t", content, content));

        assertThat(roundTrip(dataset)).isEqualTo(dataset);
    }

    @Test
    void deeplyNestedArgumentsComeBackAsTheyWere() {
        String deep = "[".repeat(5_000) + "]".repeat(5_000);
        String fairlyDeep = "[".repeat(100) + "]".repeat(100);
        Dataset dataset = withCall(ToolCall.of("t", deep, fairlyDeep));

        assertThat(roundTrip(dataset)).isEqualTo(dataset);
    }

    static Stream<List<String>> brokenLines() {
        return Stream.of(
                List.of("{\"id\":\"c-9\",\"expectations\":[]}", "case \"c-9\" has no input"),
                List.of("{\"input\":\"x\"}", "line has no id"),
                List.of("[]", "not a JSON object"),
                List.of("{\"id\":1E99999999999}", "a number is beyond what can be computed with"),
                List.of("{\"id\":\"c\",\"input\":\"x\"}", "case c expects nothing"),
                List.of("{\"id\":\"c\",\"input\":7}", "case \"c\": input must be text"),
                List.of(
                        "{\"id\":\"c\",\"input\":\"x\",\"toolCalls\":[{\"name\":\"t\"},{}]}",
                        "case \"c\": tool call 2 has no name"),
                List.of(
                        "{\"id\":\"c\",\"input\":\"x\",\"expectations\":[{\"type\":\"sings\"}]}",
                        "case \"c\": expectation 1: type \"sings\" is unknown; known: answers, answerContains, answerLacks, "
                                + "doesNotAnswer, callsTools, passesArgument, neverCalls, atMostToolCalls, succeeds, "
                                + "avoidsError"),
                List.of(
                        "{\"id\":\"c\",\"input\":\"x\",\"expectations\":[{\"type\":\"atMostToolCalls\",\"limit\":-1}]}",
                        "case \"c\": expectation 1: limit must be a whole number from 0 to 2147483647"),
                brokenArgument("\"form\":\"[\"", "form must be a regular expression: Unclosed character class"),
                brokenArgument("\"least\":2,\"most\":1", "least must not be above most"),
                brokenArgument("\"statedBy\":\"output\"", "statedBy must be input or earlier: output"),
                brokenArgument("\"values\":[\"a\"],\"runs\":-1", "runs must be a whole number from 0 to 2147483647"),
                List.of(argument("\"runs\":3"), "case \"c\": expectation 1 has no values"),
                List.of(
                        "{\"id\":\"c\",\"input\":\"x\",\"expectations\":[{\"type\":\"succeeds\"}],"
                                + "\"provenance\":{\"recordedAt\":\"yesterday\"}}",
                        "case \"c\": provenance: recordedAt must be a time such as 2026-01-31T09:00:00Z"));
    }

    private static List<String> brokenArgument(String fields, String reason) {
        return List.of(argument(fields), "case \"c\": expectation 1: " + reason);
    }

    private static String argument(String fields) {
        return "{\"id\":\"c\",\"input\":\"x\",\"expectations\":[{\"type\":\"passesArgument\",\"tool\":\"t\",\"path\":\"$.a\","
                + fields + "}]}";
    }

    @Test
    void whatAnArgumentIs_standsInTheLineAsPeopleSayIt() {
        List<Argument> arguments = List.of(
                new Argument.OneOf(List.of("a", "b")),
                new Argument.Stated(Argument.Source.EARLIER),
                new Argument.Form("HAT[0-9]{3}"),
                new Argument.Between(1, 2.5));
        List<Expectation> expectations = arguments.stream()
                .<Expectation>map(argument -> new PassesArgument("t", "$.a", argument, 12))
                .toList();

        assertThat(encoded(new Dataset(
                        "d", List.of(new EvalCase("c", "x", List.of(), expectations, BOOKED.provenance())))))
                .contains(
                        "\"values\":[\"a\",\"b\"],\"runs\":12}",
                        "\"statedBy\":\"earlier\",\"runs\":12}",
                        "\"form\":\"HAT[0-9]{3}\",\"runs\":12}",
                        "\"least\":1,\"most\":2.5,\"runs\":12}");
    }

    @ParameterizedTest
    @MethodSource("brokenLines")
    void brokenLineIsNamedWithPlaceAndReason(List<String> lineAndReason) {
        assertThatThrownBy(() -> read("\n" + lineAndReason.get(0)))
                .isInstanceOf(DatasetFormatException.class)
                .hasMessage("smoke.jsonl:2: " + lineAndReason.get(1));
    }

    @Test
    void textThatIsNoJsonIsNamedWithItsLine() {
        assertThatThrownBy(() -> read("\n\n{\"id\":")).hasMessage("smoke.jsonl:3: the JSON ends too early");
    }

    @Test
    void bytesThatAreNotUtf8AreNamedWithTheirLine() {
        byte[] latin1 = "\n{\"id\":\"caf\u00e9\"}".getBytes(ISO_8859_1);

        assertThatThrownBy(() -> DatasetCodec.decode("d", "smoke.jsonl", latin1))
                .hasMessage("smoke.jsonl:2: not UTF-8");
    }

    @Test
    void repeatedIdIsRefused() {
        String line = encoded(new Dataset("d", List.of(named("c-1"))));

        assertThatThrownBy(() -> read(line + line))
                .hasMessage("smoke.jsonl:2: case \"c-1\" is there already, on line 1");
    }

    @Property(tries = 500)
    void datasetsComeBackAsTheyWere(@ForAll("cases") @Size(max = 4) List<EvalCase> cases) {
        List<EvalCase> distinct = List.copyOf(cases.stream()
                .collect(Collectors.toMap(EvalCase::id, each -> each, (one, two) -> one))
                .values());
        Dataset dataset = new Dataset("d", distinct);

        assertThat(roundTrip(dataset)).isEqualTo(dataset);
        assertThat(encoded(dataset).split("\n", -1)).hasSize(distinct.size() + 1);
    }

    @Provide
    Arbitrary<List<EvalCase>> cases() {
        return Combinators.combine(
                        text().ofMinLength(1), text(), calls().list().ofMaxSize(3), expectations(), provenances())
                .as(EvalCase::new)
                .list();
    }

    private static StringArbitrary text() {
        return Arbitraries.strings().ofMaxLength(12);
    }

    private static Arbitrary<ToolCall> calls() {
        Arbitrary<String> content = Arbitraries.oneOf(
                text(), Arbitraries.of("{}", "[1]", "{\"a\":\"b\"}", "\"x\"", "1.0", "null", "{\"a\": 2}"));
        return Combinators.combine(
                        text(),
                        text().injectNull(.5),
                        content.injectNull(.3),
                        content.injectNull(.3),
                        text().injectNull(.7))
                .as(ToolCall::new);
    }

    private static Arbitrary<Argument> arguments() {
        return Arbitraries.oneOf(
                text().list().ofMinSize(1).ofMaxSize(3).map(Argument.OneOf::new),
                Arbitraries.of(Argument.Source.class).map(Argument.Stated::new),
                text().map(Pattern::quote).map(Argument.Form::new),
                Combinators.combine(
                                Arbitraries.doubles().between(-1e20, 0),
                                Arbitraries.doubles().between(0, 1e20))
                        .as(Argument.Between::new));
    }

    private static Arbitrary<List<Expectation>> expectations() {
        Arbitrary<List<String>> texts = text().list().ofMinSize(1).ofMaxSize(3);
        Arbitrary<Expectation> one = Arbitraries.oneOf(
                text().map(Answers::new),
                texts.map(AnswerContains::new),
                text().map(DoesNotAnswer::new),
                Combinators.combine(texts, Arbitraries.of(Order.class)).as(CallsTools::new),
                Combinators.combine(
                                text(),
                                text(),
                                arguments(),
                                Arbitraries.integers().between(0, 99))
                        .as(PassesArgument::new),
                text().map(NeverCalls::new),
                Arbitraries.integers().greaterOrEqual(0).map(AtMostToolCalls::new),
                Arbitraries.just(new Succeeds()),
                Combinators.combine(text(), text().injectNull(.5)).as(AvoidsError::new));
        return one.list().ofMinSize(1).ofMaxSize(4);
    }

    private static Arbitrary<Provenance> provenances() {
        Arbitrary<Baseline> baselines = Combinators.combine(
                        Arbitraries.doubles().greaterOrEqual(0).injectNull(.3),
                        Arbitraries.longs().greaterOrEqual(0).injectNull(.3))
                .as(Baseline::new);
        Arbitrary<List<String>> traceAndDuplicates = text().list().ofMinSize(1).ofMaxSize(4);
        return Combinators.combine(
                        traceAndDuplicates,
                        text(),
                        text().injectNull(.5),
                        text().injectNull(.5),
                        Arbitraries.of(Kind.class).set(),
                        Arbitraries.longs().between(0, 4_000_000_000_000L).map(Instant::ofEpochMilli),
                        Arbitraries.doubles().between(0, 1),
                        baselines)
                .as((ids, agent, version, pattern, kinds, at, quality, baseline) -> new Provenance(
                        ids.get(0), ids.subList(1, ids.size()), agent, version, pattern, kinds, at, quality, baseline));
    }

    private static EvalCase named(String id) {
        return new EvalCase(id, "hi", List.of(), List.of(new Succeeds()), BOOKED.provenance());
    }

    private static Dataset withCall(ToolCall call) {
        return new Dataset(
                "d", List.of(new EvalCase("c", "hi", List.of(call), List.of(new Succeeds()), BOOKED.provenance())));
    }

    private static Dataset roundTrip(Dataset dataset) {
        return DatasetCodec.decode("d", "smoke.jsonl", DatasetCodec.encode(dataset));
    }

    private static String encoded(Dataset dataset) {
        return new String(DatasetCodec.encode(dataset), UTF_8);
    }

    private static Dataset read(String text) {
        return DatasetCodec.decode("d", "smoke.jsonl", text.getBytes(UTF_8));
    }
}
