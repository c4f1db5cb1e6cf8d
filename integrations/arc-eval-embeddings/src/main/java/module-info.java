/** A scorer that compares what answers mean, with a model inside the process. */
module dev.arceval.embeddings {
    requires transitive dev.arceval.api;
    requires static org.jspecify;
    requires langchain4j.core;
    requires langchain4j.embeddings;
    requires langchain4j.embeddings.all.minilm.l6.v2.q;

    exports dev.arceval.embeddings;

    provides dev.arceval.spi.Scorer with
            dev.arceval.embeddings.SemanticSimilarity;
}
