package dev.arceval.core.ingest;

import dev.arceval.trace.Span.Kind;

/** The few words of their own that frameworks add to the conventions they speak. */
final class FrameworkWords {

    /** Semantic Kernel; Microsoft's Agent Framework and AutoGen speak GenAI. */
    static final Vocabulary SEMANTIC_KERNEL = Vocabulary.of(
                    "Semantic Kernel",
                    "microsoft/semantic-kernel dotnet/src/InternalUtilities/src/Diagnostics/ModelDiagnostics.cs")
            .field("gen_ai.response.prompt_tokens", Field.INPUT_TOKENS)
            .field("gen_ai.response.completion_tokens", Field.OUTPUT_TOKENS)
            .field("gen_ai.response.finish_reason", Field.FINISH_REASONS)
            .field("gen_ai.agent.invocation_input", Field.INPUT)
            .field("gen_ai.agent.invocation_output", Field.OUTPUT)
            .kind("chat.completions", Kind.LLM)
            .kind("text.completions", Kind.LLM)
            .kind("chat.streaming_completions", Kind.LLM)
            .kind("text.streaming_completions", Kind.LLM)
            .build();

    static final Vocabulary STRANDS = Vocabulary.of(
                    "Strands Agents", "strands-agents/sdk-python src/strands/telemetry/tracer.py")
            .field("gen_ai.agent.system_prompt", Field.SYSTEM)
            .field("system_prompt", Field.SYSTEM)
            .kind("invoke_swarm", Kind.AGENT)
            .kind("invoke_graph", Kind.CHAIN)
            .build();

    /** Amazon Bedrock; what its agents do comes as OpenInference or GenAI spans. */
    static final Vocabulary BEDROCK = Vocabulary.of(
                    "Amazon Bedrock", "open-telemetry/semantic-conventions-genai docs/gen-ai/aws-bedrock.md")
            .field("aws.bedrock.agent.id", Field.AGENT_NAME)
            .build();

    static final Vocabulary CREWAI = Vocabulary.of(
                    "CrewAI", "traceloop/openllmetry packages/opentelemetry-instrumentation-crewai")
            .field("crewai.agent.role", Field.AGENT_NAME)
            .field("crewai.crew.result", Field.OUTPUT_VALUE)
            .build();

    /** Smolagents by OpenInference. */
    static final Vocabulary SMOLAGENTS = Vocabulary.of(
                    "smolagents",
                    "Arize-ai/openinference python/instrumentation/openinference-instrumentation-smolagents")
            .field("smolagents.task", Field.INPUT)
            .build();

    /** OpenLIT speaks GenAI; it prices calls itself. */
    static final Vocabulary OPENLIT = Vocabulary.of(
                    "OpenLIT", "openlit/openlit sdk/python/src/openlit/semcov/__init__.py")
            .field("gen_ai.usage.cost", Field.COST)
            .field("gen_ai.request.user", Field.USER)
            .field("gen_ai.tool.args", Field.TOOL_ARGUMENTS)
            .kind("framework", Kind.CHAIN)
            .kind("execute_task", Kind.CHAIN)
            .kind("vectordb", Kind.RETRIEVAL)
            .build();

    /** Gateways that report the calls that went through them. */
    static final Vocabulary GATEWAYS = Vocabulary.of(
                    "LiteLLM and OpenRouter",
                    "docs.litellm.ai, OpenTelemetry; openrouter.ai, broadcast to OpenTelemetry")
            .field("gen_ai.usage.total_cost", Field.COST)
            .field("litellm.cost.total", Field.COST)
            .field("gen_ai.usage.input_tokens.cached", Field.CACHED_TOKENS)
            .field("gen_ai.usage.input_tokens.cache_write", Field.CACHE_WRITE_TOKENS)
            .field("gen_ai.usage.output_tokens.reasoning", Field.REASONING_TOKENS)
            .build();

    static final Vocabulary HAYSTACK = Vocabulary.of("Haystack", "deepset-ai/haystack haystack/core/pipeline/base.py")
            .field("haystack.component.input", Field.INPUT_VALUE)
            .field("haystack.component.output", Field.OUTPUT_VALUE)
            .field("haystack.pipeline.input_data", Field.INPUT_VALUE)
            .field("haystack.pipeline.output_data", Field.OUTPUT_VALUE)
            .build();

    private FrameworkWords() {}
}
