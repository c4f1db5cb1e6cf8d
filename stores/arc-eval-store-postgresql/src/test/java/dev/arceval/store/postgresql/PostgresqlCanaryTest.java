package dev.arceval.store.postgresql;

import static dev.arceval.store.postgresql.TestServer.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import dev.arceval.TraceFiles;
import dev.arceval.TraceRecycler;
import dev.arceval.trace.Attributes;
import dev.arceval.trace.Document;
import dev.arceval.trace.Evaluation;
import dev.arceval.trace.Feedback;
import dev.arceval.trace.Retention;
import dev.arceval.trace.Span;
import dev.arceval.trace.Trace;
import dev.arceval.trace.TraceQuery;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Secrets in every place of a trace and of what people say of it: no row of any table holds one, nor what is read or archived. */
final class PostgresqlCanaryTest {

    private static final TestServer SERVER = TestServer.shared();
    private static final Pattern BYTES = Pattern.compile("\\\\x((?:[0-9a-f]{2})+)");

    private static final List<String> SECRETS = List.of(
            "ghp_" + "k3Jx9QzT7bVn2LmWcR8sYdF5hG1pA6uE0oZi",
            "AKIA" + "QYLPMN5HHHFPZAM2",
            "ann.lee-of-the-desk@mail.shop.example",
            "4111 1111 1111 1111",
            "DE89370400440532013000");

    @TempDir
    private Path directory;

    @Test
    void noRowOfAnyTable_holdsASecret() throws IOException {
        Map<String, String> written = new TreeMap<>();
        try (TraceRecycler recycler = TraceRecycler.builder()
                .store("postgresql:" + SERVER.location("canary"))
                .directory(directory.resolve("home"))
                .retention(Retention.FOREVER)
                .build()) {
            for (int i = 0; i < SECRETS.size(); i++) {
                String id = "%032x".formatted(i + 1);
                String text = "use " + SECRETS.get(i) + " now";
                // Of each agent the older run goes into the archive.
                recycler.ingestTraces(List.of(trace(id, text, 0), trace("%032x".formatted(i + 100), text, 1)));
                Feedback feedback = new Feedback(false, 2, text, text, text, NOON);
                Evaluation evaluation = new Evaluation("polite " + text, .5, text, text);
                recycler.annotate(
                        id, said -> said.with(feedback).with(evaluation).withTag(text));
            }
            dump(written);
            try (var traces = recycler.find(TraceQuery.all())) {
                ByteArrayOutputStream read = new ByteArrayOutputStream();
                TraceFiles.write(traces, read);
                written.put("read back", read.toString(StandardCharsets.UTF_8));
            }
            Path archive = directory.resolve("old.gz");
            recycler.archive(archive, Retention.of(Retention.FOREVER).withMaxTraces(1));
            try (InputStream content = new GZIPInputStream(Files.newInputStream(archive))) {
                written.put("archive", new String(content.readAllBytes(), StandardCharsets.UTF_8));
            }
            assertThat(written.get("archive")).contains("arceval.annotations", "«email");
        }
        assertThat(written).hasSizeGreaterThan(6);
        assertThat(written.toString()).contains("«email");
        written.forEach((place, text) -> assertThat(text).as(place).doesNotContain(SECRETS));
    }

    /** All rows of all tables as text, columns of bytes as the signs they may be. */
    private static void dump(Map<String, String> written) {
        List<String> tables =
                SERVER.sql("canary", "SELECT table_name FROM information_schema.tables WHERE table_schema = 'canary'");
        for (String table : tables) {
            StringBuilder rows = new StringBuilder();
            for (String row : SERVER.sql("canary", "SELECT t::text FROM canary.\"" + table + "\" t")) {
                rows.append(row).append('\n');
                Matcher bytes = BYTES.matcher(row);
                while (bytes.find()) {
                    rows.append(new String(HexFormat.of().parseHex(bytes.group(1)), StandardCharsets.ISO_8859_1));
                }
            }
            written.put("table " + table, rows.toString());
        }
    }

    private static Trace trace(String traceId, String text, int hour) {
        Instant start = NOON.plus(Duration.ofHours(hour));
        Attributes attributes = Attributes.of(Map.of("note", text, text, "a key", "list", List.of(text, text)));
        Span root = Span.builder("root", "answer " + text)
                .kind(Span.Kind.AGENT)
                .agentName(text)
                .agentVersion(text)
                .conversationId(text)
                .userId(text)
                .model(text)
                .start(start)
                .end(start.plusMillis(40))
                .input(text)
                .output(text)
                .failed(text, text)
                .attributes(attributes)
                .resource(attributes)
                .scope(new Span.Scope(text, text, attributes))
                .events(List.of(new Span.Event(text, 1, attributes)))
                .evaluations(List.of(new Evaluation(text, .5, text, text)))
                .traceState(text)
                .build();
        Span tool = Span.builder("tool", "execute " + text)
                .parentSpanId("root")
                .kind(Span.Kind.TOOL)
                .toolName(text)
                .toolCallId(text)
                .toolArguments("{\"query\":\"" + text + "\"}")
                .toolResult(text)
                .documents(List.of(new Document(text, text, .5, text)))
                .build();
        List<Span> spans = new ArrayList<>(List.of(root, tool));
        return Trace.of(traceId, spans);
    }
}
