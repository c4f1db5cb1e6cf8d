package dev.arceval.core.redact;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class FileRedactorTest {

    private static final TextRedactor TEXT = TextRedactor.standard(Keys.ONE);
    private static final String MAIL = "ann.lee@shop.example";
    private static final String MARK = "«email:0000000000000001»";

    @Test
    void places_areLinesAndColumnsInCodePoints() throws IOException {
        String text = "first\r\n\uD83D\uDE00 größe " + MAIL + " end\n\npassword = \"hunter2rocks!\"";
        assertThat(scan(utf8(text))).containsExactly("2:8-28 email/email", "4:12-25 key-name/secret");
    }

    @Test
    void whatGoesOverSeveralLines_isOneFindingThatEndsWithItsFirst() throws IOException {
        String key = "-----BEGIN PRIVATE KEY-----";
        String text = "a\n  " + key + "\r\nMIIEvQIBADANBgkqhkiG9w0B\r\n-----END PRIVATE KEY-----\nb";
        assertThat(scan(utf8(text))).containsExactly("2:2-29 private-key/secret");
        assertThat(copy(utf8(text))).isEqualTo(utf8("a\n  «secret:0000000000000001»\nb"));
    }

    @Test
    void allElse_staysByteForByte() throws IOException {
        byte[] text = utf8("\uFEFFone\r\ntwo\n\rMAILthree\t\u2028 \uD83D\uDE00\r\n\n");
        assertThat(copy(text)).isEqualTo(text);
        byte[] bad = {'a', (byte) 0xff, (byte) 0xc3, ' ', (byte) 0xed, (byte) 0xa0, (byte) 0x80, '\r', (byte) 0xe2};
        assertThat(copy(bad)).isEqualTo(bad);
        assertThat(copy(new byte[0])).isEmpty();
    }

    @Test
    void textThatIsNotUtf8_isReadAllTheSame() throws IOException {
        byte[] latin = ("größe " + MAIL + " größe\n").getBytes(StandardCharsets.ISO_8859_1);
        String copied = new String(copy(latin), StandardCharsets.ISO_8859_1);
        assertThat(copied).startsWith("größe ").endsWith(" größe\n").doesNotContain("lee");
        assertThat(scan(latin)).containsExactly("1:6-26 email/email");
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-16LE", "UTF-16BE"})
    void utf16_isReadAndWrittenAsSuch(String charset) throws IOException {
        Charset utf16 = Charset.forName(charset);
        assertThat(copy(("\uFEFFto " + MAIL + "\r\n").getBytes(utf16)))
                .isEqualTo(("\uFEFFto " + MARK + "\r\n").getBytes(utf16));
        byte[] odd = {(byte) 0xff, (byte) 0xfe, 'a', 0, 0, (byte) 0xd8, 'b'};
        assertThat(copy(odd)).isEqualTo(odd);
    }

    /** Editors do not show the mark, and no column of theirs counts it. */
    @Test
    void byteOrderMark_isNoColumn() throws IOException {
        String text = "to " + MAIL + "\nto " + MAIL;
        for (Charset charset : List.of(StandardCharsets.UTF_8, StandardCharsets.UTF_16LE, StandardCharsets.UTF_16BE)) {
            assertThat(scan(("\uFEFF" + text).getBytes(charset)))
                    .containsExactly("1:3-23 email/email", "2:3-23 email/email");
        }
        assertThat(scan(utf8("\uFEFF" + MAIL))).containsExactly("1:0-20 email/email");
        assertThat(scan(utf8("a\n\uFEFFto " + MAIL))).containsExactly("2:4-24 email/email");
    }

    @Test
    void gzip_staysGzip() throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write(utf8("to " + MAIL));
        }
        assertThat(scan(packed.toByteArray())).containsExactly("1:3-23 email/email");
        byte[] unpacked = new GZIPInputStream(new ByteArrayInputStream(copy(packed.toByteArray()))).readAllBytes();
        assertThat(unpacked).isEqualTo(utf8("to " + MARK));
    }

    @Test
    void binary_isLeftAlone() throws IOException {
        byte[] binary = utf8("PK\u0003\u0004\u0000 " + MAIL);
        List<FileRedactor.Place> places = new ArrayList<>();
        assertThat(redactor(100).scan("", new ByteArrayInputStream(binary), places::add))
                .isEqualTo(new FileRedactor.Outcome(true, 0));
        assertThat(places).isEmpty();
        assertThat(copy(binary)).isEmpty();
    }

    /** Wherever the border of a window falls, what is found and written is the same. */
    @Test
    void windows_doNotShow() throws IOException {
        StringBuilder text = new StringBuilder();
        Random random = new Random(7);
        for (int i = 0; i < 2_000; i++) {
            text.append("word ".repeat(random.nextInt(4)))
                    .append(random.nextInt(9) == 0 ? "user" + random.nextInt(50) + "@shop.example" : "x")
                    .append(random.nextInt(5) == 0 ? "\n" : " ")
                    .append(random.nextInt(40) == 0 ? "password = \"hunter2rocks!\"\n" : "");
        }
        byte[] bytes = utf8(text.toString());
        List<String> whole = scan(bytes, 1 << 20);
        byte[] copied = copy(bytes, 1 << 20);
        assertThat(whole).hasSizeGreaterThan(200);
        for (int window : new int[] {1, 97, 1_000, 10_001}) {
            assertThat(scan(bytes, window)).as("window %d", window).isEqualTo(whole);
            assertThat(copy(bytes, window)).as("window %d", window).isEqualTo(copied);
        }
    }

    @Test
    void longLine_isReadInWindowsToo() throws IOException {
        byte[] bytes = utf8("x ".repeat(300_000) + MAIL + " y".repeat(300_000));
        assertThat(scan(bytes, 4_096)).containsExactly("1:600000-600020 email/email");
    }

    @Test
    void json_staysJson_alsoWhereSomethingGoesBeyondAString() throws IOException {
        String json = "{\"card\": 4111111111111111, \"cards\": [4111111111111111, 1],\r\n"
                + " \"text\": \"caf\\u00e9 \\n" + MAIL + "\\n\", \"password\": \"a\\\"b\\\\cdefgh1\"}\n";
        String copied = new String(copy(utf8(json)), StandardCharsets.UTF_8);
        JsonNode node = JsonMapper.shared().readTree(copied);
        assertThat(node.at("/card").asString()).isEqualTo("«card:0000000000000001»");
        assertThat(node.at("/cards/0").asString()).isEqualTo("«card:0000000000000001»");
        assertThat(node.at("/text").asString()).isEqualTo("café \n" + MARK + "\n");
        assertThat(node.at("/password").asString()).startsWith("«secret:");
        assertThat(copied).contains("1],\r\n \"text\"");
    }

    /** Whatever is said to be found in JSON, the copy is JSON, with as many names and values. */
    @Property(tries = 500, seed = "20261122")
    void spelling_keepsJsonWhateverIsFound(@ForAll("json") String json, @ForAll("cuts") List<Integer> cuts) {
        List<Leak> leaks = new ArrayList<>();
        int end = 0;
        for (int i = 0; i + 1 < cuts.size(); i += 2) {
            int start = end + cuts.get(i);
            end = start + cuts.get(i + 1) + 1;
            if (end <= json.length()) {
                leaks.add(new Leak(start, end, "any", Leak.Type.SECRET));
            }
        }
        JsonSpelling spelling = new JsonSpelling();
        List<Leak> fitted = spelling.fit(json, 0, json.length(), leaks);
        String copied = new Replacer(Policy.of(Policy.Preset.BALANCED), Pseudonyms.counted())
                .replace(json, 0, json.length(), fitted, spelling::isBare);
        JsonNode before = JsonMapper.shared().readTree(json);
        JsonNode after = JsonMapper.shared().readTree(copied);
        assertThat(after.size()).as(copied).isLessThanOrEqualTo(before.size());
    }

    @Provide
    Arbitrary<String> json() {
        Arbitrary<String> pieces = Arbitraries.of("a", "\"", "\\", "\n", "é", "12", " ", "\u0001", "{", "\uD83D\uDE00");
        return pieces.list()
                .ofMaxSize(6)
                .map(list -> String.join("", list))
                .list()
                .ofMaxSize(5)
                .map(values -> JsonMapper.shared().writeValueAsString(List.of(values, 123, true, values)));
    }

    @Provide
    Arbitrary<List<Integer>> cuts() {
        return Arbitraries.integers().between(0, 9).list().ofMaxSize(12);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {".vault_pass", "config/master.key", "C:\\keys\\api-token.txt", "db_password", "rsyncd.secrets"})
    void fileCalledLikeASecret_losesLinesThatAreNothingElse(String name) throws IOException {
        String text = "# for the shop\r\nk3Jx9QzT7bVn2LmWcR8s\r\n";
        assertThat(copyOf(name, text))
                .doesNotContain("k3Jx9QzT")
                .startsWith("# for the shop\r\n")
                .endsWith("\r\n");
        assertThat(copyOf(name, "clerk:k3Jx9QzT7bVn2LmWcR8s")).startsWith("clerk:«secret:");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "notes.txt", "token.go", "passwords.md", "data/orders.csv", "keyboard.key.json"})
    void fileCalledOtherwise_keepsThem(String name) throws IOException {
        String text = "k3jx9qzt7bvn2lmwcr8s\norders:k3jx9qzt7bvn2lmwcr8s\n";
        assertThat(copyOf(name, text)).isEqualTo(text);
    }

    private static String copyOf(String name, String text) throws IOException {
        ByteArrayOutputStream copy = new ByteArrayOutputStream();
        redactor(1 << 20).copy(name, new ByteArrayInputStream(utf8(text)), copy, place -> {});
        return copy.toString(StandardCharsets.UTF_8);
    }

    private static List<String> scan(byte[] bytes) throws IOException {
        return scan(bytes, 1 << 20);
    }

    private static List<String> scan(byte[] bytes, int window) throws IOException {
        List<String> places = new ArrayList<>();
        redactor(window)
                .scan(
                        "",
                        new ByteArrayInputStream(bytes),
                        place -> places.add(place.line() + ":" + place.start() + "-" + place.end() + " "
                                + place.leak().rule() + "/"
                                + place.leak().type().label()));
        return places;
    }

    private static byte[] copy(byte[] bytes) throws IOException {
        return copy(bytes, 1 << 20);
    }

    private static byte[] copy(byte[] bytes, int window) throws IOException {
        ByteArrayOutputStream copy = new ByteArrayOutputStream();
        redactor(window).copy("", new ByteArrayInputStream(bytes), copy, place -> {});
        return copy.toByteArray();
    }

    private static FileRedactor redactor(int window) {
        return new FileRedactor(TEXT, Pseudonyms.counted(), window);
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
