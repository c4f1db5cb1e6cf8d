package dev.arceval.core.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.function.Function;

/** A fast reader and the strict one that it must not contradict; and records changed so that it is tempted to. */
final class TwoReaders {

    private final JsonRecordReader strict;

    /** Kept from record to record, as in use: what the fast one learnt from one must not show in the next. */
    private final RecordResult result = new RecordResult();

    private final JsonRecordReader.UsualRecords fast;

    TwoReaders(JsonRecordReader.RecordParser strict, Function<RecordResult, JsonRecordReader.UsualRecords> fast) {
        this(ReadLimits.standard(), strict, fast);
    }

    TwoReaders(
            ReadLimits limits,
            JsonRecordReader.RecordParser strict,
            Function<RecordResult, JsonRecordReader.UsualRecords> fast) {
        this.strict = new JsonRecordReader(limits, strict);
        this.fast = fast.apply(result);
    }

    /** Returns whether the fast reader read the record; then both have read the same. */
    boolean requireAlike(byte[] record) {
        result.clear();
        if (!fast.read(record, 0, record.length)) {
            assertThat(result.traces()).isEmpty();
            return false;
        }
        JsonRecordReader.Records records = strict.records();
        assertThat(records.parse(record, 0, record.length))
                .as(() -> new String(record, StandardCharsets.UTF_8))
                .isNull();
        Reading expected = new Reading();
        records.result.deliver(1, expected);
        Reading read = new Reading();
        result.deliver(1, read);
        assertThat(read.spans).isEqualTo(expected.spans);
        assertThat(read.accepted).isEqualTo(expected.accepted);
        assertThat(read.rejected).isEqualTo(expected.rejected);
        assertThat(read.repaired).isEqualTo(expected.repaired);
        return true;
    }

    /** The record with one thing changed. */
    static byte[] damaged(byte[] whole, Random random) {
        byte[] bytes = whole.clone();
        byte[] likely = "\"\\{}[],:0123456789.-+eEunltrf \n".getBytes(StandardCharsets.US_ASCII);
        int at = random.nextInt(bytes.length);
        switch (random.nextInt(4)) {
            case 0 -> bytes[at] = likely[random.nextInt(likely.length)];
            case 1 -> bytes[at] = (byte) random.nextInt();
            case 2 -> {
                int from = Math.min(at, random.nextInt(bytes.length));
                int length = Math.min(random.nextInt(40), bytes.length - Math.max(at, from));
                System.arraycopy(whole, from, bytes, at, length);
            }
            default -> {
                byte[] shorter = new byte[bytes.length - 1];
                System.arraycopy(whole, 0, shorter, 0, at);
                System.arraycopy(whole, at + 1, shorter, at, shorter.length - at);
                return shorter;
            }
        }
        return bytes;
    }

    /** The same JSON with white space between its tokens and with escapes where none are needed. */
    static byte[] spaced(byte[] json, Random random) {
        StringBuilder spaced = new StringBuilder();
        boolean inText = false;
        for (char c : new String(json, StandardCharsets.UTF_8).toCharArray()) {
            boolean escaped = inText && spaced.length() > 0 && oddBackslashes(spaced);
            if (c == '"' && !escaped) {
                inText = !inText;
            }
            if (inText && c > '~' && random.nextBoolean()) {
                spaced.append(String.format("\\u%04x", (int) c));
            } else {
                spaced.append(c);
            }
            if (!inText && ",:{}[]\"".indexOf(c) >= 0 && random.nextInt(3) == 0) {
                spaced.append(" \n\t\r".charAt(random.nextInt(4)));
            }
        }
        return spaced.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static boolean oddBackslashes(StringBuilder text) {
        int count = 0;
        for (int i = text.length() - 1; i >= 0 && text.charAt(i) == '\\'; i--) {
            count++;
        }
        return count % 2 == 1;
    }
}
