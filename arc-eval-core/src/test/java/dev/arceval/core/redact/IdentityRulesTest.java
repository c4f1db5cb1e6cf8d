package dev.arceval.core.redact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class IdentityRulesTest {

    private static final TextRedactor REDACTOR = TextRedactor.standard(Keys.ONE);

    static Stream<IdentityRule> rules() {
        return IdentityRules.builtIn().stream();
    }

    /** Turns red when a rule goes missing or comes, which should be a decision. */
    @Test
    void rules_areAsManyAsTheDocumentationSays() {
        assertThat(rules()).hasSize(109);
    }

    @ParameterizedTest
    @MethodSource("rules")
    void rule_findsItsExamples_andLeavesItsCounterexamples(IdentityRule rule) {
        IdentityDetector detector = new IdentityDetector(List.of(rule));
        assertThat(rule.examples())
                .isNotEmpty()
                .allSatisfy(example -> assertThat(leaks(detector, "", example))
                        .extracting(Leak::rule)
                        .containsExactly(rule.id()));
        assertThat(rule.counterexamples())
                .isNotEmpty()
                .allSatisfy(other -> assertThat(leaks(detector, "", other)).isEmpty());
    }

    /** So that taking any rule away turns this test red, and none is carried along that others make needless. */
    @ParameterizedTest
    @MethodSource("rules")
    void rule_findsWhatNoOtherDoes(IdentityRule rule) {
        IdentityDetector without = new IdentityDetector(
                rules().filter(other -> !other.id().equals(rule.id())).toList());
        assertThat(rule.examples())
                .anyMatch(example -> leaks(without, "", example).isEmpty());
    }

    @ParameterizedTest
    @MethodSource("rules")
    void example_isFoundByTheWholeRedactor(IdentityRule rule) {
        for (String example : rule.examples()) {
            assertThat(REDACTOR.find(example)).as(example).isNotEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "passport_number | C01234567 | PASSPORT",
                "customer.nationalId | 12345678Z | NATIONAL_ID",
                "taxId | 912-71-2345 | TAX_ID",
                "dateOfBirth | 1990-04-01 | BIRTH_DATE",
                "dob | 19900401 | BIRTH_DATE",
            })
    void nameOfAField_saysWhatItsNumberIs(String name, String value, String type) {
        assertThat(REDACTOR.find(name, value))
                .extracting(leak -> leak.type().name())
                .containsExactly(type);
        assertThat(REDACTOR.find("{\"" + name + "\":\"" + value + "\"}"))
                .extracting(leak -> leak.type().name())
                .containsExactly(type);
    }

    /** What has the shape of some country's numbers is an order, a part or a price, unless something speaks for it. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "order 122000247 of 129876543 shipped in box 943476591",
                "{\"order_id\":\"130692544\",\"sku\":\"AB1234563\",\"total\":51824753556}",
                "part AC1234567, lot A123456789, model H12234567",
                "build 20240301.1234 took 12/345 s at 1700000000123",
                "part 12-3456789 or 999-99-9999x",
                "see chapter 2 1 3 and table 12 34 56",
            })
    void numberWithoutContext_stays(String text) {
        assertThat(REDACTOR.find(text)).isEmpty();
    }

    @Test
    void fieldNamedOtherwise_keepsItsNumber() {
        assertThat(REDACTOR.find("order.id", "130692544")).isEmpty();
        assertThat(REDACTOR.find("event.time", "1990-04-01")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "She was born on 2/8/1935 in Rome",
                "DOB: 04-01-1990",
                "date of birth is April 1st, 1990",
                "geboren am 1.4.1990",
                "born 1 April 1990",
                "{\"birthDate\":\"1990-04-01T00:00:00Z\"}",
            })
    void dateOfBirth_goes(String text) {
        assertThat(REDACTOR.find(text)).extracting(Leak::type).containsExactly(Leak.Type.BIRTH_DATE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "due on 2/8/1935",
                "a stubborn bug of 2/8/2024",
                "born to be wild. Released 2/8/1935",
                "the birth rate rose by 12 in 2001",
            })
    void otherDate_stays(String text) {
        assertThat(REDACTOR.find(text)).isEmpty();
    }

    /** The genesis address of Bitcoin, and the test vectors of BIP-173 and EIP-55. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa",
                "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4",
                "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed",
            })
    void cryptoAddress_goes_unlessItsChecksumIsWrong(String address) {
        assertThat(REDACTOR.find("send to " + address + " now"))
                .extracting(Leak::type)
                .containsExactly(Leak.Type.CRYPTO);
        String slip = address.startsWith("0x") ? address + "0" : address.substring(0, address.length() - 1) + "x";
        assertThat(REDACTOR.find("send to " + slip + " now")).isEmpty();
    }

    @Test
    void ruleWithoutIssuer_isRefused() {
        String json = "[{\"id\":\"a\"}]";
        assertThatThrownBy(() -> IdentityRules.read(new ByteArrayInputStream(json.getBytes(StandardCharsets.UTF_8))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("rule a has no issuer");
    }

    private static List<Leak> leaks(Detector detector, String name, String text) {
        Leaks leaks = new Leaks();
        detector.detect(name, text, leaks);
        return leaks.settle();
    }
}
