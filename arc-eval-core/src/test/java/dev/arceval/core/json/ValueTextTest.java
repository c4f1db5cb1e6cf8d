package dev.arceval.core.json;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.StringReader;
import java.lang.reflect.Proxy;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class ValueTextTest {

    private static final JsonMapper JSON = JsonMapper.shared();

    enum Size {
        SMALL {
            @Override
            public String toString() {
                throw new IllegalStateException("not for printing");
            }
        }
    }

    record Query(String city, int nights, @Nullable Double maxPrice, List<Size> sizes) {}

    static class Animal {
        protected final String name = "Rex";
    }

    static final class Dog extends Animal {
        @SuppressWarnings("unused")
        private final transient Object owner = new Object();

        @SuppressWarnings("unused")
        private static final String KIND = "dog";

        int legs = 4;

        public String getBreed() {
            throw new IllegalStateException("getters are not called");
        }

        @Override
        public String toString() {
            throw new IllegalStateException("toString is not called");
        }
    }

    static final class Node {
        @Nullable
        Node next;

        String name = "n";
    }

    @Test
    void text_isKeptAsItIs() {
        assertThat(ValueText.of("Grüße, \"Welt\"\n")).isEqualTo("Grüße, \"Welt\"\n");
    }

    @Test
    void record_isItsComponents() {
        assertThat(ValueText.of(new Query("Bern", 2, null, List.of(Size.SMALL))))
                .isEqualTo("{\"city\":\"Bern\",\"nights\":2,\"maxPrice\":null,\"sizes\":[\"SMALL\"]}");
    }

    @Test
    void object_isItsFieldsAndNoCodeOfItRuns() {
        assertThat(ValueText.of(new Dog())).isEqualTo("{\"name\":\"Rex\",\"legs\":4}");
    }

    @Test
    void scalars_areJson() {
        assertThat(ValueText.of(null)).isEqualTo("null");
        assertThat(ValueText.of(true)).isEqualTo("true");
        assertThat(ValueText.of(1.5)).isEqualTo("1.5");
        assertThat(ValueText.of(Double.NaN)).isEqualTo("\"NaN\"");
        assertThat(ValueText.of('x')).isEqualTo("\"x\"");
        assertThat(ValueText.of(new BigDecimal("12.30"))).isEqualTo("12.30");
        assertThat(ValueText.of(Instant.EPOCH)).isEqualTo("\"1970-01-01T00:00:00Z\"");
        assertThat(ValueText.of(Duration.ofSeconds(90))).isEqualTo("\"PT1M30S\"");
        assertThat(ValueText.of(Path.of("a", "b"))).contains("a").startsWith("\"");
        assertThat(ValueText.of(new UUID(1, 2))).isEqualTo("\"00000000-0000-0001-0000-000000000002\"");
        assertThat(ValueText.of(Optional.empty())).isEqualTo("null");
        assertThat(ValueText.of(Optional.of(List.of(1)))).isEqualTo("[1]");
        assertThat(ValueText.of(OptionalInt.of(3))).isEqualTo("3");
        assertThat(ValueText.of(new int[] {1, 2})).isEqualTo("[1,2]");
        assertThat(ValueText.of(new byte[7])).isEqualTo("\"<7 bytes>\"");
        assertThat(ValueText.of(new IllegalStateException("no"))).isEqualTo("\"java.lang.IllegalStateException: no\"");
    }

    @Test
    void jsonTree_isItsJson() {
        assertThat(ValueText.of(JSON.readTree("{\"a\": [1]}"))).isEqualTo("{\"a\":[1]}");
    }

    @Test
    void unorderedElements_areSortedSoThatEveryJvmWritesTheSame() {
        List<String> names = List.of("d", "b", "a", "c", "e");

        // Strings of the same hash: a hash set keeps them in the order in which they came.
        assertThat(ValueText.of(new HashSet<>(List.of("BB", "Aa")))).isEqualTo("[\"Aa\",\"BB\"]");
        assertThat(ValueText.of(new HashSet<>(List.of("Aa", "BB")))).isEqualTo("[\"Aa\",\"BB\"]");
        assertThat(ValueText.of(Set.copyOf(names))).isEqualTo("[\"a\",\"b\",\"c\",\"d\",\"e\"]");
        assertThat(ValueText.of(new LinkedHashSet<>(names))).isEqualTo("[\"d\",\"b\",\"a\",\"c\",\"e\"]");
        assertThat(ValueText.of(Map.of("b", 1, "a", List.of(2, 1)))).isEqualTo("{\"a\":[2,1],\"b\":1}");
        Map<String, Integer> ordered = new LinkedHashMap<>();
        ordered.put("z", 1);
        ordered.put("a", 2);
        assertThat(ValueText.of(ordered)).isEqualTo("{\"z\":1,\"a\":2}");
    }

    @Test
    void oddText_isValidJson() {
        String odd = "\u0000\u001f\"\\ \ud800 \udc00 \ud83d\ude00 \u2028";
        assertThat(JSON.readTree(ValueText.of(List.of(odd))).get(0).stringValue())
                .isEqualTo(odd);
    }

    @Test
    void cycles_areMarked() {
        List<Object> list = new ArrayList<>();
        list.add(list);
        Map<String, Object> map = new HashMap<>();
        map.put("self", map);
        Node node = new Node();
        node.next = node;

        assertThat(ValueText.of(list)).isEqualTo("[\"<cycle>\"]");
        assertThat(ValueText.of(map)).isEqualTo("{\"self\":\"<cycle>\"}");
        assertThat(ValueText.of(node)).isEqualTo("{\"next\":\"<cycle>\",\"name\":\"n\"}");
    }

    @Test
    void sameElementTwice_isNoCycle() {
        List<Integer> shared = List.of(1);
        assertThat(ValueText.of(List.of(shared, shared))).isEqualTo("[[1],[1]]");
    }

    @Test
    void depth_endsAtTheLimit() {
        Node first = new Node();
        Node last = first;
        for (int i = 0; i < 100_000; i++) {
            last.next = new Node();
            last = last.next;
        }
        String text = ValueText.of(first);

        assertThat(text).contains("\"<dev.arceval.core.json.ValueTextTest$Node>\"");
        assertThat(text.split("next", -1)).hasSize(ValueText.MAX_DEPTH + 1);
    }

    @Test
    void size_endsAtTheLimitAndTheTextStaysJson() {
        List<String> many = Collections.nCopies(10_000_000, "x");
        String huge = "y".repeat(3_000_000);
        List<List<String>> nested = Collections.nCopies(1_000_000, Collections.nCopies(1_000_000, huge));

        assertThat(JSON.readTree(ValueText.of(many))).hasSize(ValueText.MAX_ITEMS + 1);
        assertThat(ValueText.of(many)).endsWith("\"<9999000 more>\"]");
        assertThat(ValueText.of(huge)).hasSizeLessThan(ValueText.MAX_CHARS + 20).endsWith("<2934464 more>");
        assertThat(ValueText.of(nested)).hasSizeLessThan(ValueText.MAX_CHARS + 2_000);
        assertThat(JSON.readTree(ValueText.of(nested)).isArray()).isTrue();
        assertThat(ValueText.of(new StringBuilder(huge))).hasSizeLessThan(ValueText.MAX_CHARS + 20);
        assertThat(ValueText.of(BigInteger.ONE.shiftLeft(1_000_000))).isEqualTo("\"<java.math.BigInteger>\"");
        assertThat(ValueText.of(new BigDecimal(BigInteger.ONE, Integer.MAX_VALUE)))
                .hasSizeLessThan(20);
    }

    @Test
    void cut_keepsSurrogatePairsWhole() {
        assertThat(ValueText.cut("ab\ud83d\ude00", 3)).isEqualTo("ab<2 more>");
    }

    @Test
    void whatReadingWouldUseUp_isNotRead() throws Exception {
        ByteArrayInputStream stream = new ByteArrayInputStream(new byte[] {42});
        StringReader reader = new StringReader("text");
        Iterator<Integer> iterator = List.of(1, 2).iterator();
        Stream<Integer> infinite = Stream.iterate(1, i -> i + 1);
        Iterable<Integer> endless = () -> Stream.iterate(1, i -> i + 1).iterator();

        assertThat(ValueText.of(List.of(stream, reader, iterator, infinite, endless)))
                .contains("<java.io.ByteArrayInputStream>", "<java.io.StringReader>");
        assertThat(stream.read()).isEqualTo(42);
        assertThat(reader.read()).isEqualTo('t');
        assertThat(iterator.next()).isEqualTo(1);
        assertThat(infinite.limit(2)).containsExactly(1, 2);
        assertThat(ValueText.of(new CompletableFuture<>())).contains("CompletableFuture");
    }

    @Test
    void unknownCollections_lambdasAndProxies_areNotEntered() {
        List<String> lazy = new AbstractList<>() {
            @Override
            public String get(int index) {
                throw new AssertionError("loads from the database");
            }

            @Override
            public int size() {
                throw new AssertionError("counts in the database");
            }
        };
        Supplier<?> proxy = (Supplier<?>) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {Supplier.class}, (self, method, arguments) -> {
                    throw new AssertionError("opens a connection");
                });
        Supplier<String> lambda = () -> "x";

        for (Object value : List.of(lambda)) {
            assertThat(ValueText.of(value)).startsWith("\"<").endsWith(">\"");
        }
        assertThat(ValueText.of(lazy)).startsWith("\"<").endsWith(">\"");
        assertThat(ValueText.of(proxy)).startsWith("\"<").endsWith(">\"");
    }

    @Test
    void throwingParts_areMarkedAndTheRestIsKept() {
        Map<String, Object> hostile = new HashMap<>() {
            @Override
            public Set<Entry<String, Object>> entrySet() {
                throw new StackOverflowError();
            }
        };
        List<Object> changing = Collections.unmodifiableList(new AbstractList<>() {
            @Override
            public Object get(int index) {
                throw new java.util.ConcurrentModificationException();
            }

            @Override
            public int size() {
                return 2;
            }
        });

        assertThat(ValueText.of(hostile)).startsWith("\"<");
        assertThat(ValueText.of(Arrays.asList("kept", changing, 1)))
                .startsWith("[\"kept\",\"<unprintable: ")
                .endsWith("ConcurrentModificationException>\",1]");
        assertThat(ValueText.of(new Exception() {
                    @Override
                    public String getMessage() {
                        throw new OutOfMemoryError();
                    }
                }))
                .contains("ValueTextTest$");
    }
}
