package dev.arceval.core.redact;

/** IPv4 addresses in dotted decimal; four-part version numbers are told apart by what stands before them. */
final class Ip4 {

    private Ip4() {}

    /** The end of the address that starts here, or -1. No leading zeros, as in RFC 6943, 3.1.1. */
    static int end(String text, int start) {
        int i = start;
        for (int part = 0; part < 4; part++) {
            int from = i;
            int value = 0;
            while (i - from < 3 && Chars.digit(Chars.at(text, i))) {
                value = value * 10 + text.charAt(i) - '0';
                i++;
            }
            boolean leadingZero = i - from > 1 && text.charAt(from) == '0';
            if (i == from || value > 255 || leadingZero || Chars.digit(Chars.at(text, i))) {
                return -1;
            }
            if (part < 3 && Chars.at(text, i++) != '.') {
                return -1;
            }
        }
        boolean goesOn = Chars.at(text, i) == '.' && Chars.alphanumeric(Chars.at(text, i + 1));
        return goesOn || Chars.word(Chars.at(text, i)) ? -1 : i;
    }

    /** The end of the zone and the length of the network behind an address: {@code %eth0}, {@code /24}. */
    static int suffixEnd(String text, int end) {
        int i = end;
        if (Chars.at(text, i) == '%' && Chars.letter(Chars.at(text, i + 1))) {
            i++;
            while (Chars.word(Chars.at(text, i)) && i - end < 16) {
                i++;
            }
        }
        int length = i + 1;
        while (Chars.at(text, i) == '/' && Chars.digit(Chars.at(text, length)) && length - i <= 3) {
            length++;
        }
        return length > i + 1 && Chars.endsToken(text, length) ? length : i;
    }

    static boolean isVersion(String text, int start) {
        String before = Context.before(text, start, 12);
        return before.endsWith("v")
                || before.contains("version")
                || before.contains("==")
                || before.endsWith("rev ")
                || before.endsWith("section ")
                || before.endsWith("chapter ")
                || before.endsWith("clause ")
                || before.endsWith("\u00a7 ")
                || before.endsWith("\u00a7");
    }

    /** Addresses that belong to no one: this host, the any address, the mask. */
    static boolean isNobody(String text, int start, int end) {
        String address = text.substring(start, end);
        return (address.startsWith("127.") || address.startsWith("0.") || address.startsWith("255.255."))
                && !Context.namesAddress(text, start);
    }
}
