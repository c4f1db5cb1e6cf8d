package dev.arceval.core.ingest.format;

import static org.assertj.core.api.Assertions.assertThat;

import dev.arceval.TraceFiles;
import dev.arceval.trace.Message;
import dev.arceval.trace.ModelCall;
import dev.arceval.trace.Outcome;
import dev.arceval.trace.Span;
import dev.arceval.trace.ToolCall;
import dev.arceval.trace.Trace;
import dev.arceval.trace.Usage;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.json.JsonMapper;

/**
 * One travel desk, watched by the SDKs that JavaScript's agents are watched with: what each of them sent over the wire, next
 * to what the desk is known to have done.
 *
 * <p>It has two tools. Asked first whether it rains in Bergen, and to book a room there, it called both at once; the room
 * failed. Asked then how Oslo is, where the answers were streamed, it called one. Its model counted 20 tokens for every
 * answer, 8 of them for reasoning, and 16 of the input from its cache.
 *
 * <p>Definitions of tools, stack traces, what names the machine, and of LangChain's steps all but those that call something,
 * are left out of the files.
 */
class JavaScriptSdksTest {

    private static final String FIRST = "Does it rain in Bergen? Book two nights there.";
    private static final String FIRST_ANSWER = "It rains in Bergen. The booking failed: no room is left.";
    private static final String SECOND = "And how is Oslo?";
    private static final String SECOND_ANSWER = "It is 4 degrees and clear in Oslo.";
    private static final String FAILURE = "no room is left in Bergen";

    /** Where the failure of the second call is told. */
    enum Failure {
        ERROR,
        RESULT,
        /** The SDK keeps what happened for itself. */
        REDACTED,
        /** The call is there, and nothing of how it ended. */
        UNSAID,
        /** There is no span of the call. */
        NO_CALL
    }

    /** What the SDK tells besides. */
    enum Sdk {
        VERCEL_7("vercel-ai-7", "ai 7.0.173 with @ai-sdk/otel 1.0.173", "vercel-ai", Failure.ERROR, 102, 106),
        VERCEL_6("vercel-ai-6", "ai 6.0.326", "vercel-ai", Failure.ERROR, 102, 106),
        OPENINFERENCE(
                "openinference-openai",
                "@arizeai/openinference-instrumentation-openai 4.2.7 with phoenix-otel 2.1.0",
                "openai-client",
                Failure.ERROR,
                102,
                105),
        OPENINFERENCE_LANGCHAIN(
                "openinference-langchain",
                "@arizeai/openinference-instrumentation-langchain 4.1.1 with langchain 1.5.14",
                "langgraph",
                Failure.ERROR,
                102,
                105),
        OPENINFERENCE_AGENTS(
                "openinference-openai-agents",
                "@arizeai/openinference-instrumentation-openai-agents 0.2.15",
                "openai-agents",
                Failure.REDACTED,
                101,
                105),
        OPENLLMETRY("openllmetry", "@traceloop/node-server-sdk 0.27.0", "openai-client", Failure.NO_CALL, 102, 105),
        LANGFUSE("langfuse", "@langfuse/tracing, otel and openai 5.11.1", "unknown", Failure.ERROR, 102, 105),
        LANGFUSE_LANGCHAIN(
                "langfuse-langchain",
                "@langfuse/langchain 5.11.1 with langchain 1.5.14",
                "langgraph",
                Failure.ERROR,
                102,
                105),
        LANGSMITH("langsmith", "langsmith 0.12.0, runs/batch", "unknown", Failure.ERROR, 102, 105),
        LANGSMITH_LANGCHAIN(
                "langsmith-langchain",
                "langsmith 0.12.0, runs/batch, with langchain 1.5.14",
                "langgraph",
                Failure.ERROR,
                102,
                105),
        OPENAI_AGENTS(
                "openai-agents", "@openai/agents 0.20.0, traces/ingest", "openai-agents", Failure.REDACTED, 102, 105),
        GOOGLE_ADK("google-adk", "@google/adk 2.0.0", "google-adk", Failure.RESULT, 101, 103),
        GOOGLE_ADK_THROWING("google-adk-throwing", "@google/adk 2.0.0", "google-adk", Failure.UNSAID, 101, 103);

        private final String file;
        private final String version;
        private final String framework;
        private final Failure failure;
        private final long firstInput;
        private final long secondInput;

        Sdk(String file, String version, String framework, Failure failure, long firstInput, long secondInput) {
            this.file = file;
            this.version = version;
            this.framework = framework;
            this.failure = failure;
            this.firstInput = firstInput;
            this.secondInput = secondInput;
        }

        List<Trace> traces() {
            return read(file);
        }

        @Override
        public String toString() {
            return version;
        }
    }

    private static List<Trace> read(String file) {
        try {
            return TraceFiles.read(
                    Path.of(Objects.requireNonNull(JavaScriptSdksTest.class.getResource("sdk/" + file + ".json"))
                            .toURI()));
        } catch (URISyntaxException impossible) {
            throw new AssertionError(impossible);
        }
    }

    @ParameterizedTest
    @EnumSource
    void theTurn_hasItsQuestionItsAnswerAndWhoGaveIt(Sdk sdk) {
        Trace turn = sdk.traces().get(0);

        assertThat(turn.input()).contains(FIRST);
        assertThat(turn.output()).contains(FIRST_ANSWER);
        assertThat(turn.framework().id()).isEqualTo(sdk.framework);
        assertThat(turn.outcome()).isInstanceOf(Outcome.Success.class);
        assertThat(turn.agent().replace('_', '-')).isEqualTo("travel-desk");
        boolean told = sdk != Sdk.OPENINFERENCE_AGENTS;
        assertThat(turn.conversationId()).isEqualTo(told ? Optional.of("s-1") : Optional.empty());
    }

    @ParameterizedTest
    @EnumSource
    void theTurn_calledBothToolsAndOneFailed(Sdk sdk) {
        List<ToolCall> calls = new ArrayList<>(sdk.traces().get(0).toolCalls());
        calls.sort((one, other) -> other.name().compareTo(one.name()));

        assertThat(calls)
                .extracting(ToolCall::name)
                .isEqualTo(sdk.failure == Failure.NO_CALL ? List.of("weather") : List.of("weather", "book_room"));
        ToolCall weather = calls.get(0);
        // LangChain's callback is given the only argument, without its name.
        assertThat(weather.arguments())
                .isEqualTo(sdk == Sdk.OPENINFERENCE_LANGCHAIN ? "Bergen" : "{\"city\":\"Bergen\"}");
        assertThat(json(weather.result())).isEqualTo(json("{\"city\":\"Bergen\",\"degrees\":9,\"sky\":\"rain\"}"));
        assertThat(weather.error()).isNull();
        if (sdk.failure == Failure.NO_CALL) {
            return;
        }
        ToolCall room = calls.get(1);
        assertThat(json(room.arguments()))
                .isEqualTo(sdk.failure == Failure.UNSAID ? null : json("{\"city\":\"Bergen\",\"nights\":2}"));
        switch (sdk.failure) {
            case ERROR -> assertThat(room.error()).isNotNull().asString().contains(FAILURE);
            case RESULT -> {
                assertThat(room.error()).isNull();
                assertThat(room.result()).contains(FAILURE);
            }
            case REDACTED -> assertThat(room.error()).isNotNull().asString().contains("Error running tool");
            default -> assertThat(room.error()).isNull();
        }
    }

    @ParameterizedTest
    @EnumSource
    void theTurn_askedItsModelTwice(Sdk sdk) {
        Trace turn = sdk.traces().get(0);
        List<Span> models = turn.spans().stream()
                .filter(span -> span.kind() == Span.Kind.LLM)
                .toList();

        assertThat(models).hasSize(2);
        assertThat(turn.steps().stream().filter(ModelCall.class::isInstance)).hasSize(2);
        assertThat(requests(models.get(0).output()))
                .extracting(Message.ToolRequest::name)
                .containsExactly("weather", "book_room");
        assertThat(requests(models.get(0).output()))
                .extracting(request -> json(request.arguments()))
                .containsExactly(json("{\"city\":\"Bergen\"}"), json("{\"city\":\"Bergen\",\"nights\":2}"));
        assertThat(models.get(1).outputText()).contains(FIRST_ANSWER);
        assertThat(said(models.get(0).input(), Message.Role.USER)).contains(FIRST);
        assertThat(said(models.get(0).input(), Message.Role.SYSTEM)).contains("You help travellers. Be brief.");
        for (Span model : models) {
            assertThat(model.model().orElse(""))
                    .startsWith(sdk.file.startsWith("google") ? "gemini-2.0-flash" : "gpt-4o-mini");
        }
        boolean wordless = sdk == Sdk.LANGFUSE || sdk == Sdk.LANGFUSE_LANGCHAIN;
        assertThat(models.get(1).finishReasons()).isEqualTo(wordless ? List.of() : List.of("stop"));
    }

    @ParameterizedTest
    @EnumSource
    void theTurn_costItsTokensOnce(Sdk sdk) {
        Usage usage = sdk.traces().get(0).usage();

        assertThat(usage.inputTokens()).isEqualTo(sdk.firstInput + sdk.secondInput);
        assertThat(usage.outputTokens()).isEqualTo(40);
        assertThat(usage.cachedInputTokens()).isEqualTo(sdk == Sdk.OPENLLMETRY ? null : 32L);
        assertThat(usage.reasoningTokens()).isEqualTo(sdk == Sdk.OPENLLMETRY ? null : Long.valueOf(16));
    }

    @ParameterizedTest
    @EnumSource(
            mode = EnumSource.Mode.EXCLUDE,
            names = {"OPENINFERENCE_LANGCHAIN", "LANGFUSE_LANGCHAIN", "LANGSMITH_LANGCHAIN", "GOOGLE_ADK_THROWING"})
    void theSecondTurn_wasStreamedAndReadsTheSame(Sdk sdk) {
        Trace turn = sdk.traces().get(1);

        assertThat(turn.input()).contains(SECOND);
        assertThat(turn.output()).contains(SECOND_ANSWER);
        assertThat(turn.toolCalls()).singleElement().satisfies(call -> {
            assertThat(call.name()).isEqualTo("weather");
            assertThat(call.arguments()).isEqualTo("{\"city\":\"Oslo\"}");
            assertThat(json(call.result())).isEqualTo(json("{\"city\":\"Oslo\",\"degrees\":4,\"sky\":\"clear\"}"));
        });
    }

    /** Of answers of the Responses API the SDK tells the id only; the tokens stand in the turn. */
    @Test
    void openAiAgents_onTheResponsesApi_haveTheTokensOfTheirTurn() {
        Trace turn = read("openai-agents-responses").get(0);

        assertThat(turn.toolCalls()).extracting(ToolCall::name).containsExactly("weather", "book_room");
        assertThat(turn.spans().stream()
                        .filter(span -> span.kind() == Span.Kind.LLM)
                        .map(span -> span.usage().inputTokens()))
                .containsExactly(101L, 105L);
        assertThat(turn.usage().inputTokens()).isEqualTo(206);
        assertThat(turn.input()).isEmpty();
    }

    /** Strands' adapter of OpenAI's chat completions kept the second of two calls at once only. */
    @Test
    void strands_tellsInEvents() {
        Trace turn = read("strands").get(0);

        assertThat(turn.agent()).isEqualTo("travel-desk");
        assertThat(turn.framework().id()).isEqualTo("strands");
        assertThat(turn.input()).contains(FIRST);
        assertThat(turn.output()).contains(FIRST_ANSWER);
        assertThat(turn.usage()).isEqualTo(new Usage(206L, 40L, 32L, null));
        assertThat(turn.toolCalls()).singleElement().satisfies(call -> {
            assertThat(call.name()).isEqualTo("book_room");
            assertThat(call.arguments()).isEqualTo("{\"city\":\"Bergen\",\"nights\":2}");
            assertThat(call.error()).isNotNull().asString().contains(FAILURE);
        });
        Span asked = turn.spans().stream()
                .filter(span -> span.kind() == Span.Kind.LLM)
                .findFirst()
                .orElseThrow();
        assertThat(requests(asked.output()))
                .containsExactly(new Message.ToolRequest("call_b1", "book_room", "{\"city\":\"Bergen\",\"nights\":2}"));
    }

    /** OpenTelemetry's own instrumentation (0.21.0) sends content as log records beside the spans. */
    @Test
    void openTelemetry_contentInLogsJoinsItsSpans() {
        List<Trace> turns = read("opentelemetry-openai");

        assertThat(turns).hasSize(2);
        List<Span> models = turns.get(0).spans().stream()
                .filter(span -> span.kind() == Span.Kind.LLM)
                .toList();
        assertThat(models).hasSize(2);
        assertThat(said(models.get(0).input(), Message.Role.USER)).contains(FIRST);
        assertThat(requests(models.get(0).output()))
                .extracting(Message.ToolRequest::name)
                .containsExactly("weather", "book_room");
        assertThat(models.get(1).outputText()).contains(FIRST_ANSWER);
        assertThat(turns.get(0).usage()).isEqualTo(Usage.ofTokens(207, 40));
        assertThat(turns.get(1).output()).contains(SECOND_ANSWER);
    }

    private static List<Message.ToolRequest> requests(List<Message> messages) {
        return Seen.requests(messages);
    }

    private static String said(List<Message> messages, Message.Role who) {
        StringBuilder said = new StringBuilder();
        for (Message message : messages) {
            if (message.role() == who) {
                message.parts().forEach(part -> said.append(part));
            }
        }
        return said.toString();
    }

    private static @Nullable Object json(@Nullable String text) {
        return text == null ? null : JsonMapper.shared().readTree(text);
    }
}
