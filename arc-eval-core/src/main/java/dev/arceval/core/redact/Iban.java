package dev.arceval.core.redact;

/** International bank account numbers: the country's length (SWIFT IBAN registry) and the check of ISO 7064 MOD 97-10. */
final class Iban implements Detector {

    private static final int LETTERS = 26;

    /** By the two letters of the country; 0 where it gives out none. */
    private static final byte[] LENGTHS = new byte[LETTERS * LETTERS];

    static {
        String registry =
                "AD24 AE23 AL28 AT20 AZ28 BA20 BE16 BG22 BH22 BI27 BR29 BY28 CH21 CR22 CY28 CZ24 DE22 DJ27 DK18 "
                        + "DO28 EE20 EG29 ES24 FI18 FK18 FO18 FR27 GB22 GE22 GI23 GL18 GR27 GT28 HN28 HR21 HU28 IE22 IL23 IQ23 "
                        + "IS26 IT27 JO30 KW30 KZ20 LB28 LC32 LI21 LT20 LU20 LV21 LY25 MC27 MD24 ME22 MK19 MN20 MR27 MT31 MU30 "
                        + "NI28 NL18 NO15 OM23 PK24 PL28 PS29 PT25 QA29 RO24 RS22 RU33 SA24 SC31 SD18 SE24 SI19 SK24 SM27 SO23 "
                        + "ST25 SV28 TL23 TN24 TR26 UA29 VA22 VG24 XK20 YE30";
        for (String country : registry.split(" ")) {
            LENGTHS[index(country.charAt(0), country.charAt(1))] = Byte.parseByte(country.substring(2));
        }
    }

    @Override
    public void detect(String text, Leaks leaks) {
        for (int i = 0; i + 15 <= text.length(); i++) {
            if (Chars.digit(text.charAt(i + 2))
                    && Chars.digit(text.charAt(i + 3))
                    && Chars.letter(text.charAt(i))
                    && Chars.letter(text.charAt(i + 1))
                    && Chars.startsToken(text, i)) {
                int end = end(text, i);
                if (end > 0) {
                    leaks.add(i, end, "iban", Leak.Type.IBAN);
                    i = end - 1;
                }
            }
        }
    }

    /** The end of a valid number that starts here, written in one or in groups, or -1. */
    private static int end(String text, int start) {
        int length = LENGTHS[index(text.charAt(start), text.charAt(start + 1))];
        if (length == 0) {
            return -1;
        }
        char[] number = new char[length];
        int count = 0;
        int i = start;
        while (count < length) {
            char c = Chars.at(text, i);
            if (Chars.alphanumeric(c)) {
                number[count++] = Character.toUpperCase(c);
            } else if ((c != ' ' && c != '-') || !Chars.alphanumeric(Chars.at(text, i + 1))) {
                return -1;
            }
            i++;
        }
        return !Chars.word(Chars.at(text, i)) && checks(number) ? i : -1;
    }

    private static int index(char first, char second) {
        return (Character.toUpperCase(first) - 'A') * LETTERS + Character.toUpperCase(second) - 'A';
    }

    private static boolean checks(char[] number) {
        int remainder = 0;
        for (int i = 0; i < number.length; i++) {
            int value = Character.digit(number[(i + 4) % number.length], 36);
            remainder = (remainder * (value > 9 ? 100 : 10) + value) % 97;
        }
        return remainder == 1;
    }
}
