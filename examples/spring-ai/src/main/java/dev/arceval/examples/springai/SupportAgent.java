package dev.arceval.examples.springai;

import org.springframework.ai.chat.client.ChatClient;
import org.springframework.stereotype.Component;

/** The support desk: an ordinary component, given the builder that Spring AI makes. */
@Component
public final class SupportAgent {

    private final ChatClient client;

    public SupportAgent(ChatClient.Builder builder) {
        this.client = builder.defaultSystem("You are the support desk of a garden shop. Use the tools; never guess.")
                .defaultTools(new ShopTools())
                .build();
    }

    /** Answers a customer. */
    public String answer(String question) {
        String answer = client.prompt(question).call().content();
        return answer == null ? "" : answer;
    }
}
