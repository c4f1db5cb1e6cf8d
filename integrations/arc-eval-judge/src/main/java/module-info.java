/** Scorers that ask a model, and how far they agree with people. */
module dev.arceval.judge {
    requires transitive dev.arceval.api;
    requires java.net.http;
    requires static org.jspecify;
    requires tools.jackson.databind;

    exports dev.arceval.judge;
}
