package dev.arceval.core.ingest.format;

import dev.arceval.core.ingest.RecordSpans;
import dev.arceval.core.ingest.Shape;
import dev.arceval.trace.Message;
import dev.arceval.trace.Usage;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What agents of the frameworks return: LangChain's {@code intermediate_steps}, CrewAI's {@code tasks_output}, AutoGen's
 * {@code chat_history}, Agno's {@code tools}, NeMo Agent Toolkit's {@code workflow_output}, the run steps of OpenAI's
 * assistants, and the plain {@code {input, output, tool_calls}} of hand-made logs. A record is a trace; its id is made from
 * the record unless it has one.
 */
final class AgentOutputFormat implements JsonFormat {

    private static final String[] ASKED = {
        "input", "query", "question", "prompt", "user_input", "input_message", "task", "scenario"
    };
    private static final String[] ANSWERED = {
        "output",
        "llm_output",
        "response",
        "answer",
        "result",
        "final_output",
        "raw",
        "crew_output",
        "workflow_output",
        "summary",
        "content",
        "agent_responses",
        "text"
    };
    private static final String[] CALLS = {
        "tool_calls", "function_calls", "tools_used", "tools", "toolCalls", "tool_uses"
    };

    @Override
    public String name() {
        return "agent-output";
    }

    @Override
    public int recognise(Shape shape) {
        if (shape.hasAny(
                "intermediate_steps",
                "intermediateSteps",
                "tasks_output",
                "task_results",
                "crew_output",
                "workflow_output",
                "agent_run_id")) {
            return LIKELY + 5;
        }
        boolean steps = shape.hasAny("trace.steps", "data[].step_details")
                || shape.hasAny("tools[].tool_name", "tools[].tool_args")
                || shape.hasAll("chat_history", "summary")
                || shape.text("data[].object").equals("thread.run.step");
        if (steps) {
            return LIKELY + 5;
        }
        boolean answered = shape.hasAny("output", "response", "answer", "llm_output", "final_output", "result");
        boolean called = shape.hasAny(
                "tool_calls[].name",
                "tool_calls[].function",
                "tool_calls[].tool",
                "tools_used",
                "function_calls",
                "steps[].tool_call",
                "steps[].tool",
                "steps[].action",
                "toolCalls[].name",
                "tool_call.name");
        boolean asked = shape.hasAny("input", "query", "question", "prompt", "scenario", "user_input");
        boolean run =
                shape.hasAny("framework", "scenario_id", "agent", "agent_id", "session_id", "metadata.tools_used");
        return answered && called ? PERHAPS + 5 : answered && asked && run ? PERHAPS + 5 : 0;
    }

    @Override
    public void read(Node record, RecordSpans spans) {
        if (!record.isObject()) {
            throw RecordSpans.refusal("the record must be an object");
        }
        String id = record.get("trace_id", "traceId", "run_id", "runId", "agent_run_id")
                .filled();
        Transcript transcript =
                new Transcript(id == null ? Ids.trace("agent-output", record.json()) : Ids.plain(id), spans);
        transcript.name = record.get("workflow_name", "crew_name").text("agent");
        transcript.agent = record.get("agent_name", "agent", "agent_id", "crew_name", "assistant_id")
                .filled();
        transcript.conversation = record.get("session_id", "sessionId", "thread_id", "conversation_id")
                .filled();
        transcript.model = record.get("model").filled();
        List<Said> said = said(record);
        if (said.isEmpty()) {
            throw RecordSpans.refusal("neither input nor output nor steps: not a run of an agent");
        }
        figures(record, transcript, spans);
        failure(record, transcript);
        attributes(record, transcript);
        transcript.write(said);
    }

    private static List<Said> said(Node record) {
        Node history = record.get("chat_history", "messages");
        List<Said> conversation = history.isList() ? ChatMessages.list(history.items()) : List.of();
        if (!conversation.isEmpty() && !record.has("intermediate_steps")) {
            return conversation;
        }
        List<Said> said = new ArrayList<>(conversation);
        Contents.input(first(record, ASKED)).ifPresent(asked -> asked.forEach(message -> said.add(new Said(message))));
        for (Node step : steps(record)) {
            step(step, said);
        }
        calls(record, said);
        Node answered = first(record, ANSWERED);
        if (!answered.exists() && record.has("tasks_output")) {
            answered = Node.root("");
        }
        Optional<List<Message>> answer = Contents.output(answered);
        answer.ifPresent(messages -> messages.forEach(message -> said.add(new Said(asAnswer(message)))));
        return said;
    }

    private static Message asAnswer(Message message) {
        return message.role() == Message.Role.ASSISTANT
                ? message
                : new Message(Message.Role.ASSISTANT, message.parts(), message.name());
    }

    private static Node first(Node record, String[] names) {
        Node found = record.get(names);
        Node scenario = found.get("description", "input", "prompt");
        return found.isObject() && scenario.isText() ? scenario : found;
    }

    private static List<Node> steps(Node record) {
        Node steps = record.get(
                "intermediate_steps",
                "intermediateSteps",
                "steps",
                "tasks_output",
                "task_results",
                "run_steps",
                "data");
        return steps.isList() ? steps.items() : record.at("trace", "steps").items();
    }

    private static void step(Node step, List<Said> said) {
        List<Node> pair = step.items();
        if (pair.size() == 2) {
            action(pair.get(0), pair.get(1), said);
        } else if (step.get("action").isObject()) {
            action(step.get("action"), step.get("observation", "result", "output"), said);
        } else if (step.at("step_details", "tool_calls").isList()) {
            step.at("step_details", "tool_calls").items().forEach(call -> call(call, null, said));
        } else if (step.get("tool_call", "tool_calls").exists()) {
            Node calls = step.get("tool_call", "tool_calls");
            (calls.isList() ? calls.items() : List.of(calls)).forEach(call -> call(call, thought(step), said));
        } else if (step.has("tool", "tool_name") || step.has("action") && step.has("action_input")) {
            call(step, thought(step), said);
        } else if (step.has("raw", "output", "agent")) {
            task(step, said);
        } else if (thought(step) != null) {
            said.add(new Said(Message.assistant(String.valueOf(thought(step)))));
        }
    }

    private static @Nullable String thought(Node step) {
        Node thought = step.get("log", "thought", "reasoning", "content", "description", "message");
        return thought.isText() ? thought.filled() : null;
    }

    /** LangChain's agent action and what the tool gave back. */
    private static void action(Node action, Node observation, List<Said> said) {
        if (!action.isObject()) {
            return;
        }
        String tool = action.get("tool", "name", "tool_name").text("");
        String id = action.get("tool_call_id", "id").isText()
                ? action.get("tool_call_id", "id").filled()
                : null;
        add(tool, id, action.get("tool_input", "args", "input", "arguments", "parameters"), thought(action), said);
        answer(tool, id, observation, null, said);
    }

    private static void call(Node call, @Nullable String thought, List<Said> said) {
        if (call.isText()) {
            add(call.text(""), null, call.get("none"), thought, said);
            return;
        }
        Node function = call.get("function").isObject() ? call.get("function") : call;
        Node named = function.get("name", "tool_name", "tool", "action", "function");
        String id = call.get("id", "tool_call_id", "call_id").filled();
        Node arguments =
                function.get("arguments", "args", "parameters", "tool_args", "tool_input", "input", "action_input");
        add(named.text(""), id, arguments, thought, said);
        Node result = function.get("result", "output", "response", "observation", "tool_output");
        Node error = call.get("error");
        boolean failed = error.exists() && !error.isFalse()
                || call.get("tool_call_error").isTrue();
        if (result.exists() || failed) {
            answer(named.text(""), id, result, failed ? error : null, said);
        }
    }

    private static void add(
            String tool, @Nullable String id, Node arguments, @Nullable String thought, List<Said> said) {
        List<Message.Part> parts = new ArrayList<>();
        if (thought != null) {
            parts.add(new Message.Text(thought));
        }
        parts.add(new Message.ToolRequest(id, tool, arguments.content()));
        said.add(new Said(new Message(Message.Role.ASSISTANT, parts, null)));
    }

    private static void answer(String tool, @Nullable String id, Node result, @Nullable Node error, List<Said> said) {
        String content = result.content();
        String text = content == null ? "" : content;
        Said answer = new Said(new Message(Message.Role.TOOL, List.of(new Message.ToolResponse(id, text)), null));
        String type =
                error == null ? null : error.isObject() ? error.get("type").text("error") : "error";
        String message =
                error == null ? null : error.isObject() ? error.get("message").filled() : error.filled();
        answer.answers.add(new Said.Answer(id, tool, text, type, message));
        said.add(answer);
    }

    /** A task of a crew: who did it, and what came out. */
    private static void task(Node task, List<Said> said) {
        Node output = task.get("raw", "output", "summary");
        for (Node call : task.get("tools_used", "tool_calls").items()) {
            call(call, null, said);
        }
        if (output.exists()) {
            String text = output.content();
            said.add(new Said(new Message(
                    Message.Role.ASSISTANT,
                    List.of(new Message.Text(text == null ? "" : text)),
                    task.get("agent", "name").filled())));
        }
    }

    private static void calls(Node record, List<Said> said) {
        Node calls = record.get(CALLS);
        if (!calls.exists()) {
            calls = record.get("tool_call");
        }
        if (!calls.exists()) {
            calls = record.at("metadata", "tools_used");
        }
        for (Node call : calls.isList() ? calls.items() : List.of(calls)) {
            // A list of tools may be those there are, not those that were called.
            boolean offered = call.get("type").text("").equals("function")
                            && call.at("function", "parameters").exists()
                    || call.has("input_schema", "json_schema");
            if (!offered && (call.isText() || call.isObject())) {
                call(call, null, said);
            }
        }
    }

    private static void figures(Node record, Transcript transcript, RecordSpans spans) {
        Node metrics = record.get("performance_metrics", "metrics", "usage_metrics");
        Node tokens = record.get("token_usage", "usage", "usage_metadata");
        Usage usage = Usages.of(tokens.exists() ? tokens : metrics.get("token_usage"));
        if (usage.isEmpty()) {
            Long input = metrics.get("token_usage").get("prompt").count();
            Long output = metrics.get("token_usage").get("completion").count();
            usage = input == null && output == null
                    ? Usages.of(record.at("metadata", "tokens").exists() ? record.at("metadata", "tokens") : metrics)
                    : new Usage(input, output, null, null);
        }
        Double cost = Usages.cost(metrics) == null ? Usages.cost(record) : Usages.cost(metrics);
        transcript.usage = Usages.priced(usage, cost);
        transcript.start = Words.time(record.get("timestamp", "start_time", "created_at"), spans);
        Node took = metrics.get("total_latency_ms", "latency_ms", "duration_ms");
        long end = Words.time(record.get("end_time", "completed_at"), spans);
        transcript.end = took.exists() ? Words.end(transcript.start, took.units(1_000_000)) : end;
    }

    private static void failure(Node record, Transcript transcript) {
        Node error = record.get("error").exists() ? record.get("error") : record.at("metadata", "error");
        boolean said = error.exists() && !error.isFalse() && !error.text("x").isEmpty();
        boolean stated = record.get("success").isFalse()
                || record.at("trace", "success").isFalse()
                || record.get("status").text("").matches("(?i)error|failed|failure");
        if (said || stated) {
            transcript.failed = true;
            transcript.errorType = error.get("type").text("error");
            transcript.errorMessage = error.isObject() ? error.get("message").filled() : error.filled();
        }
    }

    private static void attributes(Node record, Transcript transcript) {
        for (String name : List.of("framework", "scenario_id", "scenario_name", "id", "category", "severity")) {
            String value = record.get(name).filled();
            if (value != null) {
                transcript.attributes.put(name.equals("id") ? "record.id" : name, value);
            }
        }
    }
}
