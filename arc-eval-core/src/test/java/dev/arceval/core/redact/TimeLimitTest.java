package dev.arceval.core.redact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.arceval.spi.Redactor;
import dev.arceval.spi.Redactor.Field;
import dev.arceval.spi.Redactor.Place;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class TimeLimitTest {

    private static final Field FIELD = new Field(Place.MESSAGE, "user");

    @Test
    void redactorThatAnswers_isAsItIs() {
        TimeLimit limited = new TimeLimit((field, text) -> field.name() + text, Duration.ofSeconds(30));
        assertThat(limited.redact(FIELD, "a")).isEqualTo("usera");
        assertThat(limited.redact(FIELD, "b")).isEqualTo("userb");
    }

    @Test
    void redactorThatHangs_failsEachText_andIsNotAskedForEver() {
        CountDownLatch never = new CountDownLatch(1);
        AtomicInteger asked = new AtomicInteger();
        Redactor hanging = (field, text) -> {
            asked.incrementAndGet();
            while (true) {
                try {
                    never.await();
                } catch (InterruptedException ignored) {
                    // does not listen
                }
            }
        };
        TraceRedactor redactor = new TraceRedactor(List.of(new TimeLimit(hanging, Duration.ofMillis(20))));
        for (int i = 0; i < 10; i++) {
            assertThat(redactor.redact(FIELD, "secret " + i)).isEqualTo("«redaction-failed»");
        }
        assertThat(redactor.failures()).isEqualTo(10);
        assertThat(asked).hasValueLessThanOrEqualTo(3);
    }

    @Test
    void failure_doesNotSayWhatTheTextWas() {
        TimeLimit limited = new TimeLimit(
                (field, text) -> {
                    throw new IllegalStateException("saw " + text);
                },
                Duration.ofSeconds(30));
        assertThatThrownBy(() -> limited.redact(FIELD, "hunter2"))
                .hasNoCause()
                .hasMessageNotContaining("hunter2")
                .hasMessageContaining("IllegalStateException");
    }
}
