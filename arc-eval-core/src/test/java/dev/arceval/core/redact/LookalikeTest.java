package dev.arceval.core.redact;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class LookalikeTest {

    private static final Policy IMITATING =
            Policy.of(Policy.Preset.BALANCED).replacing(List.of(), Replacement.LOOKALIKE);
    private static final TextRedactor REDACTOR = TextRedactor.of(IMITATING, Pseudonyms.keyed(Keys.ONE));
    private static final TextRedactor STANDARD = TextRedactor.standard(Keys.OTHER);

    @Provide
    Arbitrary<String> texts() {
        Arbitrary<String> digits = Arbitraries.integers().between(0, 9).map(String::valueOf);
        Arbitrary<String> local =
                Arbitraries.strings().withCharRange('a', 'z').ofMinLength(1).ofMaxLength(9);
        Arbitrary<String> value = Arbitraries.oneOf(
                local.map(name -> name + "@shop.example"),
                Arbitraries.of(
                        "4111 1111 1111 1111",
                        "5500000000000004",
                        "378282246310005",
                        "DE89370400440532013000",
                        "GB29 NWBK 6016 1331 9268 19",
                        "219-09-9999",
                        "+44 20 7946 0958",
                        "(212) 555-0123",
                        "020 7946 0958",
                        "0049 30 901820",
                        "2001:4860:4860::8888",
                        "3c:22:fb:9a:01:7e",
                        "3C-22-FB-9A-01-7E",
                        "born 1984-03-12",
                        "date of birth: 12/03/1984"),
                digits.list().ofSize(4).map(d -> "203." + d.get(0) + "." + d.get(1) + "." + d.get(2) + d.get(3)));
        Arbitrary<String> around = Arbitraries.of(
                "mail ", "card ", "phone ", "call ", "iban: ", "ssn ", "from ", "\"", "\": \"", ", ", " and ", "\n",
                "id=");
        return around.flatMap(before -> value.map(v -> before + v))
                .list()
                .ofMinSize(1)
                .ofMaxSize(5)
                .map(list -> String.join(" ", list) + " end");
    }

    @Property(tries = 2000, seed = "20261122")
    void whatWasImitated_staysAsItIs(@ForAll("texts") String text) {
        String once = REDACTOR.redact(text);
        assertThat(REDACTOR.redact(once)).as(text).isEqualTo(once);
        assertThat(STANDARD.redact(once))
                .as("by another key and policy: " + text)
                .isEqualTo(once);
    }

    @Property(tries = 1000, seed = "20261122")
    void nothingOfTheValueIsLeft(@ForAll("texts") String text) {
        String once = REDACTOR.redact(text);
        for (Leak leak : STANDARD.find(text)) {
            assertThat(once).doesNotContain(text.substring(leak.start(), leak.end()));
        }
    }
}
