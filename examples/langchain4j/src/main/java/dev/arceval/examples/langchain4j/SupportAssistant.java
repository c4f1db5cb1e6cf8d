package dev.arceval.examples.langchain4j;

import dev.arceval.Tracer;
import dev.arceval.langchain4j.TracedAiServices;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.service.AiServices;
import dev.langchain4j.service.SystemMessage;

/** The support desk. */
public interface SupportAssistant {

    /** Answers a customer. */
    @SystemMessage("You are the support desk of a garden shop. Use the tools; never guess.")
    String answer(String question);

    /** Builds the assistant, with a builder that may do more than LangChain4j's own. */
    static SupportAssistant of(AiServices<SupportAssistant> builder, ChatModel model) {
        return builder.chatModel(model).tools(new ShopTools()).build();
    }

    /** The assistant in production, recorded. */
    static SupportAssistant recorded(Tracer tracer, ChatModel model) {
        // @start region="recorded"
        SupportAssistant assistant = TracedAiServices.builder(SupportAssistant.class, tracer)
                .chatModel(model)
                .tools(new ShopTools())
                .build();
        // @end
        return assistant;
    }
}
