package dev.arceval.bench;

import dev.arceval.core.redact.TextRedactor;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Texts made to hurt a redactor, in families: what a rule looks for and nearly finds, again and again; values that follow
 * their names in every form; text inside text inside text; very long and very short lines; quotes and brackets that nothing
 * closes; digits in groups of all sizes; keywords of all rules with all signs between them; long runs of one char; letters
 * beyond ASCII; and mixtures drawn at random, anew for each seed.
 */
final class HostileTexts {

    private static final Pattern TEMPLATE = Pattern.compile("\\{[a-zA-Z]([0-9]*)}");
    private static final int MIXTURES = 1_500;

    /** Names of secrets in the ways in which they are written. */
    private static final List<String> NAMES = List.of(
            "password",
            "passwd",
            "pwd",
            "pass",
            "pw",
            "secret",
            "token",
            "api_key",
            "apiKey",
            "X-Api-Key",
            "key",
            "auth",
            "Authorization",
            "credentials",
            "cookie",
            "Set-Cookie",
            "sessionid",
            "bearer",
            "signature",
            "jwt",
            "salt",
            "webhook",
            "connectionString",
            "psk",
            "community",
            "date of birth",
            "born",
            "dob");

    /** What stands behind a name; the last letters of some would be a value if there were more of them. */
    private static final List<String> AFTER_NAME = List.of(
            "",
            " ",
            "=",
            ":",
            ": ",
            "=\"",
            "='",
            "\":\"",
            "\": \"",
            "\\\":\\\"",
            "\" : ",
            "=>",
            " is ",
            " is: ",
            " for the box is ",
            " of clerk: ",
            " was changed to ",
            ",",
            ";",
            "|",
            "\t",
            "(\"",
            "[\"",
            "[0] = ",
            "</",
            ">",
            "><value>",
            "\" value=\"",
            "\n",
            "\n  ",
            "=a1",
            "=a1B2c3D4",
            ": a1B2c3D4e5F6g7H8",
            "=xxxxxxxx",
            "=${",
            "={{",
            "=$(",
            "=%(",
            "=«",
            "=[",
            "={",
            " 0 ",
            " as ",
            "=https://");

    /** Openings that nothing closes, words that send a rule far, signs that are taken for a beginning. */
    private static final List<String> FORMS = List.of(
            "a,password,",
            "(password,",
            "INSERT INTO t (a, password) VALUES (",
            "INSERT INTO t (a, password) VALUES ('b', 'c');\n",
            "password|x\n",
            "| user | password |\n",
            "user,password\n",
            "-p ",
            "-u a:Aa1aA2bB3 ",
            "clerk:aB3dE6gH9\n",
            "- clerk:aB3dE6gH9\n",
            "aB3dE6gH9 ",
            "aB3dE6gH9",
            "aB3dE6gH9:",
            "aB3dE6gH9\n",
            "\"aB3dE6gH9\",",
            "login(\"aB3dE6gH9\",",
            "login(",
            "(((((((\"aB3dE6gH9\"",
            "https://a clerk aB3dE6gH9\n",
            "* aB3dE6gH9 *\n",
            "AUTH aB3dE6gH9 ",
            "as the password ",
            "x as password ",
            "\\u0070",
            "%70",
            "<password>",
            "<a:password b=",
            "<p name=\"password\">",
            "<name>password</name><",
            "password\n:\n",
            "{\"password\":",
            "[{",
            "PASSWORD As ",
            "key 1 ",
            "key=key=",
            "a=b&token=",
            "token=a&token=",
            "://",
            "://a:",
            "://a:b@",
            "://a@",
            "-----BEGIN PRIVATE KEY-----",
            "-----BEGIN ",
            "-----",
            "Cookie: a=b; ",
            "Authorization: Basic ",
            "Authorization: Bearer a",
            "«secret:",
            "«secret:masked»",
            "«secret:0123456789abcdef»",
            "«",
            "kind: Secret\ndata:\n  a: ",
            "kind: Secret\n",
            "4111 1111 ",
            "4111-1111-1111-1112 ",
            "4111111111111112 ",
            "+44 20 ",
            "+1 (212) ",
            "(0",
            "0 ",
            "00",
            "1 2 3 4 5 6 7 8 ",
            "12 34 56 78 ",
            "123-45-",
            "123-45-6789 ",
            "1.2.3.",
            "1.2.3.4 ",
            "1.2.3.4.",
            "a@b.",
            "a@",
            "@b.example ",
            "a.a.a.a@b.b.b.b",
            "2001:db8:",
            "::",
            "a:b:c:",
            "aa-bb-cc-",
            "3c22.fb1a.",
            "GB29 NWBK ",
            "GB29NWBK60161331926818 ",
            "DE89",
            "DE89 ",
            "A1 B2 C3 ",
            "M123A4567\n",
            "S1234567A\n",
            "S1234567A and ",
            "12345678A ",
            "123456789\n",
            "1234567890123\n",
            "AB 12 34 56 C ",
            "01.01.1970 ",
            "born 01.01.",
            "1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfN",
            "bc1qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mdq",
            "0x52908400098527886E0F7030069857D2E4169EE",
            "was changed to ",
            "\\\"",
            "\\\\\\\\",
            "\\n",
            "\\",
            "\"",
            "'",
            "`",
            "\"\"",
            "\"'",
            "\"a\",",
            "\"a\":",
            "[",
            "]",
            "{",
            "}",
            "(",
            ")",
            "<",
            ">",
            "<a>",
            "</",
            "&",
            "&amp;",
            "=",
            "====",
            ":",
            ": ",
            ",",
            ";",
            ".",
            "..",
            "-",
            "--",
            "- ",
            "_",
            "/",
            "//",
            "+",
            "%",
            "%%",
            "%4",
            "$",
            "${",
            "{{",
            "#",
            "*",
            "* ",
            "@",
            "|",
            "~",
            " ",
            "\t",
            "\n",
            "\r\n",
            "\n\n",
            "a",
            "a\n",
            "a ",
            "a b\n",
            "A",
            "1",
            "1\n",
            "A1",
            "a1-",
            "a1B2c3D4e5F6g7H8",
            "0123456789abcdef",
            "aaaa",
            "eyJ",
            "eyJhbGciOiJIUzI1NiJ9.",
            "YWFhYWFhYWFhYWFhYWFhYWFh",
            "61616161616161616161616161616161",
            "…",
            "\u200b",
            "\u200bpassword\u200b=",
            "\u00ad",
            "\uff50",
            "\uff50\uff41\uff53\uff53=",
            "\uff11\uff12\uff13",
            "\u00a0",
            "\u0130",
            "\u0130password=",
            "\u00e9",
            "e\u0301",
            "\u00fc1",
            "\u4f60\u597d",
            "\u5bc6\u7801: ",
            "\u043f\u0430\u0440\u043e\u043b\u044c: ",
            "\ud83d\ude00",
            "\ud83d",
            "\u202e",
            "\u0000",
            "\ufeff",
            "\ufffd");

    private HostileTexts() {}

    /** The texts to repeat, by family. */
    static Map<String, Set<String>> families(long seed) throws IOException {
        Set<String> rules = ofRules();
        Map<String, Set<String>> families = new LinkedHashMap<>();
        families.put("rules", rules);
        families.put("forms", new LinkedHashSet<>(FORMS));
        families.put("names", names());
        families.put("nested", nested());
        families.put("deep", deep());
        families.put("numbers", numbers());
        families.put("runs", runs());
        families.put("keywords", keywords());
        families.put("scripts", scripts());
        families.put("mixtures", mixtures(new ArrayList<>(rules), seed));
        return families;
    }

    private static Set<String> names() {
        Set<String> units = new LinkedHashSet<>();
        for (String name : NAMES) {
            for (String after : AFTER_NAME) {
                units.add(name + after);
                units.add("\"" + name + after);
                units.add("\n" + name + after);
            }
        }
        return units;
    }

    /** Text inside strings of JSON, in percent signs, base64 and hex, once and more often. */
    private static Set<String> nested() {
        Set<String> units = new LinkedHashSet<>();
        List<String> inner = new ArrayList<>(FORMS);
        NAMES.forEach(name -> inner.add(name + "=a1B2c3D4e5F6"));
        for (String text : inner) {
            String json = "{\"a\":" + quoted(text) + "}";
            String twice = "{\"b\":" + quoted(json) + "}";
            units.add(json);
            units.add(twice);
            units.add("{\"c\":" + quoted(twice) + "}");
            units.add(percent(text));
            units.add(percent(percent(text)));
            units.add(URLEncoder.encode(text.repeat(4), StandardCharsets.UTF_8));
            units.add(escapes(text));
            String row = text.repeat(40 / text.length() + 1);
            units.add(base64(row) + " ");
            units.add(base64(row));
            units.add(base64(base64(row)) + "\n");
            units.add(hex(row) + " ");
            units.add(base64(percent(row)) + " ");
            units.add(percent(base64(row)));
        }
        return units;
    }

    /** JSON in strings of JSON in strings, as deep as a text of some KiB allows, around what looks like a secret or nearly. */
    private static Set<String> deep() {
        Set<String> units = new LinkedHashSet<>();
        for (String text : List.of(
                "a",
                "password",
                "password=a1B2c3D4e5F6",
                "AKIAA1B2C3D4E5F6G7H8",
                "a@b.example",
                "4111 1111 1111 1111",
                "-----BEGIN PRIVATE KEY-----",
                "\u00e9\n")) {
            String json = text;
            String keyed = text;
            for (int depth = 0; depth < 9; depth++) {
                json = "{\"key\":" + quoted(json) + "}";
                keyed = "{\"password\":" + quoted(keyed) + ",\"n\":4111111111111111}";
                units.add(json);
                units.add(keyed);
                units.add("[" + json + "," + keyed + "],");
                units.add(json.substring(0, json.length() / 2));
            }
            String encoded = text;
            for (int depth = 0; depth < 5; depth++) {
                encoded = depth % 2 == 0 ? base64(encoded.repeat(3)) : percent(encoded);
                units.add(encoded);
                units.add(quoted(encoded) + ":");
            }
        }
        return units;
    }

    /** Digits, hex digits and letters in groups of all sizes with all signs between them: numbers, addresses, accounts. */
    private static Set<String> numbers() {
        Set<String> units = new LinkedHashSet<>();
        List<String> signs =
                List.of(" ", "-", ".", "/", ",", ":", "_", "(", ")", "+", " - ", ") ", " (", "\u00a0", "\n", "::", "@");
        for (String sign : signs) {
            for (String drawn : List.of(
                    "1234567890123456789", "0000000000000000000", "a1b2c3d4e5f6a7b8c9d", "GB29NWBK6016133192A")) {
                for (int size = 1; size <= 12; size++) {
                    units.add(drawn.substring(0, size) + sign);
                    units.add(drawn.substring(0, size) + sign + drawn.substring(0, 1 + size / 2) + signs.get(size));
                }
            }
        }
        for (String head : List.of(
                "+",
                "+1 ",
                "+49 (0)",
                "(555) ",
                "00 49 ",
                "tel ",
                "phone: ",
                "call ",
                "card ",
                "SSN ",
                "IBAN ",
                "passport ",
                "born ",
                "ip=",
                "vehicle ",
                "tax id ",
                "DE89",
                "GB29 NWBK ",
                "FR14 2004 ")) {
            for (String digits :
                    List.of("1 ", "12 34 ", "123 456 789 ", "555-010-", "0123456789 ", "3704 0044 0532 0130 01 ")) {
                units.add(head + digits);
                units.add(head + digits.repeat(6) + "\n");
                units.add(head + digits.strip());
            }
        }
        return units;
    }

    /** One char again and again, by itself and as the value of a name. */
    private static Set<String> runs() {
        Set<String> units = new LinkedHashSet<>();
        String chars = "aAzZ019 -_.,:;=+*/\\|\"'`<>()[]{}@#$%&!?~^\t\u00e9\u00ab\u00bb\u2026\uff11\u4e2d\u200b";
        for (int i = 0; i < chars.length(); i++) {
            String c = chars.substring(i, i + 1);
            units.add(c);
            for (int length : List.of(3, 40, 600, 5_000)) {
                String run = c.repeat(length);
                units.add("password=" + run + " ");
                units.add("{\"token\":\"" + run + "\"}");
                units.add("AccountKey=" + run);
                units.add(run + "\n");
                units.add(run + "=");
                units.add("eyJ" + run + ".");
                units.add("://" + run + "@");
                units.add("-----BEGIN " + run);
            }
        }
        return units;
    }

    /** Each keyword with each sign behind it, and all of them in a row. */
    private static Set<String> keywords() throws IOException {
        Set<String> words = new LinkedHashSet<>(NAMES);
        for (String rules : List.of("credential-rules.json", "identity-rules.json")) {
            try (InputStream in = TextRedactor.class.getResourceAsStream(rules)) {
                for (JsonNode rule : JsonMapper.shared().readTree(in)) {
                    rule.path("keywords").forEach(word -> words.add(word.asString()));
                    rule.path("words").forEach(word -> words.add(word.asString()));
                }
            }
        }
        Set<String> units = new LinkedHashSet<>();
        List<String> signs = List.of("-", ".", ",", "|", "\\n", "\"", ":", "=x ", "(", "\n");
        for (String sign : signs) {
            words.forEach(word -> units.add(word + sign));
            units.add(String.join(sign, words) + sign);
            units.add(String.join(sign + "a1B2c3D4e5F6g7H8i9J0", words));
            units.add(String.join(sign + "4111111111111112 ", words));
        }
        return units;
    }

    /** Words of many scripts, with and without a number or a value behind them. */
    private static Set<String> scripts() {
        Set<String> units = new LinkedHashSet<>();
        for (String word : List.of(
                "contrase\u00f1a",
                "\u043f\u0430\u0440\u043e\u043b\u044c",
                "\u5bc6\u7801",
                "\u30d1\u30b9\u30ef\u30fc\u30c9",
                "\ube44\ubc00\ubc88\ud638",
                "\u05e1\u05d9\u05e1\u05de\u05d4",
                "\u0643\u0644\u0645\u0629 \u0627\u0644\u0633\u0631",
                "\u043f\u0430\u0441\u043f\u043e\u0440\u0442",
                "\u62a4\u7167",
                "\u7535\u8bdd",
                "\ud83d\ude00\ud83d\ude80",
                "\ud83d",
                "e\u0301\u0323",
                "\u0130i",
                "\ufb01",
                "\uff50\uff57\uff44")) {
            for (String after : List.of(
                    "",
                    " ",
                    ":",
                    "=",
                    ": a1B2c3D4 ",
                    "\uff1aa1B2c3D4",
                    " 123456789 ",
                    "\n",
                    "1",
                    "\u200b",
                    "@b.example ",
                    "/",
                    "\"")) {
                units.add(word + after);
                units.add(word + after + "password" + after);
            }
            units.add(percent(word));
            units.add(escapes(word + "=a1B2c3D4"));
            units.add(base64(word.repeat(12)) + " ");
        }
        return units;
    }

    /** A few units of all families in a row, or letters of a small alphabet. */
    private static Set<String> mixtures(List<String> rules, long seed) {
        List<String> all = new ArrayList<>(rules);
        all.addAll(FORMS);
        all.addAll(names());
        SplittableRandom random = new SplittableRandom(seed);
        List<String> alphabets = List.of(
                "aA1",
                "aA1-",
                "aA1 ",
                "aA1\n",
                "a1.:",
                "12 -",
                "12.",
                "aA1=/+",
                "aA1\"'",
                "a=:\"",
                "A1 -.",
                "af01:",
                "aA1\\\"{",
                "<>a=\"",
                "%4a1",
                "a,;\n|",
                "(\"aA1,",
                "a@.",
                "-pu aA1:",
                "aA1\u00e9\u200b");
        Set<String> units = new LinkedHashSet<>();
        while (units.size() < MIXTURES) {
            StringBuilder unit = new StringBuilder();
            if (random.nextInt(3) == 0) {
                String alphabet = alphabets.get(random.nextInt(alphabets.size()));
                int length = random.nextInt(3) == 0 ? 20_000 : 1 + random.nextInt(60);
                for (int i = 0; i < length; i++) {
                    unit.append(alphabet.charAt(random.nextInt(alphabet.length())));
                }
            } else {
                int parts = 2 + random.nextInt(4);
                for (int i = 0; i < parts; i++) {
                    unit.append(all.get(random.nextInt(all.size())));
                }
            }
            units.add(unit.toString());
        }
        return units;
    }

    private static Set<String> ofRules() throws IOException {
        Set<String> units = new LinkedHashSet<>();
        for (String rules : List.of("credential-rules.json", "identity-rules.json")) {
            try (InputStream in = TextRedactor.class.getResourceAsStream(rules)) {
                for (JsonNode rule : JsonMapper.shared().readTree(in)) {
                    addAll(rule, units);
                }
            }
        }
        return units;
    }

    private static void addAll(JsonNode rule, Set<String> units) {
        for (String field : List.of("keywords", "words")) {
            for (JsonNode word : rule.path(field)) {
                for (String after : List.of("", " ", "=", "=\"", ": ", "a1B2c3D4e", "=a1B2c3D4 ", " 123456789 ")) {
                    units.add(word.asString() + after);
                }
            }
        }
        for (String field : List.of("examples", "counterexamples")) {
            for (JsonNode example : rule.path(field)) {
                String text = filled(example.asString());
                units.add(text);
                units.add(text + "\n");
                units.add(text.substring(0, 1 + text.length() / 2));
                units.add(text.substring(0, Math.max(1, text.length() - 1)) + " ");
            }
        }
    }

    /** Places of a template are filled with chars of all kinds. */
    private static String filled(String template) {
        Matcher place = TEMPLATE.matcher(template);
        return place.replaceAll(match -> {
            int length = match.group(1).isEmpty() ? 8 : Integer.parseInt(match.group(1));
            return "a1B2c3D4".repeat(length / 8 + 1).substring(0, length);
        });
    }

    private static String quoted(String text) {
        return JsonMapper.shared().writeValueAsString(text);
    }

    private static String percent(String text) {
        StringBuilder encoded = new StringBuilder();
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            encoded.append('%').append(HexFormat.of().withUpperCase().toHexDigits(b));
        }
        return encoded.toString();
    }

    private static String escapes(String text) {
        StringBuilder escaped = new StringBuilder();
        for (char c : text.toCharArray()) {
            escaped.append("\\u").append(HexFormat.of().toHexDigits(c));
        }
        return escaped.toString();
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String hex(String text) {
        return HexFormat.of().formatHex(text.getBytes(StandardCharsets.UTF_8));
    }
}
