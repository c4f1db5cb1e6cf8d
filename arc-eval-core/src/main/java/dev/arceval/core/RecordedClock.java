package dev.arceval.core;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.concurrent.atomic.AtomicReference;

/** A clock that stands at the time of a recording and moves only when it is moved. */
final class RecordedClock extends Clock {

    private final AtomicReference<Instant> now;
    private final ZoneId zone;

    RecordedClock(Instant now, ZoneId zone) {
        this(new AtomicReference<>(now), zone);
    }

    private RecordedClock(AtomicReference<Instant> now, ZoneId zone) {
        this.now = now;
        this.zone = zone;
    }

    void move(Duration by) {
        now.updateAndGet(instant -> instant.plus(by));
    }

    @Override
    public ZoneId getZone() {
        return zone;
    }

    @Override
    public Clock withZone(ZoneId other) {
        return new RecordedClock(now, other);
    }

    @Override
    public Instant instant() {
        return now.get();
    }
}
