package dev.arceval.trace;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The names frameworks leave in traces: the table behind {@link Framework}. A row per framework; a new one is a new row.
 *
 * <p>What makes a good sign: a namespace that only this product writes. {@code spring.ai.kind} is one, {@code agent.name}
 * is not. The names were read in the products' published code and documentation, and in captured traces.
 */
final class FrameworkSigns {

    /** What wins if several are found: the one further up. */
    enum Level {
        FRAMEWORK,
        CLIENT,
        PROTOCOL
    }

    /**
     * One framework.
     *
     * @param basis the framework it is built on, which leaves its names too
     */
    record Row(
            String id, String name, Level level, @Nullable String basis) {}

    /** An instrumentation that names its scopes {@code prefix + library}. */
    record Instrumentation(String prefix, String recorder) {}

    /** Evidence that needs both: spans of the scope that are named so. */
    record NamedSpan(Row row, String scopePrefix, String nameFragment) {}

    /** A text shape. */
    record Body(Row row, Pattern pattern, String sign) {}

    static final List<Instrumentation> INSTRUMENTATIONS = List.of(
            new Instrumentation("openinference.instrumentation.", "openinference"),
            new Instrumentation("@arizeai/openinference-instrumentation-", "openinference"),
            new Instrumentation("com.arize.instrumentation.", "openinference"),
            new Instrumentation("@traceloop/instrumentation-", "openllmetry"),
            new Instrumentation("opentelemetry.instrumentation.", "opentelemetry"),
            new Instrumentation("@opentelemetry/instrumentation-", "opentelemetry"),
            new Instrumentation("io.opentelemetry.", "opentelemetry"),
            new Instrumentation("openlit.instrumentation.", "openlit"),
            new Instrumentation("logfire.", "logfire"));

    /** Scopes that say who recorded and nothing about what. */
    static final Map<String, String> RECORDERS = Map.of(
            "langfuse-sdk", "langfuse",
            "langfuse", "langfuse",
            "logfire", "logfire",
            "langsmith", "langsmith",
            "mlflow", "mlflow");

    static final FrameworkSigns TABLE = new FrameworkSigns();

    /** By the name instrumentations give the library, lower case with underscores. */
    final Map<String, Row> libraries = new LinkedHashMap<>();
    /** By the whole name of a framework's own scope. */
    final Map<String, Row> scopes = new LinkedHashMap<>();
    /** By what such a name starts with. */
    final Map<String, Row> scopePrefixes = new LinkedHashMap<>();
    /** By what an attribute's name starts with up to its first dot or colon, then by the prefix itself. */
    final Map<String, Map<String, Row>> attributePrefixes = new LinkedHashMap<>();
    /** By the last part of an attribute's name, or a key of an attribute {@code metadata}. */
    final Map<String, Row> metadata = new LinkedHashMap<>();
    /** By the provider's name. */
    final Map<String, Row> providers = new LinkedHashMap<>();
    /** By what the operation or the span's name starts with. */
    final Map<String, Row> operations = new LinkedHashMap<>();
    /** The first characters of those: this is asked of every span, and nearly none has one. */
    final BitSet operationStarts = new BitSet();

    final List<NamedSpan> namedSpans = new ArrayList<>();
    final List<Body> bodies = new ArrayList<>();

    private FrameworkSigns() {
        java();
        python();
        others();
        clients();
    }

    private void java() {
        framework("spring-ai", "Spring AI")
                .library("spring_ai", "springai")
                .attribute("spring.ai.")
                .provider("spring_ai");
        framework("embabel", "Embabel", "spring-ai").scope("com.embabel.agent").attribute("embabel.");
        framework("langchain4j", "LangChain4j")
                .library("langchain4j")
                .scopePrefix("dev.langchain4j")
                .attribute("langchain4j.");
        framework("quarkus-langchain4j", "Quarkus LangChain4j", "langchain4j")
                .scopePrefix("io.quarkiverse.langchain4j")
                .operation("langchain4j.aiservices.")
                .operation("langchain4j.tools.");
        framework("koog", "Koog").scopePrefix("ai.koog").attribute("koog.");
        framework("google-adk", "Google ADK")
                .library("google_adk", "adk", "adk_java")
                .scopePrefix("gcp.vertex.agent")
                .scopePrefix("google.adk")
                .attribute("gcp.vertex.agent.")
                .provider("gcp.vertex.agent")
                .body("\"actions\"\\s*:\\s*\\{\\s*\"(?:state_delta|stateDelta)\"", "actions.state_delta");
        framework("semantic-kernel", "Semantic Kernel")
                .library("semantic_kernel")
                .scopePrefix("semantic_kernel")
                .scopePrefix("Microsoft.SemanticKernel")
                .scopePrefix("com.microsoft.semantickernel");
    }

    private void python() {
        framework("langchain", "LangChain")
                .library("langchain", "langchain_core")
                .scope("langchain")
                .metadataBy("langfuse", "ls_model_type")
                .body("\"lc\"\\s*:\\s*1\\b[\\s\\S]{0,200}\"langchain", "lc=1");
        framework("langgraph", "LangGraph", "langchain")
                .library("langgraph")
                .scope("langgraph")
                .metadata("langgraph_node", "langgraph_step", "langgraph_checkpoint_ns");
        framework("llamaindex", "LlamaIndex")
                .library("llama_index", "llamaindex")
                .scopePrefix("llamaindex")
                .scopePrefix("llama_index");
        framework("crewai", "CrewAI")
                .library("crewai", "crew_ai")
                .scopePrefix("crewai")
                .attribute("crewai.");
        framework("autogen", "AutoGen")
                .library("autogen", "autogen_core", "autogen_agentchat")
                .scopePrefix("autogen")
                .provider("autogen")
                .body(
                        "\"type\"\\s*:\\s*\"ToolCall(?:Request|Execution)Event\"",
                        "ToolCallRequestEvent, ToolCallExecutionEvent");
        framework("microsoft-agent-framework", "Microsoft Agent Framework")
                .library("agent_framework", "microsoft_agent_framework")
                .scopePrefix("agent_framework")
                .scopePrefix("Experimental.Microsoft.Agents.AI")
                .scopePrefix("Microsoft.Agents.AI")
                .attribute("agent_framework.")
                .provider("microsoft.agent_framework");
        framework("openai-agents", "OpenAI Agents SDK").library("openai_agents").scope("openai_agents");
        framework("pydantic-ai", "Pydantic AI")
                .library("pydantic_ai")
                .scope("pydantic-ai")
                .scope("pydantic_ai")
                .attribute("pydantic_ai.");
        framework("smolagents", "smolagents").library("smolagents").attribute("smolagents.");
        framework("haystack", "Haystack").library("haystack").scope("haystack").attribute("haystack.");
        framework("dspy", "DSPy").library("dspy").scope("dspy");
        framework("strands", "Strands Agents")
                .library("strands", "strands_agents")
                .scopePrefix("strands.")
                .scopePrefix("strands-agents")
                .provider("strands-agents");
        framework("agno", "Agno").library("agno").scope("agno").attribute("agno.");
        framework("beeai", "BeeAI").library("beeai").scopePrefix("beeai").attribute("beeai.");
        framework("claude-agent-sdk", "Claude Agent SDK")
                .library("claude_agent_sdk")
                .scopePrefix("com.anthropic.claude_code");
        framework("agentscope", "AgentScope")
                .library("agentscope")
                .scopePrefix("agentscope")
                .attribute("agentscope.");
        framework("livekit-agents", "LiveKit Agents").scope("livekit-agents");
        framework("pipecat", "Pipecat").library("pipecat").scopePrefix("pipecat");
        framework("promptflow", "Prompt flow").library("promptflow").scope("promptflow");
        framework("azure-ai-agents", "Azure AI Agents").provider("az.ai.agents").provider("azure.ai.agents");
        framework("bedrock-agents", "Amazon Bedrock Agents")
                .library("bedrock_agent", "bedrock_agents", "bedrock_agent_runtime")
                .spanNamed("openinference.instrumentation.bedrock", "invoke_agent")
                .spanNamed("openinference.instrumentation.bedrock", "bedrock_agent");
    }

    private void others() {
        framework("vercel-ai", "Vercel AI SDK")
                .library("vercel", "vercel_ai")
                .attribute("ai.operationId")
                .attribute("ai.telemetry.")
                .attribute("ai.settings.maxRetries")
                .operation("ai.generateText")
                .operation("ai.streamText")
                .operation("ai.generateObject")
                .operation("ai.streamObject")
                .operation("ai.toolCall")
                .spanNamed("gen_ai", "step ");
        framework("mastra", "Mastra").scopePrefix("@mastra/").scope("mastra").attribute("mastra.");
        framework("genkit", "Genkit").scopePrefix("genkit").attribute("genkit:").attribute("genkit.");
        row("microsoft-extensions-ai", "Microsoft.Extensions.AI", Level.CLIENT, null)
                .scopePrefix("Experimental.Microsoft.Extensions.AI")
                .scopePrefix("Microsoft.Extensions.AI");
        row("litellm", "LiteLLM", Level.CLIENT, null).library("litellm").scopePrefix("litellm");
        row("instructor", "Instructor", Level.CLIENT, null).library("instructor");
        row("mcp", "Model Context Protocol", Level.PROTOCOL, null)
                .library("mcp")
                .attribute("mcp.method.name")
                .attribute("mcp.session.id");
        row("a2a", "Agent2Agent", Level.PROTOCOL, null).scope("a2a-python-sdk");
        row("arc-eval", "Arc-Eval tracer", Level.PROTOCOL, null).scopePrefix("dev.arceval");
    }

    private void clients() {
        client("openai-client", "OpenAI client", "openai", "openai_java");
        client("anthropic-client", "Anthropic client", "anthropic");
        client("google-genai-client", "Google Gen AI client", "google_genai", "google_generativeai", "vertexai");
        client("bedrock-client", "Amazon Bedrock client", "bedrock");
        client("mistral-client", "Mistral client", "mistralai");
        client("cohere-client", "Cohere client", "cohere");
        client("groq-client", "Groq client", "groq");
        client("ollama-client", "Ollama client", "ollama");
        client("together-client", "Together client", "together");
        client("watsonx-client", "watsonx client", "watsonx");
        client("azure-ai-inference-client", "Azure AI Inference client", "azure_ai_inference");
    }

    private Signs framework(String id, String name) {
        return row(id, name, Level.FRAMEWORK, null);
    }

    private Signs framework(String id, String name, String basis) {
        return row(id, name, Level.FRAMEWORK, basis);
    }

    private void client(String id, String name, String... names) {
        row(id, name, Level.CLIENT, null).library(names);
    }

    private Signs row(String id, String name, Level level, @Nullable String basis) {
        return new Signs(new Row(id, name, level, basis));
    }

    /** Collects the signs of one row. */
    private final class Signs {

        private final Row row;

        Signs(Row row) {
            this.row = row;
        }

        Signs library(String... names) {
            for (String name : names) {
                libraries.put(name, row);
            }
            return this;
        }

        Signs scope(String name) {
            scopes.put(name, row);
            return this;
        }

        Signs scopePrefix(String prefix) {
            scopePrefixes.put(prefix, row);
            return this;
        }

        Signs attribute(String prefix) {
            attributePrefixes
                    .computeIfAbsent(AttributeName.head(prefix), head -> new LinkedHashMap<>())
                    .put(prefix, row);
            return this;
        }

        Signs metadata(String... keys) {
            for (String key : keys) {
                metadata.put(key, row);
            }
            return this;
        }

        Signs provider(String name) {
            providers.put(name, row);
            return this;
        }

        Signs operation(String prefix) {
            operations.put(prefix, row);
            operationStarts.set(prefix.charAt(0));
            return this;
        }

        Signs spanNamed(String scopePrefix, String nameFragment) {
            namedSpans.add(new NamedSpan(row, scopePrefix, nameFragment));
            return this;
        }

        /** A metadata key that counts only in what {@code recorder} recorded. */
        Signs metadataBy(String recorder, String key) {
            metadata.put(recorder + " " + key, row);
            return this;
        }

        Signs body(String pattern, String sign) {
            bodies.add(new Body(row, Pattern.compile(pattern), sign));
            return this;
        }
    }
}
