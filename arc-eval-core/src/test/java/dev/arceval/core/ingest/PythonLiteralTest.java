package dev.arceval.core.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Expected values by Python 3.11: {@code print(repr(json.loads(expected)))}. */
class PythonLiteralTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    {'city': 'Bergen', 'nights': 2}                  | {"city":"Bergen","nights":2}
                    {'a': True, 'b': False, 'c': None}               | {"a":true,"b":false,"c":null}
                    {'a': [1, -2.5, 1e-07, []], 'b': {'c': {}}}      | {"a":[1,-2.5,1e-07,[]],"b":{"c":{}}}
                    {'who': "it's", 'said': 'a "b"'}                 | {"who":"it's","said":"a \\"b\\""}
                    {'t': 'a\\nb\\t\\\\c', 'e': 'it\\'s "so"'}       | {"t":"a\\nb\\t\\\\c","e":"it's \\"so\\""}
                    {'u': '\\xa0\\u2028\\U0001f600é'}                | {"u":"\u00a0\u2028\uD83D\uDE00é"}
                    """)
    void whatJsonSaysAsWell_isJson(String literal, String json) {
        assertThat(PythonLiteral.toJson(literal)).isEqualTo(json);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'a': (1, 2)}",
                "{'a': {1, 2}}",
                "{1: 'a'}",
                "{'a': 1",
                "{'a': 1} and more",
                "{'a': datetime.date(2026, 1, 1)}",
                "{'a': 01}",
                "{'a': inf}",
                "{'a': '\\ud800'}",
                "{'a': '\\q'}",
                "{'a'}",
                "{'a': b'x'}",
                "{\"a\": 1}",
                "plain",
                ""
            })
    void everythingElse_staysAsItIs(String text) {
        assertThat(PythonLiteral.toJson(text)).isEqualTo(text);
    }

    @Test
    void endlessNesting_staysAsItIs() {
        String deep = "{'a': " + "[".repeat(100_000);

        assertThat(PythonLiteral.toJson(deep)).isEqualTo(deep);
    }
}
