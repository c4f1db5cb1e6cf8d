package dev.arceval.core.ingest.format;

import static org.assertj.core.api.Assertions.assertThat;

import dev.arceval.trace.Document;
import dev.arceval.trace.Evaluation;
import dev.arceval.trace.Message;
import dev.arceval.trace.Span;
import dev.arceval.trace.Trace;
import dev.arceval.trace.Usage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * One hotel's desk in every layout in which trace back ends hand out what they hold, after the code that writes it: MLflow's
 * entities, LangSmith's schemas and command line, Phoenix's routes and data frames, Langfuse's interface and the events of its
 * SDKs, Jaeger's third API, protobuf's JSON.
 */
class TraceExportsTest {

    private static final String MLFLOW_SPANS = """
            [{"trace_id":"tr-1","span_id":"aaaaaaaaaaaaaaa1","parent_span_id":null,"name":"desk","start_time_unix_nano":1760000000000000000,
              "end_time_unix_nano":1760000001000000000,"status":{"code":"OK","message":""},"events":[],
              "attributes":{"mlflow.traceRequestId":"\\"tr-1\\"","mlflow.spanType":"\\"AGENT\\"","mlflow.spanInputs":"{\\"question\\":\\"Is breakfast included?\\"}","mlflow.spanOutputs":"\\"Until ten.\\""}},
             {"trace_id":"tr-1","span_id":"aaaaaaaaaaaaaaa2","parent_span_id":"aaaaaaaaaaaaaaa1","name":"rules","start_time_unix_nano":1760000000000000000,
              "end_time_unix_nano":1760000001000000000,"status":{"code":"OK","message":""},"events":[],
              "attributes":{"mlflow.traceRequestId":"\\"tr-1\\"","mlflow.spanType":"\\"RETRIEVER\\"","mlflow.spanInputs":"{\\"query\\":\\"breakfast\\"}","mlflow.spanOutputs":"[{\\"page_content\\":\\"Until ten.\\",\\"metadata\\":{\\"page\\":1},\\"id\\":\\"d1\\"}]"}},
             {"trace_id":"tr-1","span_id":"aaaaaaaaaaaaaaa3","parent_span_id":"aaaaaaaaaaaaaaa1","name":"ChatModel","start_time_unix_nano":1760000000000000000,
              "end_time_unix_nano":1760000001000000000,"status":{"code":"OK","message":""},"events":[],
              "attributes":{"mlflow.traceRequestId":"\\"tr-1\\"","mlflow.spanType":"\\"CHAT_MODEL\\"","mlflow.spanInputs":"[[{\\"type\\":\\"human\\",\\"content\\":\\"Is breakfast included?\\"}]]",
               "mlflow.spanOutputs":"{\\"generations\\":[[{\\"text\\":\\"Until ten.\\",\\"generation_info\\":{\\"finish_reason\\":\\"stop\\"},\\"message\\":{\\"type\\":\\"ai\\",\\"content\\":\\"Until ten.\\"}}]],\\"llm_output\\":{\\"model_name\\":\\"m-2026\\"}}",
               "mlflow.chat.tokenUsage":"{\\"input_tokens\\":30,\\"output_tokens\\":9,\\"total_tokens\\":39,\\"cache_read_input_tokens\\":8}","mlflow.llm.cost":"{\\"input_cost\\":0.001,\\"output_cost\\":0.002,\\"total_cost\\":0.003}","mlflow.llm.model":"\\"m\\""}},
             {"trace_id":"tr-1","span_id":"aaaaaaaaaaaaaaa4","parent_span_id":"aaaaaaaaaaaaaaa1","name":"clock","start_time_unix_nano":1760000000000000000,
              "end_time_unix_nano":1760000001000000000,"status":{"code":"OK","message":""},"events":[],
              "attributes":{"mlflow.traceRequestId":"\\"tr-1\\"","mlflow.spanType":"\\"TOOL\\"","mlflow.spanInputs":"{\\"zone\\":\\"CET\\"}","mlflow.spanOutputs":"\\"09:30\\""}}]
            """.replace("\n", "");

    private static final String MLFLOW_INFO = """
            "trace_id":"tr-1","request_time":"2026-01-01T00:00:00Z","state":"OK","trace_metadata":{"mlflow.trace.session":"s-1","mlflow.trace.user":"u-1"},
            "tags":{"mlflow.traceName":"desk"},"assessments":[
             {"assessment_name":"stars","feedback":{"value":2.0},"valid":false},{"assessment_name":"stars","feedback":{"value":4.0},"overrides":"a","valid":true},
             {"assessment_name":"judged","feedback":{"error":{"error_code":"RATE","error_message":"limit"}}},
             {"assessment_name":"safe","span_id":"aaaaaaaaaaaaaaa4","feedback":{"value":true},"rationale":"plain"}]
            """.replace("\n", "");

    @Test
    void mlflow_documentsCostAndFeedbackThatHolds() {
        Trace trace = Seen.of("{\"info\":{" + MLFLOW_INFO + "},\"data\":{\"spans\":" + MLFLOW_SPANS + "}}")
                .trace();

        desk(trace);
        assertThat(trace.conversationId()).contains("s-1");
        assertThat(trace.evaluations())
                .containsExactly(
                        new Evaluation("stars", 4.0, null, null), new Evaluation("safe", null, "true", "plain"));
        assertThat(trace.spans().get(0).attributes().get("mlflow.assessment.error.judged"))
                .isPresent();
    }

    /** What is read in each layout that holds all four spans. */
    private static void desk(Trace trace) {
        assertThat(trace.traceId()).isEqualTo("tr-1");
        assertThat(trace.agent()).isEqualTo("desk");
        assertThat(trace.input()).contains("Is breakfast included?");
        assertThat(trace.output()).contains("Until ten.");
        assertThat(trace.spans().get(1).documents())
                .containsExactly(new Document("d1", "Until ten.", null, "{\"page\":1}"));
        assertThat(trace.spans().get(1).output()).isEmpty();
        Span model = trace.spans().get(2);
        assertThat(model.model()).contains("m-2026");
        assertThat(model.usage()).isEqualTo(new Usage(30L, 9L, 8L, 0.003));
        assertThat(model.input()).containsExactly(Message.user("Is breakfast included?"));
        assertThat(model.finishReasons()).containsExactly("stop");
        assertThat(trace.toolCalls()).singleElement().satisfies(call -> {
            assertThat(call.arguments()).isEqualTo("{\"zone\":\"CET\"}");
            assertThat(call.result()).isEqualTo("09:30");
        });
        assertThat(trace.spans()).allSatisfy(span -> assertThat(span.duration()).isPresent());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"traces\":[{\"info\":{INFO},\"data\":{\"spans\":SPANS}}],\"next_page_token\":\"n\"}",
                "{\"trace\":{\"info\":{INFO},\"data\":{\"spans\":SPANS}}}",
                "{\"trace\":{\"trace_info\":{INFO},\"spans\":SPANS}}",
                "{INFO,\"spans\":SPANS,\"execution_duration\":1000}",
                "{\"spans\":SPANS,\"request\":\"x\",\"response\":\"y\"}"
            })
    void mlflow_everyLayoutIsTheSameTrace(String layout) {
        Seen seen = Seen.of(layout.replace("INFO", MLFLOW_INFO).replace("SPANS", MLFLOW_SPANS));

        assertThat(seen.format).isEqualTo("mlflow");
        assertThat(seen.rejected).isEmpty();
        assertThat(seen.trace().spans()).hasSize(4);
        desk(seen.trace());
    }

    @Test
    void mlflowPage_withOneBrokenTrace_keepsTheOthers() {
        Seen seen = Seen.of("{\"traces\":[{\"info\":{\"trace_id\":\"x\"}},{\"info\":{" + MLFLOW_INFO
                + "},\"data\":{\"spans\":" + MLFLOW_SPANS + "}}]}");

        assertThat(seen.rejected).containsExactly("1: traces[0]: no info or no data.spans: not a trace of MLflow");
        desk(seen.trace());
    }

    /** MLflow's older versions keep the conversation of a model call in one form, whatever the call looked like. */
    @Test
    void mlflow_messagesOfACallInAnUnknownForm_areThoseBesideIt() {
        Trace trace = Seen.of("""
                {"info":{"request_id":"r","status":"OK"},"data":{"spans":[{"name":"call","context":{"span_id":"0xaaaaaaaaaaaaaaa1","trace_id":"0x1"},"parent_id":null,
                 "start_time":1760000000000000000,"end_time":1760000001000000000,"status_code":"OK","events":[],"attributes":{"mlflow.spanType":"\\"LLM\\"","mlflow.spanInputs":"{\\"payload\\":{\\"x\\":1}}",
                 "mlflow.spanOutputs":"{\\"y\\":2}","mlflow.chat.messages":"[{\\"role\\":\\"user\\",\\"content\\":\\"Is it open?\\"},{\\"role\\":\\"assistant\\",\\"content\\":\\"Yes.\\"}]"}}]}}
                """.replace("\n", "")).trace();

        assertThat(trace.input()).contains("Is it open?");
        assertThat(trace.output()).contains("Yes.");
    }

    @Test
    void langSmithServer_countsCachedTokensAndReasoningBeside() {
        Trace trace = Seen.of("""
                {"id":"r1","name":"desk","run_type":"chain","inputs":{"question":"Is the pool open?"},"outputs":{"answer":"Until 21."},"extra":{"metadata":{"thread_id":"t-1","revision_id":"v3"}},
                 "feedback_stats":{"helpful":{"n":1,"avg":1.0},"tone":{"n":2,"avg":null,"values":{"warm":2}},"mixed":{"n":2,"avg":null,"values":{"a":1,"b":1}}},"child_runs":[
                 {"id":"r2","name":"model","run_type":"llm","inputs":{"messages":[[{"lc":1,"type":"constructor","id":["langchain","schema","messages","HumanMessage"],"kwargs":{"content":"Is the pool open?","type":"human"}}]]},
                  "outputs":{"generations":[[{"message":{"lc":1,"type":"constructor","id":["langchain","schema","messages","AIMessage"],"kwargs":{"content":"Until 21.","type":"ai"}}}]]},
                  "prompt_tokens":20,"completion_tokens":5,"prompt_token_details":{"cache_read":4},"completion_token_details":{"reasoning":2},"total_cost":"0.0009"},
                 {"id":"r3","name":"hours","run_type":"tool","inputs":{"input":"{'place': 'pool'}"},"outputs":{"output":"7-21"}},
                 {"id":"r4","name":"faq","run_type":"retriever","inputs":{"query":"pool"},"outputs":{"documents":[{"page_content":"7-21","metadata":{"s":1},"type":"Document"}]}}]}
                """.replace("\n", "")).trace();

        assertThat(trace.usage()).isEqualTo(new Usage(20L, 5L, 4L, null, 2L, 0.0009));
        assertThat(trace.toolCalls())
                .singleElement()
                .satisfies(call -> assertThat(call.arguments()).isEqualTo("{\"place\":\"pool\"}"));
        assertThat(trace.spans().get(3).documents()).containsExactly(new Document(null, "7-21", null, "{\"s\":1}"));
        assertThat(trace.evaluations())
                .containsExactly(
                        new Evaluation("helpful", 1.0, null, null), new Evaluation("tone", null, "warm", null));
        assertThat(trace.spans().get(0).agentVersion()).contains("v3");
    }

    @Test
    void langSmithCommandLine_namesItsFieldsItself() {
        Trace trace = Seen.of("""
                {"run_id":"r1","trace_id":"r1","name":"desk","run_type":"chain","parent_run_id":null,"start_time":"2026-01-01T00:00:00Z","end_time":"2026-01-01T00:00:02Z","custom_metadata":{"thread_id":"t-1"}}
                {"run_id":"r2","trace_id":"r1","name":"model","run_type":"llm","parent_run_id":"r1","start_time":"2026-01-01T00:00:01Z","custom_metadata":{"ls_provider":"openai","ls_model_name":"m"},"token_usage":{"prompt_tokens":20,"completion_tokens":5},"costs":{"total_cost":0.5}}
                """).trace();

        assertThat(trace.conversationId()).contains("t-1");
        assertThat(trace.spans().get(1).model()).contains("m");
        assertThat(trace.usage()).isEqualTo(new Usage(20L, 5L, null, 0.5));
    }

    @Test
    void phoenixSpansOfOtlp_areSpans() {
        Seen seen = Seen.of("""
                {"data":[{"trace_id":"5b8efff798038103d269b633813fc60f","span_id":"eee19b7ec3c1b174","parent_span_id":"","name":"desk","kind":"SPAN_KIND_INTERNAL",
                 "start_time_unix_nano":"1760000000000000000","end_time_unix_nano":1760000001000000000,"status":{"code":2,"message":"closed"},"events":[],
                 "attributes":[{"key":"openinference.span.kind","value":{"string_value":"LLM"}},{"key":"llm.token_count.prompt","value":{"int_value":12}}]}],"next_cursor":null}
                """.replace("\n", ""));

        assertThat(seen.format).isEqualTo("sdk-spans");
        Span span = seen.trace().spans().get(0);
        assertThat(span.kind()).isEqualTo(Span.Kind.LLM);
        assertThat(span.usage().inputTokens()).isEqualTo(12);
        assertThat(span.statusMessage()).contains("closed");
        assertThat(span.duration()).isPresent();
    }

    @Test
    void phoenixAnnotations_areEvaluations() {
        Trace trace = Seen.of("""
                {"name":"desk","context":{"trace_id":"5b8efff798038103d269b633813fc60f","span_id":"eee19b7ec3c1b174"},"span_kind":"AGENT","attributes":{},
                 "annotations":[{"name":"correct","annotator_kind":"HUMAN","result":{"label":"yes","score":1,"explanation":"fits"}},{"name":"note","label":null,"score":null}]}
                """.replace("\n", "")).trace();

        assertThat(trace.evaluations()).containsExactly(new Evaluation("correct", 1.0, "yes", "fits"));
    }

    @Test
    void langfuseBatch_isPutTogether() {
        Seen seen = Seen.of("""
                {"batch":[{"id":"e1","type":"trace-create","timestamp":"2026-01-01T00:00:05.000Z","body":{"id":"t1","name":"desk","sessionId":"s-1","userId":"u-1","timestamp":"2026-01-01T00:00:00.000Z"}},
                 {"id":"e2","type":"span-create","timestamp":"2026-01-01T00:00:05.000Z","body":{"id":"o1","traceId":"t1","name":"answer","startTime":"2026-01-01T00:00:00.100Z","input":"Is the pool open?"}},
                 {"id":"e3","type":"generation-create","timestamp":"2026-01-01T00:00:05.000Z","body":{"id":"o2","traceId":"t1","parentObservationId":"o1","name":"model","model":"m","startTime":"2026-01-01T00:00:00.200Z","input":[{"role":"user","content":"Is the pool open?"}]}},
                 {"id":"e4","type":"generation-update","timestamp":"2026-01-01T00:00:05.000Z","body":{"id":"o2","traceId":"t1","endTime":"2026-01-01T00:00:01.000Z","output":{"role":"assistant","content":"Until 21."},"usage":{"input":5,"output":2,"total":7}}},
                 {"id":"e5","type":"span-update","timestamp":"2026-01-01T00:00:05.000Z","body":{"id":"o1","traceId":"t1","endTime":"2026-01-01T00:00:02.000Z","output":"Until 21."}},
                 {"id":"e6","type":"score-create","timestamp":"2026-01-01T00:00:05.000Z","body":{"traceId":"t1","observationId":"o2","name":"helpful","value":1,"dataType":"NUMERIC","comment":"quick"}}]}
                """.replace("\n", ""));

        assertThat(seen.format).isEqualTo("langfuse");
        assertThat(seen.rejected).isEmpty();
        Trace trace = seen.trace();
        assertThat(trace.agent()).isEqualTo("desk");
        assertThat(trace.conversationId()).contains("s-1");
        assertThat(trace.output()).contains("Until 21.");
        assertThat(trace.usage()).isEqualTo(Usage.ofTokens(5, 2));
        assertThat(trace.evaluations()).containsExactly(new Evaluation("helpful", 1.0, null, "quick"));
        assertThat(trace.spans().get(1).kind()).isEqualTo(Span.Kind.LLM);
        assertThat(trace.spans()).allSatisfy(span -> assertThat(span.duration()).isPresent());
    }

    @Test
    void langfuseTableOfObservations_saysOfEachWhatItsTraceSays() {
        Trace trace = Seen.of("""
                {"id":"o1","type":"AGENT","startTime":"2026-01-01T00:00:00.100Z","endTime":"2026-01-01T00:00:02.000Z","name":"step","traceId":"t1","traceName":"desk","parentObservationId":null,"sessionId":"s-1","userId":"u-1","input":"hi","output":"yo"}
                {"id":"o2","type":"RETRIEVER","startTime":"2026-01-01T00:00:00.200Z","name":"faq","traceId":"t1","traceName":"desk","parentObservationId":"o1","sessionId":"s-1","input":{"query":"pool"},"output":[{"page_content":"7-21","metadata":{"s":1}}]}
                {"id":"o3","type":"TOOL","startTime":"2026-01-01T00:00:00.300Z","name":"hours","traceId":"t1","parentObservationId":"o1","input":"{'place': 'pool'}","output":"7-21"}
                """).trace();

        assertThat(trace.agent()).isEqualTo("desk");
        assertThat(trace.conversationId()).contains("s-1");
        assertThat(trace.spans().get(0).userId()).contains("u-1");
        assertThat(trace.spans().get(1).documents()).containsExactly(new Document(null, "7-21", null, "{\"s\":1}"));
        assertThat(trace.toolCalls())
                .singleElement()
                .satisfies(call -> assertThat(call.arguments()).isEqualTo("{\"place\":\"pool\"}"));
    }

    @Test
    void langfusePages_areReadItemByItem() {
        Seen observations = Seen.of(
                "{\"data\":[{\"id\":\"o1\",\"type\":\"SPAN\",\"traceId\":\"t1\",\"startTime\":\"2026-01-01T00:00:00Z\"},"
                        + "{\"id\":\"o2\",\"type\":\"SPAN\",\"traceId\":\"t2\",\"startTime\":\"2026-01-01T00:00:00Z\"}],"
                        + "\"meta\":{\"page\":1}}");
        Seen traces = Seen.of(
                "{\"data\":[{\"id\":\"t1\",\"timestamp\":\"2026-01-01T00:00:00Z\",\"name\":\"desk\",\"input\":\"hi\","
                        + "\"output\":\"yo\",\"observations\":[\"o1\",\"o2\"],\"scores\":[\"s1\"]}]}");

        assertThat(observations.spans).containsOnlyKeys("t1", "t2");
        assertThat(traces.rejected).isEmpty();
        assertThat(traces.trace().output()).contains("yo");
    }

    private static final String OTLP_SPAN =
            "{\"name\":\"chat m\",\"startTimeUnixNano\":\"1760000000000000000\",\"endTimeUnixNano\":\"1760000001000000000\","
                    + "\"attributes\":[{\"key\":\"gen_ai.operation.name\",\"value\":{\"stringValue\":\"chat\"}}],";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"result\":{\"resourceSpans\":[{\"scopeSpans\":[{\"spans\":[SPAN\"traceId\":\"5b8efff798038103d269b633813fc60f\",\"spanId\":\"eee19b7ec3c1b174\"}]}]}]}}",
                "{\"resource_spans\":[{\"scope_spans\":[{\"spans\":[SNAKE\"trace_id\":\"W47/95gDgQPSabYzgT/GDw==\",\"span_id\":\"7uGbfsPBsXQ=\"}]}]}]}"
            })
    void otlpAsOthersAnswerIt_isTheSameSpan(String layout) {
        String snake = OTLP_SPAN
                .replace("startTimeUnixNano", "start_time_unix_nano")
                .replace("endTimeUnixNano", "end_time_unix_nano")
                .replace("stringValue", "string_value");
        Trace trace = Seen.of(layout.replace("SPAN", OTLP_SPAN).replace("SNAKE", snake))
                .trace();

        assertThat(trace.traceId()).isEqualTo("5b8efff798038103d269b633813fc60f");
        Span span = trace.spans().get(0);
        assertThat(span.spanId()).isEqualTo("eee19b7ec3c1b174");
        assertThat(span.kind()).isEqualTo(Span.Kind.LLM);
        assertThat(span.duration()).isPresent();
    }
}
