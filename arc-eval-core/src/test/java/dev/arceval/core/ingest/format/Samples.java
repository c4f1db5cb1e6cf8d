package dev.arceval.core.ingest.format;

import java.util.LinkedHashMap;
import java.util.Map;

/** A small record of each format, by the format's name. */
final class Samples {

    static final String TEMPO = """
            {"batches":[{"resource":{"attributes":[{"key":"service.name","value":{"stringValue":"helper"}}]},
              "instrumentationLibrarySpans":[{"instrumentationLibrary":{"name":"lib","version":"1"},
                "spans":[{"traceId":"5b8efff798038103d269b633813fc60c","spanId":"eee19b7ec3c1b174","name":"chat m",
                  "kind":"SPAN_KIND_CLIENT","startTimeUnixNano":1700000000000000000,"endTimeUnixNano":"1700000001000000000",
                  "attributes":[{"key":"gen_ai.operation.name","value":{"stringValue":"chat"}},
                    {"key":"gen_ai.usage.input_tokens","value":{"intValue":"12"}},
                    {"key":"gen_ai.usage.output_tokens","value":{"intValue":3}}],
                  "events":[{"timeUnixNano":"1700000000500000000","name":"first token"}],
                  "status":{"code":"STATUS_CODE_ERROR","message":"cut"}}]}]}]}""";

    static final String JAEGER = """
            {"data":[{"traceID":"5b8efff798038103d269b633813fc60d","spans":[
              {"traceID":"5b8efff798038103d269b633813fc60d","spanID":"eee19b7ec3c1b171","operationName":"run","references":[],
               "startTime":1700000000000000,"duration":5000,"processID":"p1","tags":[
                 {"key":"gen_ai.operation.name","type":"string","value":"invoke_agent"},
                 {"key":"otel.scope.name","type":"string","value":"lib"}],"logs":[]},
              {"traceID":"5b8efff798038103d269b633813fc60d","spanID":"eee19b7ec3c1b172","operationName":"execute_tool find",
               "references":[{"refType":"CHILD_OF","traceID":"5b8efff798038103d269b633813fc60d","spanID":"eee19b7ec3c1b171"}],
               "startTime":1700000000001000,"duration":1000,"processID":"p1","tags":[
                 {"key":"gen_ai.tool.name","type":"string","value":"find"},
                 {"key":"gen_ai.usage.input_tokens","type":"int64","value":"7"},
                 {"key":"error","type":"bool","value":true}],
               "logs":[{"timestamp":1700000000001500,"fields":[{"key":"event","type":"string","value":"exception"},
                 {"key":"exception.type","type":"string","value":"Gone"}]}]}],
              "processes":{"p1":{"serviceName":"helper","tags":[]}}}]}""";

    static final String ZIPKIN = """
            [{"traceId":"5b8efff798038103","id":"eee19b7ec3c1b174","kind":"CLIENT","name":"get","timestamp":1700000000000000,
              "duration":1000,"localEndpoint":{"serviceName":"front"},"tags":{"http.method":"GET"}}]""";

    static final String SPAN_TREE = """
            {"trace_id":"5b8efff798038103d269b633813fc60e","spans":[{"timestamp":"2026-01-01T00:00:00Z",
              "trace_id":"5b8efff798038103d269b633813fc60e","span_id":"eee19b7ec3c1b171","parent_span_id":null,
              "span_name":"Agent.run","span_kind":"Internal","service_name":"helper","resource_attributes":{},
              "span_attributes":{"openinference.span.kind":"AGENT","input.value":"hi","output.value":"hello"},
              "duration":"PT2.5S","status_code":"Ok","events":[],"links":[],"logs":[],"child_spans":[
                {"timestamp":"2026-01-01T00:00:01Z","span_id":"eee19b7ec3c1b172","parent_span_id":"eee19b7ec3c1b171",
                 "span_name":"find","span_attributes":{"openinference.span.kind":"TOOL","tool.name":"find",
                   "input.value":"{\\"q\\":1}","output.value":"one"},"duration":"PT1S","status_code":"Error",
                 "status_message":"gone","child_spans":[]}]}]}""";

    static final String SDK_SPANS = """
            [{"name":"llm","context":{"trace_id":"0x5b8efff798038103d269b633813fc60f","span_id":"0xeee19b7ec3c1b174"},
              "parent_id":null,"span_kind":"LLM","start_time":"2026-01-01T00:00:00Z","end_time":"2026-01-01T00:00:01Z",
              "status_code":"OK","status_message":"","attributes":{"llm":{"model_name":"m","token_count":{"prompt":5,
                "completion":2},"input_messages":[{"message":{"role":"user","content":"hi"}}],
                "output_messages":[{"message":{"role":"assistant","content":"hello"}}]}},"events":[]}]""";

    static final String LANGFUSE = """
            {"trace":{"id":"lf-1","projectId":"p","name":"bot","timestamp":"2026-01-01T00:00:00Z","sessionId":"s-1",
              "scores":[{"name":"helpful","value":0.5,"dataType":"NUMERIC"}]},
             "observations":[{"id":"o-1","traceId":"lf-1","type":"GENERATION","name":"answer","parentObservationId":null,
               "startTime":"2026-01-01T00:00:00Z","endTime":"2026-01-01T00:00:02Z","level":"DEFAULT","model":"m",
               "usageDetails":{"input":5,"output":2},"costDetails":{"total":0.01},
               "input":[{"role":"user","content":"hi"}],"output":"hello"}]}""";

    static final String LANGSMITH = """
            {"id":"run-1","name":"AgentExecutor","run_type":"chain","start_time":"2026-01-01T00:00:00.5",
             "end_time":"2026-01-01T00:00:03","inputs":{"input":"hi"},"outputs":{"output":"hello"},"trace_id":"run-1",
             "feedback_stats":{"correctness":{"n":2,"avg":0.75}},"extra":{"metadata":{"thread_id":"th-1"}},
             "child_runs":[{"id":"run-2","name":"ChatOpenAI","run_type":"llm","parent_run_id":"run-1",
               "start_time":"2026-01-01T00:00:01","end_time":"2026-01-01T00:00:02","prompt_tokens":9,"completion_tokens":4,
               "extra":{"metadata":{"ls_model_name":"m","ls_provider":"openai"}},
               "inputs":{"messages":[[{"lc":1,"type":"constructor","id":["langchain","schema","messages","HumanMessage"],
                 "kwargs":{"content":"hi","type":"human"}}]]},
               "outputs":{"generations":[[{"text":"","message":{"lc":1,"type":"constructor",
                 "id":["langchain","schema","messages","AIMessage"],"kwargs":{"content":"","type":"ai",
                 "tool_calls":[{"name":"find","args":{"q":1},"id":"c1"}]}}}]]}},
              {"id":"run-3","name":"find","run_type":"tool","parent_run_id":"run-1","start_time":"2026-01-01T00:00:02",
               "end_time":"2026-01-01T00:00:02.5","inputs":{"input":"{\\"q\\":1}"},"outputs":null,
               "error":"ToolException('gone')Traceback"}]}""";

    static final String MLFLOW = """
            {"info":{"trace_id":"tr-1","state":"OK","request_time":"2026-01-01T00:00:00Z","trace_metadata":{
               "mlflow.trace.session":"s-1"},"tags":{"mlflow.traceName":"predict"},
               "assessments":[{"assessment_name":"correct","feedback":{"value":"no"},"rationale":"wrong"},
                 {"assessment_name":"expected","expectation":{"value":"hallo"}}]},
             "data":{"spans":[{"trace_id":"abc=","span_id":"7uGbfsPBsXQ=","parent_span_id":null,"name":"predict",
                "start_time_unix_nano":1700000000000000000,"end_time_unix_nano":1700000001000000000,
                "status":{"code":"STATUS_CODE_OK","message":""},"attributes":{"mlflow.spanType":"\\"AGENT\\"",
                  "mlflow.spanInputs":"{\\"question\\": \\"hi\\"}","mlflow.spanOutputs":"\\"hello\\""}},
               {"span_id":"7uGbfsPBsXU=","parent_span_id":"7uGbfsPBsXQ=","name":"find","start_time_unix_nano":
                1700000000100000000,"end_time_unix_nano":1700000000200000000,"status":{"code":"STATUS_CODE_ERROR",
                "message":"gone"},"attributes":{"mlflow.spanType":"\\"TOOL\\"","mlflow.spanInputs":"{\\"q\\": 1}"}}]}}""";

    static final String OPENAI_AGENTS = """
            {"data":[{"object":"trace","id":"trace_1","workflow_name":"help","group_id":"g-1","metadata":{"user":"u"}},
             {"object":"trace.span","id":"span_1","trace_id":"trace_1","parent_id":null,
              "started_at":"2026-01-01T00:00:00.000Z","ended_at":"2026-01-01T00:00:02.000Z",
              "span_data":{"type":"agent","name":"helper","handoffs":[],"tools":["find"],"output_type":"text"},"error":null},
             {"object":"trace.span","id":"span_2","trace_id":"trace_1","parent_id":"span_1",
              "started_at":"2026-01-01T00:00:01.000Z","ended_at":"2026-01-01T00:00:02.000Z",
              "span_data":{"type":"function","name":"find","input":"{\\"q\\":1}","output":"gone"},
              "error":{"message":"Error running tool","data":{"tool_name":"find"}}}]}""";

    static final String INSPECT = """
            {"version":2,"status":"success","eval":{"run_id":"r","task":"math","task_id":"t","created":"2026-01-01T00:00:00Z",
              "model":"openai/m"},"samples":[{"id":1,"epoch":1,"uuid":"sample-1","input":"1+1?","target":"2",
               "messages":[{"role":"user","content":"1+1?"},{"role":"assistant","content":"2"}],
               "output":{"model":"m","choices":[{"message":{"role":"assistant","content":"2"},"stop_reason":"stop"}]},
               "scores":{"match":{"value":"I","explanation":"no"}},"model_usage":{"openai/m":{"input_tokens":5,"output_tokens":1}},
               "attachments":{"abc":"1+1?"},
               "events":[{"event":"model","timestamp":"2026-01-01T00:00:00Z","completed":"2026-01-01T00:00:01Z",
                 "model":"openai/m","input":[{"role":"user","content":"attachment://abc"}],
                 "output":{"model":"m","choices":[{"message":{"role":"assistant","content":"","tool_calls":[
                   {"id":"c1","function":"calc","arguments":{"x":"1+1"}}]},"stop_reason":"tool_calls"}],
                   "usage":{"input_tokens":5,"output_tokens":1}}},
                {"event":"tool","timestamp":"2026-01-01T00:00:01Z","completed":"2026-01-01T00:00:02Z","id":"c1",
                 "function":"calc","arguments":{"x":"1+1"},"result":"2","events":[]}]}]}""";

    static final String ADK_SESSION = """
            {"id":"s-1","appName":"trip","userId":"u","lastUpdateTime":1700000010.5,"events":[
              {"id":"e1","invocationId":"i-1","author":"user","timestamp":1700000000.5,"content":{"role":"user",
                "parts":[{"text":"hi"}]}},
              {"id":"e2","invocationId":"i-1","author":"guide","timestamp":1700000001.5,"content":{"role":"model",
                "parts":[{"functionCall":{"id":"c1","name":"find","args":{"q":1}}}]},
                "usageMetadata":{"promptTokenCount":5,"candidatesTokenCount":2},"modelVersion":"gemini"},
              {"id":"e3","invocationId":"i-1","author":"guide","timestamp":1700000002.5,"content":{"role":"user",
                "parts":[{"functionResponse":{"id":"c1","name":"find","response":{"found":true}}}]}},
              {"id":"e4","invocationId":"i-1","author":"guide","timestamp":1700000003.5,"content":{"role":"model",
                "parts":[{"text":"hello"}]}}]}""";

    static final String ADK_EVAL_SET = """
            {"eval_set_id":"set","eval_cases":[{"eval_id":"case-1","conversation":[{"invocation_id":"i-1",
              "user_content":{"role":"user","parts":[{"text":"hi"}]},
              "final_response":{"role":"model","parts":[{"text":"hello"}]},
              "intermediate_data":{"tool_uses":[{"id":"c1","name":"find","args":{"q":1}}],
                "tool_responses":[{"id":"c1","name":"find","response":{"found":true}}]},
              "creation_timestamp":1700000000.5}],"session_input":{"app_name":"trip"}}]}""";

    static final String CHAT = """
            {"messages":[{"role":"system","content":"be kind"},{"role":"user","content":"hi"},
              {"role":"assistant","content":null,"tool_calls":[{"id":"c1","type":"function","function":{"name":"find",
                "arguments":"{\\"q\\":1}"}}]},
              {"role":"tool","tool_call_id":"c1","content":"one"},{"role":"assistant","content":"hello"}]}""";

    static final String AGENT_OUTPUT = """
            {"input":"hi","output":"hello","intermediate_steps":[[{"tool":"find","tool_input":{"q":1},"log":"I look"},"one"]]}""";

    static final String OTLP_JSON = """
            {"resourceSpans":[{"scopeSpans":[{"spans":[{"traceId":"5b8efff798038103d269b633813fc60c",
              "spanId":"eee19b7ec3c1b174","name":"s"}]}]}]}""";

    static final String SIMPLE_JSON = """
            {"trace_id":"t1","timestamp":"2026-01-01T00:00:00Z","spans":[{"name":"search","status":"ok",
              "attributes":{"operation.type":"tool.search"}}]}""";

    private Samples() {}

    static Map<String, String> all() {
        Map<String, String> all = new LinkedHashMap<>();
        all.put("tempo", TEMPO);
        all.put("jaeger", JAEGER);
        all.put("zipkin", ZIPKIN);
        all.put("span-tree", SPAN_TREE);
        all.put("sdk-spans", SDK_SPANS);
        all.put("langfuse", LANGFUSE);
        all.put("langsmith", LANGSMITH);
        all.put("mlflow", MLFLOW);
        all.put("openai-agents", OPENAI_AGENTS);
        all.put("inspect", INSPECT);
        all.put("adk-session", ADK_SESSION);
        all.put("adk-eval-set", ADK_EVAL_SET);
        all.put("chat", CHAT);
        all.put("agent-output", AGENT_OUTPUT);
        return all;
    }

    /** The samples, and those of the formats that are not of this package. */
    static Map<String, String> everything() {
        Map<String, String> all = all();
        all.put("otlp-json", OTLP_JSON);
        all.put("simple-json", SIMPLE_JSON);
        return all;
    }
}
