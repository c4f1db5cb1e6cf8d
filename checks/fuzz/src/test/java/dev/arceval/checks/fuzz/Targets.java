package dev.arceval.checks.fuzz;

import dev.arceval.core.curate.DatasetCodec;
import dev.arceval.core.curate.DatasetFormatException;
import dev.arceval.core.doctor.TraceDoctor;
import dev.arceval.core.ingest.OtlpTraceCodec;
import dev.arceval.core.ingest.TraceAssembler;
import dev.arceval.core.ingest.TraceReader;
import dev.arceval.core.ingest.format.Formats;
import dev.arceval.core.json.CanonicalJson;
import dev.arceval.core.redact.RedactionKey;
import dev.arceval.core.redact.TextRedactor;
import dev.arceval.eval.Dataset;
import dev.arceval.spi.TraceFormat;
import dev.arceval.trace.Span;
import dev.arceval.trace.Trace;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.TreeMap;
import java.util.function.Consumer;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** What is fuzzed: each takes any bytes and throws if a promise is broken. */
final class Targets {

    /** Every format there is, also those of optional modules on the class path. */
    private static final List<TraceFormat> FORMATS = formats();

    private static final OtlpTraceCodec CODEC = new OtlpTraceCodec();
    private static final TextRedactor REDACTOR = TextRedactor.standard(RedactionKey.of(new byte[32]));
    private static final JsonMapper JSON = new JsonMapper();

    /** Stands for all targets, one after the other on the same input. */
    static final String TOGETHER = "together";

    /** By name; a format's target has the format's name. */
    static final Map<String, Consumer<byte[]>> ALL = all();

    private Targets() {}

    private static Map<String, Consumer<byte[]>> all() {
        Map<String, Consumer<byte[]>> all = new TreeMap<>();
        for (TraceFormat format : FORMATS) {
            all.put(format.name(), bytes -> format(format, bytes));
        }
        all.put("file", Targets::file);
        all.put("stored-trace", Targets::storedTrace);
        all.put("dataset", Targets::dataset);
        all.put("redaction", Targets::redaction);
        all.put("json-in-text", Targets::jsonInText);
        return all;
    }

    private static List<TraceFormat> formats() {
        List<TraceFormat> formats = new ArrayList<>(Formats.all());
        formats.addAll(TraceReader.builtIn());
        ServiceLoader.load(TraceFormat.class).forEach(formats::add);
        return List.copyOf(formats);
    }

    /** A format reads what is not its own, too: nothing is thrown, and what it takes survives being written. */
    private static void format(TraceFormat format, byte[] bytes) {
        format.recognise(Arrays.copyOf(bytes, Math.min(bytes.length, 8 << 10)));
        check(traces(sink -> format.read(new ByteArrayInputStream(bytes), sink)));
    }

    /** A file of any kind, compressed or not. */
    private static void file(byte[] bytes) {
        check(traces(sink -> new TraceReader(FORMATS).read(new ByteArrayInputStream(bytes), sink)));
    }

    /** A record of the store is a trace or refused as one exception. */
    private static void storedTrace(byte[] bytes) {
        Trace trace;
        try {
            trace = CODEC.decode(bytes);
        } catch (IllegalArgumentException refused) {
            return;
        }
        check(List.of(trace));
    }

    private static void dataset(byte[] bytes) {
        Dataset dataset;
        try {
            dataset = DatasetCodec.decode("fuzz", "fuzz.jsonl", bytes);
        } catch (DatasetFormatException refused) {
            return;
        }
        byte[] written = DatasetCodec.encode(dataset);
        Dataset again = DatasetCodec.decode("fuzz", "fuzz.jsonl", written);
        same(dataset.cases(), again.cases(), "dataset");
        same(
                new String(written, StandardCharsets.UTF_8),
                new String(DatasetCodec.encode(again), StandardCharsets.UTF_8),
                "dataset's bytes");
    }

    /** Redacting what is redacted changes nothing. */
    private static void redaction(byte[] bytes) {
        String text = new String(bytes, StandardCharsets.UTF_8);
        String once = REDACTOR.redact(text);
        same(once, REDACTOR.redact(once), "redacted text");
        if (REDACTOR.failures() > 0) {
            throw new AssertionError("a rule failed");
        }
    }

    /** JSON stays JSON when it is redacted, and canonical JSON is its own canonical form. */
    private static void jsonInText(byte[] bytes) {
        String text = new String(bytes, StandardCharsets.UTF_8);
        CanonicalJson canonical = CanonicalJson.of(text);
        same(canonical, CanonicalJson.of(text), "canonical JSON");
        if (canonical.isStructured()) {
            same(canonical.text(), CanonicalJson.of(canonical.text()).text(), "canonical text");
        }
        if (canonical.distance(canonical) != 0
                || canonical.firstDifference(canonical).isPresent()) {
            throw new AssertionError("JSON differs from itself");
        }
        if (isJson(text)) {
            String redacted = REDACTOR.redact(text);
            if (!isJson(redacted)) {
                throw new AssertionError("redaction made JSON something else");
            }
        }
    }

    private static boolean isJson(String text) {
        if (!text.startsWith("{") && !text.startsWith("[")) {
            return false;
        }
        try {
            return !JSON.readTree(text).isMissingNode();
        } catch (JacksonException malformed) {
            return false;
        }
    }

    private interface Reading {
        void into(TraceFormat.Sink sink) throws IOException;
    }

    private static List<Trace> traces(Reading reading) {
        List<Trace> traces = new ArrayList<>();
        try (TraceAssembler assembler = new TraceAssembler(traces::addAll, repair -> {})) {
            reading.into(new Sink(assembler));
        } catch (IOException failure) {
            throw new AssertionError("the stream does not fail", failure);
        }
        return traces;
    }

    private record Sink(TraceAssembler assembler) implements TraceFormat.Sink {

        @Override
        public void accept(long line, String traceId, List<Span> spans) {
            position(line);
            assembler.add(traceId, spans);
        }

        @Override
        public void reject(long line, String reason) {
            position(line);
            if (reason.isBlank() || reason.length() > 2_000) {
                throw new AssertionError("a reason must say something and quote nothing: " + reason.length());
            }
        }

        @Override
        public void repaired(long line, String repair) {
            position(line);
        }

        private static void position(long line) {
            if (line < 0) {
                throw new AssertionError("line " + line);
            }
        }
    }

    /** Each trace can be derived from, diagnosed, written and read again as it is. */
    private static void check(List<Trace> traces) {
        TraceDoctor doctor = new TraceDoctor();
        for (Trace trace : traces) {
            trace.outcome();
            trace.usage();
            trace.input();
            trace.output();
            doctor.see(trace);
            byte[] written = CODEC.encode(trace);
            Trace again = CODEC.decode(written);
            same(trace, again, "trace");
            same(
                    new String(written, StandardCharsets.UTF_8),
                    new String(CODEC.encode(again), StandardCharsets.UTF_8),
                    "trace's bytes");
            List<Trace> exported =
                    traces(sink -> new TraceReader(FORMATS).read(new ByteArrayInputStream(written), sink));
            same(List.of(trace), exported, "exported trace");
        }
        doctor.diagnosis();
    }

    private static void same(Object expected, Object actual, String what) {
        if (!expected.equals(actual)) {
            throw new AssertionError(what + " changed");
        }
    }
}
