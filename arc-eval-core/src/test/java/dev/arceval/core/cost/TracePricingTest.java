package dev.arceval.core.cost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.arceval.trace.Span;
import dev.arceval.trace.Trace;
import dev.arceval.trace.Usage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalDouble;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TracePricingTest {

    private final TracePricing pricing = new TracePricing(PriceTable.standard());

    private static Span.Builder call(String id, String model, Usage usage) {
        return Span.builder(id, "chat")
                .parentSpanId("a")
                .kind(Span.Kind.LLM)
                .model(model)
                .usage(usage);
    }

    private static Span.Builder agent() {
        return Span.builder("a", "agent").kind(Span.Kind.AGENT);
    }

    private static Trace trace(Span.Builder... spans) {
        return Trace.of("t", List.of(spans).stream().map(Span.Builder::build).toList());
    }

    @Test
    void tokensTimesPrice_isTheCostAndSaysSo() {
        Trace priced = pricing.price(trace(agent(), call("b", "gpt-4o-mini", Usage.ofTokens(2_000_000, 1_000_000))));

        assertThat(priced.usage().cost()).hasValue(.9);
        assertThat(priced.spans().get(1).attributes().get(TracePricing.PRICE))
                .get(InstanceOfAssertFactories.STRING)
                .startsWith("gpt-4o-mini 20");
    }

    @Test
    void cachedAndWrittenTokens_haveTheirOwnPrice() {
        Usage usage = new Usage(1_000_000L, 0L, 500_000L, 100_000L, null, null);

        OptionalDouble cost = pricing.price(trace(call("b", "claude-sonnet-4-6", usage)))
                .usage()
                .cost();

        assertThat(cost.getAsDouble()).isCloseTo(.4 * 3 + .5 * .3 + .1 * 3.75, within(1e-12));
    }

    @Test
    void aCostThatIsStated_stands() {
        Trace onTheCall = trace(agent(), call("b", "gpt-4o-mini", new Usage(1_000L, 1_000L, null, 7.0)));
        Trace above = trace(
                agent().usage(new Usage(null, null, null, 7.0)),
                call("b", "gpt-4o-mini", Usage.ofTokens(1_000, 1_000)));

        assertThat(pricing.price(onTheCall)).isSameAs(onTheCall);
        assertThat(pricing.price(above)).isSameAs(above);
    }

    @Test
    void oneCallOfUnknownPrice_leavesTheTraceWithoutACost() {
        Trace trace = trace(
                agent(),
                call("b", "gpt-4o-mini", Usage.ofTokens(1_000, 1_000)),
                call("c", "house-model", Usage.ofTokens(1_000, 1_000)));

        assertThat(pricing.price(trace)).isSameAs(trace);
    }

    @Test
    void aCallWithoutTokens_costsNothingThatIsKnown() {
        Trace trace = trace(
                agent(), call("b", "gpt-4o-mini", Usage.none()), call("c", "gpt-4o", Usage.ofTokens(1_000_000, 0)));

        assertThat(pricing.price(trace).usage().cost()).hasValue(2.5);
    }

    @ParameterizedTest
    @CsvSource({
        "gpt-4o-mini-2024-07-18, , true",
        "claude-opus-4-5-20251101, anthropic, true",
        "gpt-4o-mini, OPEN_AI, true",
        "gpt-4o-mini, azure.ai.openai, false",
        "gpt-4o-mini-audio, openai, false",
        "gemini-2.5-flash, gcp.gemini, true",
    })
    void aModel_isFoundByNameSnapshotAndProvider(String model, String provider, boolean found) {
        assertThat(PriceTable.standard().find(provider, model, 1_000).isPresent())
                .isEqualTo(found);
    }

    @Test
    void aSnapshotWithAPriceOfItsOwn_goesBeforeItsModel() {
        assertThat(PriceTable.standard()
                        .find("openai", "gpt-4o-2024-05-13", 1)
                        .orElseThrow()
                        .inputUsd())
                .isEqualTo(5);
    }

    @Test
    void aLongInput_hasAnotherPriceOrNone() {
        PriceTable prices = PriceTable.standard();

        assertThat(prices.find("openai", "gpt-5.4", 272_000).orElseThrow().inputUsd())
                .isEqualTo(2.5);
        assertThat(prices.find("openai", "gpt-5.4", 272_001).orElseThrow().inputUsd())
                .isEqualTo(5);
        assertThat(prices.find("anthropic", "claude-sonnet-4", 200_001)).isEmpty();
    }

    @Test
    void aUsersFile_goesBeforeWhatComesWithTheLibrary(@TempDir Path directory) throws IOException {
        Path file = Files.writeString(directory.resolve("prices.csv"), """
                # ours
                ,gpt-4o-mini,0.10,,,0.50,,contract,2026-01-31
                ,house-model,1,,,2,,,
                """, StandardCharsets.UTF_8);
        PriceTable prices = PriceTable.standard().with(file);

        assertThat(prices.find("azure", "gpt-4o-mini", 1).orElseThrow().outputUsd())
                .isEqualTo(.5);
        assertThat(prices.find(null, "house-model", 1)).isPresent();
        assertThat(prices.find(null, "gpt-4o", 1)).isPresent();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                ",m,1,2; columns",
                ",,1,,,2,,,; needs a model",
                ",m,,,,2,,,; amount for input",
                ",m,-1,,,2,,,; amount of dollars: -1",
                ",m,1,,,2,many,,; number of tokens: many",
                ",m,1,,,2,,,yesterday; date must be like",
            })
    void aLineThatIsNoPrice_isNamed(String line, String problem, @TempDir Path directory) throws IOException {
        Path file = Files.writeString(directory.resolve("ours.csv"), "# ours\n" + line + "\n");

        assertThatThrownBy(() -> PriceTable.standard().with(file))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("ours.csv:2: ")
                .hasMessageContaining(problem);
    }

    @Test
    void everyPriceThatComesWithTheLibrary_saysWhereItIsFromAndWhen() throws IOException {
        String data =
                new String(PriceTable.class.getResourceAsStream("prices.csv").readAllBytes(), StandardCharsets.UTF_8);

        assertThat(data.lines().filter(line -> !line.startsWith("#")).skip(1))
                .hasSizeGreaterThan(20)
                .allMatch(line -> line.matches(
                        "[^,]+,[^,]+,[\\d.]+,[\\d.]*,[\\d.]*,[\\d.]+,\\d*,https://\\S.*,2\\d{3}-\\d\\d-\\d\\d"));
    }
}
