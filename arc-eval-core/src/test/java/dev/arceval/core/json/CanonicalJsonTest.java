package dev.arceval.core.json;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CanonicalJsonTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    {"b":1,"a":2}         | {"a":2, "b":1}
                    1                     | 1.0
                    1                     | 1e0
                    100                   | 1E+2
                    0                     | -0.0
                    0.1                   | 1e-1
                    [1,2]                 | [1 , 2.00]
                    Berlin                | "Berlin"
                    "\\u0041"             | "A"
                    {"a":{"y":1,"x":[]}}  | {"a":{"x":[],"y":1}}
                    """)
    void sameMeaning_isEqual(String one, String other) {
        assertThat(CanonicalJson.of(one)).isEqualTo(CanonicalJson.of(other)).hasSameHashCodeAs(CanonicalJson.of(other));
        assertThat(CanonicalJson.of(one).firstDifference(CanonicalJson.of(other)))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    [1,2]         | [2,1]
                    1             | "1"
                    {"a":null}    | {}
                    true          | "true"
                    {"a":1} {}    | {"a":1}
                    a b           | a  b
                    """)
    void otherMeaning_isNotEqual(String one, String other) {
        assertThat(CanonicalJson.of(one)).isNotEqualTo(CanonicalJson.of(other));
    }

    @Test
    void nothing_isNothingHoweverItIsWritten() {
        for (String nothing : new String[] {null, "", "  ", "null", "{}", "{ }", "\"\""}) {
            assertThat(CanonicalJson.of(nothing).isNothing()).as("%s", nothing).isTrue();
        }
        for (String something : new String[] {"0", "12", "[]", "false", "x", "{\"a\":null}"}) {
            assertThat(CanonicalJson.of(something).isNothing()).as(something).isFalse();
        }
    }

    @Test
    void firstDifference_hasThePathAndBothValues() {
        CanonicalJson one = CanonicalJson.of("{\"items\":[{\"price\":1},{\"price\":2}],\"odd key\":1}");

        assertThat(one.firstDifference(CanonicalJson.of("{\"items\":[{\"price\":1},{\"price\":3}]}")))
                .contains(new CanonicalJson.Difference("$.items[1].price", "2", "3"));
        assertThat(one.firstDifference(CanonicalJson.of("{\"items\":[{\"price\":1},{\"price\":2}]}")))
                .contains(new CanonicalJson.Difference("$['odd key']", "1", null));
        assertThat(CanonicalJson.of("{}").firstDifference(CanonicalJson.of("{\"a\":1}")))
                .contains(new CanonicalJson.Difference("$", "{}", null));
        assertThat(CanonicalJson.of("x").firstDifference(CanonicalJson.of("y")))
                .contains(new CanonicalJson.Difference("$", "\"x\"", "\"y\""));
    }

    @Test
    void distance_countsDifferingLeaves() {
        CanonicalJson one = CanonicalJson.of("{\"a\":1,\"b\":2,\"c\":3}");

        assertThat(one.distance(CanonicalJson.of("{\"c\":3,\"b\":2,\"a\":1.0}")))
                .isZero();
        assertThat(one.distance(CanonicalJson.of("{\"a\":1,\"b\":2,\"c\":4}"))).isEqualTo(1);
        assertThat(one.distance(CanonicalJson.of("{\"a\":1}"))).isEqualTo(2);
        assertThat(one.distance(CanonicalJson.of("text"))).isEqualTo(3);
    }

    @Test
    void hostileJson_isBounded() {
        String deep = "[".repeat(100_000) + "]".repeat(100_000);
        String bomb = "{\"n\":1e1000000000}";
        String longNumber = "9".repeat(100_000);

        assertThat(CanonicalJson.of(deep).isStructured()).isFalse();
        assertThat(CanonicalJson.of(bomb).text()).hasSizeLessThan(40);
        assertThat(CanonicalJson.of(longNumber)).isEqualTo(CanonicalJson.of(longNumber));
        assertThat(CanonicalJson.of(bomb)).isNotEqualTo(CanonicalJson.of("{\"n\":1}"));
        // Exponents that BigDecimal has no room for.
        for (String beyond : new String[] {"[1E2147483648]", "[1E-99999999999]", "[9E99999999999999999999]"}) {
            assertThat(CanonicalJson.of(beyond).isStructured()).isFalse();
            assertThat(CanonicalJson.of(beyond)).isEqualTo(CanonicalJson.of(beyond));
        }
    }
}
