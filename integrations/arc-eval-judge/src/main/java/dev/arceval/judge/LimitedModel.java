package dev.arceval.judge;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Asks a model within limits, and not twice for the same vote on the same prompt: neither in this process nor, where votes are
 * kept in files, in another. What is remembered is bounded by the number of calls and of files read.
 */
final class LimitedModel {

    private final JudgeModel model;
    private final Limits limits;
    private final @Nullable VoteFiles files;
    private final Spending spending;
    private final Map<Question, Vote> votes = new ConcurrentHashMap<>();

    private LimitedModel(JudgeModel model, Limits limits, @Nullable VoteFiles files) {
        this.model = model;
        this.limits = limits;
        this.files = files;
        this.spending = new Spending(limits);
    }

    static LimitedModel of(JudgeModel model) {
        return new LimitedModel(model, Limits.DEFAULT, null);
    }

    LimitedModel limitedTo(Limits other) {
        return new LimitedModel(model, other, files);
    }

    LimitedModel keptIn(Path directory, String version) {
        return new LimitedModel(model, limits, new VoteFiles(directory, version));
    }

    Limits limits() {
        return limits;
    }

    private record Question(String prompt, int number) {}

    /** Returns as many votes as are asked for; one is empty where the model gave no verdict. */
    List<Optional<Vote>> votes(Sealed sealed, String task, String words, int count) {
        String prompt = sealed.prompt(task, words);
        List<Optional<Vote>> all = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            all.add(Optional.ofNullable(
                    votes.computeIfAbsent(new Question(prompt, i), question -> vote(sealed, question))));
        }
        return all;
    }

    /** What is no verdict is not kept: the next run may have one. */
    private @Nullable Vote vote(Sealed sealed, Question question) {
        Optional<Vote> kept = files == null ? Optional.empty() : files.read(question.prompt(), question.number());
        if (kept.isPresent()) {
            return kept.get();
        }
        spending.beforeCall();
        JudgeModel.Reply reply = model.reply(question.prompt());
        spending.afterCall(reply);
        Vote vote = sealed.vote(reply.text()).orElse(null);
        return vote == null || files == null ? vote : files.write(question.prompt(), question.number(), vote);
    }
}
