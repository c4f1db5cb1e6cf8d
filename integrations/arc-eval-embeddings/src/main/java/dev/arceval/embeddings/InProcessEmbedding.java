package dev.arceval.embeddings;

import dev.langchain4j.model.embedding.EmbeddingModel;
import dev.langchain4j.model.embedding.onnx.allminilml6v2q.AllMiniLmL6V2QuantizedEmbeddingModel;

/** All-MiniLM-L6-v2 with weights of 8 bits, run by ONNX Runtime. Loaded once, when the first text comes: about half a second. */
final class InProcessEmbedding implements Embedding {

    /** Without these, the tokenizer's library looks whether it runs in a certain cloud, over the network. */
    private static final String[] STAY_LOCAL = {"ai.djl.offline", "OPT_OUT_TRACKING"};

    @Override
    public float[] of(String text) {
        return Loaded.MODEL.embed(text).content().vector();
    }

    private static final class Loaded {

        static final EmbeddingModel MODEL = load();

        private static EmbeddingModel load() {
            for (String property : STAY_LOCAL) {
                if (System.getProperty(property) == null) {
                    System.setProperty(property, "true");
                }
            }
            return new AllMiniLmL6V2QuantizedEmbeddingModel(Runnable::run);
        }
    }
}
