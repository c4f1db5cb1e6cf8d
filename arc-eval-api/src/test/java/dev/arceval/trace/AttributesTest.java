package dev.arceval.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AttributesTest {

    @Test
    void values_areCopiedDeeply() {
        List<Object> list = new ArrayList<>(List.of("a"));
        Attributes attributes = Attributes.of(Map.of("k", list));
        list.add("b");
        assertThat(attributes.get("k")).hasValue(List.of("a"));
    }

    @Test
    void numbers_areWidened() {
        Attributes attributes = Attributes.of(Map.of("i", 1, "f", 1.5f));
        assertThat(attributes.wholeNumber("i")).hasValue(1);
        assertThat(attributes.number("f")).hasValue(1.5);
    }

    @Test
    void notFinite_isKept_butNoNumber() {
        Attributes attributes = Attributes.of(Map.of("nan", Double.NaN));
        assertThat(attributes.get("nan")).hasValue(Double.NaN);
        assertThat(attributes.number("nan")).isEmpty();
    }

    @Test
    void missingValue_isKeptAsEmpty() {
        assertThat(Attributes.of(Collections.singletonMap("k", null)).get("k")).hasValue(Attributes.Empty.VALUE);
    }

    @Test
    void otherTypes_areRefused() {
        assertThatThrownBy(() -> Attributes.of(Map.of("k", new Object())))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("unsupported type");
    }

    @Test
    void tooDeep_isRefused() {
        Object value = "leaf";
        for (int i = 0; i < 100_000; i++) {
            value = List.of(value);
        }
        Map<String, Object> deep = Map.of("k", value);
        assertThatThrownBy(() -> Attributes.of(deep))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("nests deeper");
    }

    @Test
    void emptyName_isRefused() {
        assertThatThrownBy(() -> Attributes.of(Map.of("", "x"))).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void with_leavesTheOriginalAlone() {
        Attributes before = Attributes.of(Map.of("a", 1L));
        assertThat(before.with("b", 2).asMap()).containsExactly(Map.entry("a", 1L), Map.entry("b", 2L));
        assertThat(before.size()).isOne();
    }
}
