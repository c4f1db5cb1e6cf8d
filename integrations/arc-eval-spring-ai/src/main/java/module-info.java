/** Records and replays Spring AI applications. */
module dev.arceval.springai {
    requires transitive dev.arceval.api;
    requires static org.jspecify;
    requires static micrometer.observation;
    requires static micrometer.commons;
    requires static org.reactivestreams;
    requires static reactor.core;
    requires static spring.ai.client.chat;
    requires static spring.ai.commons;
    requires static spring.ai.model;
    requires static spring.beans;
    requires static spring.boot;
    requires static spring.boot.autoconfigure;
    requires static spring.context;
    requires static spring.core;

    exports dev.arceval.springai;

    // Spring makes its beans by reflection.
    opens dev.arceval.springai;
}
