package dev.arceval.spi;

import java.nio.charset.StandardCharsets;

/**
 * The text that packed traces may refer back to: what OTLP/JSON of an agent's spans repeats in every trace.
 *
 * <p>It is part of what stores have written and never changes; a better one comes as a way of packing of its own. What is
 * most frequent stands last, where a reference to it is shortest.
 */
final class PackingDictionary {

    private static final byte[] FIRST = """
            telemetry.sdk.language telemetry.sdk.name telemetry.sdk.version opentelemetry service.namespace
            service.instance.id deployment.environment.name host.name process.pid server.address server.port
            http.request.method http.response.status_code url.full exception.stacktrace exception.message exception.type
            gen_ai.system_instructions gen_ai.tool.definitions gen_ai.tool.description gen_ai.tool.type
            gen_ai.request.max_tokens gen_ai.request.temperature gen_ai.request.top_p gen_ai.request.seed
            gen_ai.evaluation.explanation gen_ai.evaluation.score.value gen_ai.evaluation.score.label
            gen_ai.evaluation.result gen_ai.evaluation.name gen_ai.retrieval.documents gen_ai.output.type
            gen_ai.usage.cache_read.input_tokens gen_ai.usage.cost gen_ai.response.id gen_ai.conversation.id
            gen_ai.agent.description gen_ai.agent.version gen_ai.agent.id openinference.span.kind
            input.mime_type output.mime_type input.value output.value llm.model_name llm.token_count.total
            llm.token_count.prompt llm.token_count.completion llm.input_messages. llm.output_messages.
            message.role message.content tool.name session.id error.type timeout embeddings retrieval
            generate_content text_completion create_agent invoke_agent execute_tool
            {"boolValue":true}{"doubleValue":0.{"arrayValue":{"values":[{"kvlistValue":{"values":[
            {\\"id\\":\\"{\\"query\\":\\"\\",\\"status\\":\\"\\",\\"error\\":\\"\\",\\"result\\":\\"
            [{\\"role\\":\\"system\\",\\"parts\\":[{\\"type\\":\\"text\\",\\"content\\":\\"
            {\\"type\\":\\"tool_call_response\\",\\"id\\":\\"call_\\",\\"response\\":\\"
            {\\"type\\":\\"tool_call\\",\\"id\\":\\"call_\\",\\"name\\":\\"\\",\\"arguments\\":{\\"
            [{\\"role\\":\\"user\\",\\"parts\\":[{\\"type\\":\\"text\\",\\"content\\":\\"
            [{\\"role\\":\\"assistant\\",\\"parts\\":[{\\"type\\":\\"text\\",\\"content\\":\\"
            \\"}],\\"finish_reason\\":\\"stop\\"}]"}},
            {"resourceSpans":[{"resource":{"attributes":[{"key":"service.version","value":{"stringValue":"1.0.0"}},
            {"key":"service.name","value":{"stringValue":"agent"}}]},"scopeSpans":[{"scope":{"name":"","version":""},
            "spans":[{"traceId":"","traceState":"","links":[{"traceId":"","droppedAttributesCount":1,
            "events":[{"timeUnixNano":"17","name":"exception","attributes":[
            {"key":"gen_ai.response.finish_reasons","value":{"arrayValue":{"values":[{"stringValue":"stop"}]}}},
            {"key":"gen_ai.tool.call.arguments","value":{"stringValue":"{\\"
            {"key":"gen_ai.tool.call.result","value":{"stringValue":"{\\"
            {"key":"gen_ai.tool.call.id","value":{"stringValue":"call_
            {"key":"gen_ai.tool.name","value":{"stringValue":"
            {"key":"gen_ai.agent.name","value":{"stringValue":"
            {"key":"gen_ai.input.messages","value":{"stringValue":"
            {"key":"gen_ai.output.messages","value":{"stringValue":"
            {"key":"gen_ai.provider.name","value":{"stringValue":"
            {"key":"gen_ai.request.model","value":{"stringValue":"
            {"key":"gen_ai.response.model","value":{"stringValue":"
            {"key":"gen_ai.operation.name","value":{"stringValue":"chat"}},
            {"key":"gen_ai.usage.input_tokens","value":{"intValue":"1
            {"key":"gen_ai.usage.output_tokens","value":{"intValue":"1
            "}}],"status":{"code":2,"message":""}},"status":{"code":1}},"status":{}}]}]}]}
            {"traceId":"","spanId":"","parentSpanId":"","name":"","kind":1,"startTimeUnixNano":"17
            ","endTimeUnixNano":"17","attributes":[{"key":"gen_ai.","value":{"intValue":"
            "}},{"key":"gen_ai.","value":{"stringValue":\"""".replace("\n", "").getBytes(StandardCharsets.UTF_8);

    private PackingDictionary() {}

    /** The dictionary of {@link TracePacking}; not to be written to. */
    static byte[] first() {
        return FIRST;
    }
}
