package dev.arceval.core.redact;

import java.util.Locale;
import java.util.Set;

/** E-mail addresses as people write them: an atom of RFC 5322 before the sign, a host with a top-level name after it. */
final class EmailDetector implements Detector {

    /** RFC 5321, 4.5.3.1: 64 octets of local part, 255 of domain. */
    private static final int MAX_LOCAL = 64;

    private static final int MAX_DOMAIN = 255;

    /** {@code icon@2x.png} is a file. */
    private static final Set<String> NOT_TOP_LEVEL =
            Set.of("png", "jpg", "jpeg", "gif", "svg", "webp", "css", "js", "ts", "json", "html", "md", "py", "java");

    @Override
    public void detect(String text, Leaks leaks) {
        for (int at = text.indexOf('@'); at >= 0; at = text.indexOf('@', at + 1)) {
            int start = localStart(text, at);
            int end = domainEnd(text, at + 1);
            if (start < at && end > 0 && !isGitRemote(text, start, at, end)) {
                leaks.add(start, end, "email", Leak.Type.EMAIL);
            }
        }
    }

    private static int localStart(String text, int at) {
        int start = at;
        while (start > 0 && at - start < MAX_LOCAL && isLocal(text.charAt(start - 1))) {
            start--;
        }
        if (start > 0 && text.charAt(start - 1) == '\\' && start < at && "nrt".indexOf(text.charAt(start)) >= 0) {
            start++;
        }
        while (start < at && ".-'+%".indexOf(text.charAt(start)) >= 0) {
            start++;
        }
        return text.charAt(at - (start < at ? 1 : 0)) == '.' ? at : start;
    }

    private static boolean isLocal(char c) {
        return Chars.word(c) || "._%+-'".indexOf(c) >= 0 || c > 127 && Character.isLetterOrDigit(c);
    }

    /** The end of the domain, or -1 where there is none with a top-level name. */
    private static int domainEnd(String text, int start) {
        int end = start;
        int lastDot = -1;
        while (end < text.length() && end - start < MAX_DOMAIN && isDomain(text.charAt(end))) {
            if (text.charAt(end) == '.') {
                if (end == start || text.charAt(end - 1) == '.') {
                    break;
                }
                lastDot = end;
            }
            end++;
        }
        while (end > start && ".-".indexOf(text.charAt(end - 1)) >= 0) {
            end--;
            if (end == lastDot) {
                lastDot = text.lastIndexOf('.', end - 1);
            }
        }
        return lastDot > start && lastDot < end && isTopLevel(text, lastDot + 1, end) ? end : -1;
    }

    private static boolean isDomain(char c) {
        return Chars.alphanumeric(c) || c == '-' || c == '.' || c > 127 && Character.isLetterOrDigit(c);
    }

    private static boolean isTopLevel(String text, int start, int end) {
        if (end - start < 2 || end - start > 24) {
            return false;
        }
        if (text.startsWith("xn--", start)) {
            return true;
        }
        for (int i = start; i < end; i++) {
            char c = text.charAt(i);
            if (!Character.isLetter(c) && !(c == '-' && i > start)) {
                return false;
            }
        }
        return !NOT_TOP_LEVEL.contains(text.substring(start, end).toLowerCase(Locale.ROOT));
    }

    /** {@code git@host:path} names a repository, not a person. */
    private static boolean isGitRemote(String text, int start, int at, int end) {
        return at - start == 3 && text.startsWith("git@", start) && Chars.at(text, end) == ':';
    }
}
