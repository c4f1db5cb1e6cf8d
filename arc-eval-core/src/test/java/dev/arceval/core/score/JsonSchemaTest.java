package dev.arceval.core.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JsonSchemaTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    {"type":"integer"}                          | 1.0        | ok
                    {"type":"integer"}                          | 1.5        | $: wanted integer
                    {"type":["string","null"]}                  | null       | ok
                    {"enum":[1,"a"]}                            | 1.0        | ok
                    {"const":{"a":1}}                           | {"a":2}    | $: wanted one of
                    {"required":["a"]}                          | {"b":1}    | $: lacks a
                    {"required":["a"]}                          | 5          | ok
                    {"properties":{"a":{"type":"string"}}}      | {"a":1}    | $.a: wanted string
                    {"properties":{"a":{}},"additionalProperties":false} | {"a":1,"b":2} | $.b: nothing is allowed
                    {"items":{"minimum":2}}                     | [2,3,1]    | $[2]: 1 breaks minimum 2
                    {"exclusiveMaximum":3}                      | 3          | $: 3 breaks exclusiveMaximum
                    {"maxItems":1}                              | [1,2]      | $: size 2 breaks maxItems
                    {"minLength":2}                             | "😀"       | $: size 1 breaks minLength
                    {"pattern":"^a+$"}                          | "ab"       | does not match
                    {"oneOf":[{"minimum":1},{"minimum":2}]}     | 3          | 2 of 2 schemas of oneOf
                    {"oneOf":[{"minimum":1},{"minimum":2}]}     | 1          | ok
                    {"anyOf":[{"type":"string"},{"minimum":2}]} | 1          | 0 of 2 schemas of anyOf
                    {"allOf":[{"minimum":1},{"maximum":2}]}     | 3          | 1 of 2 schemas of allOf
                    {"not":{"type":"string"}}                   | "a"        | forbidden
                    true                                        | 1          | ok
                    {"type":"object"}                           | {"a"       | not JSON
                    {"type":"number"}                           | 1E99999999999 | not JSON
                    """)
    void firstViolation_saysWhereAndWhat(String schema, String json, String violation) {
        assertThat(JsonSchema.of(schema).firstViolation(json).orElse("ok")).contains(violation);
    }

    @Test
    void keywordsThatAreNotSupported_areRefusedByPlace() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> JsonSchema.of("{\"properties\":{\"a\":{\"$ref\":\"#/x\"}}}"))
                .withMessage("schema keyword is not supported: $.properties.a.$ref");
        assertThatIllegalArgumentException().isThrownBy(() -> JsonSchema.of("{\"type\":\"text\"}"));
        assertThatIllegalArgumentException().isThrownBy(() -> JsonSchema.of("no"));
        assertThatIllegalArgumentException().isThrownBy(() -> JsonSchema.of("{\"minItems\":-1}"));
    }
}
