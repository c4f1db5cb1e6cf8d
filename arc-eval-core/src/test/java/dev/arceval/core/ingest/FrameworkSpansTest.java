package dev.arceval.core.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.arceval.core.json.Json;
import dev.arceval.trace.Attributes;
import dev.arceval.trace.Document;
import dev.arceval.trace.Evaluation;
import dev.arceval.trace.Message;
import dev.arceval.trace.Span;
import dev.arceval.trace.ToolCall;
import dev.arceval.trace.Usage;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Spans as each framework writes them. */
class FrameworkSpansTest {

    private final RecordResult result = new RecordResult();
    private final Map<String, Object> attributes = new LinkedHashMap<>();

    private FrameworkSpansTest with(String attribute, Object value) {
        attributes.put(attribute, value);
        return this;
    }

    private Span span(String name, Span.Event... events) {
        Conversation conversation =
                new Conversation(new JsonValues(Json.parser("{}"), ReadLimits.standard(), false, result));
        Span.Builder span = Span.builder("eee19b7ec3c1b174", name);
        new SpanMapping(attributes, conversation).fill(span, name, Span.Status.UNSET, null, List.of(events));
        return span.build();
    }

    private static Span.Event event(String name, Map<String, Object> attributes) {
        return new Span.Event(name, 1, Attributes.of(attributes));
    }

    @Test
    void adk_modelCall_takesContentsAndLeavesTheConfiguration() {
        Span span = with("gen_ai.system", "gcp.vertex.agent")
                .with("gen_ai.operation.name", "call_llm")
                .with("gen_ai.request.model", "gemini-2.0-flash")
                .with("gcp.vertex.agent.session_id", "s-1")
                .with("gcp.vertex.agent.invocation_id", "e-1")
                .with(
                        "gcp.vertex.agent.llm_request",
                        "{\"model\": \"gemini-2.0-flash\", \"config\": {\"system_instruction\": \"Be kind.\", \"top_p\":"
                                + " 0.5}, \"contents\": [{\"role\": \"user\", \"parts\": [{\"text\": \"Roll.\"}]}, {\"role\":"
                                + " \"model\", \"parts\": [{\"function_call\": {\"id\": \"c1\", \"name\": \"roll\", \"args\":"
                                + " {\"n\": 1}}}]}, {\"role\": \"user\", \"parts\": [{\"function_response\": {\"id\": \"c1\","
                                + " \"name\": \"roll\", \"response\": {\"result\": 3}}}]}]}")
                .with(
                        "gcp.vertex.agent.llm_response",
                        "{\"content\": {\"parts\": [{\"text\": \"Three.\"}], \"role\": \"model\"}, \"finish_reason\":"
                                + " \"STOP\", \"usage_metadata\": {\"prompt_token_count\": 11, \"candidates_token_count\": 2,"
                                + " \"total_token_count\": 13}}")
                .span("call_llm");

        assertThat(span.kind()).isEqualTo(Span.Kind.LLM);
        assertThat(span.conversationId()).contains("s-1");
        assertThat(span.input())
                .containsExactly(
                        Message.system("Be kind."),
                        Message.user("Roll."),
                        new Message(
                                Message.Role.ASSISTANT,
                                List.of(new Message.ToolRequest("c1", "roll", "{\"n\": 1}")),
                                null),
                        new Message(
                                Message.Role.USER, List.of(new Message.ToolResponse("c1", "{\"result\": 3}")), null));
        assertThat(span.output()).containsExactly(Message.assistant("Three."));
        assertThat(span.finishReasons()).containsExactly("STOP");
        assertThat(span.usage()).isEqualTo(Usage.ofTokens(11, 2));
        assertThat(span.attributes().asMap())
                .containsOnly(
                        Map.entry("gcp.vertex.agent.invocation_id", "e-1"),
                        Map.entry(
                                "gcp.vertex.agent.llm_request",
                                "{\"model\":\"gemini-2.0-flash\",\"config\":{\"top_p\":0.5}}"),
                        Map.entry("gcp.vertex.agent.llm_response", "{\"usage_metadata\":{\"total_token_count\":13}}"));
    }

    /** BeeAI writes a span for each thing that its agent reports, and names the tool in it that has a span of its own. */
    @Test
    void agentsStep_thatOnlyNamesATool_isNoToolCall() {
        Span span = with("openinference.span.kind", "AGENT")
                .with("tool.name", "Wikipedia")
                .span("agent.react.update-13");

        assertThat(span.kind()).isEqualTo(Span.Kind.AGENT);
        assertThat(span.toolCall()).isEmpty();
        assertThat(span.attributes().text("tool.name")).contains("Wikipedia");
    }

    @Test
    void agentAsTool_withArguments_isAToolCall() {
        Span span = with("gen_ai.operation.name", "invoke_agent")
                .with("gen_ai.tool.name", "ask_expert")
                .with("gen_ai.tool.call.arguments", "{}")
                .span("invoke_agent expert");

        assertThat(span.kind()).isEqualTo(Span.Kind.AGENT);
        assertThat(span.toolCall()).map(ToolCall::name).contains("ask_expert");
    }

    @Test
    void adk_toolCall_hasArgumentsAndResult() {
        Span span = with("gen_ai.operation.name", "execute_tool")
                .with("gen_ai.tool.name", "roll")
                .with("gen_ai.tool.call.id", "<not specified>")
                .with("gcp.vertex.agent.tool_call_args", "{\"sides\": 6}")
                .with("gcp.vertex.agent.tool_response", "{\"result\": 3}")
                .with("gcp.vertex.agent.llm_request", "{}")
                .span("execute_tool roll");

        assertThat(span.toolCall()).contains(ToolCall.of("roll", "{\"sides\": 6}", "{\"result\": 3}"));
        assertThat(span.attributes().asMap().keySet())
                .containsExactlyInAnyOrder("gen_ai.tool.call.id", "gcp.vertex.agent.llm_request");
    }

    @Test
    void vercel_answer_isPutTogether() {
        Span span = with("ai.operationId", "ai.generateText.doGenerate")
                .with("ai.model.id", "gpt-4o")
                .with("ai.model.provider", "openai.chat")
                .with("ai.telemetry.functionId", "support")
                .with(
                        "ai.prompt.messages",
                        "[{\"role\":\"user\",\"content\":[{\"type\":\"text\",\"text\":\"Weather?\"}]}]")
                .with("ai.response.text", "Let me see.")
                .with("ai.response.reasoning", "I need a tool.")
                .with(
                        "ai.response.toolCalls",
                        "[{\"toolCallType\":\"function\",\"toolCallId\":\"c1\",\"toolName\":\"weather\",\"args\":{\"city\":\"Ulm\"}}]")
                .with("ai.response.finishReason", "tool-calls")
                .with("ai.usage.promptTokens", 20L)
                .with("ai.usage.completionTokens", 9L)
                .with("ai.usage.reasoningTokens", 4L)
                .with("ai.usage.cachedInputTokens", 8L)
                .span("ai.generateText.doGenerate");

        assertThat(span.kind()).isEqualTo(Span.Kind.LLM);
        assertThat(span.agentName()).contains("support");
        assertThat(span.inputText()).contains("Weather?");
        assertThat(span.output())
                .singleElement()
                .extracting(Message::parts)
                .isEqualTo(List.of(
                        new Message.Other("reasoning", "{\"content\":\"I need a tool.\",\"type\":\"reasoning\"}"),
                        new Message.Text("Let me see."),
                        new Message.ToolRequest("c1", "weather", "{\"city\":\"Ulm\"}")));
        assertThat(span.usage()).isEqualTo(new Usage(20L, 9L, 8L, null, 4L, null));
        assertThat(span.attributes().asMap()).containsOnlyKeys("ai.operationId");
    }

    @Test
    void vercel_wholeCall_takesThePromptApart() {
        Span span = with("ai.operationId", "ai.generateText")
                .with("ai.prompt", "{\"system\":\"Be brief.\",\"prompt\":\"Why?\"}")
                .with("ai.response.text", "Because.")
                .span("ai.generateText");

        assertThat(span.kind()).isEqualTo(Span.Kind.CHAIN);
        assertThat(span.input()).containsExactly(Message.system("Be brief."), Message.user("Why?"));
        assertThat(span.outputText()).contains("Because.");
        assertThat(span.attributes().asMap()).containsOnlyKeys("ai.operationId");
    }

    @Test
    void pydanticAi_agentRun_isSplitIntoWhatItWasGivenAndItsAnswer() {
        Span span = with("agent_name", "billing")
                .with("model_name", "gpt-4o")
                .with("gen_ai.usage.input_tokens", 5L)
                .with("gen_ai.usage.output_tokens", 6L)
                .with("final_result", "12 euros")
                .with(
                        "pydantic_ai.all_messages",
                        "[{\"role\":\"user\",\"parts\":[{\"type\":\"text\",\"content\":\"How much?\"}]},"
                                + "{\"role\":\"assistant\",\"parts\":[{\"type\":\"text\",\"content\":\"12 euros\"}]}]")
                .span("agent run");

        assertThat(span.kind()).isEqualTo(Span.Kind.AGENT);
        assertThat(span.agentName()).contains("billing");
        assertThat(span.input()).containsExactly(Message.user("How much?"));
        assertThat(span.output()).containsExactly(Message.assistant("12 euros"));
        assertThat(span.attributes().asMap()).containsOnlyKeys("final_result");
    }

    @Test
    void pydanticAi_firstVersion_keepsMessagesAsEventsInAnAttribute() {
        Span span = with("gen_ai.operation.name", "chat")
                .with(
                        "events",
                        "[{\"content\":\"Be brief.\",\"role\":\"system\",\"gen_ai.message.index\":0,\"event.name\":"
                                + "\"gen_ai.system.message\"},{\"content\":\"Why?\",\"role\":\"user\",\"event.name\":"
                                + "\"gen_ai.user.message\"},{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":"
                                + "\"Because.\"},\"event.name\":\"gen_ai.choice\"}]")
                .span("chat gpt-4o");

        assertThat(span.input()).containsExactly(Message.system("Be brief."), Message.user("Why?"));
        assertThat(span.output()).containsExactly(Message.assistant("Because."));
    }

    @Test
    void pydanticAi_firstVersion_leavesThinkingAndWhatIsNotRecordedOutOfTheText() {
        Span span = with("gen_ai.operation.name", "chat")
                .with("gen_ai.usage.input_tokens", 20L)
                .with("gen_ai.usage.output_tokens", 9L)
                .with("gen_ai.usage.details.cache_read_tokens", 8L)
                .with("gen_ai.usage.details.reasoning_tokens", 4L)
                .with(
                        "events",
                        "[{\"content\": {\"kind\": \"text\"}, \"role\": \"user\", \"gen_ai.message.index\": 0}, {\"index\": 0,"
                                + " \"message\": {\"role\": \"assistant\", \"content\": [{\"kind\": \"thinking\", \"text\": \"hm\"},"
                                + " {\"kind\": \"text\", \"text\": \"Seven.\"}]}}]")
                .span("chat m");

        assertThat(span.inputText()).isEmpty();
        assertThat(span.outputText()).contains("Seven.");
        assertThat(span.output().get(0).parts())
                .containsExactly(
                        new Message.Other("thinking", "{\"kind\": \"thinking\", \"text\": \"hm\"}"),
                        new Message.Text("Seven."));
        assertThat(span.usage()).isEqualTo(new Usage(20L, 9L, 8L, null, 4L, null));
    }

    @Test
    void pricesOfGatewaysAndOfOpenLit_areTheCost() {
        assertThat(new FrameworkSpansTest()
                        .with("gen_ai.usage.cost", 0.25)
                        .span("chat m")
                        .usage()
                        .costUsd())
                .isEqualTo(0.25);
        assertThat(new FrameworkSpansTest()
                        .with("gen_ai.usage.total_cost", "0.0042")
                        .span("chat m")
                        .usage()
                        .costUsd())
                .isEqualTo(0.0042);
    }

    @Test
    void openLlmetry_ofItsFirstVersions_namesModelAndTokensItself() {
        Span span = with("llm.request.type", "chat")
                .with("llm.vendor", "OpenAI")
                .with("llm.request.model", "m")
                .with("llm.usage.prompt_tokens", 5L)
                .with("llm.usage.completion_tokens", 2L)
                .with("llm.prompts.0.role", "user")
                .with("llm.prompts.0.content", "Is it open?")
                .with("llm.completions.0.role", "assistant")
                .with("llm.completions.0.content", "Yes.")
                .span("openai.chat");

        assertThat(span.kind()).isEqualTo(Span.Kind.LLM);
        assertThat(span.provider()).contains("OpenAI");
        assertThat(span.model()).contains("m");
        assertThat(span.usage()).isEqualTo(Usage.ofTokens(5, 2));
        assertThat(span.inputText()).contains("Is it open?");
        assertThat(span.outputText()).contains("Yes.");
    }

    @Test
    void argumentsThatPythonPrinted_areJson() {
        Span span = with("openinference.span.kind", "TOOL")
                .with("tool.name", "book")
                .with("input.value", "{'city': 'Bergen', 'nights': 2}")
                .span("book");

        assertThat(span.toolCall().orElseThrow().arguments()).isEqualTo("{\"city\":\"Bergen\",\"nights\":2}");
    }

    /** Each log record of the agent framework is a message in the conventions' form. */
    @Test
    void agentFramework_partsInAnEvent_areAMessage() {
        Span span = with("gen_ai.operation.name", "chat")
                .span(
                        "chat m",
                        event(
                                "gen_ai.user.message",
                                Map.of(
                                        "body",
                                        Map.of(
                                                "role",
                                                "user",
                                                "parts",
                                                List.of(Map.of("type", "text", "content", "Is it open?"))),
                                        "chat_message_index",
                                        0L)),
                        event(
                                "gen_ai.tool.message",
                                Map.of(
                                        "body",
                                        "{\"role\": \"tool\", \"content\": \"7-21\", \"tool_call_id\": \"c1\"}")));

        assertThat(span.input())
                .containsExactly(
                        Message.user("Is it open?"),
                        new Message(Message.Role.TOOL, List.of(new Message.ToolResponse("c1", "7-21")), null));
        assertThat(span.events()).isEmpty();
    }

    @Test
    void semanticKernel_listsReasonsWithoutQuotes() {
        assertThat(with("gen_ai.response.finish_reason", "[Stop, ToolCalls]")
                        .span("chat.completions m")
                        .finishReasons())
                .containsExactly("Stop", "ToolCalls");
    }

    /** LangSmith's exporter calls prompts chats and searches embeddings, and puts what went in into one text of JSON. */
    @Test
    void langSmithExporter_saysBesideTheOperationWhatARunIs() {
        Span tool = new FrameworkSpansTest()
                .with("langsmith.span.kind", "tool")
                .with("gen_ai.operation.name", "execute_tool")
                .with("gen_ai.prompt", "{\"input\": \"{'place': 'pool'}\"}")
                .with(
                        "gen_ai.completion",
                        "{\"output\": {\"content\": \"7-21\", \"type\": \"tool\", \"tool_call_id\": \"c1\"}}")
                .span("hours");
        Span model = new FrameworkSpansTest()
                .with("langsmith.span.kind", "llm")
                .with("gen_ai.operation.name", "chat")
                .with("langsmith.trace.session_id", "the project")
                .with("langsmith.metadata.thread_id", "t-1")
                .with(
                        "gen_ai.prompt",
                        "{\"messages\": [[{\"lc\": 1, \"type\": \"constructor\", \"id\": [\"langchain\", \"schema\","
                                + " \"messages\", \"HumanMessage\"], \"kwargs\": {\"content\": \"Open?\", \"type\": \"human\"}}]]}")
                .with(
                        "gen_ai.completion",
                        "{\"generations\": [[{\"text\": \"Until 21.\", \"message\": {\"lc\": 1, \"type\": \"constructor\", \"id\":"
                                + " [\"langchain\", \"schema\", \"messages\", \"AIMessage\"], \"kwargs\": {\"content\":"
                                + " \"Until 21.\", \"type\": \"ai\"}}}]]}")
                .span("ChatModel");
        Span search = new FrameworkSpansTest()
                .with("langsmith.span.kind", "retriever")
                .with("gen_ai.operation.name", "embeddings")
                .with("gen_ai.completion", "{\"documents\": [{\"page_content\": \"7-21\", \"metadata\": {}}]}")
                .span("faq");
        Span prompt = new FrameworkSpansTest()
                .with("langsmith.span.kind", "prompt")
                .with("gen_ai.operation.name", "chat")
                .span("ChatPromptTemplate");

        ToolCall call = tool.toolCall().orElseThrow();
        assertThat(call.name()).isEqualTo("hours");
        assertThat(call.id()).isEqualTo("c1");
        assertThat(call.arguments()).isEqualTo("{\"place\":\"pool\"}");
        assertThat(call.result()).isEqualTo("7-21");
        assertThat(model.kind()).isEqualTo(Span.Kind.LLM);
        assertThat(model.conversationId()).contains("t-1");
        assertThat(model.input()).containsExactly(Message.user("Open?"));
        assertThat(model.output()).containsExactly(Message.assistant("Until 21."));
        assertThat(search.kind()).isEqualTo(Span.Kind.RETRIEVAL);
        assertThat(search.documents()).containsExactly(new Document(null, "7-21", null, "{}"));
        assertThat(prompt.kind()).isEqualTo(Span.Kind.OTHER);
    }

    @Test
    void smolagents_taskAndKeywordArguments_areTakenOut() {
        Span run = new FrameworkSpansTest()
                .with("openinference.span.kind", "AGENT")
                .with("smolagents.task", "Is it open?")
                .with("input.value", "{\"task\": \"Is it open?\", \"stream\": false}")
                .span("CodeAgent.run");
        Span tool = new FrameworkSpansTest()
                .with("openinference.span.kind", "TOOL")
                .with("tool.name", "hours")
                .with(
                        "input.value",
                        "{\"args\": [], \"sanitize_inputs_outputs\": false, \"kwargs\": {\"place\": \"pool\"}}")
                .span("HoursTool");

        assertThat(run.inputText()).contains("Is it open?");
        assertThat(tool.toolCall().orElseThrow().arguments()).isEqualTo("{\"place\": \"pool\"}");
    }

    @Test
    void strandsAndCrewAi_nameTheirTextsThemselves() {
        assertThat(with("gen_ai.operation.name", "invoke_agent")
                        .with("system_prompt", "Be brief.")
                        .span("invoke_agent desk")
                        .input())
                .containsExactly(Message.system("Be brief."));
        assertThat(new FrameworkSpansTest()
                        .with("traceloop.span.kind", "workflow")
                        .with("crewai.crew.result", "Until 21.")
                        .span("crewai.workflow")
                        .outputText())
                .contains("Until 21.");
    }

    @Test
    void logfire_feedback_isAnEvaluation() {
        Span span = with("logfire.feedback.name", "factuality")
                .with("factuality", 0.1)
                .with("logfire.feedback.comment", "made it up")
                .span("feedback: factuality = 0.1");

        assertThat(span.evaluations()).containsExactly(new Evaluation("factuality", 0.1, null, "made it up"));
        assertThat(span.attributes().asMap()).containsOnlyKeys("factuality");
    }

    @Test
    void attributeCalledEvents_thatHoldsNone_staysOne() {
        assertThat(with("events", "[1,2]").span("x").attributes().asMap()).containsOnlyKeys("events");
    }

    @Test
    void traceloop_workflow_takesItsNameFromTheEntity() {
        Span agent = with("traceloop.span.kind", "agent")
                .with("traceloop.entity.name", "planner")
                .with("traceloop.entity.input", "{\"inputs\": {\"q\": 1}}")
                .with("traceloop.association.properties.session_id", "s-1")
                .with("traceloop.association.properties.user_id", "u-1")
                .span("planner.agent");
        assertThat(agent.kind()).isEqualTo(Span.Kind.AGENT);
        assertThat(agent.agentName()).contains("planner");
        assertThat(agent.conversationId()).contains("s-1");
        assertThat(agent.userId()).contains("u-1");
        assertThat(agent.inputText()).contains("{\"inputs\": {\"q\": 1}}");

        attributes.put("traceloop.span.kind", "tool");
        Span tool = span("planner.tool");
        assertThat(tool.toolCall()).contains(ToolCall.of("planner", "{\"inputs\": {\"q\": 1}}", null));

        attributes.put("traceloop.span.kind", "workflow");
        Span workflow = span("planner.workflow");
        assertThat(workflow.kind()).isEqualTo(Span.Kind.CHAIN);
        assertThat(workflow.attributes().asMap()).containsOnlyKeys("traceloop.span.kind", "traceloop.entity.name");
    }

    @Test
    void springAi_layers_areToldByTheirKind() {
        Span client = with("gen_ai.operation.name", "framework")
                .with("gen_ai.system", "spring_ai")
                .with("spring.ai.kind", "chat_client")
                .with("spring.ai.chat.client.conversation.id", "c-1")
                .with("gen_ai.response.finish_reasons", "[\"STOP\"]")
                .span("spring_ai chat_client");
        assertThat(client.kind()).isEqualTo(Span.Kind.CHAIN);
        assertThat(client.operation()).contains("framework");
        assertThat(client.conversationId()).contains("c-1");
        assertThat(client.finishReasons()).containsExactly("STOP");

        attributes.clear();
        Span tool = with("gen_ai.operation.name", "framework")
                .with("spring.ai.kind", "tool_call")
                .with("spring.ai.tool.definition.name", "orders")
                .with("spring.ai.tool.call.arguments", "{\"id\":1}")
                .with("spring.ai.tool.call.result", "\"shipped\"")
                .span("tool_call orders");
        assertThat(tool.toolCall()).contains(ToolCall.of("orders", "{\"id\":1}", "\"shipped\""));

        attributes.clear();
        Span search = with("spring.ai.kind", "vector_store")
                .with("db.vector.query.content", "refund rules")
                .with("db.vector.query.response.documents", "[\"Within 14 days.\", \"In cash.\"]")
                .span("pg_vector query");
        assertThat(search.kind()).isEqualTo(Span.Kind.RETRIEVAL);
        assertThat(search.inputText()).contains("refund rules");
        assertThat(search.documents()).extracting(Document::content).containsExactly("Within 14 days.", "In cash.");
    }

    @Test
    void springAi_olderContentEvents_areMessages() {
        Span span = with("gen_ai.operation.name", "chat")
                .span(
                        "chat m",
                        event("gen_ai.content.prompt", Map.of("gen_ai.prompt", "[\"Why?\"]")),
                        event("gen_ai.content.completion", Map.of("gen_ai.completion", "[\"Because.\"]")));

        assertThat(span.input()).containsExactly(Message.user("Why?"));
        assertThat(span.output()).containsExactly(Message.assistant("Because."));
        assertThat(span.events()).isEmpty();
    }

    @Test
    void langfuse_generation_hasUsageAndCost() {
        Span span = with("langfuse.observation.type", "generation")
                .with("langfuse.observation.model.name", "gpt-4o")
                .with(
                        "langfuse.observation.input",
                        "{\"messages\": [{\"role\": \"user\", \"content\": \"Why?\"}], \"temperature\": 0}")
                .with("langfuse.observation.output", "{\"role\": \"assistant\", \"content\": \"Because.\"}")
                .with("langfuse.observation.usage_details", "{\"input\": 7, \"output\": 3, \"total\": 10}")
                .with("langfuse.observation.cost_details", "{\"total\": 0.002}")
                .with("user.id", "u-1")
                .with("session.id", "s-1")
                .span("answer");

        assertThat(span.kind()).isEqualTo(Span.Kind.LLM);
        assertThat(span.input()).containsExactly(Message.user("Why?"));
        assertThat(span.output()).containsExactly(Message.assistant("Because."));
        assertThat(span.usage()).isEqualTo(new Usage(7L, 3L, null, 0.002));
        assertThat(span.userId()).contains("u-1");
        assertThat(span.conversationId()).contains("s-1");
        assertThat(span.attributes().asMap())
                .containsOnly(
                        Map.entry("langfuse.observation.type", "generation"),
                        Map.entry("langfuse.observation.input", "{\"temperature\":0}"),
                        Map.entry("langfuse.observation.usage_details", "{\"total\":10}"));
    }

    @Test
    void mlflow_attributes_areUnquoted() {
        Span span = with("mlflow.spanType", "\"CHAT_MODEL\"")
                .with("mlflow.llm.model", "\"gpt-4o\"")
                .with("mlflow.spanInputs", "{\"messages\":[{\"role\":\"user\",\"content\":\"Why?\"}]}")
                .with(
                        "mlflow.spanOutputs",
                        "{\"id\":\"x\",\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":\"Because.\"}}]}")
                .with("mlflow.chat.tokenUsage", "{\"input_tokens\": 7, \"output_tokens\": 3, \"total_tokens\": 10}")
                .with("mlflow.llm.cost", Map.of("total_cost", 0.5))
                .span("Completions");

        assertThat(span.kind()).isEqualTo(Span.Kind.LLM);
        assertThat(span.model()).contains("gpt-4o");
        assertThat(span.input()).containsExactly(Message.user("Why?"));
        assertThat(span.output()).containsExactly(Message.assistant("Because."));
        assertThat(span.usage()).isEqualTo(new Usage(7L, 3L, null, 0.5));
    }

    @Test
    void mlflow_retriever_outputsAreDocuments() {
        Span span = with("mlflow.spanType", "\"RETRIEVER\"")
                .with("mlflow.spanInputs", "{\"query\":\"q\"}")
                .with(
                        "mlflow.spanOutputs",
                        "[{\"page_content\":\"text\",\"metadata\":{\"doc_uri\":\"u\"},\"id\":\"d\"}]")
                .span("retrieve");

        assertThat(span.documents()).containsExactly(new Document("d", "text", null, "{\"doc_uri\":\"u\"}"));
        assertThat(span.output()).isEmpty();
    }

    @Test
    void openInference_documentsAndAnnotations_areRead() {
        Span span = with("openinference.span.kind", "RETRIEVER")
                .with("input.value", "refund rules")
                .with("retrieval.documents.0.document.id", "d-1")
                .with("retrieval.documents.0.document.content", "Within 14 days.")
                .with("retrieval.documents.0.document.score", 0.75)
                .with("retrieval.documents.1.document.content", "In cash.")
                .with("retrieval.documents.1.document.metadata", "{\"page\":2}")
                .with("annotations.0.annotation.name", "thumbs")
                .with("annotations.0.annotation.label", "down")
                .with("annotations.0.annotation.annotator_kind", "HUMAN")
                .span("search");

        assertThat(span.documents())
                .containsExactly(
                        new Document("d-1", "Within 14 days.", 0.75, null),
                        new Document(null, "In cash.", null, "{\"page\":2}"));
        assertThat(span.evaluations()).containsExactly(new Evaluation("thumbs", null, "down", null));
        assertThat(span.attributes().asMap()).containsOnlyKeys("annotations.0.annotation.annotator_kind");
    }

    @Test
    void openInference_imagesAndReasoning_areKeptUnderTheirNames() {
        Span span = with("openinference.span.kind", "LLM")
                .with("llm.input_messages.0.message.role", "user")
                .with("llm.input_messages.0.message.contents.0.message_content.type", "text")
                .with("llm.input_messages.0.message.contents.0.message_content.text", "What is this?")
                .with("llm.input_messages.0.message.contents.1.message_content.type", "image")
                .with(
                        "llm.input_messages.0.message.contents.1.message_content.image.image.url",
                        "data:image/png;base64,AA")
                .span("ChatCompletion");

        assertThat(span.inputText()).contains("What is this?");
        assertThat(span.input().get(0).parts().get(1))
                .isEqualTo(new Message.Other(
                        "image", "{\"image.image.url\":\"data:image/png;base64,AA\",\"type\":\"image\"}"));
    }

    @Test
    void strands_events_areMessages() {
        Span span = with("gen_ai.operation.name", "chat")
                .with("gen_ai.system", "strands-agents")
                .span(
                        "chat",
                        event("gen_ai.user.message", Map.of("content", "[{\"text\": \"Weather?\"}]")),
                        event(
                                "gen_ai.assistant.message",
                                Map.of(
                                        "content",
                                        "[{\"toolUse\": {\"toolUseId\": \"c1\", \"name\": \"weather\", \"input\": {}}}]")),
                        event(
                                "gen_ai.tool.message",
                                Map.of(
                                        "content",
                                        "[{\"toolResult\": {\"toolUseId\": \"c1\", \"content\": [{\"text\": \"rain\"}]}}]")),
                        event(
                                "gen_ai.choice",
                                Map.of("message", "[{\"text\": \"It rains.\"}]", "finish_reason", "end_turn")));

        assertThat(span.input())
                .containsExactly(
                        Message.user("Weather?"),
                        new Message(
                                Message.Role.ASSISTANT, List.of(new Message.ToolRequest("c1", "weather", "{}")), null),
                        new Message(
                                Message.Role.TOOL,
                                List.of(new Message.ToolResponse("c1", "[{\"text\": \"rain\"}]")),
                                null));
        assertThat(span.output()).containsExactly(Message.assistant("It rains."));
        assertThat(span.finishReasons()).containsExactly("end_turn");
        assertThat(span.events()).isEmpty();
    }

    @Test
    void strands_toolSpan_hasArgumentsAndResultInEvents() {
        Span span = with("gen_ai.operation.name", "execute_tool")
                .with("gen_ai.tool.name", "weather")
                .span(
                        "execute_tool weather",
                        event(
                                "gen_ai.tool.message",
                                Map.of("role", "tool", "content", "{\"city\": \"Ulm\"}", "id", "c1")),
                        event("gen_ai.choice", Map.of("message", "[{\"text\": \"rain\"}]", "id", "c1")));

        assertThat(span.toolCall()).contains(ToolCall.of("weather", "{\"city\": \"Ulm\"}", "[{\"text\": \"rain\"}]"));
    }

    @Test
    void detailsEvent_fillsWhatTheSpanLacks() {
        Span span = with("gen_ai.operation.name", "chat")
                .with("gen_ai.request.model", "asked")
                .span(
                        "chat",
                        event(
                                "gen_ai.client.inference.operation.details",
                                Map.of(
                                        "gen_ai.operation.name", "chat",
                                        "gen_ai.input.messages", "[{\"role\":\"user\",\"content\":\"Why?\"}]",
                                        "gen_ai.output.messages", "[{\"role\":\"assistant\",\"content\":\"Because.\"}]",
                                        "gen_ai.request.seed", 7L)));

        assertThat(span.input()).containsExactly(Message.user("Why?"));
        assertThat(span.output()).containsExactly(Message.assistant("Because."));
        assertThat(span.events())
                .containsExactly(event("gen_ai.client.inference.operation.details", Map.of("gen_ai.request.seed", 7L)));
    }

    @Test
    void semanticKernel_bodyInOneAttribute_isRead() {
        Span span = with("gen_ai.operation.name", "chat.completions")
                .with("gen_ai.response.prompt_tokens", 5L)
                .with("gen_ai.response.completion_tokens", -1L)
                .span(
                        "chat.completions gpt-4o",
                        event(
                                "gen_ai.user.message",
                                Map.of("gen_ai.event.content", "{\"role\": \"user\", \"content\": \"Why?\"}")),
                        event(
                                "gen_ai.choice",
                                Map.of(
                                        "gen_ai.event.content",
                                        "{\"index\": 0, \"message\": {\"content\": \"Because.\"}, \"finish_reason\": \"Stop\"}")));

        assertThat(span.kind()).isEqualTo(Span.Kind.LLM);
        assertThat(span.input()).containsExactly(Message.user("Why?"));
        assertThat(span.output()).containsExactly(Message.assistant("Because."));
        assertThat(span.usage().inputTokens()).isEqualTo(5);
        assertThat(span.usage().outputTokens()).isNull();
    }

    @Test
    void responsesItems_areAConversationInTheirOrder() {
        Span span = with(
                        "gen_ai.input.messages",
                        "[{\"role\":\"user\",\"content\":[{\"type\":\"input_text\",\"text\":\"Weather?\"}]},"
                                + "{\"type\":\"function_call\",\"id\":\"fc\",\"call_id\":\"c1\",\"name\":\"weather\",\"arguments\":\"{}\"},"
                                + "{\"type\":\"function_call_output\",\"call_id\":\"c1\",\"output\":\"rain\"}]")
                .span("x");

        assertThat(span.input())
                .containsExactly(
                        Message.user("Weather?"),
                        new Message(
                                Message.Role.ASSISTANT, List.of(new Message.ToolRequest("c1", "weather", "{}")), null),
                        new Message(Message.Role.TOOL, List.of(new Message.ToolResponse("c1", "rain")), null));
    }

    @Test
    void langChainMessages_sayInTheirTypeWhoSpeaks() {
        Span span = with(
                        "input.value",
                        "{\"messages\":[[{\"lc\":1,\"type\":\"constructor\",\"id\":[\"x\"],\"kwargs\":{\"type\":\"human\","
                                + "\"content\":\"Why?\",\"role\":null}},{\"type\":\"ai\",\"content\":\"\",\"tool_calls\":"
                                + "[{\"name\":\"look\",\"args\":{\"q\":1},\"id\":\"c1\",\"type\":\"tool_call\"}]}]]}")
                .span("x");

        assertThat(span.input())
                .containsExactly(
                        Message.user("Why?"),
                        new Message(
                                Message.Role.ASSISTANT,
                                List.of(new Message.ToolRequest("c1", "look", "{\"q\":1}")),
                                null));
    }

    @Test
    void namelessToolContent_goesByTheSpanOrStays_andIsCounted() {
        Span tool = with("gen_ai.operation.name", "execute_tool")
                .with("gen_ai.tool.call.arguments", "{}")
                .span("execute_tool look");
        assertThat(tool.toolCall()).contains(ToolCall.of("look", "{}", null));

        attributes.put("gen_ai.operation.name", "chat");
        Span chat = span("chat");
        assertThat(chat.toolCall()).isEmpty();
        assertThat(chat.attributes().asMap()).containsOnlyKeys("gen_ai.tool.call.arguments");

        Reading reading = new Reading();
        result.deliver(1, reading);
        assertThat(reading.repaired).containsExactly(SpanMapping.UNNAMED_TOOL, SpanMapping.NO_TOOL);
    }
}
