package dev.arceval.core.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class ReadAheadTest {

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 131_071, 131_072, 131_073, 1_000_000})
    void bytes_areThoseOfTheSource(int length) throws IOException {
        byte[] bytes = bytes(length);

        try (ReadAhead ahead = new ReadAhead(new ByteArrayInputStream(bytes))) {
            assertThat(ahead.readAllBytes()).isEqualTo(bytes);
            assertThat(ahead.read()).isEqualTo(-1);
            assertThat(ahead.read()).isEqualTo(-1);
        }
    }

    @Test
    void failure_comesBehindWhatWasReadBeforeIt() {
        byte[] bytes = bytes(200_000);
        ByteArrayOutputStream read = new ByteArrayOutputStream();

        try (ReadAhead ahead = new ReadAhead(
                new SequenceInputStream(new ByteArrayInputStream(bytes), failing(new EOFException("cut off"))))) {
            assertThatThrownBy(() -> ahead.transferTo(read))
                    .isInstanceOf(EOFException.class)
                    .hasMessage("cut off");
            assertThatThrownBy(ahead::read).isInstanceOf(EOFException.class);
        }
        assertThat(read.toByteArray()).isEqualTo(bytes);
    }

    @Test
    void runtimeException_isNotLost() {
        try (ReadAhead ahead = new ReadAhead(failing(new IllegalStateException("broken")))) {
            assertThatThrownBy(ahead::read).isInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    void close_endsAThreadThatWaitsForRoom() throws IOException {
        AtomicBoolean endless = new AtomicBoolean();
        InputStream source = new InputStream() {
            @Override
            public int read() {
                endless.set(true);
                return 7;
            }
        };
        Thread thread;
        try (ReadAhead ahead = new ReadAhead(source)) {
            assertThat(ahead.read()).isEqualTo(7);
            thread = ahead.thread();
        }
        assertThat(thread.isAlive()).isFalse();
        assertThat(endless).isTrue();
    }

    @Test
    void interruptedReader_isTold() {
        CountDownLatch never = new CountDownLatch(1);
        InputStream source = new InputStream() {
            @Override
            public int read() throws IOException {
                try {
                    never.await();
                } catch (InterruptedException closed) {
                    throw new IOException("closed", closed);
                }
                return -1;
            }
        };
        try (ReadAhead ahead = new ReadAhead(source)) {
            Thread.currentThread().interrupt();
            assertThatThrownBy(ahead::read).isInstanceOf(IOException.class).hasMessage("interrupted");
            assertThat(Thread.interrupted()).isTrue();
        }
    }

    private static InputStream failing(Exception failure) {
        return new InputStream() {
            @Override
            public int read() throws IOException {
                if (failure instanceof IOException io) {
                    throw io;
                }
                throw (RuntimeException) failure;
            }
        };
    }

    private static byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        return bytes;
    }
}
