package dev.arceval.store.postgresql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import dev.arceval.spi.TraceStore.Problem;
import dev.arceval.spi.TraceStore.TraceStoreException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class LocationTest {

    private static final String SECRET = "s3cr3t";

    @Test
    void aLocation_hasDefaults() {
        Location location = Location.parse("//db.example.com/traces");
        assertThat(location).hasToString("postgresql://db.example.com:5432/traces?schema=arc_eval");
        assertThat(location.poolSize()).isEqualTo(8);
        assertThat(location.patience()).isEqualTo(Duration.ofSeconds(30));
    }

    @Test
    void aLocation_saysWhoAndHow() {
        Location location = Location.parse("//al%40ice:s3%2Bcr+3t@a:5433,b:5434/traces?schema=qa&poolSize=3"
                + "&retrySeconds=5&sslmode=require&socketTimeout=7");
        assertThat(location).hasToString("postgresql://a:5433,b:5434/traces?schema=qa");
        assertThat(location.poolSize()).isEqualTo(3);
        assertThat(location.patience()).isEqualTo(Duration.ofSeconds(5));
        assertThat(location.dataSource().getUser()).isEqualTo("al@ice");
        assertThat(location.dataSource().getPassword()).isEqualTo("s3+cr+3t");
        assertThat(location.dataSource().getSslMode()).isEqualTo("require");
        assertThat(location.dataSource().getSocketTimeout()).isEqualTo(7);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "alice:s3cr3t@host/traces",
                "//alice:s3cr3t@host",
                "//alice:s3cr3t/traces",
                "//alice:1/s3cr3t@host/traces",
                "//alice:s3cr3t@host/",
                "//alice:s3cr3t@host:port/traces",
                "//alice:s3cr3t@host/traces?poolSize=none",
                "//alice:s3cr3t@host/traces?poolSize=1",
                "//alice:s3cr3t@host/traces?schema=Not-a-name",
                "//alice@host/traces?password=s3cr3t&passwort=s3cr3t",
            })
    void whatIsNoLocation_isRefused_andItsPasswordNotRepeated(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Location.parse(text).dataSource())
                .satisfies(refused -> assertThat(printed(refused)).doesNotContain(SECRET));
    }

    @Test
    void aServerThatIsNotThere_isSaidAtOnce_withoutThePassword() {
        assertThatThrownBy(() ->
                        PostgresqlTraceStore.open("//alice:" + SECRET + "@localhost:1/traces", TestServer.setup()))
                .asInstanceOf(type(TraceStoreException.class))
                .satisfies(error -> {
                    assertThat(error.problem()).isEqualTo(Problem.IO);
                    assertThat(error).hasMessageContaining("localhost:1/traces");
                    assertThat(printed(error)).doesNotContain(SECRET);
                });
    }

    private static String printed(Throwable error) {
        StringWriter text = new StringWriter();
        error.printStackTrace(new PrintWriter(text));
        return text.toString();
    }
}
