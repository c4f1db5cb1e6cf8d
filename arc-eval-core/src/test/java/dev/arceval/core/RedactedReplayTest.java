package dev.arceval.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.arceval.RecordedTools;
import dev.arceval.Redaction;
import dev.arceval.Redaction.Rule;
import dev.arceval.Replay;
import dev.arceval.TraceRecycler;
import dev.arceval.Tracer;
import dev.arceval.eval.Dataset;
import dev.arceval.eval.ReplayRun;
import dev.arceval.trace.ToolCall;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** An agent whose tools are called with personal data is recorded, redacted, and replayed on what is left. */
class RedactedReplayTest {

    private static final String MAIL = "ann.lee@mail.example";
    private static final String CARD = "4111111111111111";
    private static final String CUSTOMER = "C-471193";
    private static final String INPUT = "I am " + MAIL + ", customer " + CUSTOMER + ", card " + CARD + ".";

    private static final Redaction RULED =
            Redaction.balanced().rule(Rule.of("customer-number", "C-[0-9]{6}").near("customer"));

    @TempDir
    private Path directory;

    record Lookup(String email, String customer) {}

    record Payment(String card, String copyTo, String hotline) {}

    static Stream<Redaction> redactions() {
        return Stream.of(
                RULED,
                RULED.masking(),
                RULED.dropping("customer-number", "phone"),
                RULED.imitating(),
                RULED.imitating("email").masking("card").keeping("phone"),
                Redaction.none());
    }

    /** Passes on what it is given, and something personal of its own: the shop's phone number and mail address. */
    private static String answer(String input, Function<Lookup, String> lookup, Function<Payment, String> pay) {
        String mail = part("I am ([^,]*),", input);
        String found = lookup.apply(new Lookup(mail, part("customer ([^,]*),", input)));
        String paid = pay.apply(new Payment(part("card ([^.]*)\\.", input), "desk@shop.example", "+44 20 7946 0958"));
        return found + "; " + paid + "; call +44 20 7946 0958";
    }

    @ParameterizedTest
    @MethodSource("redactions")
    void replay_matchesWhatWasRecorded_underEachPolicy(Redaction redaction) {
        Dataset dataset = dataset(redaction);
        boolean redacted = !redaction.redact(MAIL).equals(MAIL);
        assertThat(dataset.cases().get(0).toolCalls().toString().contains(MAIL)).isNotEqualTo(redacted);
        ReplayRun run = Replay.of(dataset)
                .redaction(redaction)
                .run(tools ->
                        input -> answer(input, tools.tool("lookup", String.class), tools.tool("pay", String.class)));
        assertThat(run.results()).singleElement().satisfies(result -> {
            assertThat(result.observation().unrecorded()).isEmpty();
            assertThat(result.observation().errorType()).isNull();
            assertThat(result.passed()).as(result.toString()).isTrue();
        });
    }

    interface Desk {

        String find(Lookup query);

        String pay(String card, String copyTo, String hotline);
    }

    /** The same through an interface, whose tools take several arguments. */
    @ParameterizedTest
    @MethodSource("redactions")
    void replayOfAnInterface_matchesWhatWasRecorded_underEachPolicy(Redaction redaction) {
        Dataset dataset = recorded(redaction, (tracer, input) -> {
            Desk desk = tracer.tools(Desk.class, new Desk() {
                @Override
                public String find(Lookup query) {
                    return "found " + query.email();
                }

                @Override
                public String pay(String card, String copyTo, String hotline) {
                    return "paid, told " + copyTo;
                }
            });
            return answer(input, desk);
        });
        ReplayRun run =
                Replay.of(dataset).redaction(redaction).run(tools -> input -> answer(input, tools.tools(Desk.class)));
        assertThat(run.failures()).isEmpty();
        assertThat(run.results().get(0).observation().toolCalls()).hasSize(2);
    }

    private static String answer(String input, Desk desk) {
        return answer(input, desk::find, pay -> desk.pay(pay.card(), pay.copyTo(), pay.hotline()));
    }

    @ParameterizedTest
    @MethodSource("redactions")
    void replay_ofAnotherValue_isNoMatch(Redaction redaction) {
        Dataset dataset = dataset(redaction);
        RecordedTools[] used = new RecordedTools[1];
        Replay.of(dataset).redaction(redaction).run(tools -> input -> {
            used[0] = tools;
            return tools.tool("lookup", String.class).apply(new Lookup("nobody", "none"));
        });
        assertThat(used[0].unrecorded()).hasSize(1);
    }

    /** The same traces give the same dataset whichever store they came through: what takes the place is counted. */
    @ParameterizedTest
    @MethodSource("redactions")
    void dataset_isTiedToNoKey(Redaction redaction) {
        Dataset one = dataset(redaction.keyIn(directory.resolve("one")));
        Dataset two = dataset(redaction.keyIn(directory.resolve("two")));
        assertThat(one.cases().get(0).input()).isEqualTo(two.cases().get(0).input());
        assertThat(one.cases().get(0).toolCalls())
                .extracting(ToolCall::arguments)
                .isEqualTo(two.cases().get(0).toolCalls().stream()
                        .map(ToolCall::arguments)
                        .toList());
    }

    private Dataset dataset(Redaction redaction) {
        return recorded(redaction, (tracer, input) -> {
            Function<Lookup, String> lookup = tracer.tool("lookup", query -> "found " + query.email());
            Function<Payment, String> pay = tracer.tool("pay", payment -> "paid, told " + payment.copyTo());
            return answer(input, lookup, pay);
        });
    }

    private Dataset recorded(Redaction redaction, BiFunction<Tracer, String, String> agent) {
        try (TraceRecycler recycler = TraceRecycler.builder()
                .store("memory:")
                .directory(directory.resolve("store"))
                .redaction(redaction)
                .build()) {
            Tracer tracer = recycler.tracer("desk");
            assertThat(tracer.agent((String input) -> agent.apply(tracer, input))
                            .apply(INPUT))
                    .isNotEmpty();
            assertThat(recycler.flush(Duration.ofSeconds(30))).isTrue();
            Dataset dataset = recycler.curate().toDataset("desk");
            assertThat(dataset.cases()).hasSize(1);
            assertThat(dataset.cases().get(0).toolCalls()).hasSize(2);
            return dataset;
        }
    }

    private static String part(String pattern, String text) {
        Matcher matcher = Pattern.compile(pattern).matcher(text);
        assertThat(matcher.find()).as(text).isTrue();
        return List.of(matcher.group(1)).get(0);
    }
}
