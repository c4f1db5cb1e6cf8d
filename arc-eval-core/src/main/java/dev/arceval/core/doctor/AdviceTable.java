package dev.arceval.core.doctor;

import static dev.arceval.trace.Diagnosis.Advice.Kind.CODE;
import static dev.arceval.trace.Diagnosis.Advice.Kind.ENVIRONMENT;
import static dev.arceval.trace.Diagnosis.Advice.Kind.PROPERTIES;
import static dev.arceval.trace.Diagnosis.Content.ANSWER;
import static dev.arceval.trace.Diagnosis.Content.CONVERSATION;
import static dev.arceval.trace.Diagnosis.Content.INPUT;
import static dev.arceval.trace.Diagnosis.Content.MESSAGES;
import static dev.arceval.trace.Diagnosis.Content.MODEL;
import static dev.arceval.trace.Diagnosis.Content.OUTCOME;
import static dev.arceval.trace.Diagnosis.Content.TOKENS;
import static dev.arceval.trace.Diagnosis.Content.TOOL_ARGUMENTS;
import static dev.arceval.trace.Diagnosis.Content.TOOL_RESULTS;
import static dev.arceval.trace.Diagnosis.Content.VERSION;

import dev.arceval.trace.Diagnosis.Advice;
import dev.arceval.trace.Diagnosis.Content;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * Which setting brings which content, for whom, and where that is documented. Data: a new setting is a new row.
 *
 * <p>A row for a recorder counts whatever framework it recorded, a row for a framework where that recorded itself, and a row
 * for everyone always. A setting holds nothing but what is to be set, so that a program can apply it, as the checks do.
 */
final class AdviceTable {

    private static final String ANY = "*";
    private static final Content[] TEXTS = {INPUT, ANSWER, MESSAGES};
    private static final Content[] TOOLS = {TOOL_ARGUMENTS, TOOL_RESULTS};
    private static final Content[] ALL_TEXTS = {INPUT, ANSWER, MESSAGES, TOOL_ARGUMENTS, TOOL_RESULTS};

    /** Recorded by some OpenTelemetry SDK of the JVM, and nothing says of what. */
    static final String JAVA = "java";

    private static final String LANGCHAIN4J_NOTE =
            "Register it with the model (listeners) and with the AI service (registerListeners), and call the agent inside a span."
                    + " LangChain4j 1.5 and later: it writes no spans itself, and its Micrometer observations carry neither"
                    + " messages nor tool calls.";
    private static final String LANGCHAIN4J_SOURCE = "https://docs.langchain4j.dev/tutorials/observability";

    private static final List<Row> ROWS = List.of(
            framework("spring-ai", "Spring AI")
                    .brings(TOOLS)
                    .setting(PROPERTIES, "spring.ai.tools.observations.include-content=true")
                    .because(
                            "Spring AI 1.0 to 2.0. Off by default.",
                            "https://docs.spring.io/spring-ai/reference/observability/index.html"),
            framework("spring-ai", "Spring AI")
                    .brings(TEXTS)
                    .setting(CODE, Snippets.SPRING_AI)
                    .because(
                            "Declare it as a bean. Spring AI 1.0 to 2.0: spring.ai.chat.observations.log-prompt and log-completion"
                                    + " write to the log only, no setting of its own puts messages on spans.",
                            "https://docs.spring.io/spring-ai/reference/observability/index.html"),
            framework("spring-ai", "Spring AI")
                    .brings(CONVERSATION)
                    .setting(CODE, "advisors(advisor -> advisor.param(ChatMemory.CONVERSATION_ID, conversationId))")
                    .because(
                            "On the ChatClient's request, with a chat memory.",
                            "https://docs.spring.io/spring-ai/reference/observability/index.html"),
            framework("langchain4j", "LangChain4j")
                    .brings(INPUT, ANSWER, MESSAGES, TOOL_ARGUMENTS, TOOL_RESULTS, MODEL, TOKENS)
                    .setting(CODE, Snippets.LANGCHAIN4J)
                    .because(LANGCHAIN4J_NOTE, LANGCHAIN4J_SOURCE),
            recorder(JAVA, "LangChain4j")
                    .brings(INPUT, ANSWER, MESSAGES, TOOL_ARGUMENTS, TOOL_RESULTS, MODEL, TOKENS)
                    .setting(CODE, Snippets.LANGCHAIN4J)
                    .because(
                            "If it is LangChain4j, which leaves no name in spans. " + LANGCHAIN4J_NOTE,
                            LANGCHAIN4J_SOURCE),
            recorder(JAVA, "JVM agents")
                    .brings(INPUT, ANSWER, TOOL_ARGUMENTS, TOOL_RESULTS)
                    .setting(CODE, Snippets.OWN_TRACER)
                    .because(
                            "Nothing says which framework this is. Wrapping the agent and its tools records them whatever it is.",
                            "docs/guide.md"),
            framework("quarkus-langchain4j", "Quarkus LangChain4j")
                    .brings(ALL_TEXTS)
                    .setting(
                            PROPERTIES,
                            "quarkus.langchain4j.tracing.include-prompt=true",
                            "quarkus.langchain4j.tracing.include-completion=true",
                            "quarkus.langchain4j.tracing.include-tool-arguments=true",
                            "quarkus.langchain4j.tracing.include-tool-result=true")
                    .because(
                            "All off by default.",
                            "https://docs.quarkiverse.io/quarkus-langchain4j/dev/observability.html"),
            framework("google-adk", "Google ADK")
                    .brings(ALL_TEXTS)
                    .setting(ENVIRONMENT, "ADK_CAPTURE_MESSAGE_CONTENT_IN_SPANS=true")
                    .because(
                            "On by default: something turned it off. Python and Java.",
                            "https://google.github.io/adk-docs/observability/"),
            framework("semantic-kernel", "Semantic Kernel")
                    .brings(ALL_TEXTS)
                    .setting(
                            ENVIRONMENT,
                            "SEMANTICKERNEL_EXPERIMENTAL_GENAI_ENABLE_OTEL_DIAGNOSTICS=true",
                            "SEMANTICKERNEL_EXPERIMENTAL_GENAI_ENABLE_OTEL_DIAGNOSTICS_SENSITIVE=true")
                    .because(
                            ".NET and Python.",
                            "https://learn.microsoft.com/semantic-kernel/concepts/enterprise-readiness/observability/"),
            framework("microsoft-agent-framework", "Microsoft Agent Framework")
                    .brings(ALL_TEXTS)
                    .setting(ENVIRONMENT, "ENABLE_INSTRUMENTATION=true", "ENABLE_SENSITIVE_DATA=true")
                    .because(
                            "Early versions read ENABLE_OTEL for the first.",
                            "https://learn.microsoft.com/agent-framework/agents/observability"),
            framework("azure-ai-agents", "Azure AI Agents")
                    .brings(ALL_TEXTS)
                    .setting(ENVIRONMENT, "AZURE_TRACING_GEN_AI_CONTENT_RECORDING_ENABLED=true")
                    .because(
                            "Off by default.",
                            "https://learn.microsoft.com/azure/ai-foundry/how-to/develop/trace-agents-sdk"),
            framework("strands", "Strands Agents")
                    .brings(ALL_TEXTS)
                    .setting(ENVIRONMENT, "OTEL_SEMCONV_STABILITY_OPT_IN=gen_ai_latest_experimental")
                    .because(
                            "Content stands in span events: export them too.",
                            "https://strandsagents.com/latest/documentation/docs/user-guide/observability-evaluation/traces/"),
            framework("vercel-ai", "Vercel AI SDK")
                    .brings(ALL_TEXTS)
                    .setting(
                            CODE,
                            "registerTelemetry(new OpenTelemetry())  // version 7, from @ai-sdk/otel",
                            "experimental_telemetry: { isEnabled: true, recordInputs: true, recordOutputs: true }")
                    .because(
                            "From version 7 on once at the start; before, on each generateText and streamText. What is said is"
                                    + " recorded unless recordInputs or recordOutputs is turned off.",
                            "https://ai-sdk.dev/docs/ai-sdk-core/telemetry"),
            framework("pydantic-ai", "Pydantic AI")
                    .brings(ALL_TEXTS)
                    .setting(CODE, "Agent.instrument_all(InstrumentationSettings(include_content=True))")
                    .because("On by default: something turned it off.", "https://ai.pydantic.dev/logfire/"),
            framework("openai-agents", "OpenAI Agents SDK")
                    .brings(ALL_TEXTS)
                    .setting(CODE, "RunConfig(trace_include_sensitive_data=True)")
                    .because(
                            "On by default: something turned it off. Of the Responses API the SDK's own traces have the id only; the"
                                    + " OpenInference instrumentation writes down what was said.",
                            "https://openai.github.io/openai-agents-python/tracing/"),
            framework("haystack", "Haystack")
                    .brings(ALL_TEXTS)
                    .setting(ENVIRONMENT, "HAYSTACK_CONTENT_TRACING_ENABLED=true")
                    .because("Set before Haystack is imported.", "https://docs.haystack.deepset.ai/docs/tracing"),
            framework("koog", "Koog")
                    .brings(ALL_TEXTS)
                    .setting(CODE, "install(OpenTelemetry) { setVerbose(true) }")
                    .because("Content is masked by default.", "https://docs.koog.ai/opentelemetry-support/"),
            framework("litellm", "LiteLLM")
                    .brings(TEXTS)
                    .setting(PROPERTIES, "turn_off_message_logging=false")
                    .because("Under litellm_settings of the proxy.", "https://docs.litellm.ai/docs/proxy/logging"),
            recorder("opentelemetry", "OpenTelemetry instrumentation")
                    .brings(ALL_TEXTS)
                    .setting(
                            ENVIRONMENT,
                            "OTEL_SEMCONV_STABILITY_OPT_IN=gen_ai_latest_experimental",
                            "OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT=SPAN_ONLY")
                    .because(
                            "Off by default. Older versions and the Java agent take true and write content to log events: export"
                                    + " those as well.",
                            "https://github.com/open-telemetry/opentelemetry-python-contrib/tree/main/util/opentelemetry-util-genai"),
            recorder("openllmetry", "OpenLLMetry")
                    .brings(ALL_TEXTS)
                    .setting(ENVIRONMENT, "TRACELOOP_TRACE_CONTENT=true")
                    .because(
                            "On by default: something turned it off.",
                            "https://www.traceloop.com/docs/openllmetry/privacy/traces"),
            recorder("openinference", "OpenInference")
                    .brings(ALL_TEXTS)
                    .setting(
                            ENVIRONMENT,
                            "OPENINFERENCE_HIDE_INPUTS=false",
                            "OPENINFERENCE_HIDE_OUTPUTS=false",
                            "OPENINFERENCE_HIDE_INPUT_MESSAGES=false",
                            "OPENINFERENCE_HIDE_OUTPUT_MESSAGES=false",
                            "OPENINFERENCE_HIDE_INPUT_TEXT=false",
                            "OPENINFERENCE_HIDE_OUTPUT_TEXT=false")
                    .because(
                            "All shown by default: something hid them.",
                            "https://arize-ai.github.io/openinference/spec/configuration.html"),
            recorder("langsmith", "LangSmith")
                    .brings(ALL_TEXTS)
                    .setting(ENVIRONMENT, "LANGSMITH_HIDE_INPUTS=false", "LANGSMITH_HIDE_OUTPUTS=false")
                    .because(
                            "Shown by default: something hid them.",
                            "https://docs.smith.langchain.com/observability/how_to_guides/mask_inputs_outputs"),
            everyone()
                    .brings(VERSION)
                    .setting(ENVIRONMENT, "OTEL_RESOURCE_ATTRIBUTES=service.version=1.2.3")
                    .because(
                            "With the version of your release. Any OpenTelemetry SDK.",
                            "https://opentelemetry.io/docs/specs/semconv/resource/service/"),
            everyone()
                    .brings(CONVERSATION)
                    .setting(CODE, "Span.current().setAttribute(\"gen_ai.conversation.id\", conversationId);")
                    .because(
                            "On the span of the agent's turn. OpenInference calls it session.id.",
                            "https://opentelemetry.io/docs/specs/semconv/gen-ai/"),
            everyone()
                    .brings(OUTCOME)
                    .setting(CODE, Snippets.EVALUATION)
                    .because(
                            "On the agent's span, from a user's rating or a check of your own. Without it a run counts as good unless"
                                    + " it failed.",
                            "https://opentelemetry.io/docs/specs/semconv/gen-ai/gen-ai-events/"));

    private AdviceTable() {}

    /**
     * A setting.
     *
     * @param framework the framework's id; {@code *} for any
     * @param recorder who recorded; {@code *} for any
     */
    record Row(
            String framework,
            String recorder,
            String name,
            Set<Content> brings,
            Advice.Kind kind,
            String setting,
            String note,
            String source) {

        Advice advice(long traces) {
            return new Advice(name, brings, kind, setting, note, source, traces);
        }
    }

    /** Returns the rows for what {@code recorder} recorded of {@code framework}, in the order of the table. */
    static List<Row> rows(String framework, String recorder) {
        return ROWS.stream()
                .filter(row -> row.framework.equals(ANY) || row.framework.equals(framework))
                .filter(row -> row.recorder.equals(ANY) || row.recorder.equals(recorder))
                .toList();
    }

    static List<Row> all() {
        return ROWS;
    }

    /** A framework that records itself. */
    private static Draft framework(String id, String name) {
        return new Draft(id, id, name);
    }

    private static Draft recorder(String id, String name) {
        return new Draft(ANY, id, name);
    }

    private static Draft everyone() {
        return new Draft(ANY, ANY, Advice.ANY);
    }

    /** A row in the making. */
    private static final class Draft {

        private final String framework;
        private final String recorder;
        private final String name;
        private Set<Content> brings = Set.of();
        private Advice.Kind kind = PROPERTIES;
        private String setting = "";

        Draft(String framework, String recorder, String name) {
            this.framework = framework;
            this.recorder = recorder;
            this.name = name;
        }

        Draft brings(Content... contents) {
            brings = EnumSet.copyOf(List.of(contents));
            return this;
        }

        Draft setting(Advice.Kind sort, String... lines) {
            kind = sort;
            setting = String.join("\n", lines);
            return this;
        }

        Row because(String note, String source) {
            return new Row(framework, recorder, name, brings, kind, setting, note, source);
        }
    }
}
