package dev.arceval.judge;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Asks a model no more than so many times, and not twice for the same vote on the same prompt. What is remembered is bounded by the
 * number of calls.
 */
final class LimitedModel {

    private final JudgeModel model;
    private final int maxCalls;
    private final AtomicInteger calls = new AtomicInteger();
    private final Map<Vote, String> answers = new ConcurrentHashMap<>();

    LimitedModel(JudgeModel model, int maxCalls) {
        if (maxCalls < 1) {
            throw new IllegalArgumentException("maxCalls must be positive: " + maxCalls);
        }
        this.model = model;
        this.maxCalls = maxCalls;
    }

    private record Vote(String prompt, int number) {}

    LimitedModel withMaxCalls(int other) {
        return new LimitedModel(model, other);
    }

    /** Returns as many answers to the prompt as are asked for. */
    List<String> answers(String prompt, int votes) {
        List<String> all = new ArrayList<>();
        for (int i = 0; i < votes; i++) {
            all.add(answers.computeIfAbsent(new Vote(prompt, i), vote -> ask(vote.prompt())));
        }
        return all;
    }

    private String ask(String prompt) {
        if (calls.incrementAndGet() > maxCalls) {
            throw new IllegalStateException("the judge was to be asked at most " + maxCalls + " times");
        }
        return model.answer(prompt);
    }
}
