package dev.arceval.core.json;

import java.io.OutputStream;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.util.JsonRecyclerPools;

/**
 * The one JSON factory, with limits for text from strangers: strict JSON in UTF-8, no comments, no {@code NaN}, duplicate
 * names left to the reader.
 */
public final class Json {

    /** Deepest nesting; an attribute value of the full 64 levels needs about 330. */
    public static final int MAX_DEPTH = 512;

    /** Longest number in characters: no number anyone means is longer, and parsing is quadratic in the length. */
    public static final int MAX_NUMBER_LENGTH = 1_000;

    /** Longest single text in characters. */
    public static final int MAX_TEXT_LENGTH = 64 << 20;

    /** Longest field name in characters. */
    public static final int MAX_NAME_LENGTH = 16_384;

    /** Buffers kept for reuse: enough for the threads that read at once. */
    private static final int POOLED_BUFFERS = 16;

    private static final JsonFactory FACTORY = JsonFactory.builder()
            // The default pool, a concurrent deque, was a tenth of the time where many short texts are read.
            .recyclerPool(JsonRecyclerPools.newBoundedPool(POOLED_BUFFERS))
            .disable(TokenStreamFactory.Feature.CHARSET_DETECTION)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(MAX_DEPTH)
                    .maxNumberLength(MAX_NUMBER_LENGTH)
                    .maxStringLength(MAX_TEXT_LENGTH)
                    .maxNameLength(MAX_NAME_LENGTH)
                    .build())
            .build();

    private Json() {}

    /** Returns the factory, for mappers that share its limits. */
    public static JsonFactory factory() {
        return FACTORY;
    }

    /** Returns a parser over a part of {@code bytes}, which are UTF-8 without a byte order mark. */
    public static JsonParser parser(byte[] bytes, int offset, int length) {
        return FACTORY.createParser(ObjectReadContext.empty(), bytes, offset, length);
    }

    public static JsonParser parser(String text) {
        return FACTORY.createParser(ObjectReadContext.empty(), text);
    }

    /** Returns a generator of compact JSON in UTF-8. */
    public static JsonGenerator generator(OutputStream out) {
        return FACTORY.createGenerator(ObjectWriteContext.empty(), out);
    }
}
