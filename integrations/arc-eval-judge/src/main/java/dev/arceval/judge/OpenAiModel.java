package dev.arceval.judge;

import dev.arceval.trace.Usage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A model behind an endpoint that speaks OpenAI's chat completions, as most providers and local servers do. Thread-safe; one request a
 * call, not repeated.
 *
 * @since 0.1
 */
public final class OpenAiModel implements JudgeModel {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Duration DEFAULT_TIMEOUT = Duration.ofMinutes(1);
    private static final int OK = 200;

    private final HttpClient client;
    private final URI endpoint;
    private final String model;
    private final @Nullable String key;
    private final Duration timeout;
    private final @Nullable Price price;

    private OpenAiModel(
            HttpClient client,
            URI endpoint,
            String model,
            @Nullable String key,
            Duration timeout,
            @Nullable Price price) {
        this.client = client;
        this.endpoint = endpoint;
        this.model = model;
        this.key = key;
        this.timeout = timeout;
        this.price = price;
    }

    /** US dollars per million tokens. */
    private record Price(double inputUsd, double outputUsd) {

        private static final double MILLION = 1e6;

        double of(long input, long output) {
            return (input * inputUsd + output * outputUsd) / MILLION;
        }
    }

    /**
     * Returns a model that answers within a minute or fails.
     *
     * @param base the address that ends in the version, such as {@code http://localhost:11434/v1}
     * @param model the model's name
     * @param key sent as bearer token; null for servers that ask for none
     */
    public static OpenAiModel at(String base, String model, @Nullable String key) {
        return new OpenAiModel(
                HttpClient.newHttpClient(), URI.create(base + "/chat/completions"), model, key, DEFAULT_TIMEOUT, null);
    }

    /** Waits this long for an answer. */
    public OpenAiModel timeout(Duration other) {
        return new OpenAiModel(client, endpoint, model, key, other, price);
    }

    /** Says what the model costs, in US dollars per million tokens, in place of its list price. */
    public OpenAiModel price(double inputUsd, double outputUsd) {
        if (!(inputUsd >= 0 && outputUsd >= 0)) {
            throw new IllegalArgumentException("prices must not be negative: " + inputUsd + ", " + outputUsd);
        }
        return new OpenAiModel(client, endpoint, model, key, timeout, new Price(inputUsd, outputUsd));
    }

    @Override
    public String answer(String prompt) {
        return reply(prompt).text();
    }

    /**
     * @throws UncheckedIOException if the endpoint cannot be reached, does not answer in time, or answers with an error; the message
     *     holds nothing of what was sent or received but the status
     */
    @Override
    public Reply reply(String prompt) {
        try {
            HttpResponse<String> response = client.send(request(prompt), HttpResponse.BodyHandlers.ofString());
            if (response.statusCode() != OK) {
                throw new IOException("the model's endpoint answered with status " + response.statusCode());
            }
            return reply(json(response.body()));
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new UncheckedIOException(new IOException("interrupted while waiting for the model", interrupted));
        }
    }

    private HttpRequest request(String prompt) {
        String body = JSON.writeValueAsString(Map.of(
                "model", model, "temperature", 0, "messages", List.of(Map.of("role", "user", "content", prompt))));
        HttpRequest.Builder request = HttpRequest.newBuilder(endpoint)
                .timeout(timeout)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body));
        if (key != null) {
            request.header("Authorization", "Bearer " + key);
        }
        return request.build();
    }

    private static JsonNode json(String body) throws IOException {
        try {
            return JSON.readTree(body);
        } catch (JacksonException noJson) {
            throw new IOException("the model's endpoint answered with no JSON");
        }
    }

    private Reply reply(JsonNode body) throws IOException {
        JsonNode content = body.at("/choices/0/message/content");
        if (!content.isString()) {
            throw new IOException("the model's endpoint answered without a text");
        }
        return new Reply(content.stringValue(), model, usage(body.path("usage")));
    }

    private Usage usage(JsonNode usage) {
        JsonNode input = usage.path("prompt_tokens");
        JsonNode output = usage.path("completion_tokens");
        if (!input.canConvertToLong()
                || !output.canConvertToLong()
                || input.longValue() < 0
                || output.longValue() < 0) {
            return Usage.none();
        }
        JsonNode cached = usage.at("/prompt_tokens_details/cached_tokens");
        return new Usage(
                input.longValue(),
                output.longValue(),
                cached.canConvertToLong() && cached.longValue() >= 0 ? cached.longValue() : null,
                price == null ? null : price.of(input.longValue(), output.longValue()));
    }
}
