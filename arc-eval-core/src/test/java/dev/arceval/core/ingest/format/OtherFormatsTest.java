package dev.arceval.core.ingest.format;

import static org.assertj.core.api.Assertions.assertThat;

import dev.arceval.trace.Evaluation;
import dev.arceval.trace.Outcome;
import dev.arceval.trace.Span;
import dev.arceval.trace.ToolCall;
import dev.arceval.trace.Trace;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** LangSmith, MLflow, SDK spans and what frameworks return; no recorded file of these is at hand. */
class OtherFormatsTest {

    @Test
    void langSmithTree_isATrace() {
        Trace trace = Seen.of(Samples.LANGSMITH).trace();

        assertThat(trace.traceId()).isEqualTo("run-1");
        assertThat(trace.agent()).isEqualTo("AgentExecutor");
        assertThat(trace.conversationId()).contains("th-1");
        assertThat(trace.input()).contains("hi");
        assertThat(trace.output()).contains("hello");
        assertThat(trace.evaluations()).containsExactly(new Evaluation("correctness", 0.75, null, null));
        Span call = trace.spans().get(1);
        assertThat(call.kind()).isEqualTo(Span.Kind.LLM);
        assertThat(call.model()).contains("m");
        assertThat(call.usage().totalTokens()).hasValue(13);
        assertThat(Seen.requests(call.output()))
                .singleElement()
                .satisfies(request -> assertThat(request.arguments()).isEqualTo("{\"q\":1}"));
        assertThat(trace.toolCalls())
                .containsExactly(
                        new ToolCall("find", null, "{\"q\":1}", null, "ToolException: ToolException('gone')Traceback"));
    }

    @Test
    void langSmithLines_areJoinedByTheirOrder() {
        Seen seen = Seen.of("""
                {"id":"b","name":"llm","run_type":"llm","parent_run_id":"a","inputs":{},"dotted_order":"20260101T000000000001Za.20260101T000000000002Zb"}
                {"id":"a","name":"chain","run_type":"chain","parent_run_id":null,"inputs":{"question":"hi"},"dotted_order":"20260101T000000000001Za"}
                """);

        assertThat(seen.trace().traceId()).isEqualTo("a");
        assertThat(seen.trace().root().orElseThrow().name()).isEqualTo("chain");
    }

    /** The fields of LangSmith's run data format; exported in bulk a run names its parents in the order alone. */
    @Test
    void langSmithExport_namesParentsByTheOrder() {
        Seen seen = Seen.of("""
                {"id":"a1","name":"agent","run_type":"chain","trace_id":"a1","dotted_order":"20260101T000000000001Za1","status":"success","total_cost":"0.25","child_run_ids":["b1","c1"],"session_id":"p"}
                {"id":"b1","name":"step","run_type":"chain","trace_id":"a1","dotted_order":"20260101T000000000001Za1.20260101T000000000002Zb1","parent_run_ids":["a1"]}
                {"id":"c1","name":"find","run_type":"tool","trace_id":"a1","dotted_order":"20260101T000000000001Za1.20260101T000000000002Zb1.20260101T000000000003Zc1","status":"error","error":"ValueError('no')"}
                """);

        Trace trace = seen.trace();
        assertThat(trace.root().map(Span::spanId)).contains("a1");
        assertThat(trace.spans())
                .extracting(span -> span.parentSpanId().orElse(""))
                .containsExactly("", "a1", "b1");
        assertThat(trace.toolCalls())
                .singleElement()
                .satisfies(call -> assertThat(call.error()).startsWith("ValueError"));
    }

    /** A page of Phoenix's REST interface for spans, field by field as its schema names them. */
    @Test
    void phoenixPage_isATrace() {
        Trace trace = Seen.of("""
                        {"data":[{"id":"U3Bhbjox","name":"agent","context":{"trace_id":"5b8efff798038103d269b633813fc60f","span_id":"eee19b7ec3c1b174"},
                          "span_kind":"AGENT","parent_id":null,"start_time":"2026-01-01T00:00:00+00:00","end_time":"2026-01-01T00:00:02+00:00",
                          "status_code":"OK","status_message":"","attributes":{"openinference.span.kind":"AGENT","input.value":"hi","output.value":"hello",
                          "session.id":"s-1"},"events":[]},
                         {"id":"U3Bhbjoy","name":"find","context":{"trace_id":"5b8efff798038103d269b633813fc60f","span_id":"eee19b7ec3c1b175"},
                          "span_kind":"TOOL","parent_id":"eee19b7ec3c1b174","start_time":"2026-01-01T00:00:01+00:00","end_time":"2026-01-01T00:00:01.5+00:00",
                          "status_code":"ERROR","status_message":"gone","attributes":{"tool.name":"find","input.value":"{}"},
                          "events":[{"name":"exception","timestamp":"2026-01-01T00:00:01.4+00:00","attributes":{"exception.type":"KeyError","exception.message":"gone"}}]}],
                         "next_cursor":null}""").trace();

        assertThat(trace.conversationId()).contains("s-1");
        assertThat(trace.input()).contains("hi");
        assertThat(trace.output()).contains("hello");
        assertThat(trace.duration()).contains(Duration.ofSeconds(2));
        assertThat(trace.toolCalls()).containsExactly(new ToolCall("find", null, "{}", null, "KeyError: gone"));
    }

    /** The third version's own JSON: ids in base64, attributes as JSON texts, the state and assessments in the info. */
    @Test
    void mlflowOfTheThirdVersion_isATrace() {
        Trace trace = Seen.of("""
                        {"info":{"trace_id":"tr-9","trace_location":{"type":"MLFLOW_EXPERIMENT"},"request_time":"2026-01-01T00:00:00Z",
                          "execution_duration":"2s","state":"ERROR","request_preview":"hi","trace_metadata":{"mlflow.trace.session":"s-1","mlflow.trace.user":"u"},"tags":{},
                          "assessments":[{"assessment_name":"tone","source":{"source_type":"HUMAN","source_id":"x"},"feedback":{"value":true},"rationale":"kind"}]},
                         "data":{"spans":[{"trace_id":"zQAAAAAAAAAAAAAAAAAAAQ==","span_id":"qwAAAAAAAAE=","parent_span_id":null,"name":"run",
                          "start_time_unix_nano":1767225600000000000,"end_time_unix_nano":1767225602000000000,
                          "status":{"code":"STATUS_CODE_ERROR","message":"boom"},"events":[],
                          "attributes":{"mlflow.spanType":"\\"AGENT\\"","mlflow.spanInputs":"{\\"question\\": \\"hi\\"}","mlflow.traceRequestId":"\\"tr-9\\""}},
                          {"trace_id":"zQAAAAAAAAAAAAAAAAAAAQ==","span_id":"qwAAAAAAAAI=","parent_span_id":"qwAAAAAAAAE=","name":"find",
                          "start_time_unix_nano":1767225600500000000,"end_time_unix_nano":1767225601000000000,"status":{"code":"STATUS_CODE_OK"},
                          "attributes":{"mlflow.spanType":"\\"TOOL\\"","mlflow.spanInputs":"{\\"q\\": 1}","mlflow.spanOutputs":"\\"one\\""}}]}}""").trace();

        assertThat(trace.traceId()).isEqualTo("tr-9");
        assertThat(trace.conversationId()).contains("s-1");
        assertThat(trace.duration()).contains(Duration.ofSeconds(2));
        assertThat(trace.outcome().label()).isEqualTo(Outcome.Label.FAILURE);
        assertThat(trace.root().map(Span::kind)).contains(Span.Kind.AGENT);
        assertThat(trace.evaluations()).extracting(Evaluation::name).containsExactly("tone");
        assertThat(trace.toolCalls()).singleElement().satisfies(call -> {
            assertThat(call.name()).isEqualTo("find");
            assertThat(call.result()).isEqualTo("one");
        });
    }

    @Test
    void mlflowTrace_isATrace() {
        Trace trace = Seen.of(Samples.MLFLOW).trace();

        assertThat(trace.traceId()).isEqualTo("tr-1");
        assertThat(trace.agent()).isEqualTo("predict");
        assertThat(trace.conversationId()).contains("s-1");
        assertThat(trace.input()).contains("hi");
        assertThat(trace.output()).contains("hello");
        assertThat(trace.root().orElseThrow().spanId()).isEqualTo("eee19b7ec3c1b174");
        assertThat(trace.root().orElseThrow().kind()).isEqualTo(Span.Kind.AGENT);
        assertThat(trace.evaluations()).containsExactly(new Evaluation("correct", null, "no", "wrong"));
        assertThat(trace.outcome().label()).isEqualTo(Outcome.Label.FAILURE);
        assertThat(trace.toolCalls().get(0).arguments()).isEqualTo("{\"q\":1}");
        assertThat(trace.toolCalls().get(0).error()).isEqualTo("error: gone");
        assertThat(trace.root().orElseThrow().attributes().text("mlflow.expectation.expected"))
                .contains("hallo");
    }

    @Test
    void mlflowOfTheSecondVersion_isATrace() {
        Trace trace = Seen.of("""
                        {"info":{"request_id":"r1","experiment_id":"0","timestamp_ms":1700000000000,"execution_time_ms":5,
                          "status":"OK","request_metadata":[{"key":"mlflow.trace.session","value":"s"}],"tags":[]},
                         "data":{"request":"{}","response":"{}","spans":[{"name":"run","context":{"span_id":"0xab",
                           "trace_id":"0xcd"},"parent_id":null,"start_time":1700000000000000000,
                           "end_time":1700000000005000000,"status_code":"OK","status_message":"","attributes":{
                           "mlflow.spanType":"\\"CHAT_MODEL\\"","mlflow.spanInputs":"{\\"messages\\":[{\\"role\\":\\"user\\",\\"content\\":\\"hi\\"}]}",
                           "mlflow.spanOutputs":"{\\"choices\\":[{\\"message\\":{\\"role\\":\\"assistant\\",\\"content\\":\\"hello\\"}}],\\"usage\\":{\\"prompt_tokens\\":1,\\"completion_tokens\\":2}}"}}]}}""").trace();

        assertThat(trace.traceId()).isEqualTo("r1");
        assertThat(trace.conversationId()).contains("s");
        assertThat(trace.input()).contains("hi");
        assertThat(trace.output()).contains("hello");
        assertThat(trace.usage().totalTokens()).hasValue(3);
        assertThat(trace.duration()).contains(Duration.ofMillis(5));
    }

    @Test
    void nestedAttributes_areThoseWithDots() {
        Trace trace = Seen.of(Samples.SDK_SPANS).trace();

        assertThat(trace.traceId()).isEqualTo("5b8efff798038103d269b633813fc60f");
        Span span = trace.spans().get(0);
        assertThat(span.kind()).isEqualTo(Span.Kind.LLM);
        assertThat(span.model()).contains("m");
        assertThat(span.inputText()).contains("hi");
        assertThat(span.outputText()).contains("hello");
        assertThat(span.usage().totalTokens()).hasValue(7);
    }

    @Test
    void columnsOfATable_areASpan() {
        Span span = Seen.of("{\"context.trace_id\":\"a1\",\"context.span_id\":\"b1\",\"name\":\"n\",\"start_time\":"
                        + "\"2026-01-01T00:00:00Z\",\"end_time\":\"2026-01-01T00:00:01Z\",\"span_kind\":\"TOOL\","
                        + "\"attributes.tool.name\":\"find\",\"attributes.input.value\":\"{}\",\"status_code\":\"OK\"}")
                .trace()
                .spans()
                .get(0);

        assertThat(span.kind()).isEqualTo(Span.Kind.TOOL);
        assertThat(span.toolCall().orElseThrow().name()).isEqualTo("find");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                Samples.AGENT_OUTPUT,
                "{\"input\":\"hi\",\"output\":\"hello\",\"intermediate_steps\":[{\"action\":{\"tool\":\"find\","
                        + "\"tool_input\":{\"q\":1}},\"observation\":\"one\"}]}",
                "{\"input\":\"hi\",\"output\":\"hello\",\"tool_calls\":[{\"name\":\"find\",\"arguments\":{\"q\":1},"
                        + "\"result\":\"one\"}]}",
                "{\"run_id\":\"r\",\"agent_id\":\"a\",\"input\":\"hi\",\"content\":\"hello\",\"tools\":[{\"tool_name\":"
                        + "\"find\",\"tool_args\":{\"q\":1},\"result\":\"one\"}]}",
                "{\"input_message\":\"hi\",\"workflow_output\":\"hello\",\"intermediate_steps\":[{\"tool\":\"find\","
                        + "\"tool_input\":{\"q\":1},\"output\":\"one\"}]}",
                "{\"query\":\"hi\",\"answer\":\"hello\",\"framework\":\"own\",\"steps\":[{\"tool_call\":{\"name\":\"find\","
                        + "\"parameters\":{\"q\":1},\"result\":\"one\"}}]}"
            })
    void whatFrameworksReturn_isTheSameRun(String output) {
        Seen seen = Seen.of(output);

        assertThat(seen.format).isEqualTo("agent-output");
        Trace trace = seen.trace();
        assertThat(trace.input()).contains("hi");
        assertThat(trace.output()).contains("hello");
        ToolCall call = trace.toolCalls().get(0);
        assertThat(call.name()).isEqualTo("find");
        assertThat(call.arguments()).isEqualTo("{\"q\":1}");
        assertThat(call.result()).isEqualTo("one");
    }

    @Test
    void crew_isReadByTask() {
        Trace trace = Seen.of(
                        "{\"raw\":\"final\",\"tasks_output\":[{\"description\":\"look\",\"agent\":\"scout\",\"raw\":"
                                + "\"found\"},{\"agent\":\"writer\",\"raw\":\"final\"}],\"token_usage\":{\"prompt_tokens\":7,"
                                + "\"completion_tokens\":3}}")
                .trace();

        assertThat(trace.output()).contains("final");
        assertThat(trace.usage().totalTokens()).hasValue(10);
        assertThat(trace.spans().get(1).output().get(0).name()).isEqualTo("scout");
    }

    @Test
    void autoGenChat_isAConversation() {
        Trace trace = Seen.of("{\"messages\":[{\"source\":\"user\",\"type\":\"TextMessage\",\"content\":\"hi\"},"
                        + "{\"source\":\"helper\",\"type\":\"ToolCallRequestEvent\",\"content\":[{\"id\":\"c1\",\"name\":"
                        + "\"find\",\"arguments\":\"{}\"}],\"models_usage\":{\"prompt_tokens\":4,\"completion_tokens\":2}},"
                        + "{\"source\":\"helper\",\"type\":\"ToolCallExecutionEvent\",\"content\":[{\"call_id\":\"c1\","
                        + "\"content\":\"one\",\"is_error\":false}]},{\"source\":\"helper\",\"type\":\"TextMessage\","
                        + "\"content\":\"hello\"}],\"stop_reason\":\"done\"}")
                .trace();

        assertThat(trace.input()).contains("hi");
        assertThat(trace.output()).contains("hello");
        assertThat(trace.toolCalls()).containsExactly(new ToolCall("find", "c1", "{}", "one", null));
        assertThat(trace.usage().totalTokens()).hasValue(6);
    }

    @Test
    void failedOutput_isAFailure() {
        Trace trace = Seen.of(
                        "{\"input\":\"hi\",\"output\":\"\",\"session_id\":\"s\",\"agent\":\"a\",\"error\":{\"type\":"
                                + "\"Refused\",\"message\":\"no\"}}")
                .trace();

        assertThat(trace.outcome()).isInstanceOf(Outcome.Failure.class);
        assertThat(trace.agent()).isEqualTo("a");
        assertThat(trace.conversationId()).contains("s");
    }

    @ParameterizedTest
    @CsvSource({
        "tempo, spanId, 'batches[0].instrumentationLibrarySpans[0].spans[0] must have a traceId and a spanId'",
        "jaeger, spanID, 'data[0].spans[0] must have a traceID and a spanID'",
        "span-tree, span_id, 'spans[0] must have a trace_id and a span_id'",
        "langfuse, id, 'observations[0] must have an id and a trace'",
        "mlflow, span_id, 'data.spans[0] must have a span_id'"
    })
    void missingId_isSaidWithItsPlace(String format, String field, String reason) {
        String sample = Raw.line(Samples.all().get(format));
        int at = format.equals("langfuse") ? sample.indexOf("o-1") - 6 : sample.indexOf("\"" + field + "\"");
        String broken = sample.substring(0, at) + sample.substring(at).replaceFirst("\"" + field + "\"", "\"lost\"");

        assertThat(Seen.of(broken).rejected).contains("1: " + reason);
    }

    @ParameterizedTest
    @CsvSource({
        "tempo, parentSpanId",
        "jaeger, references",
        "zipkin, parentId",
        "span-tree, parent_span_id",
        "langfuse, x"
    })
    void endlessNesting_isRefusedWithoutOverflow(String format, String field) {
        String deep = "{\"child_spans\":[".repeat(5_000);
        String sample = Raw.line(Samples.all().get(format));
        String record = sample.startsWith("[") ? sample.substring(1, sample.length() - 1) : sample;

        Seen seen = Seen.of(record + "\n{\"" + field + "\":" + deep + "\n" + record + "\n");

        assertThat(seen.rejected).hasSize(1);
        assertThat(seen.spans).isNotEmpty();
    }

    @Test
    void cyclesAndDoubles_areCountedAndKept() {
        Seen seen = Seen.of("""
                {"data":[{"traceID":"a1","spans":[
                  {"traceID":"a1","spanID":"b1","operationName":"x","references":[{"refType":"CHILD_OF","traceID":"a1","spanID":"b2"}]},
                  {"traceID":"a1","spanID":"b2","operationName":"y","references":[{"refType":"CHILD_OF","traceID":"a1","spanID":"b1"}]},
                  {"traceID":"a1","spanID":"b2","operationName":"z","references":[]},
                  {"traceID":"a1","spanID":"b3","operationName":"s","references":[{"refType":"CHILD_OF","traceID":"a1","spanID":"b3"}]}
                ],"processes":{}}]}""");

        assertThat(seen.all()).hasSize(3);
        assertThat(seen.repaired).contains("second span with the same id dropped", "span is its own parent");
        assertThat(seen.trace().topLevel()).hasSize(3);
    }

    @Test
    void textsBeyondTheLimit_areCut() {
        String text = "x".repeat(3 << 20);
        Seen seen = Seen.of("{\"messages\":[{\"role\":\"user\",\"content\":\"" + text
                + "\"},{\"role\":\"assistant\",\"content\":\"ok\"}]}");

        assertThat(seen.trace().input().orElseThrow()).hasSize(1 << 20);
        assertThat(seen.repaired).contains("text cut at 1048576 characters");
    }
}
