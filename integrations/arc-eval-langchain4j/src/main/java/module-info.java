/** Records and replays LangChain4j assistants. */
module dev.arceval.langchain4j {
    requires transitive dev.arceval.api;
    requires static org.jspecify;
    requires static langchain4j;
    requires static langchain4j.core;

    exports dev.arceval.langchain4j;
}
