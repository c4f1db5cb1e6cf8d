package dev.arceval.examples.springai;

import dev.arceval.DatasetFiles;
import dev.arceval.TraceRecycler;
import dev.arceval.checks.chat.ChatServer;
import dev.arceval.checks.chat.Reply;
import dev.arceval.checks.chat.Reply.Call;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;

/**
 * Runs the application as in production, records it, and writes what it did as a dataset. A local server stands in for the
 * model's provider, so that nothing else is needed.
 *
 * <p>Arguments: the directory for traces, and the dataset file to write.
 */
public final class RecordSupport {

    private static final List<String> QUESTIONS = List.of(
            "Where is my order A-100?",
            "I want my money back for A-101.",
            "Where is my order A-999?",
            "Is there a hammock?");

    private RecordSupport() {}

    /** Records the questions above. */
    public static void main(String[] arguments) throws IOException {
        try (ChatServer provider = ChatServer.start(RecordSupport::reply);
                TraceRecycler recycler =
                        TraceRecycler.builder().directory(Path.of(arguments[0])).build();
                ConfigurableApplicationContext application = started(provider, recycler)) {
            SupportAgent agent = application.getBean(SupportAgent.class);
            QUESTIONS.forEach(agent::answer);
            if (!recycler.flush(Duration.ofSeconds(10))) {
                throw new IllegalStateException("not everything was stored: " + recycler.capture());
            }
            DatasetFiles.write(
                    recycler.curate().minQuality(0).limit(QUESTIONS.size()).toDataset("support"),
                    Path.of(arguments[1]));
        }
    }

    static ConfigurableApplicationContext started(ChatServer provider, TraceRecycler recycler) {
        SpringApplication application = new SpringApplication(SupportApplication.class);
        application.setWebApplicationType(WebApplicationType.NONE);
        application.setDefaultProperties(Map.of(
                "spring.application.name", "support",
                "spring.main.banner-mode", "off",
                "logging.level.root", "warn",
                "spring.ai.openai.base-url", provider.url(),
                "spring.ai.openai.api-key", "none",
                "spring.ai.openai.chat.model", "gpt-4o-mini"));
        application.addInitializers(context -> ((GenericApplicationContext) context)
                .registerBean(TraceRecycler.class, () -> recycler, bean -> bean.setDestroyMethodName("")));
        return application.run();
    }

    /** What a model would say. */
    private static Reply reply(String request, int results) {
        if (request.contains("hammock")) {
            return results == 0 ? call("in_stock", "{\"product\":\"hammock\"}") : Reply.answer("We have 12.");
        }
        if (request.contains("A-101")) {
            return switch (results) {
                case 0 -> call("lookup_order", "{\"number\":\"A-101\"}");
                case 1 -> call("refund", "{\"number\":\"A-101\",\"euros\":59}");
                default -> Reply.answer("You get 59 euros back, reference R-A-101.");
            };
        }
        String number = request.contains("A-999") ? "A-999" : "A-100";
        if (results == 0) {
            return call("lookup_order", "{\"number\":\"" + number + "\"}");
        }
        return Reply.answer(
                number.equals("A-999") ? "I cannot find the order A-999." : "Your oak garden bench is shipped.");
    }

    private static Reply call(String tool, String arguments) {
        return Reply.calls(new Call("call_" + tool, tool, arguments));
    }
}
