package dev.arceval.core.redact;

/** What is written in digits: cards, social security numbers, IPv4 addresses, phone numbers. */
final class NumberDetector implements Detector {

    private static final Context.Words CARD =
            new Context.Words("card", "credit", "debit", "visa", "maestro", "amex", "cc ", "cc:");

    private static final Context.Words SOCIAL_SECURITY = new Context.Words("ssn", "social security");

    @Override
    public void detect(String text, Leaks leaks) {
        int length = text.length();
        int i = 0;
        int done = -1;
        while (i < length) {
            char c = text.charAt(i);
            if (!Chars.digit(c) && c != '+' && c != '(') {
                i++;
            } else if (!Chars.digit(c) && !opensNumber(text, i)) {
                i++;
            } else if (isInsideWord(text, i)) {
                i = skipWord(text, i);
            } else {
                DigitGroups groups = DigitGroups.at(text, i);
                int end = next(text, i, groups, done, leaks);
                done = end > 0 ? end : done;
                i = end > 0 ? end : groups.end(0);
            }
        }
    }

    /** @param done the end of the number before, which a number may follow at once */
    private static int next(String text, int start, DigitGroups groups, int done, Leaks leaks) {
        int end = Math.max(address(text, start, leaks), 0);
        if (end == 0) {
            end = card(text, groups, leaks);
        }
        if (end == 0) {
            end = socialSecurity(text, groups, leaks);
        }
        if (end == 0) {
            end = done != start - 1 && isPartOfRow(text, start) ? 0 : Phone.end(text, groups);
            if (end > 0) {
                leaks.add(start, end, "phone", Leak.Type.PHONE);
            }
        }
        return Math.max(end, 0);
    }

    /**
     * Groups of digits after another group that has some, as in an account number, a bank's four letters maybe in between:
     * not where a phone number starts.
     */
    private static boolean isPartOfRow(String text, int start) {
        int group = start;
        for (int groups = 0;
                groups < 2 && Chars.digit(text.charAt(start)) && Chars.at(text, group - 1) == ' ';
                groups++) {
            int i = group - 2;
            boolean digit = false;
            boolean upper = true;
            while (Chars.alphanumeric(Chars.at(text, i))) {
                digit |= Chars.digit(text.charAt(i));
                upper &= Chars.upper(text.charAt(i));
                i--;
            }
            if (digit) {
                return true;
            }
            if (!upper || group - 2 - i != 4) {
                return false;
            }
            group = i + 1;
        }
        return false;
    }

    private static int address(String text, int start, Leaks leaks) {
        int end = Chars.digit(text.charAt(start)) ? Ip4.end(text, start) : -1;
        if (end > 0 && !Ip4.isVersion(text, start) && !Ip4.isNobody(text, start, end)) {
            end = Ip4.suffixEnd(text, end);
            leaks.add(start, end, "ipv4", Leak.Type.IP);
        }
        return end;
    }

    private static int card(String text, DigitGroups groups, Leaks leaks) {
        if (followsAccountHead(text, groups.start())) {
            return 0;
        }
        for (int count = Math.min(groups.count(), 5); count >= 1; count--) {
            int digits = groups.digits(count);
            if (digits >= 12 && digits <= 19 && groups.isSpacedAlike(count) && isCardShape(groups, count)) {
                if (groups.isFree(count)
                        && (count != 2 || namesCard(text, groups.start()))
                        && isCard(text, groups.start(), groups.text(count))) {
                    leaks.add(groups.start(), groups.end(count - 1), "card", Leak.Type.CARD);
                    return groups.end(count - 1);
                }
            }
        }
        return 0;
    }

    /**
     * One number in ten passes the check by chance, so it needs an issuer's prefix as well or words that speak of a card.
     */
    private static boolean isCard(String text, int start, String digits) {
        return Card.checks(digits) && (Card.isIssued(digits) || namesCard(text, start));
    }

    /** {@code RS35} and a space: the head of an international account number, whether its check digits are right or not. */
    private static boolean followsAccountHead(String text, int start) {
        return Chars.at(text, start - 1) == ' '
                && Chars.digit(Chars.at(text, start - 2))
                && Chars.digit(Chars.at(text, start - 3))
                && Chars.upper(Chars.at(text, start - 4))
                && Chars.upper(Chars.at(text, start - 5))
                && Chars.startsToken(text, start - 5);
    }

    private static boolean namesCard(String text, int start) {
        return CARD.standBefore(text, start, 48);
    }

    /** In one, in fours with a shorter rest, 4-6-4 and 4-6-5, or in halves. */
    private static boolean isCardShape(DigitGroups groups, int count) {
        if (count == 1) {
            return true;
        }
        if (count == 2) {
            return groups.size(0) == 8 && groups.size(1) == 8;
        }
        if (count == 3) {
            return groups.size(0) == 4 && (groups.size(1) == 6 || groups.size(1) == 4) && groups.size(2) >= 4;
        }
        for (int i = 0; i < count - 1; i++) {
            if (groups.size(i) != 4) {
                return false;
            }
        }
        return count >= 4 && groups.size(count - 1) <= 4;
    }

    /** Area, group and serial as the Social Security Administration issues them. */
    private static int socialSecurity(String text, DigitGroups groups, Leaks leaks) {
        boolean written = groups.count() >= 3
                && groups.size(0) == 3
                && groups.size(1) == 2
                && groups.size(2) == 4
                && groups.isSpacedAlike(3)
                && groups.isFree(3);
        boolean named =
                groups.size(0) == 9 && groups.isFree(1) && SOCIAL_SECURITY.standBefore(text, groups.start(), 40);
        if (!written && !named) {
            return 0;
        }
        int count = written ? 3 : 1;
        String digits = groups.text(count);
        boolean issued = !digits.startsWith("000")
                && !digits.startsWith("666")
                && !digits.startsWith("9")
                && !digits.startsWith("00", 3)
                && !digits.startsWith("0000", 5)
                && !digits.equals("123456789")
                && !digits.equals("987654321");
        if (!issued) {
            return 0;
        }
        leaks.add(groups.start(), groups.end(count - 1), "us-ssn", Leak.Type.SSN);
        return groups.end(count - 1);
    }

    private static boolean opensNumber(String text, int i) {
        char next = Chars.at(text, i + 1);
        return Chars.digit(next)
                || text.charAt(i) == '(' && next == '+'
                || next == '(' && Chars.digit(Chars.at(text, i + 2));
    }

    /** In an identifier, a longer number, a decimal: {@code a1}, {@code 1.5}, {@code 3,000}, {@code ab-12}. */
    private static boolean isInsideWord(String text, int i) {
        if (!Chars.startsToken(text, i)) {
            return true;
        }
        char before = Chars.at(text, i - 1);
        boolean glued = before == '-' || before == '.' || before == ',' && DigitGroups.isThousands(text, i);
        return glued && Chars.alphanumeric(Chars.at(text, i - 2));
    }

    private static int skipWord(String text, int i) {
        int end = i + 1;
        while (end < text.length() && Chars.word(text.charAt(end))) {
            end++;
        }
        return end;
    }
}
