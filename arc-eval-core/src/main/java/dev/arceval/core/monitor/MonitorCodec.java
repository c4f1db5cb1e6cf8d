package dev.arceval.core.monitor;

import dev.arceval.core.json.Json;
import dev.arceval.core.stats.RateEvidence;
import dev.arceval.eval.Alert;
import dev.arceval.eval.Finding;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** A monitor as JSON and back: numbers, names of metrics and hashes. Numbers survive to the last bit. */
public final class MonitorCodec {

    private static final String FORMAT = "arc-eval-monitor/1";
    private static final JsonMapper MAPPER = JsonMapper.builder(Json.factory()).build();

    private MonitorCodec() {}

    /** Returns the state of a monitor, equal for equal states. */
    public static byte[] write(RunMonitor monitor) {
        ObjectNode json = MAPPER.createObjectNode();
        json.put("format", FORMAT);
        json.set("options", options(monitor.options));
        json.set("tally", tally(monitor.tally));
        ArrayNode watches = json.putArray("watches");
        monitor.watches.forEach(watch -> watches.add(watch(watch)));
        ObjectNode sessions = json.putObject("sessions");
        sessions.put("now", monitor.sessions.now());
        ArrayNode open = sessions.putArray("open");
        monitor.sessions.open().forEach((key, session) -> {
            ObjectNode entry = open.addObject();
            entry.put("key", key);
            entry.put("last", session.lastEpochNanos());
            ArrayNode runs = entry.putArray("runs");
            session.runs().forEach(run -> runs.add(run(run)));
        });
        ObjectNode seen = json.putObject("seen");
        seen.put("forgottenUpTo", monitor.seen.forgottenUpTo());
        ArrayNode hashes = seen.putArray("runs");
        monitor.seen.startByHash().forEach((hash, start) -> hashes.add(hash).add(start));
        ArrayNode history = json.putArray("history");
        monitor.history.forEach(alert -> history.add(alert(alert)));
        return MAPPER.writeValueAsBytes(json);
    }

    /**
     * Reads what {@link #write} wrote.
     *
     * @throws IllegalArgumentException if it is something else; the message says what
     */
    public static RunMonitor read(byte[] bytes) {
        try {
            JsonNode json = MAPPER.readTree(bytes);
            if (json.path("format").asString("").equals(FORMAT)) {
                return monitor(json);
            }
        } catch (JacksonException
                | ArithmeticException
                | DateTimeException
                | NullPointerException
                | IllegalArgumentException malformed) {
            // Their messages quote values.
            throw new IllegalArgumentException(
                    "not the state of a monitor: " + malformed.getClass().getSimpleName());
        }
        throw new IllegalArgumentException("not the state of a monitor: format must be " + FORMAT);
    }

    private static RunMonitor monitor(JsonNode json) {
        MonitorOptions options = options(json.required("options"));
        List<Watch> watches = new ArrayList<>();
        json.required("watches").forEach(watch -> watches.add(watch(watch, options)));
        Map<String, Sessions.Session> open = new LinkedHashMap<>();
        JsonNode sessions = json.required("sessions");
        for (JsonNode entry : sessions.required("open")) {
            List<RunValues> runs = new ArrayList<>();
            entry.required("runs").forEach(run -> runs.add(run(run)));
            open.put(
                    entry.required("key").asString(),
                    new Sessions.Session(entry.required("last").asLong(), List.copyOf(runs)));
        }
        Map<Long, Long> seen = new LinkedHashMap<>();
        JsonNode hashes = json.required("seen").required("runs");
        for (int i = 0; i + 1 < hashes.size(); i += 2) {
            seen.put(hashes.get(i).asLong(), hashes.get(i + 1).asLong());
        }
        List<Alert> history = new ArrayList<>();
        json.required("history").forEach(alert -> history.add(alert(alert)));
        return new RunMonitor(
                options,
                watches,
                new Sessions(open, sessions.required("now").asLong()),
                new Seen(seen, json.required("seen").required("forgottenUpTo").asLong()),
                history,
                tally(json.required("tally")));
    }

    private static ObjectNode options(MonitorOptions options) {
        ObjectNode json = MAPPER.createObjectNode();
        json.put("alpha", options.alpha());
        json.put("quietPeriod", options.quietPeriod().toString());
        ObjectNode minimum = json.putObject("minimum");
        new TreeMap<>(options.minimum()).forEach(minimum::put);
        ArrayNode lower = json.putArray("lowerIsBetter");
        new TreeSet<>(options.lowerIsBetter()).forEach(lower::add);
        return json;
    }

    private static MonitorOptions options(JsonNode json) {
        Map<String, Double> minimum = new TreeMap<>();
        json.required("minimum")
                .properties()
                .forEach(entry -> minimum.put(entry.getKey(), entry.getValue().asDouble()));
        Set<String> lower = new LinkedHashSet<>();
        json.required("lowerIsBetter").forEach(name -> lower.add(name.asString()));
        return new MonitorOptions(
                json.required("alpha").asDouble(),
                minimum,
                Duration.parse(json.required("quietPeriod").asString()),
                lower);
    }

    private static ObjectNode tally(RunMonitor.Tally tally) {
        ObjectNode json = MAPPER.createObjectNode();
        json.put("baselineRuns", tally.baselineRuns);
        json.put("runs", tally.runs);
        json.put("repetitions", tally.repetitions);
        json.put("unknownPatterns", tally.unknownPatterns);
        json.put("from", text(tally.from));
        json.put("to", text(tally.to));
        return json;
    }

    private static RunMonitor.Tally tally(JsonNode json) {
        RunMonitor.Tally tally = new RunMonitor.Tally();
        tally.baselineRuns = json.required("baselineRuns").asLong();
        tally.runs = json.required("runs").asLong();
        tally.repetitions = json.required("repetitions").asLong();
        tally.unknownPatterns = json.required("unknownPatterns").asLong();
        tally.from = instant(json.required("from"));
        tally.to = instant(json.required("to"));
        return tally;
    }

    private static ObjectNode watch(Watch watch) {
        ObjectNode json = MAPPER.createObjectNode();
        json.set("track", track(watch.track()));
        Watch.Saved saved = watch.saved();
        json.set("sums", numbers(saved.sums().now()));
        ArrayNode starts = json.putArray("starts");
        saved.sums()
                .starts()
                .forEach(start ->
                        starts.addObject().put("number", start.number()).set("sums", numbers(start.sums())));
        Alert.State state = saved.state();
        json.put("state", state == null ? null : state.name());
        json.set("second", numbers(saved.second()));
        json.set("recent", numbers(saved.recent()));
        json.put("recentLength", saved.recentLength());
        json.put("raisedHarm", saved.raisedHarm());
        json.put("raised", text(saved.raised()));
        return json;
    }

    private static Watch watch(JsonNode json, MonitorOptions options) {
        Track track = track(json.required("track"), options);
        List<Sums.Start> starts = new ArrayList<>();
        for (JsonNode start : json.required("starts")) {
            starts.add(new Sums.Start(start.required("number").asLong(), numbers(start.required("sums"), track)));
        }
        JsonNode state = json.required("state");
        return new Watch(
                track,
                new Watch.Saved(
                        new Sums(numbers(json.required("sums"), track), starts),
                        state.isNull() ? null : Alert.State.valueOf(state.asString()),
                        numbers(json.required("second"), track),
                        numbers(json.required("recent"), track),
                        json.required("recentLength").asLong(),
                        json.required("raisedHarm").asDouble(),
                        instant(json.required("raised"))));
    }

    private static ObjectNode track(Track track) {
        ObjectNode json = MAPPER.createObjectNode();
        json.put("metric", track.metric());
        json.put("scope", track.scope());
        if (track instanceof RateTrack rate) {
            json.put("events", rate.baseline().events());
            json.put("units", rate.baseline().units());
            json.put("bound", rate.bound().rate());
            json.put("discount", rate.discount());
            if (rate.question() instanceof Question.Slow slow) {
                ObjectNode thresholds = json.putObject("slowMs");
                slow.thresholdMs().forEach(thresholds::put);
            }
        } else if (track instanceof MeanTrack mean) {
            json.put("lowerIsBetter", mean.lowerIsBetter());
            json.put("variance", mean.baselineVariance());
            json.put("degrees", mean.baselineDegrees());
            json.put("minimum", mean.tolerance().minimum());
            json.put("margin", mean.tolerance().margin());
            ArrayNode strata = json.putArray("strata");
            mean.strata()
                    .forEach(stratum ->
                            strata.add(stratum.pattern()).add(stratum.units()).add(stratum.mean()));
        }
        return json;
    }

    private static Track track(JsonNode json, MonitorOptions options) {
        String metric = json.required("metric").asString();
        String scope = json.required("scope").asString();
        if (json.has("strata")) {
            return mean(json, metric, scope);
        }
        return new RateTrack(
                metric,
                scope,
                question(metric, json),
                new RateEvidence(
                        json.required("events").asDouble(),
                        json.required("units").asDouble()),
                new RateEvidence.Bound(json.required("bound").asDouble()),
                json.required("discount").asDouble(),
                options.tolerance(metric));
    }

    private static MeanTrack mean(JsonNode json, String metric, String scope) {
        List<MeanTrack.Stratum> strata = new ArrayList<>();
        JsonNode saved = json.required("strata");
        for (int i = 0; i + 2 < saved.size(); i += 3) {
            strata.add(new MeanTrack.Stratum(
                    saved.get(i).asString(),
                    saved.get(i + 1).asDouble(),
                    saved.get(i + 2).asDouble()));
        }
        return new MeanTrack(
                metric,
                scope,
                quantity(metric),
                json.required("lowerIsBetter").asBoolean(),
                strata,
                json.required("variance").asDouble(),
                json.required("degrees").asDouble(),
                new Track.Tolerance(
                        json.required("minimum").asDouble(),
                        json.required("margin").asDouble()));
    }

    private static Question question(String metric, JsonNode json) {
        return switch (metric) {
            case "errors" -> new Question.Errors();
            case "aborts" -> new Question.Aborts();
            case "slow" -> {
                Map<String, Double> thresholds = new TreeMap<>();
                json.required("slowMs")
                        .properties()
                        .forEach(entry ->
                                thresholds.put(entry.getKey(), entry.getValue().asDouble()));
                yield new Question.Slow(thresholds);
            }
            default -> new Question.Failed(evaluation(metric));
        };
    }

    private static Quantity quantity(String metric) {
        return switch (metric) {
            case "latency" -> new Quantity.Latency();
            case "tokens" -> new Quantity.Tokens();
            case "cost" -> new Quantity.Cost();
            default -> new Quantity.Score(evaluation(metric));
        };
    }

    private static String evaluation(String metric) {
        if (!metric.startsWith("quality:")) {
            throw new IllegalArgumentException("not the state of a monitor: unknown metric " + metric);
        }
        return metric.substring("quality:".length());
    }

    private static ObjectNode run(RunValues run) {
        ObjectNode json = MAPPER.createObjectNode();
        json.put("pattern", run.pattern());
        json.put("ending", run.ending().name());
        json.put("ms", run.ms());
        json.put("tokens", run.tokens());
        json.put("costUsd", run.costUsd());
        ObjectNode failed = json.putObject("failed");
        run.failed().forEach(failed::put);
        ObjectNode scores = json.putObject("scores");
        run.scores().forEach(scores::put);
        return json;
    }

    private static RunValues run(JsonNode json) {
        Map<String, Double> failed = new TreeMap<>();
        json.required("failed")
                .properties()
                .forEach(entry -> failed.put(entry.getKey(), entry.getValue().asDouble()));
        Map<String, Double> scores = new TreeMap<>();
        json.required("scores")
                .properties()
                .forEach(entry -> scores.put(entry.getKey(), entry.getValue().asDouble()));
        return new RunValues(
                json.required("pattern").asString(),
                RunValues.Ending.valueOf(json.required("ending").asString()),
                number(json.required("ms")),
                number(json.required("tokens")),
                number(json.required("costUsd")),
                failed,
                scores);
    }

    private static ObjectNode alert(Alert alert) {
        ObjectNode json = MAPPER.createObjectNode();
        json.put("metric", alert.metric());
        json.put("scope", alert.scope());
        json.put("state", alert.state().name());
        json.put("at", alert.at().toString());
        json.put("runs", alert.runs());
        json.put("baseline", alert.baseline());
        json.put("current", alert.current());
        json.put("effect", alert.effect());
        Finding.Interval interval = alert.interval();
        json.put("low", interval == null ? null : Double.valueOf(interval.low()));
        json.put("high", interval == null ? null : Double.valueOf(interval.high()));
        json.put("scale", alert.scale().name());
        json.put("evidence", alert.evidence());
        return json;
    }

    private static Alert alert(JsonNode json) {
        Double low = number(json.required("low"));
        Double high = number(json.required("high"));
        return new Alert(
                json.required("metric").asString(),
                json.required("scope").asString(),
                Alert.State.valueOf(json.required("state").asString()),
                Instant.parse(json.required("at").asString()),
                json.required("runs").asLong(),
                number(json.required("baseline")),
                number(json.required("current")),
                number(json.required("effect")),
                low == null || high == null ? null : new Finding.Interval(low, high),
                Finding.Scale.valueOf(json.required("scale").asString()),
                json.required("evidence").asDouble());
    }

    private static ArrayNode numbers(double[] values) {
        ArrayNode json = MAPPER.createArrayNode();
        for (double value : values) {
            json.add(value);
        }
        return json;
    }

    private static double[] numbers(JsonNode json, Track track) {
        if (json.size() != track.width()) {
            throw new IllegalArgumentException("not the state of a monitor: " + track.metric() + " must have "
                    + track.width() + " sums: " + json.size());
        }
        double[] values = new double[json.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = json.get(i).asDouble();
        }
        return values;
    }

    private static @Nullable Double number(JsonNode json) {
        return json.isNull() ? null : Double.valueOf(json.asDouble());
    }

    private static @Nullable String text(@Nullable Instant instant) {
        return instant == null ? null : instant.toString();
    }

    private static @Nullable Instant instant(JsonNode json) {
        return json.isNull() ? null : Instant.parse(json.asString());
    }
}
