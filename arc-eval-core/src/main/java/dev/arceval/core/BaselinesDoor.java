package dev.arceval.core;

import dev.arceval.ArcEvalException;
import dev.arceval.Baselines;
import dev.arceval.Comparison;
import dev.arceval.TraceRecycler;
import dev.arceval.core.json.Json;
import dev.arceval.eval.Baseline;
import dev.arceval.eval.RegressionReport;
import dev.arceval.eval.Verdict;
import dev.arceval.trace.Trace;
import dev.arceval.trace.TraceQuery;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Keeps baselines as two files each: the runs, and what they were made from. */
record BaselinesDoor(Path home) implements Baselines {

    private static final String FORMAT = "arc-eval-baseline/1";
    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9.-]{0,99}");
    private static final Duration FOREVER = Duration.ofDays(36_500);
    private static final JsonMapper MAPPER = JsonMapper.builder(Json.factory()).build();

    @Override
    public Baseline save(String name, Collection<Trace> runs, String source) {
        if (find(name).isPresent()) {
            throw new ArcEvalException("there is a baseline \"" + name + "\" already; refresh it to replace it");
        }
        return write(name, redacted(runs), source, 0);
    }

    @Override
    public Baseline refresh(String name, Collection<Trace> runs, String source, boolean evenIfWorse) {
        Baseline old = known(name);
        List<Trace> fresh = redacted(runs);
        RegressionReport change = Comparison.of(runs(name), fresh).report();
        if (change.verdict() == Verdict.REGRESSION && !evenIfWorse) {
            throw new ArcEvalException("baseline \"" + name + "\" stays as it is: the new runs are worse ("
                    + change.regressions().get(0).finding().metric() + ")");
        }
        return write(name, fresh, source, old.refreshed() + 1);
    }

    @Override
    public List<Baseline> list() {
        if (!Files.isDirectory(directory())) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(directory())) {
            return files.map(file -> String.valueOf(file.getFileName()))
                    .filter(file -> file.endsWith(".json"))
                    .sorted()
                    .map(file -> known(file.substring(0, file.length() - ".json".length())))
                    .toList();
        } catch (IOException failed) {
            throw new ArcEvalException("cannot read " + directory() + ": " + WholeFile.reason(failed), failed);
        }
    }

    @Override
    public Optional<Baseline> find(String name) {
        Path file = card(name);
        return Files.exists(file) ? Optional.of(read(file)) : Optional.empty();
    }

    @Override
    public List<Trace> runs(String name) {
        Baseline baseline = known(name);
        if (!sha256(traces(name)).equals(baseline.sha256())) {
            throw new ArcEvalException(
                    traces(name) + " is not the file that was written for baseline \"" + name + "\"");
        }
        return TraceFileDoor.read(traces(name));
    }

    private Baseline known(String name) {
        return find(name).orElseThrow(() -> new ArcEvalException("no baseline \"" + name + "\" in " + directory()));
    }

    /** What is kept takes the way of everything that is kept, with the key of the store. */
    private List<Trace> redacted(Collection<Trace> runs) {
        if (runs.isEmpty()) {
            throw new ArcEvalException("a baseline needs runs");
        }
        try (TraceRecycler recycler = TraceRecycler.builder()
                .directory(home)
                .store("memory:")
                .retention(FOREVER)
                .build()) {
            recycler.ingestTraces(runs);
            try (Stream<Trace> kept = recycler.find(TraceQuery.all())) {
                List<Trace> redacted = kept.toList();
                long given = runs.stream().map(Trace::traceId).distinct().count();
                if (redacted.size() < given) {
                    throw new ArcEvalException("a baseline must fit into memory: " + redacted.size() + " of the "
                            + given + " runs do; choose fewer");
                }
                return redacted;
            }
        }
    }

    private Baseline write(String name, List<Trace> runs, String source, int refreshed) {
        TraceFileDoor.write(runs.stream(), traces(name));
        TreeSet<String> agents = new TreeSet<>();
        TreeSet<String> versions = new TreeSet<>();
        Instant from = null;
        Instant to = null;
        for (Trace run : runs) {
            agents.add(run.agent());
            run.agentVersion().ifPresent(versions::add);
            Instant start = run.startTime();
            from = from == null || start.isBefore(from) ? start : from;
            to = to == null || start.isAfter(to) ? start : to;
        }
        Baseline baseline = new Baseline(
                name,
                ShownText.of(source),
                runs.size(),
                from,
                to,
                List.copyOf(agents),
                List.copyOf(versions),
                sha256(traces(name)),
                refreshed);
        byte[] card = json(baseline);
        WholeFile.write(card(name), out -> out.write(card));
        return baseline;
    }

    private static byte[] json(Baseline baseline) {
        ObjectNode json = MAPPER.createObjectNode();
        json.put("format", FORMAT);
        json.put("name", baseline.name());
        json.put("source", baseline.source());
        json.put("runs", baseline.runs());
        json.put("from", text(baseline.from()));
        json.put("to", text(baseline.to()));
        ArrayNode agents = json.putArray("agents");
        baseline.agents().forEach(agents::add);
        ArrayNode versions = json.putArray("versions");
        baseline.versions().forEach(versions::add);
        json.put("sha256", baseline.sha256());
        json.put("refreshed", baseline.refreshed());
        return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsBytes(json);
    }

    private static Baseline read(Path file) {
        try {
            JsonNode json = MAPPER.readTree(Files.readAllBytes(file));
            if (!json.path("format").asString("").equals(FORMAT)) {
                throw new ArcEvalException(file + " is no baseline: format must be " + FORMAT);
            }
            return new Baseline(
                    json.required("name").asString(),
                    json.required("source").asString(),
                    json.required("runs").asLong(),
                    instant(json.required("from")),
                    instant(json.required("to")),
                    texts(json.required("agents")),
                    texts(json.required("versions")),
                    json.required("sha256").asString(),
                    json.required("refreshed").asInt());
        } catch (IOException failed) {
            throw new ArcEvalException("cannot read " + file + ": " + WholeFile.reason(failed), failed);
        } catch (JacksonException | DateTimeException | IllegalArgumentException malformed) {
            throw new ArcEvalException(file + " is no baseline");
        }
    }

    private static List<String> texts(JsonNode array) {
        List<String> texts = new ArrayList<>();
        array.forEach(text -> texts.add(text.asString()));
        return texts;
    }

    private static @Nullable String text(@Nullable Instant instant) {
        return instant == null ? null : instant.toString();
    }

    private static @Nullable Instant instant(JsonNode json) {
        return json.isNull() ? null : Instant.parse(json.asString());
    }

    private static String sha256(Path file) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)));
        } catch (IOException failed) {
            throw new ArcEvalException("cannot read " + file + ": " + WholeFile.reason(failed), failed);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    private Path directory() {
        return home.resolve("baselines");
    }

    private Path card(String name) {
        return directory().resolve(checked(name) + ".json");
    }

    private Path traces(String name) {
        return directory().resolve(checked(name) + ".otlp.jsonl.gz");
    }

    private static String checked(String name) {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "a baseline's name must be lower-case letters, digits, dots and hyphens: " + name);
        }
        return name;
    }
}
