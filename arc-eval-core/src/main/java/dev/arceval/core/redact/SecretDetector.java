package dev.arceval.core.redact;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Finds what words announce: credentials by their format, by the name in front of them, in PEM blocks and in URLs, and dates
 * of birth.
 *
 * <p>One pass of {@link Keywords} says where something could be; only there anything dearer is tried. What is tried looks
 * at a bounded window, and what has been read as a name or a match is not read again, so that the whole stays linear.
 */
final class SecretDetector implements Detector {

    /** The rule of what is secret only by the name in front of it. */
    static final String BY_NAME = "key-name";

    private static final String PEM = "-----begin";
    private static final String URL = "://";

    /** Names longer than this are encoded data that happens to contain a keyword. */
    private static final int MAX_NAME = 96;

    private static final int MAX_NAMES_IN_VALUE = 8;

    private static final int MAX_ITEMS = 64;
    private static final int MAX_PEM = 32_768;
    private static final int MAX_USER_INFO = 512;
    private static final int MAX_COOKIE = 4_096;
    private static final int[] NONE_MATCHED = {};

    private final Keywords keywords;
    private final List<List<TokenRule>> tokenRules = new ArrayList<>();
    private final List<List<CredentialRule>> valueRules = new ArrayList<>();
    private final int[] lengths;
    private final int rules;
    private final int pem;
    private final int url;
    private final boolean[] stems;
    private final boolean[] births;
    private final boolean[] passwords;

    SecretDetector(List<CredentialRule> rules) {
        Map<String, Integer> index = new LinkedHashMap<>();
        for (CredentialRule rule : rules) {
            rule.keywords().forEach(keyword -> indexOf(index, keyword));
        }
        SecretName.STEMS.forEach(stem -> indexOf(index, stem));
        BirthDate.WORDS.forEach(word -> indexOf(index, word));
        PasswordWord.WORDS.forEach(word -> indexOf(index, word));
        pem = indexOf(index, PEM);
        url = indexOf(index, URL);
        List<String> words = List.copyOf(index.keySet());
        lengths = words.stream().mapToInt(String::length).toArray();
        for (int i = 0; i < words.size(); i++) {
            tokenRules.add(new ArrayList<>());
            valueRules.add(new ArrayList<>());
        }
        this.rules = rules.size();
        for (int i = 0; i < rules.size(); i++) {
            CredentialRule rule = rules.get(i);
            for (String keyword : rule.keywords()) {
                int word = indexOf(index, keyword);
                if (rule.place() == CredentialRule.Place.TOKEN) {
                    tokenRules.get(word).add(new TokenRule(i, rule));
                } else {
                    valueRules.get(word).add(rule);
                }
            }
        }
        keywords = new Keywords(words);
        stems = new boolean[words.size()];
        SecretName.STEMS.forEach(stem -> stems[indexOf(index, stem)] = true);
        births = new boolean[words.size()];
        BirthDate.WORDS.forEach(word -> births[indexOf(index, word)] = true);
        passwords = new boolean[words.size()];
        PasswordWord.WORDS.forEach(word -> passwords[indexOf(index, word)] = true);
    }

    private record TokenRule(int index, CredentialRule rule) {}

    private static int indexOf(Map<String, Integer> index, String keyword) {
        return index.computeIfAbsent(keyword.toLowerCase(Locale.ROOT), unused -> index.size());
    }

    @Override
    public void detect(String text, Leaks leaks) {
        Pass pass = new Pass(text, leaks);
        keywords.scan(text, pass);
    }

    /** One text being read. */
    private final class Pass implements Keywords.Hit {

        private final String text;
        private final Leaks leaks;

        /** Up to where each keyword's rules have matched; made at the first keyword, which most texts do not have. */
        private int[] matchedTo = NONE_MATCHED;

        /** Up to where the last bare value goes, and how many names have been read inside it. */
        private int runEnd = -1;

        private int runNames;
        private int nameEnd = -1;
        private String name = "";
        private @Nullable Assignment value;
        private int pemEnd;
        private @Nullable VainReads vainReads;
        private int cookieEnd;
        private final SecretColumns columns;

        Pass(String text, Leaks leaks) {
            this.text = text;
            this.leaks = leaks;
            columns = new SecretColumns(text, leaks);
        }

        @Override
        public void at(int keyword, int end) {
            int start = end - lengths[keyword];
            if (matchedTo == NONE_MATCHED) {
                matchedTo = new int[lengths.length];
            }
            if (start < matchedTo[keyword]) {
                return;
            }
            for (TokenRule token : tokenRules.get(keyword)) {
                matchedTo[keyword] = Math.max(matchedTo[keyword], match(token, start));
            }
            if (births[keyword]) {
                matchedTo[keyword] = BirthDate.at(text, start, end, leaks);
            }
            if (passwords[keyword]) {
                PasswordWord.at(text, start, end, leaks);
            }
            if (keyword == pem) {
                pem(start);
            } else if (keyword == url) {
                userInfo(end);
            } else if (stems[keyword] || !valueRules.get(keyword).isEmpty()) {
                named(keyword, start, end);
            }
        }

        /** What {@link CredentialRule#tokenAt} says, unless too much has been read in vain. */
        private int match(TokenRule token, int keyword) {
            CredentialRule rule = token.rule();
            int start = rule.startOf(text, keyword);
            if (!rule.canStart(text, start)) {
                return -1;
            }
            VainReads reads = vainReads;
            if (reads == null) {
                reads = new VainReads(rules);
                vainReads = reads;
            }
            if (!reads.allow(token.index(), start)) {
                return -1;
            }
            Window read = rule.window(text, start);
            int matched = rule.tokenAt(text, start, read, leaks);
            if (matched < 0) {
                reads.add(token.index(), read.furthest() - start);
            }
            return matched;
        }

        private void named(int keyword, int start, int end) {
            boolean fresh = end > nameEnd;
            if (fresh) {
                readName(start, end);
            }
            Assignment found = value;
            if (found == null) {
                return;
            }
            if (fresh && !endsRun(found)) {
                byName(found);
            }
            if (!startsWord(start)) {
                return;
            }
            for (CredentialRule rule : valueRules.get(keyword)) {
                String candidate = text.substring(found.start(), found.end());
                if (rule.matchesValue(candidate) && !SecretValue.isPlaceholder(candidate)) {
                    leaks.add(found.start(), found.end(), rule.id(), Leak.Type.SECRET);
                }
            }
        }

        /** A service's name counts only where a word of the variable's name starts: not "okta" in {@code rookTable}. */
        private boolean startsWord(int start) {
            char before = Chars.at(text, start - 1);
            return !Chars.letter(before) || Chars.upper(text.charAt(start)) && !Chars.upper(before);
        }

        private void readName(int start, int end) {
            int from = start;
            while (from > 0 && start - from < MAX_NAME && isNameChar(text.charAt(from - 1))) {
                from--;
            }
            if (from < start && Chars.at(text, from - 1) == '\\' && "nrt".indexOf(text.charAt(from)) >= 0) {
                from++;
            }
            int to = end;
            while (to < text.length() && to - end < MAX_NAME && isNameChar(text.charAt(to))) {
                to++;
            }
            nameEnd = to;
            while (to > end && ".-".indexOf(text.charAt(to - 1)) >= 0) {
                to--;
            }
            while (from < start && text.charAt(from) == '-') {
                from++;
            }
            boolean tooLong = to - from >= MAX_NAME;
            name = tooLong ? "" : text.substring(from, to);
            value = tooLong ? null : Assignment.after(text, from, to);
            if (!tooLong && SecretColumns.isHeader(text, from, to)) {
                columns.below(from, to, SecretName.strengthOf(name));
            }
        }

        /**
         * Names inside a value are read too, as in {@code key=https://host?token=x}, but not without end: a run of names and
         * values without any space or quote is taken away as a whole.
         */
        private boolean endsRun(Assignment found) {
            if (!found.isBare()) {
                return false;
            }
            if (found.start() >= runEnd) {
                runEnd = found.end();
                runNames = 0;
            }
            runNames++;
            if (runNames <= MAX_NAMES_IN_VALUE) {
                return false;
            }
            nameEnd = Math.max(nameEnd, found.end());
            leaks.add(found.start(), found.end(), BY_NAME, Leak.Type.SECRET);
            return true;
        }

        private void byName(Assignment found) {
            SecretName.Strength strength = SecretName.strengthOf(name);
            if (strength == SecretName.Strength.NONE) {
                return;
            }
            String lower = name.toLowerCase(Locale.ROOT);
            if (lower.endsWith("cookie") && found.isBare()) {
                cookie(found);
            } else if (Chars.at(text, found.start()) == '[' && found.isBare()) {
                list(found.start(), strength);
            } else if (!schemed(found)) {
                report(found, strength);
            }
        }

        private void report(Assignment found, SecretName.Strength strength) {
            if (!ValueContext.saysOtherwise(text, name, found)
                    && SecretValue.isSecret(text.substring(found.start(), found.end()), strength, found.form())) {
                int end = found.wholeEnd(text);
                leaks.add(found.start(), end, BY_NAME, Leak.Type.SECRET);
                if (found.isBare()) {
                    nameEnd = Math.max(nameEnd, end);
                }
            }
        }

        /** {@code passwords = ["x", "y"]}: what is in quotes, up to what is not. */
        private void list(int start, SecretName.Strength strength) {
            Assignment item = Assignment.item(text, start + 1);
            for (int items = 0; item != null && items < MAX_ITEMS; items++) {
                if (SecretValue.isSecret(text.substring(item.start(), item.end()), strength, item.form())) {
                    leaks.add(item.start(), item.end(), BY_NAME, Leak.Type.SECRET);
                }
                item = Assignment.itemAfter(text, item.end());
            }
        }

        /** {@code Authorization: Bearer x}, quoted or not: the scheme stays. */
        private boolean schemed(Assignment found) {
            int start = AuthScheme.credentialStart(text, found.start());
            if (start < 0) {
                return false;
            }
            Assignment credential = Assignment.bare(text, start);
            if (credential != null && AuthScheme.isCredential(text.substring(start, credential.end()))) {
                leaks.add(start, credential.end(), "authorization", Leak.Type.SECRET);
            }
            return true;
        }

        /** A cookie header holds pairs up to the end of its line or quote. */
        private void cookie(Assignment found) {
            int end = found.start();
            if (end < cookieEnd) {
                return;
            }
            int limit = Math.min(text.length(), end + MAX_COOKIE);
            boolean pair = false;
            while (end < limit && "\n\r\"'\\".indexOf(text.charAt(end)) < 0) {
                pair |= text.charAt(end) == '=';
                end++;
            }
            cookieEnd = end;
            if (pair && end - found.start() >= 8) {
                leaks.add(found.start(), end, "cookie", Leak.Type.SECRET);
            }
        }

        /** A private key, armoured, whole or cut off; the line breaks may be JSON escapes. */
        private void pem(int start) {
            if (start < pemEnd) {
                return;
            }
            int headerEnd = text.indexOf("-----", start + PEM.length());
            if (headerEnd < 0
                    || headerEnd - start > 60
                    || !text.substring(start, headerEnd)
                            .toUpperCase(Locale.ROOT)
                            .contains("PRIVATE KEY")) {
                return;
            }
            int body = headerEnd + 5;
            int limit = Math.min(text.length(), body + MAX_PEM);
            int bodyEnd = body;
            while (bodyEnd < limit && !text.startsWith("-----", bodyEnd)) {
                bodyEnd++;
            }
            int end = bodyEnd;
            if (text.startsWith("-----END", bodyEnd)) {
                int close = text.indexOf("-----", bodyEnd + 8);
                end = close >= 0 && close - bodyEnd < 60 ? close + 5 : bodyEnd + 8;
            }
            pemEnd = end;
            if (text.substring(body, bodyEnd).replace("\\n", "").strip().length() >= 10) {
                leaks.add(start, end, "private-key", Leak.Type.SECRET);
            }
        }

        /** {@code ://user:password@host}: the password goes; {@code ://token@host}: the token, where it is long. */
        private void userInfo(int start) {
            int limit = Math.min(text.length(), start + MAX_USER_INFO);
            int colon = -1;
            int at = -1;
            for (int i = start; i < limit; i++) {
                char c = text.charAt(i);
                if (c == '@') {
                    at = i;
                } else if (c == ':' && colon < 0) {
                    colon = i;
                } else if (Chars.space(c) || "/\"'`<>\\?{}|«»;,()".indexOf(c) >= 0) {
                    break;
                }
            }
            if (at < 0 || !Chars.alphanumeric(Chars.at(text, at + 1)) && Chars.at(text, at + 1) != '[') {
                return;
            }
            if (colon >= 0 && colon < at - 1) {
                if (!SecretValue.isPlaceholder(text.substring(colon + 1, at))) {
                    leaks.add(colon + 1, at, "url-password", Leak.Type.SECRET);
                }
            } else if (at - start >= 20
                    && text.indexOf('.', start) > at
                    && SecretValue.hasDigit(text.substring(start, at))) {
                leaks.add(start, at, "url-token", Leak.Type.SECRET);
            }
        }
    }

    private static boolean isNameChar(char c) {
        return Chars.word(c) || c == '-' || c == '.';
    }
}
