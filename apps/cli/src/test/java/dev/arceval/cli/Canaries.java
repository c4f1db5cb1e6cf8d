package dev.arceval.cli;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;

/** Fifty invented secrets and personal details, each of which can be told from everything else. */
final class Canaries {

    private static final String LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

    /** Put together here, so that no scanner takes this file for a leak. Each {@code *} is a random sign. */
    private static final List<String> TOKENS = List.of(
            "ghp" + "_************************************",
            "gho" + "_************************************",
            "ghs" + "_************************************",
            "glpat" + "-********************",
            "npm" + "_************************************",
            "hf" + "_**********************************",
            "sk" + "_live_************************",
            "rk" + "_live_************************",
            "xoxb" + "-123456789012-123456789012-************************",
            "xoxp" + "-123456789012-123456789012-123456789012-################################",
            "AIza" + "***********************************",
            "AKIA" + "$$$$$$$$$$$$$$$$",
            "ASIA" + "$$$$$$$$$$$$$$$$",
            "dop" + "_v1_################################################################",
            "shpat" + "_################################",
            "SG." + "**********************.*******************************************",
            "sq0csp" + "-*******************************************",
            "pul" + "-########################################",
            "glsa" + "_********************************_########",
            "lin_api" + "_****************************************",
            "dckr_pat" + "_***************************",
            "sk-ant-api03"
                    + "-*********************************************************************************************AA");

    /** Whether all of it was asked for. */
    static final boolean ALL = "all".equals(System.getProperty("arceval.canaries"));

    /** What the text of one canary of a kind holds. */
    private static final List<String> SPREAD =
            List.of("ghp_", "password=", "@mail0.example", "card number 4111", "iban DE89", "+44 20");

    private static final List<Canary> CANARIES = made();

    private Canaries() {}

    /** A secret and a text that it stands in. */
    record Canary(String secret, String text) {}

    static List<Canary> all() {
        return CANARIES;
    }

    private static List<Canary> made() {
        SplittableRandom random = new SplittableRandom(20261122);
        List<Canary> canaries = new ArrayList<>();
        for (String token : TOKENS) {
            String secret = fill(token, random);
            canaries.add(new Canary(secret, "use " + secret + " now"));
        }
        for (String name : List.of("password", "api_key", "client_secret", "DB_PASSWORD", "auth_token")) {
            String secret = fill("k3*******9x", random);
            canaries.add(new Canary(secret, name + "=" + secret));
        }
        String bearer = fill("********************************", random);
        canaries.add(new Canary(bearer, "Authorization: Bearer " + bearer));
        String url = fill("q7********", random);
        canaries.add(new Canary(url, "postgres://clerk:" + url + "@db.shop.example/orders"));
        for (int i = 0; i < 6; i++) {
            String secret = fill("zq****%", random).toLowerCase(java.util.Locale.ROOT) + "@mail" + i + ".example";
            canaries.add(new Canary(secret, "write to " + secret + " today"));
        }
        for (String card :
                List.of("4111 1111 1111 1111", "5555-5555-5555-4444", "378282246310005", "6011 1111 1111 1117")) {
            canaries.add(new Canary(card, "card number " + card + " please"));
        }
        for (String iban : List.of("DE89370400440532013000", "GB29NWBK60161331926819", "FR1420041010050500013M02606")) {
            canaries.add(new Canary(iban, "iban " + iban + " please"));
        }
        for (String phone : List.of("+44 20 7946 0958", "+1 212 555 0143", "+49 30 901820123", "(212) 555-0187")) {
            canaries.add(new Canary(phone, "phone " + phone + " please"));
        }
        canaries.add(new Canary("219-09-9998", "ssn 219-09-9998 please"));
        canaries.add(new Canary("457-55-5462", "social security 457-55-5462 please"));
        canaries.add(new Canary("203.0.113.77", "from 203.0.113.77 today"));
        canaries.add(new Canary("3c:22:fb:9a:01:7e", "device 3c:22:fb:9a:01:7e today"));
        return canaries;
    }

    /** The text as it is, inside JSON inside a string, in base64, and URL-encoded with more than is needed. */
    static List<String> encodings(Canary canary) {
        String escaped =
                canary.text().replace("@", "\\u0040").replace("_", "\\u005f").replace("-", "\\u002d");
        return List.of(
                canary.text(),
                "{\"note\": \"{\\\"inner\\\": \\\"" + escaped.replace("\\", "\\\\") + "\\\"}\"}",
                base64(canary.text()),
                URLEncoder.encode("note: " + canary.text(), StandardCharsets.UTF_8)
                        .replace("_", "%5F")
                        .replace("-", "%2D"));
    }

    /** All encodings if the system property {@code arceval.canaries} is {@code all}; else one of them, another for the next canary. */
    static List<String> chosenEncodings(Canary canary) {
        List<String> encodings = encodings(canary);
        return ALL ? encodings : List.of(encodings.get(CANARIES.indexOf(canary) % encodings.size()));
    }

    /** Some canaries, a kind each; all if the system property says so. */
    static List<Canary> spread() {
        return ALL
                ? CANARIES
                : CANARIES.stream()
                        .filter(canary -> SPREAD.stream().anyMatch(canary.text()::contains))
                        .toList();
    }

    /** Returns what is left of canaries in texts, by the name of the text; in one pass over each. */
    static Map<String, List<String>> left(Map<String, String> texts) {
        Map<String, List<String>> byStart = new HashMap<>();
        boolean[] starts = new boolean[1 << 16];
        int start = Integer.MAX_VALUE;
        for (Canary canary : CANARIES) {
            for (String trace : traces(canary)) {
                start = Math.min(start, trace.length());
            }
        }
        for (Canary canary : CANARIES) {
            for (String trace : traces(canary)) {
                byStart.computeIfAbsent(trace.substring(0, start), unused -> new ArrayList<>())
                        .add(trace);
                starts[signs(trace, 0)] = true;
            }
        }
        Map<String, List<String>> left = new TreeMap<>();
        for (Map.Entry<String, String> named : texts.entrySet()) {
            String text = named.getValue();
            for (int i = 0; i + start <= text.length(); i++) {
                if (!starts[signs(text, i)]) {
                    continue;
                }
                for (String trace : byStart.getOrDefault(text.substring(i, i + start), List.of())) {
                    if (text.startsWith(trace, i)) {
                        left.computeIfAbsent(named.getKey(), unused -> new ArrayList<>())
                                .add(text.substring(Math.max(0, i - 80), Math.min(text.length(), i + 80)));
                    }
                }
            }
        }
        return left;
    }

    private static int signs(String text, int at) {
        return (text.charAt(at) * 31 * 31 + text.charAt(at + 1) * 31 + text.charAt(at + 2)) & 0xFFFF;
    }

    /** What must be found nowhere: the secret in each way in which it was put in. */
    static List<String> traces(Canary canary) {
        List<String> traces = new ArrayList<>(List.of(canary.secret(), base64(canary.text())));
        String url = URLEncoder.encode(canary.secret(), StandardCharsets.UTF_8);
        traces.add(url);
        traces.add(url.replace("_", "%5F").replace("-", "%2D"));
        String escaped =
                canary.secret().replace("@", "u0040").replace("_", "u005f").replace("-", "u002d");
        if (!escaped.equals(canary.secret())) {
            // Before each of the parts stand as many backslashes as it is deep in strings.
            for (String part : escaped.split("u00(40|5f|2d)")) {
                if (part.length() >= 10) {
                    traces.add(part);
                }
            }
        }
        return traces;
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(("the note: " + text).getBytes(StandardCharsets.UTF_8));
    }

    private static String fill(String template, SplittableRandom random) {
        StringBuilder filled = new StringBuilder(template.length());
        for (char c : template.toCharArray()) {
            filled.append(
                    switch (c) {
                        case '*' -> LETTERS.charAt(random.nextInt(LETTERS.length()));
                        case '#' -> "0123456789abcdef".charAt(random.nextInt(16));
                        case '$' -> "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".charAt(random.nextInt(32));
                        case '%' -> (char) ('a' + random.nextInt(26));
                        default -> c;
                    });
        }
        return filled.toString();
    }
}
