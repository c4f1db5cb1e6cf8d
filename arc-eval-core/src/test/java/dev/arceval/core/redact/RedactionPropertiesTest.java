package dev.arceval.core.redact;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

class RedactionPropertiesTest {

    /** A marker of at most 25 chars (and quotes) for the shortest value, an address of 7 chars or a password of 3. */
    private static final int MAX_GROWTH = 10;

    private static final TextRedactor REDACTOR = TextRedactor.standard(Keys.ONE);
    private static final TextRedactor IN_ORDER = ofAllRules(false);
    private static final TextRedactor REVERSED = ofAllRules(true);

    @Provide
    Arbitrary<String> texts() {
        Arbitrary<String> pieces = Arbitraries.of(
                "password",
                "token",
                "api_key",
                "secret",
                "Authorization",
                "Bearer ",
                "=",
                ": ",
                "\"",
                "\\\"",
                "'",
                "{",
                "}",
                "[",
                "]",
                ",",
                ";",
                "&",
                " ",
                "\n",
                "\\n",
                "ann.lee@shop.example",
                "4111111111111111",
                "hunter2",
                "203.0.113.9",
                "+44 20 7946 0958",
                "219-09-9999",
                "DE89370400440532013000",
                "«",
                "»",
                "«secret:",
                "0123456789abcdef",
                "://",
                "clerk:pw@",
                "-----BEGIN PRIVATE KEY-----",
                "%70",
                "\\u0070",
                "AKIA",
                "x",
                "9f86d081884c7d659a2feaa0c55ad015",
                "ä",
                "is ",
                "value",
                "name",
                "<",
                ">",
                "$",
                "curl -u ");
        return pieces.list().ofMaxSize(24).map(list -> String.join("", list));
    }

    @Property(tries = 3000, seed = "20261122")
    void redacting_twiceIsAsOnce(@ForAll("texts") String text) {
        String once = REDACTOR.redact(text);
        assertThat(REDACTOR.redact(once)).as(text).isEqualTo(once);
        assertThat(REDACTOR.failures()).isZero();
    }

    @Property(tries = 1000, seed = "20261122")
    void redacting_growsTextByABoundedFactor(@ForAll("texts") String text) {
        assertThat(REDACTOR.redact(text).length()).isLessThanOrEqualTo(MAX_GROWTH * text.length());
    }

    /** A redactor made anew under the key gives the same, whatever was redacted before and in which order. */
    @Property(tries = 200, seed = "20261122")
    void redacting_dependsOnNothingButTextAndKey(
            @ForAll("texts") String one, @ForAll("texts") String two, @ForAll("texts") String three) {
        List<String> texts = List.of(one, two, three);
        List<String> forward = texts.stream().map(REDACTOR::redact).toList();
        TextRedactor anew = TextRedactor.standard(Keys.ONE);
        List<String> backward = new ArrayList<>();
        for (int i = texts.size() - 1; i >= 0; i--) {
            backward.add(0, anew.redact(texts.get(i)));
        }
        assertThat(backward).isEqualTo(forward);
    }

    @Property(tries = 500, seed = "20261122")
    void redacting_isTheSameInWhateverOrderRulesAreTried(@ForAll("texts") String text) {
        assertThat(REVERSED.redact(text)).isEqualTo(IN_ORDER.redact(text));
    }

    private static TextRedactor ofAllRules(boolean reversed) {
        List<CredentialRule> credentials = new ArrayList<>(CredentialRules.builtIn());
        List<IdentityRule> identities = new ArrayList<>(IdentityRules.builtIn());
        if (reversed) {
            Collections.reverse(credentials);
            Collections.reverse(identities);
        }
        List<Detector> detectors = new ArrayList<>(List.of(
                new SecretDetector(credentials),
                new PlacedPassword(),
                new EmailDetector(),
                new Iban(),
                new IdentityDetector(identities),
                new ForeignWords(),
                new NumberDetector(),
                new NetworkAddress()));
        if (reversed) {
            Collections.reverse(detectors);
        }
        return new TextRedactor(Keys.ONE, detectors);
    }

    @Property(tries = 1000, seed = "20261122")
    void leaks_lieInOrderInsideTheText(@ForAll("texts") String text) {
        int end = 0;
        for (Leak leak : REDACTOR.find(text)) {
            assertThat(leak.start()).isGreaterThanOrEqualTo(end);
            end = leak.end();
        }
        assertThat(end).isLessThanOrEqualTo(text.length());
    }

    @Property(tries = 1000, seed = "20261122")
    void json_staysJson(@ForAll("texts") String name, @ForAll("texts") String value, @ForAll long number) {
        ObjectNode json = JsonMapper.shared().createObjectNode();
        json.put(name, value);
        json.put("password", number);
        json.putArray("numbers").add(4111111111111111L).add(number);
        json.put("inner", JsonMapper.shared().writeValueAsString(json));
        String redacted = REDACTOR.redact(json.toString());
        JsonNode outer = JsonMapper.shared().readTree(redacted);
        JsonNode inner = JsonMapper.shared().readTree(outer.path("inner").asString());
        assertThat(outer.path("numbers").path(0).asString()).as(redacted).startsWith("«card:");
        assertThat(inner.path("numbers").path(0).asString()).as(redacted).startsWith("«card:");
    }

    @Property(tries = 300, seed = "20261122")
    void keywords_areFoundWhereSearchFindsThem(@ForAll("words") List<String> words, @ForAll("letters") String text) {
        List<String> distinct = words.stream().distinct().toList();
        Set<String> found = new TreeSet<>();
        new Keywords(distinct).scan(text, (keyword, end) -> found.add(end + ":" + distinct.get(keyword)));
        String lower = text.toLowerCase(Locale.ROOT);
        Set<String> expected = new TreeSet<>();
        for (String word : distinct) {
            for (int at = lower.indexOf(word); at >= 0; at = lower.indexOf(word, at + 1)) {
                expected.add((at + word.length()) + ":" + word);
            }
        }
        assertThat(found).isEqualTo(expected);
    }

    @Provide
    Arbitrary<List<String>> words() {
        return Arbitraries.strings()
                .withChars("ab")
                .ofMinLength(1)
                .ofMaxLength(4)
                .list()
                .ofMinSize(1)
                .ofMaxSize(8);
    }

    @Provide
    Arbitrary<String> letters() {
        return Arbitraries.strings().withChars("abABc").ofMaxLength(40);
    }
}
