package dev.arceval.core.ingest;

import dev.arceval.trace.Span.Kind;

/** The words of the simple JSON: an {@code operation.type} such as {@code tool.search}, told apart by its first part. */
final class UserWords {

    static final String OPERATION = "operation.type";

    static final Vocabulary VOCABULARY = Vocabulary.of("simple JSON", "docs/file-formats.md")
            .field(OPERATION, Field.OPERATION)
            .field("error.message", Field.ERROR_MESSAGE)
            .field("token.input", Field.INPUT_TOKENS)
            .field("token.output", Field.OUTPUT_TOKENS)
            .kind("agent.", Kind.AGENT)
            .kind("agent_execution", Kind.AGENT)
            .kind("llm.", Kind.LLM)
            .kind("tool.", Kind.TOOL)
            .kind("retrieval.", Kind.RETRIEVAL)
            .kind("embedding.", Kind.EMBEDDING)
            .kind("chain.", Kind.CHAIN)
            .kind("guardrail.", Kind.GUARDRAIL)
            .kind("http.", Kind.OTHER)
            .kind("db.", Kind.OTHER)
            .build();

    private UserWords() {}
}
