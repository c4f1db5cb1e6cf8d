package dev.arceval.springai;

import dev.arceval.ReplayContext;
import io.micrometer.observation.ObservationRegistry;
import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.chat.client.advisor.ToolCallingAdvisor;
import org.springframework.ai.chat.model.ChatModel;
import org.springframework.ai.model.tool.ToolCallingManager;

/**
 * Chat clients whose model and tools answer from a recording; advisors, memories and everything else run as they do in
 * production. An agent that is given its {@code ChatClient.Builder}, as Spring AI recommends, is replayed as it is:
 *
 * {@snippet class="dev.arceval.examples.springai.RecycledSupportTest" region="replayed"}
 *
 * <p>A call that was not recorded fails the case and goes nowhere. Tools that the client is given, as objects, callbacks or
 * from a server of MCP, are called only where the replay's policies say so; see {@link dev.arceval.Replay#tool}. Searches in
 * vector stores are not part of a recording.
 *
 * @since 0.1
 */
public final class ReplayedClients {

    private ReplayedClients() {}

    /**
     * Returns a builder of clients that are answered from {@code recording}.
     *
     * @throws IllegalStateException with Spring AI 1.1, which can be recorded but not replayed
     */
    public static ChatClient.Builder builder(ReplayContext recording) {
        return builder(
                recording,
                ReplayedModels.of(recording.model()),
                ToolCallingManager.builder().build());
    }

    /**
     * Returns a builder of clients that are answered from {@code recording}.
     *
     * @param live the real model, asked where the replay's policy says so
     * @throws IllegalStateException with Spring AI 1.1, which can be recorded but not replayed
     */
    public static ChatClient.Builder builder(ReplayContext recording, ChatModel live) {
        return builder(
                recording,
                ReplayedModels.of(recording.model(), live),
                ToolCallingManager.builder().build());
    }

    private static ChatClient.Builder builder(ReplayContext recording, ChatModel model, ToolCallingManager tools) {
        try {
            return ChatClient.builder(
                    model,
                    ObservationRegistry.NOOP,
                    null,
                    null,
                    ToolCallingAdvisor.builder().toolCallingManager(ReplayedTools.manager(recording, tools)));
        } catch (LinkageError older) {
            throw new IllegalStateException("replaying chat clients needs Spring AI 2.0 or later", older);
        }
    }
}
