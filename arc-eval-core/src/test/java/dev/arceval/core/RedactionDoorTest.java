package dev.arceval.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.arceval.Redaction;
import dev.arceval.Redaction.Rule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What users can say about redaction. */
class RedactionDoorTest {

    private static final String TEXT =
            "mail ann.lee@shop.example, again ann.lee@shop.example, from 203.0.113.9, password=\"hunter2rocks!\"";

    private final Redaction redaction = Redaction.balanced();

    @TempDir
    private Path directory;

    @Test
    void values_becomePseudonyms_equalOnesEqual() {
        assertThat(redaction.redact(TEXT))
                .isEqualTo("mail «email:0000000000000001», again «email:0000000000000001», from «ip:0000000000000001»,"
                        + " password=\"«secret:0000000000000001»\"");
    }

    @Test
    void eachType_isReplacedAsItsOptionSays() {
        assertThat(redaction.masking("secret").dropping("ip").keeping("email").redact(TEXT))
                .isEqualTo("mail ann.lee@shop.example, again ann.lee@shop.example, from ,"
                        + " password=\"«secret:masked»\"");
        assertThat(redaction.imitating("email").masking().redact(TEXT)).contains("«email:masked»");
        assertThat(redaction.masking().imitating("email").redact(TEXT))
                .contains("email-0000000000000001@example.invalid")
                .contains("«ip:masked»");
    }

    @Test
    void unknownType_isRefused_andTheKnownOnesAreListed() {
        assertThatThrownBy(() -> redaction.masking("emial"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("unknown type emial")
                .hasMessageContaining("email, ");
        assertThat(redaction
                        .rule(Rule.of("customer", "C-[0-9]{4}"))
                        .dropping("customer")
                        .redact("of C-4711."))
                .isEqualTo("of .");
    }

    @Test
    void preset_isOneOfThree() {
        String random = "upload kJ8mQ2xV7bN4wR9tY3pL done";
        assertThat(Redaction.none().redact(TEXT)).isEqualTo(TEXT);
        assertThat(redaction.redact(random)).isEqualTo(random);
        assertThat(Redaction.strict().redact(random)).isEqualTo("upload «secret:masked» done");
        assertThatThrownBy(() -> Redaction.preset("lax"))
                .hasMessage("redaction must be one of strict, balanced, none: lax");
    }

    @Test
    void allowed_isWhatIsListed_andNothingElse() {
        assertThat(redaction.allowing("203.0.113.9", "hunter2rocks!").redact(TEXT))
                .endsWith("from 203.0.113.9, password=\"hunter2rocks!\"");
        assertThat(redaction
                        .allowingDomains("SHOP.example")
                        .redact("a@shop.example b@eu.shop.example c@myshop.example"))
                .isEqualTo("a@shop.example b@eu.shop.example «email:0000000000000001»");
        assertThat(redaction.allowingMatches("203\\.0\\.113\\.[0-9]+").redact("203.0.113.9 and 203.0.114.9"))
                .isEqualTo("203.0.113.9 and «ip:0000000000000001»");
        assertThat(redaction.allowing("hunter2").redact("password=\"hunter2rocks!\""))
                .as("a part of what was found is not what was found")
                .contains("«secret:");
        assertThat(redaction.allowingDomains("shop.example").redact("to ann.lee%40shop.example"))
                .isEqualTo("to ann.lee%40shop.example");
        assertThatThrownBy(() -> redaction.allowingMatches("(?<=a)b")).hasMessageContaining("RE2");
        assertThatThrownBy(() -> redaction.allowingDomains("ann@shop.example")).hasMessageContaining("shop.example");
    }

    @Test
    void rule_findsNearItsKeyword() {
        Redaction ruled = Redaction.none()
                .rule(Rule.of("customer-number", "[A-Z]-([0-9]{4,8})")
                        .near("customer", "Kunde")
                        .finding("customer C-4711")
                        .leaving("order C-4711"));
        assertThat(ruled.redact("Customer: C-4711, KUNDE D-815000"))
                .isEqualTo(
                        "Customer: C-«customer-number:0000000000000001», KUNDE D-«customer-number:0000000000000002»");
        assertThat(ruled.redact("C-4711 is an order")).isEqualTo("C-4711 is an order");
        assertThat(ruled.redact("customer" + " ".repeat(300) + "C-4711")).endsWith("C-4711");
        assertThat(ruled.find("a\nthe customer C-4711"))
                .containsExactly(new Redaction.Finding(2, 15, 19, "customer-number", "customer-number"));
    }

    @Test
    void rule_isTriedOnItsExamples_whenItIsAdded() {
        assertThatThrownBy(() -> redaction.rule(Rule.of("a1", "x+").finding("yyy")))
                .hasMessage("rule a1 does not find its example: yyy");
        assertThatThrownBy(() -> redaction.rule(Rule.of("a1", "x+").leaving("xxx")))
                .hasMessage("rule a1 finds its counter-example: xxx");
        assertThatThrownBy(() -> redaction.rule(Rule.of("a1", "x(")))
                .hasMessageStartingWith("rule a1: pattern is not RE2 syntax: x(");
        assertThatThrownBy(() -> redaction.rule(Rule.of("a1", "x*"))).hasMessageContaining("empty text");
        assertThatThrownBy(() -> redaction.rule(Rule.of("A 1", "x"))).hasMessageContaining("rule id");
        assertThatThrownBy(() -> redaction.rule(Rule.of("a1", "x").type("Ü"))).hasMessageContaining("type");
        assertThatThrownBy(() -> redaction.rule(Rule.of("a1", "x")).rule(Rule.of("a1", "y")))
                .hasMessage("two rules have the id a1");
        assertThat(redaction.rule(Rule.of("a1", "[a-z0-9]{8}").minEntropy(2)).find("aaaaaaaa k3x9qz7b"))
                .singleElement()
                .satisfies(finding -> assertThat(finding.start()).isEqualTo(9));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Ann Lee <ann.lee@shop.example> | Ann Lee <email-0000000000000001@example.invalid>",
                "card 4111 1111 1111 1111 | card 9999 0000 0000 0012",
                "iban DE89 3704 0044 0532 0130 00 | iban ZZ39 0000 0000 0000 0000 01",
                "ssn 219-09-9999 | ssn 000-00-0001",
                "call +44 20 7946 0958 | call +99 90 0000 0001",
                "from 203.0.113.9 | from 240.0.0.1",
                "from 2001:db8::ff00:42:8329 | from 2001:db8:ffff:ffff:0:0:0:1",
                "mac 3c:22:fb:9a:01:7e | mac 02:00:00:00:00:01",
            })
    void lookalikes_haveTheForm_belongToNobody_andStay(String text, String expected) {
        Redaction imitating = redaction.imitating();
        assertThat(imitating.redact(text)).isEqualTo(expected);
        assertThat(imitating.redact(expected)).isEqualTo(expected);
        assertThat(redaction.redact(expected)).isEqualTo(expected);
    }

    @Test
    void numbersInJson_stayNumbersWhereTheyAreImitated() {
        String json = "{\"card\": 4111111111111111, \"cards\": [4111111111111111], \"phone\": \"+442079460958\"}";
        JsonNode node = JsonMapper.shared().readTree(redaction.imitating().redact(json));
        assertThat(node.at("/card").asLong()).isEqualTo(9999000000000012L);
        assertThat(node.at("/cards/0").isNumber()).isTrue();
        assertThat(node.at("/phone").asString()).isEqualTo("+999000000001");
        JsonNode dropped = JsonMapper.shared().readTree(redaction.dropping().redact(json));
        assertThat(dropped.at("/card").isNull()).isTrue();
        assertThat(dropped.at("/phone").asString()).isEmpty();
    }

    @Test
    void keyIn_makesThePseudonymsOfThatStore() {
        Path store = directory.resolve("store");
        assertThat(redaction.keyIn(store).redact(TEXT))
                .isEqualTo(redaction.keyIn(store).redact(TEXT))
                .isNotEqualTo(redaction.keyIn(directory.resolve("other")).redact(TEXT))
                .doesNotContain("0000000000000001");
    }

    @Test
    void rulesFile_saysAllOfIt() throws IOException {
        Redaction ruled = redaction.rules(file("""
                {
                  "rules": [
                    {"id": "customer-number", "type": "customer", "keywords": ["customer"],
                     "pattern": "C-[0-9]{4,8}", "entropy": 1, "description": "ours since 2019",
                     "examples": ["customer C-4711"], "counterexamples": ["order C-4711"]}
                  ],
                  "replace": {"*": "mask", "customer": "pseudonym", "email": "lookalike"},
                  "allow": {"values": ["203.0.113.9"], "domains": ["ours.example"], "patterns": ["10\\\\..*"],
                            "attributes": ["http.*"]}
                }
                """));
        assertThat(ruled.redact(TEXT + " customer C-4711, me@ours.example 10.1.2.3"))
                .isEqualTo("mail email-0000000000000001@example.invalid, again email-0000000000000001@example.invalid,"
                        + " from 203.0.113.9, password=\"«secret:masked»\""
                        + " customer «customer:0000000000000001», me@ours.example 10.1.2.3");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "{\\n\"rulez\": []} | :2: unknown field rulez; known: rules, replace, allow",
                "[] | :1: the file must be an object",
                "{\\n\\n\"rules\": [{\"id\": \"a\\n | :3: is no JSON",
                "{\"rules\": [\\n{\"id\": \"a1\"}]} | :2: a rule needs pattern",
                "{\"rules\": [\\n{\"id\": \"a1\", \"pattern\": \"x(\"}]} | :2: rule a1: pattern is not RE2 syntax: x(",
                "{\"rules\": [\\n\\n{\"id\": \"a1\", \"pattern\": \"x\", \"examples\": [\"y\"]}]} | :3: rule a1 does not find",
                "{\"rules\": [{\"id\": \"a1\", \"pattern\": \"x\", \"entropy\": \"y\"}]} | :1: entropy must be a number",
                "{\"replace\":\\n{\"emial\": \"mask\"}} | :2: unknown type emial",
                "{\"replace\":\\n{\"email\":\\n \"shred\"}} | :3: must be one of pseudonym, lookalike, mask, drop, keep: shred",
                "{\"allow\": {\"domains\": [\\n\"a@b.example\"]}} | :2: allowed domain must be like",
                "{\"allow\": {\\n\"patterns\": \"x\"}} | :2: patterns must be an array",
                "{\"allow\": {}, \\n\"allow\": {}} | :2: allow stands here twice",
                "{}\\n{} | :2: something follows",
            })
    void badRulesFile_saysWhere(String content, String message) throws IOException {
        Path file = file(content.replace("\\n", "\n"));
        assertThatThrownBy(() -> redaction.rules(file))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("rules.json" + message);
    }

    @Test
    void missingRulesFile_isRefused() {
        assertThatThrownBy(() -> redaction.rules(directory.resolve("no.json")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageEndingWith("no.json: no such file");
    }

    @Test
    void everyType_hasARoomInTheTable() {
        for (String type :
                List.of("secret", "email", "phone", "card", "iban", "ssn", "ip", "mac", "person", "address")) {
            assertThat(redaction.masking(type)).isNotNull();
        }
    }

    private Path file(String content) throws IOException {
        return Files.writeString(directory.resolve("rules.json"), content);
    }
}
