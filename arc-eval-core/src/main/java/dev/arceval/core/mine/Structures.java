package dev.arceval.core.mine;

import dev.arceval.core.stats.LogHistogram;
import dev.arceval.core.stats.RobustOutliers;
import dev.arceval.eval.TracePattern;
import dev.arceval.eval.TracePattern.FailingStep;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** All structures a miner knows, in the order of their ids, with their families and what is usual in each of these. */
final class Structures {

    static final Comparator<TracePattern> MOST_FREQUENT_FIRST =
            Comparator.comparingLong(TracePattern::frequency).reversed().thenComparing(TracePattern::id);

    private final long[] ids;
    private final List<PatternState> states;
    private final Vocabulary vocabulary;
    private final Families families;
    private final RobustOutliers slow;

    private Structures(long[] ids, List<PatternState> states, Vocabulary vocabulary, Families families) {
        this.ids = ids;
        this.states = states;
        this.vocabulary = vocabulary;
        this.families = families;
        List<LogHistogram> durations = new ArrayList<>();
        for (int i = 0; i < families.count(); i++) {
            durations.add(new LogHistogram());
        }
        for (int i = 0; i < ids.length; i++) {
            durations.get(families.of(i)).merge(states.get(i).durationMs());
        }
        this.slow = RobustOutliers.fit(durations);
    }

    static Structures of(Map<Long, PatternState> patterns, Vocabulary vocabulary) {
        long[] ids =
                patterns.keySet().stream().mapToLong(Long::longValue).sorted().toArray();
        List<PatternState> states = Arrays.stream(ids)
                .mapToObj(patterns::get)
                .map(Objects::requireNonNull)
                .toList();
        return new Structures(ids, states, vocabulary, Families.of(ids, states, vocabulary));
    }

    int count() {
        return ids.length;
    }

    long id(int structure) {
        return ids[structure];
    }

    PatternState state(int structure) {
        return states.get(structure);
    }

    Vocabulary vocabulary() {
        return vocabulary;
    }

    Families families() {
        return families;
    }

    long[] ids() {
        return ids;
    }

    RobustOutliers slow() {
        return slow;
    }

    /** Returns the index of the structure; negative if it is not known. */
    int indexOf(long id) {
        return Arrays.binarySearch(ids, id);
    }

    /** Returns the structure as a pattern. */
    TracePattern pattern(int structure) {
        return pattern(ids[structure], states.get(structure), families.of(structure));
    }

    /** Returns a family as a pattern: all its runs, with the steps of its most frequent structure. */
    TracePattern family(int family, List<Integer> members) {
        PatternState all = states.get(members.get(0)).copy();
        members.subList(1, members.size()).forEach(other -> all.absorb(states.get(other)));
        return pattern(families.id(family), all, family);
    }

    /** Returns members of a family, the most frequent first. */
    List<Integer> byFrequency(List<Integer> members) {
        return members.stream()
                .sorted(Comparator.comparingLong((Integer i) -> states.get(i).runs())
                        .reversed()
                        .thenComparing(i -> ids[i], Long::compareUnsigned))
                .toList();
    }

    private TracePattern pattern(long id, PatternState state, int family) {
        List<TracePattern.Evidence> evidence = Kinds.evidence(state, slow, family);
        return new TracePattern(
                Signature.id(id),
                Signature.id(families.id(family)),
                Kinds.of(state, evidence),
                state.runs(),
                state.traffic(),
                labels(state.steps()),
                tools(state.steps()),
                state.errorTypes(),
                state.successes(),
                state.failures(),
                state.durations(),
                state.tokens(),
                state.firstSeen(),
                state.lastSeen(),
                Example.ids(state.latest()),
                evidence,
                failingStep(state),
                loops(state));
    }

    Token token(int step) {
        return vocabulary.token(Steps.token(step));
    }

    List<String> tools(int[] steps) {
        Set<String> tools = new LinkedHashSet<>();
        for (int step : steps) {
            String tool = token(step).tool();
            if (tool != null) {
                tools.add(tool);
            }
        }
        return List.copyOf(tools);
    }

    private List<String> labels(int[] steps) {
        return Arrays.stream(steps).mapToObj(step -> token(step).label()).toList();
    }

    private List<TracePattern.Loop> loops(PatternState state) {
        List<TracePattern.Loop> loops = new ArrayList<>();
        for (long place : state.loopRuns().keys()) {
            int[] body = Arrays.copyOfRange(
                    state.steps(),
                    PatternState.loopFirst(place),
                    Math.min(state.steps().length, PatternState.loopEnd(place)));
            loops.add(new TracePattern.Loop(
                    labels(body),
                    state.loopRuns().count(place),
                    state.loopRepeats().count(place)));
        }
        return loops;
    }

    /** By Ochiai: the step whose own failures match the failed runs best. */
    private @Nullable FailingStep failingStep(PatternState state) {
        FailingStep best = null;
        double most = 0;
        for (Token token : tokens(state.steps())) {
            long failed = state.failingInFailures().count(token.hash());
            long succeeded = state.failingInSuccesses().count(token.hash());
            double ochiai =
                    failed / Math.sqrt((double) Math.max(1, state.failures()) * Math.max(1, failed + succeeded));
            if (ochiai > most) {
                most = ochiai;
                best = new FailingStep(token.label(), failed, succeeded);
            }
        }
        return best;
    }

    private Set<Token> tokens(int[] steps) {
        Set<Token> tokens = new TreeSet<>(Comparator.comparingLong(Token::hash));
        for (int step : steps) {
            tokens.add(token(step));
        }
        return tokens;
    }
}
