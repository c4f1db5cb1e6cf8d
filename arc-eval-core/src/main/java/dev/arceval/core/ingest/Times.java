package dev.arceval.core.ingest;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.TemporalAccessor;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** Reads the times of plain JSON: ISO 8601, or a number since 1970 whose size tells its unit. */
public final class Times {

    /** Returned for what is no time. */
    public static final long NONE = -1;

    /** Numbers below are seconds (up to the year 5138), then milliseconds, microseconds, and last nanoseconds. */
    private static final BigDecimal SECONDS_END = new BigDecimal("1e11");

    /** The last year of which every moment fits into nanoseconds since 1970. */
    private static final int LAST_YEAR = 2261;

    private Times() {}

    /** Returns nanoseconds since 1970, 0 for {@code null} and empty text, {@link #NONE} for what is no time from then to 2262. */
    static long nanos(JsonParser json) {
        JsonToken token = json.currentToken();
        if (token == JsonToken.VALUE_NULL) {
            return 0;
        }
        if (token == JsonToken.VALUE_NUMBER_INT || token == JsonToken.VALUE_NUMBER_FLOAT) {
            return epoch(json.getString());
        }
        if (token != JsonToken.VALUE_STRING) {
            return NONE;
        }
        return nanos(json.getString());
    }

    /** Returns what {@code text} means as a time: nanoseconds since 1970, 0 for empty text, or {@link #NONE}. */
    public static long nanos(String text) {
        String trimmed = text.trim();
        if (trimmed.isEmpty()) {
            return 0;
        }
        return trimmed.length() > 4 && trimmed.charAt(4) == '-' ? iso(trimmed) : epoch(trimmed);
    }

    /** A time without an offset is taken as UTC. */
    private static long iso(String text) {
        byte[] ascii = text.getBytes(StandardCharsets.US_ASCII);
        long usual = usual(ascii, 0, ascii.length);
        return usual != NONE ? usual : unusual(text);
    }

    /**
     * Reads {@code 2024-01-15T10:30:00.123Z} and the same without fraction, without {@code Z} or with a blank for the
     * {@code T}: nearly all times are so written, and a general parser takes fifty times as long. {@link #NONE} for any other.
     */
    static long usual(byte[] text, int from, int to) {
        int length = to - from - (to > from && text[to - 1] == 'Z' ? 1 : 0);
        boolean separated = length >= 19
                && length <= 29
                && text[from + 4] == '-'
                && text[from + 7] == '-'
                && (text[from + 10] == 'T' || text[from + 10] == ' ')
                && text[from + 13] == ':'
                && text[from + 16] == ':'
                && (length == 19 || (length > 20 && text[from + 19] == '.'));
        if (!separated) {
            return NONE;
        }
        int year = digits(text, from, from + 4);
        int month = digits(text, from + 5, from + 7);
        int day = digits(text, from + 8, from + 10);
        int hour = digits(text, from + 11, from + 13);
        int minute = digits(text, from + 14, from + 16);
        int second = digits(text, from + 17, from + 19);
        int fraction = length == 19 ? 0 : digits(text, from + 20, from + length);
        // The last days of a month are left to the general parser, which knows how long a month is.
        boolean within = year >= 1970
                && year <= LAST_YEAR
                && month >= 1
                && month <= 12
                && day >= 1
                && day <= 28
                && hour >= 0
                && hour <= 23
                && minute >= 0
                && minute <= 59
                && second >= 0
                && second <= 59
                && fraction >= 0;
        if (!within) {
            return NONE;
        }
        for (int i = length; i > 19 && i < 29; i++) {
            fraction *= 10;
        }
        long seconds = ((LocalDate.of(year, month, day).toEpochDay() * 24 + hour) * 60 + minute) * 60 + second;
        return seconds * 1_000_000_000L + fraction;
    }

    /** Returns the number that up to nine digits say; -1 if one of them is no digit. */
    private static int digits(byte[] text, int from, int to) {
        int number = 0;
        for (int i = from; i < to; i++) {
            int digit = text[i] - '0';
            if (digit < 0 || digit > 9) {
                return -1;
            }
            number = number * 10 + digit;
        }
        return number;
    }

    private static long unusual(String text) {
        try {
            String withT = text.length() > 10 && text.charAt(10) == ' '
                    ? text.substring(0, 10) + "T" + text.substring(11)
                    : text;
            TemporalAccessor read = withT.length() == 10
                    ? LocalDate.parse(withT).atStartOfDay()
                    : DateTimeFormatter.ISO_DATE_TIME.parseBest(withT, OffsetDateTime::from, LocalDateTime::from);
            Instant instant = read instanceof OffsetDateTime offset
                    ? offset.toInstant()
                    : ((LocalDateTime) read).toInstant(ZoneOffset.UTC);
            long nanos = Math.addExact(Math.multiplyExact(instant.getEpochSecond(), 1_000_000_000L), instant.getNano());
            return nanos < 0 ? NONE : nanos;
        } catch (DateTimeException | ArithmeticException noTime) {
            return NONE;
        }
    }

    /** Returns what a number means as a time, as {@link #nanos(String)} does. */
    static long epoch(String text) {
        try {
            BigDecimal number = new BigDecimal(text.length() > 40 ? "" : text);
            // The scale is checked before the number is: 1e-999999999 has a billion digits.
            if (Math.abs((long) number.scale()) > 40 || number.signum() < 0) {
                return NONE;
            }
            int decimals = 9;
            for (BigDecimal end = SECONDS_END;
                    decimals > 0 && number.compareTo(end) >= 0;
                    end = end.scaleByPowerOfTen(3)) {
                decimals -= 3;
            }
            return number.scaleByPowerOfTen(decimals)
                    .setScale(0, RoundingMode.DOWN)
                    .longValueExact();
        } catch (NumberFormatException | ArithmeticException noTime) {
            return NONE;
        }
    }
}
