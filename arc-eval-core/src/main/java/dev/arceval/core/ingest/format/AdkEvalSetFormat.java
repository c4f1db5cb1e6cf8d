package dev.arceval.core.ingest.format;

import dev.arceval.core.ingest.RecordSpans;
import dev.arceval.core.ingest.Shape;
import dev.arceval.trace.Message;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Evaluation sets of Google's Agent Development Kit, as golden runs: each invocation of a case is a trace of what was
 * asked, which tools were to be called and what was to be answered. The older form, a list of {@code {query,
 * expected_tool_use, reference}}, is read by element.
 */
final class AdkEvalSetFormat implements JsonFormat {

    @Override
    public String name() {
        return "adk-eval-set";
    }

    @Override
    public int recognise(Shape shape) {
        return shape.hasAny("eval_cases", "evalCases", "eval_set_id", "evalSetId")
                        || shape.hasAll("query", "expected_tool_use")
                        || shape.hasAny("conversation[].user_content", "conversation[].userContent")
                ? CERTAIN
                : 0;
    }

    @Override
    public void read(Node record, RecordSpans spans) {
        Node cases = record.get("eval_cases", "evalCases");
        if (cases.isList()) {
            String set = record.get("eval_set_id", "evalSetId", "name").text("");
            for (Node one : cases.items()) {
                conversation(set, one, spans);
            }
        } else if (record.get("conversation").isList()) {
            conversation("", record, spans);
        } else if (record.has("query")) {
            older(record, spans);
        } else {
            throw RecordSpans.refusal("no eval_cases: not an evaluation set of ADK");
        }
    }

    private static void conversation(String set, Node one, RecordSpans spans) {
        String caseId = one.get("eval_id", "evalId").text("");
        List<Node> turns = one.get("conversation").items();
        if (turns.isEmpty()) {
            // A scenario to be played by a model holds nothing that happened.
            spans.repaired("case without a conversation left out");
        }
        for (int i = 0; i < turns.size(); i++) {
            Node turn = turns.get(i);
            String id = turn.get("invocation_id", "invocationId").text("");
            Transcript transcript =
                    new Transcript(Ids.trace("adk-eval", set, caseId, Integer.toString(i), turn.json()), spans);
            transcript.name = "expected invocation";
            Node session = one.get("session_input", "sessionInput");
            transcript.agent = session.get("app_name", "appName").filled();
            transcript.conversation = Words.orNull(caseId);
            transcript.start = Words.time(turn.get("creation_timestamp", "creationTimestamp"), spans);
            put(transcript, "eval.set.id", set);
            put(transcript, "eval.case.id", caseId);
            put(transcript, "gcp.vertex.agent.invocation_id", id);
            transcript.write(said(turn));
        }
    }

    private static void put(Transcript transcript, String name, String value) {
        if (!value.isEmpty()) {
            transcript.attributes.put(name, value);
        }
    }

    private static List<Said> said(Node turn) {
        List<Said> said = new ArrayList<>();
        add(said, turn.get("user_content", "userContent"), "user");
        Node between = turn.get("intermediate_data", "intermediateData");
        for (Node event : between.get("invocation_events", "invocationEvents").items()) {
            add(said, event.get("content"), "model");
        }
        List<Message.Part> calls = new ArrayList<>();
        for (Node use : between.get("tool_uses", "toolUses").items()) {
            calls.add(ChatMessages.request(use));
        }
        if (!calls.isEmpty()) {
            said.add(new Said(new Message(Message.Role.ASSISTANT, calls, null)));
        }
        for (Node response : between.get("tool_responses", "toolResponses").items()) {
            said.add(ChatMessages.message(
                    Node.root(Map.of("role", "user", "parts", List.of(Map.of("function_response", response.tree()))))));
        }
        add(said, turn.get("final_response", "finalResponse"), "model");
        return said;
    }

    private static void add(List<Said> said, Node content, String role) {
        if (content.get("parts").isList()) {
            said.add(ChatMessages.message(Node.root(Map.of(
                    "role",
                    content.get("role").text(role),
                    "parts",
                    content.get("parts").tree()))));
        }
    }

    private static void older(Node turn, RecordSpans spans) {
        List<Said> said = new ArrayList<>();
        said.add(new Said(Message.user(turn.get("query").text(""))));
        List<Message.Part> calls = new ArrayList<>();
        List<Said.Answer> answers = new ArrayList<>();
        for (Node use : turn.get("expected_tool_use").items()) {
            String tool = use.get("tool_name", "name").text("");
            calls.add(new Message.ToolRequest(
                    null, tool, use.get("tool_input", "args").content()));
            if (use.has("mock_tool_output")) {
                String output = use.get("mock_tool_output").content();
                answers.add(new Said.Answer(null, tool, output == null ? "" : output, null, null));
            }
        }
        if (!calls.isEmpty()) {
            Said asked = new Said(new Message(Message.Role.ASSISTANT, calls, null));
            asked.answers.addAll(answers);
            said.add(asked);
        }
        if (turn.get("reference").isText()) {
            said.add(new Said(Message.assistant(turn.get("reference").text(""))));
        }
        Transcript transcript = new Transcript(Ids.trace("adk-eval", turn.json()), spans);
        transcript.name = "expected invocation";
        transcript.write(said);
    }
}
