package dev.arceval.core.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WrappingTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"args\":[\"hi\"],\"kwargs\":{}}|hi",
                "{\"args\":[{\"q\":1}]}|{\"q\":1}",
                "{\"args\": [], \"kwargs\": {\"q\": 1}}|{\"q\": 1}",
                "{\"args\":[],\"kwargs\":{}}|{}",
                "{\"args\":[\"{\\\"q\\\":1}\"]}|{\"q\":1}"
            })
    void call_ofWhichOnePartHoldsAll_isThatPart(String text, String inside) {
        assertThat(Wrapping.CALL.unwrapped(text)).isEqualTo(inside);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"args\":[1,2],\"kwargs\":{}}",
                "{\"args\":[1],\"kwargs\":{\"q\":1}}",
                "{\"args\":[1],\"kwargs\":{},\"name\":\"f\"}",
                "{\"args\":\"hi\"}",
                "{\"args\":[1]",
                "the \"args\" of a call",
                "[\"args\"]"
            })
    void anythingElse_staysAsItIs(String text) {
        assertThat(Wrapping.CALL.unwrapped(text)).isEqualTo(text);
        assertThat(Wrapping.QUOTES.unwrapped(text)).isEqualTo(text);
        assertThat(Wrapping.NONE.unwrapped(text)).isEqualTo(text);
    }
}
