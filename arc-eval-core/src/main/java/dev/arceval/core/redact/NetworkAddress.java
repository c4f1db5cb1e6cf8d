package dev.arceval.core.redact;

/** IPv6 addresses (RFC 4291 text forms) and MAC addresses: what has colons or dashes between hex digits. */
final class NetworkAddress implements Detector {

    private static final int MAX_RUN = 46;
    private static final int MAC_LENGTH = 17;
    private static final int DOTTED_MAC_LENGTH = 14;

    @Override
    public void detect(String text, Leaks leaks) {
        int done = 0;
        for (int i = 0; i < text.length() - 1; i++) {
            char c = text.charAt(i);
            if (c == '.' && i >= done && Chars.hex(text.charAt(i + 1))) {
                done = Math.max(done, dottedMac(text, i - 4, leaks));
            }
            if ((c == ':' || c == '-') && i >= done && (isPart(text.charAt(i + 1)))) {
                int end = Math.max(mac(text, i - 2, c, leaks), c == ':' ? ip(text, i, leaks) : 0);
                done = Math.max(done, end);
            }
        }
    }

    private static int mac(String text, int start, char separator, Leaks leaks) {
        if (start < 0 || start + MAC_LENGTH > text.length() || !isFree(text, start, start + MAC_LENGTH, separator)) {
            return 0;
        }
        boolean zero = true;
        for (int i = 0; i < MAC_LENGTH; i++) {
            char c = text.charAt(start + i);
            if (i % 3 == 2 ? c != separator : !Chars.hex(c)) {
                return 0;
            }
            zero &= i % 3 == 2 || c == '0';
        }
        if (zero) {
            return 0;
        }
        leaks.add(start, start + MAC_LENGTH, "mac", Leak.Type.MAC);
        return start + MAC_LENGTH;
    }

    /** {@code 3c22.fb1a.9b07}, as routers write it; one with a letter at least, or it is a number. */
    private static int dottedMac(String text, int start, Leaks leaks) {
        if (start < 0
                || start + DOTTED_MAC_LENGTH > text.length()
                || !isFree(text, start, start + DOTTED_MAC_LENGTH, '.')) {
            return 0;
        }
        boolean letter = false;
        for (int i = 0; i < DOTTED_MAC_LENGTH; i++) {
            char c = text.charAt(start + i);
            if (i % 5 == 4 ? c != '.' : !Chars.hex(c)) {
                return 0;
            }
            letter |= Chars.letter(c);
        }
        if (!letter) {
            return 0;
        }
        leaks.add(start, start + DOTTED_MAC_LENGTH, "mac", Leak.Type.MAC);
        return start + DOTTED_MAC_LENGTH;
    }

    private static int ip(String text, int colon, Leaks leaks) {
        int start = colon;
        while (start > 0 && colon - start < 5 && Chars.hex(text.charAt(start - 1))) {
            start--;
        }
        int end = colon;
        while (end < text.length() && end - start <= MAX_RUN && isPart(text.charAt(end))) {
            end++;
        }
        int run = end;
        while (end > start && text.charAt(end - 1) == '.') {
            end--;
        }
        if (end - start <= MAX_RUN
                && isFree(text, start, run, ':')
                && (isIp6(text, start, end)
                        || isHere(text, start, end)
                                && (Context.namesAddress(text, start) || Ip4.suffixEnd(text, end) > end))) {
            leaks.add(start, Ip4.suffixEnd(text, end), "ipv6", Leak.Type.IP);
        }
        return run;
    }

    /** The address of this host and the one of none. */
    private static boolean isHere(String text, int start, int end) {
        return end - start <= 3 && "::1".startsWith(text.substring(start, end));
    }

    private static boolean isFree(String text, int start, int end, char separator) {
        char before = Chars.at(text, start - 1);
        char after = Chars.at(text, end);
        return !Chars.word(before)
                && before != separator
                && before != '.'
                && !Chars.word(after)
                && !(after == separator && Chars.word(Chars.at(text, end + 1)));
    }

    private static boolean isPart(char c) {
        return Chars.hex(c) || c == ':' || c == '.';
    }

    /** Eight groups of up to four hex digits, one run of zero groups left out, the last two maybe in decimal. */
    private static boolean isIp6(String text, int start, int end) {
        int groups = 0;
        int gap = -1;
        int i = start;
        int digits = 0;
        boolean anyDigit = false;
        while (i < end) {
            char c = text.charAt(i);
            if (c == '.') {
                return false;
            }
            if (c != ':') {
                int groupEnd = i;
                while (groupEnd < end && Chars.hex(text.charAt(groupEnd))) {
                    anyDigit |= Chars.digit(text.charAt(groupEnd));
                    groupEnd++;
                }
                if (Chars.at(text, groupEnd) == '.' && groupEnd < end) {
                    return Ip4.end(text, i) == end && (gap >= 0 ? groups <= 6 : groups == 6);
                }
                if (groupEnd - i > 4) {
                    return false;
                }
                groups++;
                digits += groupEnd - i;
                i = groupEnd;
            } else if (Chars.at(text, i + 1) == ':' && i + 1 < end) {
                if (gap >= 0) {
                    return false;
                }
                gap = groups;
                i += 2;
            } else {
                if (i == start || i + 1 == end) {
                    return false;
                }
                i++;
            }
        }
        if (gap < 0) {
            return groups == 8;
        }
        return groups < 8 && groups >= 1 && (anyDigit || groups >= 3) && digits > 1;
    }
}
