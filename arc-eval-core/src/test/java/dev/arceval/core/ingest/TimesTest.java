package dev.arceval.core.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TimesTest {

    @Property(tries = 2_000, seed = "20261122")
    void everyMomentIsReadAsItIsWritten(@ForAll @LongRange(min = 0) long nanos) {
        Instant moment = Instant.ofEpochSecond(0, nanos);
        String text = moment.toString();
        String local = DateTimeFormatter.ISO_LOCAL_DATE_TIME.format(moment.atOffset(ZoneOffset.UTC));

        assertThat(Times.nanos(text)).isEqualTo(nanos);
        assertThat(Times.nanos(local)).isEqualTo(nanos);
        assertThat(Times.nanos(local.replace('T', ' '))).isEqualTo(nanos);
    }

    @ParameterizedTest
    @CsvSource({
        "1970-01-01T00:00:01.5Z, 1500000000",
        "1970-01-01T00:00:01.000000001, 1000000001",
        "1970-01-01T01:00:01+01:00, 1000000000",
        "1970-01-31T00:00:00Z, 2592000000000000",
        "1972-02-29T00:00:00Z, 68169600000000000",
        "1970-01-02, 86400000000000"
    })
    void spellings_areReadAlike(String text, long nanos) {
        assertThat(Times.nanos(text)).isEqualTo(nanos);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1971-02-29T00:00:00Z",
                "1971-13-01T00:00:00Z",
                "1971-00-01T00:00:00Z",
                "1971-01-00T00:00:00Z",
                "1971-01-01T24:00:01Z",
                "1971-01-01T00:60:00Z",
                "1971-01-01T00:00:60Z",
                "1971-01-01T00:00:0xZ",
                "1971-01-01T00:00:00.1234567890Z",
                "1971-01-01T00:00:00.-12Z",
                "1971-01-01T00:00Z00:00",
                "2262-12-01T00:00:00Z",
                "1969-12-31T23:59:59Z"
            })
    void whatIsNoTime_isRefused(String text) {
        assertThat(Times.nanos(text)).isEqualTo(Times.NONE);
    }
}
