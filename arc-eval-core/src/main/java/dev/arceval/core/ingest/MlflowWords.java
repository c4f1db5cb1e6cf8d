package dev.arceval.core.ingest;

import dev.arceval.trace.Span.Kind;

/** MLflow, which keeps every attribute as JSON text. */
final class MlflowWords {

    private static final String USAGE = "mlflow.chat.tokenUsage";

    static final Vocabulary VOCABULARY = Vocabulary.of(
                    "MLflow", "mlflow/mlflow mlflow/tracing/constant.py and mlflow/entities/span.py")
            .wrapped(Wrapping.QUOTES)
            .field("mlflow.spanType", Field.KIND_WORD)
            .field("mlflow.spanFunctionName", Field.ENTITY_NAME)
            .field("mlflow.trace.session", Field.CONVERSATION)
            .field("mlflow.trace.user", Field.USER)
            .field("mlflow.llm.provider", Field.PROVIDER)
            .field("mlflow.llm.model", Field.MODEL)
            .field("mlflow.chat.messages", Field.CONVERSATION_LOG)
            .field("mlflow.spanInputs", Field.INPUT_VALUE)
            .field("mlflow.spanOutputs", Field.OUTPUT_VALUE)
            .inside(USAGE, "input_tokens", Field.INPUT_TOKENS)
            .inside(USAGE, "output_tokens", Field.OUTPUT_TOKENS)
            .inside(USAGE, "cache_read_input_tokens", Field.CACHED_TOKENS)
            .inside(USAGE, "cache_creation_input_tokens", Field.CACHE_WRITE_TOKENS)
            .inside("mlflow.llm.cost", "total_cost", Field.COST)
            .kind("CHAT_MODEL", Kind.LLM)
            .kind("WORKFLOW", Kind.CHAIN)
            .kind("TASK", Kind.CHAIN)
            .kind("PARSER", Kind.OTHER)
            .kind("MEMORY", Kind.OTHER)
            .build();

    private MlflowWords() {}
}
