package dev.arceval.core.redact;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

class TextRedactorTest {

    private final TextRedactor redactor = TextRedactor.standard(Keys.ONE);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "password=hunter2",
                "DB_PASSWORD: 'hunter2'",
                "\"dbPassword\" : \"hunter2\"",
                "{\"a\":\"{\\\"password\\\":\\\"hunter2\\\"}\"}",
                "{\\\\\\\"passwd\\\\\\\":\\\\\\\"hunter2\\\\\\\"}",
                "String password = \"hunter2\";",
                "password: str = \"hunter2\"",
                "config['password'] = 'hunter2'",
                "<password>hunter2</password>",
                "<Pass encoding=\"plain\">hunter2</Pass>",
                "mysql --password hunter2 -u root",
                "define('DB_PASSWORD', 'hunter2');",
                "<add key=\"Password\" value=\"hunter2\" />",
                "- name: DB_PASSWORD\n  value: hunter2",
                "{\"key\":\"db.password\",\"value\":{\"stringValue\":\"hunter2\"}}",
                "https://shop.example/?user=a&password=hunter2&page=2",
                "Server=db;Password=hunter2;Encrypt=true",
                "postgres://clerk:hunter2@db.example:5432/orders",
                "the password is hunter2.",
                "your temporary password is: hunter2",
                "the password for the box was changed to hunter2",
                "use \"hunter2\" as the password",
                "requirepass hunter2",
                "ALTER USER clerk PASSWORD 'hunter2'",
                "Const PASSWORD As String = \"hunter2\"",
                "<wsse:Password Type=\"PasswordText\">hunter2</wsse:Password>",
                "<property name=\"db.password\">hunter2</property>",
                "<Password>\n  <Value>hunter2</Value>",
                "<p name=\"name\">password</p><p name=\"value\">hunter2</p>",
                "name,password,role\nclerk,hunter2,staff",
                "| user | password |\n| --- | --- |\n| clerk | hunter2 |",
                "INSERT INTO users (id, password) VALUES (1, 'hunter2')",
                "password 0 hunter2",
                "login clerk password hunter2",
                "p\u200bassword=hunter2",
                "pass%77ord=hunter2",
                "p\\u0061ssword=hunter2",
                "cGFzc3dvcmQ9Imh1bnRlcjIi",
            })
    void passwordByName_goesInEveryForm(String text) {
        assertThat(redactor.redact(text))
                .doesNotContain("hunter2")
                .doesNotContain("aHVudGVy")
                .contains("«secret:");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "mongodump -u clerk -p aB3dE6gH9",
                "tool -u clerk:aB3dE6gH9 run",
                "mail.shop.example clerk:aB3dE6gH9",
                "https://dav.shop.example/files clerk aB3dE6gH9",
                "client.login(\"clerk\", \"aB3dE6gH9\")",
                "clerk * aB3dE6gH9 *",
                "AUTH aB3dE6gH9",
                "user clerk password aB3dE6gH9",
            })
    void generatedPassword_goesWhereProgramsExpectOne(String text) {
        assertThat(redactor.redact(text)).doesNotContain("aB3dE6gH9").contains("«secret:");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "the password sha256 hash",
                "Password must be 12-character text",
                "password base64-encoded",
                "a 2FA password reset2",
                "<button name=\"password\">Change2now</button>",
                "mkdir -p aB3/dE6/gH9",
                "docker run -p 8080:80 shop",
                "print(\"aB3dE6gH9\")",
                "fingerprint: SHA256:aB3dE6gH9",
                "name,password\nfield,required",
                "INSERT INTO items (id, name) VALUES (1, 'hunter2')",
            })
    void wordsWhereAPasswordCouldStand_stay(String text) {
        assertThat(redactor.redact(text)).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Authorization: Bearer 8d1fa2b47c09",
                "{\"headers\":{\"authorization\":\"Bearer 8d1fa2b47c09\"}}",
                "curl -H 'Authorization: token 8d1fa2b47c09' https://shop.example",
                "[{\"name\":\"Authorization\",\"value\":\"Basic 8d1fa2b47c09\"}]",
            })
    void authorizationHeader_keepsItsScheme(String text) {
        assertThat(redactor.redact(text))
                .doesNotContain("8d1fa2b47c09")
                .containsPattern("(Bearer|token|Basic) «secret:");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "write to ann.lee@shop.example today | email",
                "call +44 20 7946 0958 | phone",
                "call (555) 010-4477 x12 | phone",
                "pay with 4111 1111 1111 1111 | card",
                "pay with 378282246310005 | card",
                "to DE89 3704 0044 0532 0130 00 please | iban",
                "SSN 219-09-9999 on file | ssn",
                "from 203.0.113.9 at noon | ip",
                "from 2001:db8::ff00:42:8329 at noon | ip",
                "device 3c:22:fb:1a:9b:07 joined | mac",
            })
    void structuredPersonalData_becomesATypedPseudonym(String text, String type) {
        assertThat(redactor.redact(text)).containsPattern("«" + type + ":[0-9a-f]{16}»");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "gen_ai.usage.input_tokens=1834, max_tokens: 4096, total_tokens: 99182331",
                "{\"next_page_token\":\"eyJvZmZzZXQiOjIwfQ\",\"token_type\":\"Bearer\",\"expires_in\":3600}",
                "I am your secret santa; the token of my gratitude is a key to the city.",
                "password: null, secret: ${SECRET}, token: <token>, api_key = YOUR_API_KEY",
                "const password = getPassword(); user.password = config.password;",
                "Please reset your password: the link is valid for a day.",
                "reset your password: https://shop.example/reset-password",
                "trace 4bf92f3577b34da6a3ce929d0e0e4736 span 00f067aa0ba902b7",
                "order 1234-5678-9012-3456, case 2024-00012345, SKU 4003994155486",
                "id 123e4567-e89b-12d3-a456-426614174000 sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
                "commit 6f1ed002ab5595859014ebf0951522d9 at 2024-03-01T12:30:45.123456789Z",
                "version 10.0.19041.1 of v1.2.3.4, price 1,299.00 EUR, 3.14159265358979",
                "time 1700000000000000000 ns, 1700000000123 ms, 12:30:45, 01.03.2024, 2024/03/01",
                "std::vector<int> a[::2]; Foo::Bar::baz; x::y",
                "git@github.com:shop/orders.git icon@2x.png @Override user@localhost",
                "sort_key=created_at, primary key (id), cache_key: orders, partitionKey=eu-1",
                "127.0.0.1:8080 and 0.0.0.0/0",
            })
    void harmlessLookAlike_stays(String text) {
        assertThat(redactor.redact(text)).isEqualTo(text);
    }

    @Test
    void equalValues_getEqualPseudonyms_howeverTheyAreWritten() {
        assertThat(marker("mail ann.lee@shop.example")).isEqualTo(marker("{\"mail\":\"Ann.Lee@Shop.example\"}"));
        assertThat(marker("4111 1111 1111 1111")).isEqualTo(marker("{\"card\":4111111111111111}"));
        assertThat(marker("DE89 3704 0044 0532 0130 00")).isEqualTo(marker("DE89370400440532013000"));
        assertThat(marker("+44 20 7946 0958")).isEqualTo(marker("0044 (20) 7946-0958"));
        assertThat(marker("password=horse-7")).isNotEqualTo(marker("password=horse-8"));
        assertThat(marker("{\"password\":\"a\\\"b!7\"}"))
                .isEqualTo(marker("{\"x\":\"{\\\"password\\\":\\\"a\\\\\\\"b!7\\\"}\"}"));
    }

    @Test
    void otherKey_givesOtherPseudonyms() {
        String text = "mail ann.lee@shop.example";
        assertThat(TextRedactor.standard(Keys.OTHER).redact(text)).isNotEqualTo(redactor.redact(text));
    }

    @Test
    void numbersInJson_becomeStringsAtAnyDepth() {
        for (String json : List.of(
                "{\"card\": 4111111111111111, \"n\": 7}",
                "[4111111111111111, 7]",
                "{\"inner\":\"{\\\"card\\\": 4111111111111111}\"}",
                "{\"a\":[{\"b\":[1,4111111111111111]}],\"c\":1.50}",
                "[4111111111111111, 1E99999999999]")) {
            String redacted = redactor.redact(json);
            assertThat(redacted).doesNotContain("4111111111111111").contains("«card:");
            assertThat(JsonMapper.shared().readTree(redacted)).isNotNull();
        }
    }

    @Test
    void privateKey_goesWhole_evenWhenCutOff() {
        String body = RuleSamples.expand("{b64}\n{b64}\n{b64}", "pem");
        String whole = "-----BEGIN RSA PRIVATE KEY-----\n" + body + "\n-----END RSA PRIVATE KEY-----";
        assertThat(redactor.redact("a " + whole + " b")).matches("a «secret:[0-9a-f]{16}» b");
        String escaped = "{\"pem\":\"" + whole.replace("\n", "\\n") + "\"}";
        assertThat(redactor.redact(escaped)).matches("\\{\"pem\":\"«secret:[0-9a-f]{16}»\"}");
        assertThat(redactor.redact(whole.substring(0, 120))).doesNotContain(body.substring(0, 20));
    }

    @Test
    void kubernetesSecret_losesItsValuesWhateverTheirNames() {
        String yaml = "kind: Secret\ndata:\n  greeting: aGVsbG8gd29ybGQ=\nmetadata:\n  name: orders\n";
        assertThat(redactor.redact(yaml)).doesNotContain("aGVsbG8gd29ybGQ=").contains("name: orders");
        assertThat(redactor.redact(yaml.replace("Secret", "ConfigMap"))).contains("aGVsbG8gd29ybGQ=");
    }

    @Test
    void nameKeptElsewhere_decidesLikeANameInTheText() {
        assertThat(redactor.redact("db.password", "hunter2")).startsWith("«secret:");
        assertThat(redactor.redact("http.request.header.authorization", "Bearer 8d1fa2b47c09"))
                .startsWith("Bearer «");
        assertThat(redactor.redact("http.request.header.cookie", "sid=abc; theme=dark"))
                .startsWith("«secret:");
        assertThat(redactor.redact("gen_ai.usage.input_tokens", "1834")).isEqualTo("1834");
        assertThat(redactor.redact("session.id", "b1946ac92492d2347c6235b4d2611184"))
                .isEqualTo("b1946ac92492d2347c6235b4d2611184");
        assertThat(redactor.redact("service.version", "1.2.3.4")).isEqualTo("1.2.3.4");
    }

    @Test
    void markersInTheText_stay() {
        String text = "password=«secret:0123456789abcdef» and «card:4111111111111111» «redaction-failed»";
        assertThat(redactor.redact(text)).isEqualTo(text);
    }

    @Test
    void nothingHidesBehindAMarker() {
        assertThat(redactor.redact("password=«secret:0123456789abcdef»hunter2")).doesNotContain("hunter2");
        assertThat(redactor.redact("«secret:ann.lee@shop.example»")).doesNotContain("ann.lee");
        assertThat(redactor.redact("«word:4111111111111111»")).doesNotContain("4111111111111111");
    }

    @Test
    void failure_masksTheWholeTextAndIsCounted() {
        TextRedactor broken = new TextRedactor(Keys.ONE, List.of((text, leaks) -> {
            throw new IllegalStateException("hunter2 seen");
        }));
        assertThat(broken.redact("password=hunter2")).isEqualTo("«redaction-failed»");
        assertThat(broken.failures()).isEqualTo(1);
        assertThat(redactor.failures()).isZero();
    }

    @Test
    void leaks_sayWhereAndByWhichRule() {
        String text = "mail ann.lee@shop.example now";
        assertThat(redactor.find(text)).containsExactly(new Leak(5, 25, "email", Leak.Type.EMAIL));
    }

    /** What backtracking or rescanning would turn into minutes takes a few milliseconds here, so no limit is asserted. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "a",
                "1",
                "@",
                "key=",
                "token=",
                "password=\"",
                "sk-",
                "eyJ",
                "://a:",
                "-----BEGIN PRIVATE KEY",
                "cookie=",
                "curl -u ",
                "4111 ",
                "\\\"password\\\":",
                "«secret:",
                "$6$",
                "kind: Secret\n",
                "%70",
                "\\u0070",
                "QUFB",
                "1 ",
                "AB 12 ",
                "dob 1",
                "birth ",
                "jdbc:",
                "docker login ",
                "docker login -p ",
                "GOCSPX-",
                "glsoat-",
                "echo \"a:bcde\" | chpasswd ",
                "passwords = [\"a\", ",
                "redis-cli ",
                "zip ",
                "x@tcp(",
                "set password ",
                "<key>password</key>",
                "passport 1",
            })
    void hostileText_isReadInLinearTime(String unit) {
        String text = unit.repeat(200_000 / unit.length());
        assertThat(redactor.redact(text)).isNotEqualTo(Marker.FAILED);
    }

    private String marker(String text) {
        String redacted = redactor.redact(text);
        int open = redacted.indexOf('«');
        assertThat(open).as(redacted).isNotNegative();
        return redacted.substring(open, redacted.indexOf('»') + 1);
    }
}
