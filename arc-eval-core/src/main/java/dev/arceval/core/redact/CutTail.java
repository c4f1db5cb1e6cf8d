package dev.arceval.core.redact;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * What is left of a credential or an address where a text was cut: too short for its own rule. Only the end of a text is
 * looked at, and only where something says that it was cut: a mark such as {@code …} or {@code <312 more>}, or a length that
 * is a usual limit.
 */
final class CutTail implements Detector {

    /** A shorter beginning is part of many words. */
    private static final int MIN_KEYWORD = 4;

    /** Fewer chars of a credential than this help nobody. */
    private static final int MIN_REST = 4;

    /** JSON in base64 begins with the name of its first field, the same in all credentials of the kind. */
    private static final int MIN_JSON_REST = 40;

    private static final int MAX_TAIL = 512;

    /** Limits of attribute values and messages in exporters and frameworks. */
    private static final Set<Integer> LIMITS = Set.of(
            100, 128, 200, 250, 255, 256, 500, 512, 1000, 1023, 1024, 2000, 2048, 4000, 4095, 4096, 5000, 8000, 8191,
            8192, 10_000, 12_000, 16_000, 16_384, 32_000, 32_766, 32_767, 32_768, 50_000, 65_535, 65_536, 100_000);

    private final Keywords keywords;
    private final int[] lengths;

    /** @param rules of which those count that start with a keyword of their own */
    CutTail(List<CredentialRule> rules) {
        List<String> words = new ArrayList<>();
        for (CredentialRule rule : rules) {
            if (rule.place() == CredentialRule.Place.TOKEN && rule.back() == 0) {
                rule.keywords().stream().filter(CutTail::isTelling).forEach(words::add);
            }
        }
        keywords = new Keywords(words.stream().distinct().toList());
        lengths = words.stream().distinct().mapToInt(String::length).toArray();
    }

    /** {@code ghp_} and {@code AKIA} are no beginnings of words. */
    private static boolean isTelling(String keyword) {
        return keyword.length() >= MIN_KEYWORD
                && (keyword.chars().anyMatch(c -> c == '_' || c == '-' || Chars.digit((char) c))
                        || keyword.equals(keyword.toUpperCase(Locale.ROOT)))
                && keyword.chars().noneMatch(c -> Chars.space((char) c) || c == '=' || c == ':');
    }

    @Override
    public void detect(String text, Leaks leaks) {
        int end = cutAt(text);
        if (end < 0) {
            return;
        }
        int start = end;
        while (start > 0 && end - start < MAX_TAIL && isTokenChar(text.charAt(start - 1))) {
            start--;
        }
        if (end - start < MIN_KEYWORD + MIN_REST) {
            return;
        }
        int from = start;
        keywords.scan(text.substring(start, end), (keyword, keywordEnd) -> {
            int at = from + keywordEnd - lengths[keyword];
            int rest = end - from - keywordEnd;
            boolean starts = Chars.startsToken(text, at) && Chars.at(text, at - 1) != '+';
            if (starts && rest >= (text.startsWith("eyJ", from + keywordEnd) ? MIN_JSON_REST : MIN_REST)) {
                leaks.add(at, end, "cut-credential", Leak.Type.SECRET);
            }
        });
        address(text, start, end, leaks);
    }

    /** {@code ann.lee@sho}: what comes before the sign names a person without its host. */
    private static void address(String text, int start, int end, Leaks leaks) {
        int at = text.lastIndexOf('@', end - 1);
        if (at > start + 1 && at < end - 1 && text.substring(at, end).indexOf('.') < 0) {
            leaks.add(start, end, "cut-email", Leak.Type.EMAIL);
        }
    }

    /** Where the text was cut, or -1 if nothing says that it was. */
    private static int cutAt(String text) {
        int length = text.length();
        if (LIMITS.contains(length)) {
            return length;
        }
        for (String mark : new String[] {"…", "...", "[truncated]", "<truncated>", "(truncated)", "[...]", "[…]"}) {
            if (text.endsWith(mark)) {
                int end = length - mark.length();
                while (end > 0 && " .…".indexOf(text.charAt(end - 1)) >= 0) {
                    end--;
                }
                return end;
            }
        }
        if (text.endsWith(" more>")) {
            int open = text.lastIndexOf('<');
            return open >= 0 && text.substring(open + 1, length - 6).chars().allMatch(c -> Chars.digit((char) c))
                    ? open
                    : -1;
        }
        return -1;
    }

    private static boolean isTokenChar(char c) {
        return Chars.word(c) || "-./+=@%".indexOf(c) >= 0;
    }
}
