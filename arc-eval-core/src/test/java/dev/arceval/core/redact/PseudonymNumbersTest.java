package dev.arceval.core.redact;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PseudonymNumbersTest {

    private static final TextRedactor ONE = TextRedactor.standard(RedactionKey.of(new byte[32]));
    private static final TextRedactor OTHER =
            TextRedactor.standard(RedactionKey.of("another key of thirty-two bytes.".getBytes()));
    private static final String TEXT = "Write to ann@example.com, not to bob@example.com; again: ann@example.com";

    @Test
    void documentsOfDifferentKeys_areTheSameOnceRenamed() {
        assertThat(ONE.redact(TEXT)).isNotEqualTo(OTHER.redact(TEXT));
        assertThat(new PseudonymNumbers().rename(ONE.redact(TEXT)))
                .isEqualTo(new PseudonymNumbers().rename(OTHER.redact(TEXT)));
    }

    @Test
    void equalValuesStayEqual_andDifferentOnesDifferent_acrossTexts() {
        PseudonymNumbers numbers = new PseudonymNumbers();
        assertThat(numbers.rename(ONE.redact(TEXT)))
                .isEqualTo("Write to «email:0000000000000001», not to «email:0000000000000002»; again:"
                        + " «email:0000000000000001»");
        assertThat(numbers.rename(ONE.redact("bob@example.com"))).isEqualTo("«email:0000000000000002»");
    }

    @Test
    void renamed_isAPseudonymStill() {
        String renamed = new PseudonymNumbers().rename(ONE.redact(TEXT));
        assertThat(ONE.redact(renamed)).isEqualTo(renamed);
        assertThat(PseudonymNumbers.hasKeyed(renamed)).isFalse();
        assertThat(PseudonymNumbers.hasKeyed(ONE.redact(TEXT))).isTrue();
        assertThat(PseudonymNumbers.typesOnly(renamed)).isEqualTo("Write to «email», not to «email»; again: «email»");
    }

    @Test
    void standInOfAKey_isKnown_whateverItsFirstBit() {
        for (String keyed :
                new String[] {"email-e6387217d2e511f6@example.invalid", "email-66387217d2e511f6@example.invalid"}) {
            assertThat(PseudonymNumbers.hasKeyed("write to " + keyed)).isTrue();
        }
        assertThat(PseudonymNumbers.hasKeyed("write to email-0000000000000002@example.invalid"))
                .isFalse();
    }

    @Test
    void otherText_isLeftAlone() {
        for (String text : new String[] {"", "« email:1 »", "«email:xyz»", "«redaction-failed»", "««««", "»«"}) {
            assertThat(new PseudonymNumbers().rename(text)).isEqualTo(text);
            assertThat(PseudonymNumbers.hasKeyed(text)).isFalse();
        }
    }
}
