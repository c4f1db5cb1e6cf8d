package dev.arceval.core.report;

import dev.arceval.trace.Diagnosis;
import dev.arceval.trace.Diagnosis.Advice;
import dev.arceval.trace.Diagnosis.Agent;
import dev.arceval.trace.Diagnosis.Content;
import dev.arceval.trace.Diagnosis.Share;
import dev.arceval.trace.Diagnosis.Use;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** A diagnosis as text: the answer, who can be used for what, what each agent lacks, and what brings it. */
final class DiagnosisText {

    private static final int NAME_WIDTH = 40;
    private static final int NAMED_AGENTS = 3;

    private DiagnosisText() {}

    static String of(Diagnosis diagnosis) {
        StringBuilder text = new StringBuilder(answer(diagnosis)).append('\n');
        if (diagnosis.agents().isEmpty()) {
            return text.toString();
        }
        text.append('\n').append(uses(diagnosis));
        diagnosis.agents().forEach(agent -> text.append(lacks(agent)));
        text.append(advice(diagnosis));
        if (diagnosis.otherTraces() > 0) {
            text.append("\nNot judged: ")
                    .append(Figures.count(diagnosis.otherTraces(), "trace"))
                    .append(" without an agent, a model or a tool.\n");
        }
        return text.toString();
    }

    private static String answer(Diagnosis diagnosis) {
        List<Agent> agents = diagnosis.agents();
        if (agents.isEmpty()) {
            return diagnosis.otherTraces() == 0
                    ? "No traces."
                    : "No agent: " + Figures.count(diagnosis.otherTraces(), "trace")
                            + " without an agent, a model or a tool.";
        }
        List<Agent> cannot =
                agents.stream().filter(agent -> !agent.supports(Use.REPLAY)).toList();
        String head = Figures.count(agents.size() - cannot.size()) + " of " + Figures.count(agents.size(), "agent")
                + " can be replayed";
        if (cannot.isEmpty()) {
            return head + ".";
        }
        String reasons = cannot.stream()
                .limit(NAMED_AGENTS)
                .map(agent -> Printable.line(agent.name(), NAME_WIDTH) + " lacks " + needed(agent))
                .collect(Collectors.joining("; "));
        int more = cannot.size() - NAMED_AGENTS;
        return head + "; " + reasons + (more > 0 ? "; and " + Figures.count(more) + " more cannot" : "") + ".";
    }

    /** What keeps an agent from being replayed. */
    private static String needed(Agent agent) {
        return Use.REPLAY.needs().stream()
                .filter(need -> missing(agent, need) > 0)
                .map(Words::of)
                .collect(Collectors.joining(", "));
    }

    private static String uses(Diagnosis diagnosis) {
        TextTable table = new TextTable(
                "llrrrrrrrrr",
                "agent",
                "framework",
                "traces",
                "case",
                "expect",
                "replay",
                "cost",
                "latency",
                "releases",
                "quality",
                "talks");
        for (Agent agent : diagnosis.agents()) {
            table.row(
                    Printable.line(agent.name(), NAME_WIDTH),
                    frameworks(agent),
                    Figures.count(agent.traces()),
                    share(agent, Use.CASE),
                    share(agent, Use.EXPECTATION),
                    share(agent, Use.REPLAY),
                    share(agent, Use.COST),
                    share(agent, Use.LATENCY),
                    share(agent, Use.RELEASES),
                    share(agent, Use.QUALITY),
                    share(agent, Use.CONVERSATIONS));
        }
        return table.toString();
    }

    private static String frameworks(Agent agent) {
        return agent.frameworks().keySet().stream().map(Printable::line).collect(Collectors.joining(", "));
    }

    private static String share(Agent agent, Use use) {
        Share share = agent.uses().getOrDefault(use, Share.NONE);
        return share.of() == 0 ? Figures.ABSENT : Figures.percent((double) share.count() / share.of());
    }

    private static String lacks(Agent agent) {
        StringBuilder text = new StringBuilder();
        for (Content content : Content.values()) {
            long missing = missing(agent, content);
            if (missing > 0) {
                text.append("- ")
                        .append(Figures.count(missing))
                        .append(" of ")
                        .append(Figures.count(
                                agent.traceContent()
                                        .getOrDefault(content, Share.NONE)
                                        .of(),
                                "trace"))
                        .append(" without ")
                        .append(Words.of(content))
                        .append(spans(agent.spanContent().getOrDefault(content, Share.NONE)))
                        .append(": ")
                        .append(Words.cannot(content))
                        .append('\n');
            }
        }
        return text.isEmpty() ? "" : "\n" + Printable.line(agent.name()) + "\n" + text;
    }

    private static String spans(Share spans) {
        return spans.of() == 0
                ? ""
                : " (in " + Figures.count(spans.count()) + " of " + Figures.count(spans.of(), "span") + ")";
    }

    private static long missing(Agent agent, Content content) {
        Share share = agent.traceContent().getOrDefault(content, Share.NONE);
        return share.of() - share.count();
    }

    /** Each setting once, with the agents it is for. */
    private static String advice(Diagnosis diagnosis) {
        Map<String, Advice> settings = new LinkedHashMap<>();
        Map<String, TreeSet<String>> agents = new LinkedHashMap<>();
        for (Agent agent : diagnosis.agents()) {
            for (Advice advice : agent.advice()) {
                String key = advice.framework() + '\n' + advice.setting();
                settings.putIfAbsent(key, advice);
                agents.computeIfAbsent(key, unseen -> new TreeSet<>()).add(Printable.line(agent.name(), NAME_WIDTH));
            }
        }
        StringBuilder text = new StringBuilder();
        settings.forEach((key, advice) -> text.append(advice(advice, String.join(", ", agents.get(key)))));
        return text.isEmpty() ? "" : "\nWhat brings it\n" + text;
    }

    private static String advice(Advice advice, String agents) {
        String contents = advice.brings().stream().map(Words::of).collect(Collectors.joining(", "));
        return "\n" + agents + ": " + contents + "\n"
                + (advice.framework().equals(Advice.ANY) ? "" : advice.framework() + ", ") + Words.of(advice.kind())
                + ":\n\n"
                + advice.setting().strip().indent(4)
                + "\n" + advice.note() + "\nSource: " + advice.source() + "\n";
    }

    /** How things are called. */
    private static final class Words {

        static String of(Content content) {
            return switch (content) {
                case INPUT -> "input";
                case ANSWER -> "answer";
                case MESSAGES -> "messages";
                case TOOL_ARGUMENTS -> "tool arguments";
                case TOOL_RESULTS -> "tool results";
                case MODEL -> "model";
                case TOKENS -> "tokens";
                case CONVERSATION -> "conversation id";
                case VERSION -> "version";
                case OUTCOME -> "stated outcome";
                case TIMES -> "times";
            };
        }

        static String cannot(Content content) {
            return switch (content) {
                case INPUT -> "cannot become cases";
                case ANSWER -> "cannot say what is expected";
                case MESSAGES -> "what the model saw is not known";
                case TOOL_ARGUMENTS, TOOL_RESULTS -> "cannot be replayed without calling the tools";
                case MODEL, TOKENS -> "no cost";
                case CONVERSATION -> "turns cannot be joined";
                case VERSION -> "releases cannot be compared";
                case OUTCOME -> "success is only assumed";
                case TIMES -> "no latency";
            };
        }

        static String of(Advice.Kind kind) {
            return switch (kind) {
                case PROPERTIES -> "in the application's properties";
                case ENVIRONMENT -> "in the environment of the process";
                case CODE -> "in code";
            };
        }
    }
}
