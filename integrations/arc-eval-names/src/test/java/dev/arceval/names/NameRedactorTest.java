package dev.arceval.names;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.arceval.spi.Redactor.Field;
import dev.arceval.spi.Redactor.Place;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NameRedactorTest {

    private static final Field FIELD = new Field(Place.MESSAGE, "user");
    private final NameRedactor redactor = NameRedactor.masking();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "I spoke to Margaret Hamilton-Smith yesterday. | I spoke to «person:masked» yesterday.",
                "My name is Szabina Gelencsér | My name is «person:masked»",
                "Please ask Dr. Okonkwo about it | Please ask Dr. «person:masked» about it",
                "Dear Krisztián, thanks | Dear «person:masked», thanks",
                "Deborah lives at 221 Baker Street, Apt 4 | «person:masked» lives at «address:masked»",
                "Lindenstraße 12 in Berlin | «address:masked» in Berlin",
                "send it to P.O. Box 4711 | send it to «address:masked»",
            })
    void namesAndAddresses_areReplaced(String text, String expected) {
        assertThat(redactor.redact(FIELD, text)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Will it ship in May or June?",
                "Dear Customer, your order is on its way.",
                "The Grace Period ends Monday.",
                "Call get_weather with {\"city\": \"Paris\"}",
                "Status: Delivered",
            })
    void wordsThatAreNamesToo_stay(String text) {
        assertThat(redactor.redact(FIELD, text)).isEqualTo(text);
    }

    @Test
    void equalNames_haveEqualPseudonyms_underOneKey() {
        NameRedactor keyed = NameRedactor.keyed("sixteen bytes at least".getBytes());
        String redacted = keyed.redact(FIELD, "Deborah met Gregory, and Deborah left");
        assertThat(redacted).matches("(«person:[0-9a-f]{16}») met («person:[0-9a-f]{16}»), and \\1 left");
        assertThatThrownBy(() -> NameRedactor.keyed(new byte[8])).hasMessage("key must have at least 16 bytes: 8");
    }

    @Test
    void namesOfSpansAndTools_stay() {
        assertThat(redactor.redact(new Field(Place.NAME, ""), "Margaret")).isEqualTo("Margaret");
    }
}
