package dev.arceval.checks.calibration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.arceval.core.history.RunHistory;
import dev.arceval.core.stats.ChangePoints;
import dev.arceval.eval.Finding;
import dev.arceval.eval.HistoryReport;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Series that never changed, series that did, and series that people judged. */
class ChangePointCalibrationTest {

    @ParameterizedTest
    @CsvSource({
        "30, normal, 0", "60, normal, 0", "100, normal, 0", "200, normal, 0", "200, log-normal, 0",
                "100, log-normal, 0",
        "60, normal, .3", "100, normal, .3", "200, normal, .3", "60, normal, .6", "100, normal, .6", "200, normal, .6"
    })
    void unchangedSeries_haveNoChange(int length, String law, double correlation) {
        Repeats repeats =
                new Repeats("unchanged, " + length + " points, " + law + ", correlation " + correlation, 300, 3_000);
        double share = repeats.share(
                "any change",
                random -> !changes(series(length, law, correlation, random)).isEmpty());
        assertThat(share).isLessThanOrEqualTo(repeats.atMost(.065));
    }

    @ParameterizedTest
    @CsvSource({"60, .2, .95", "120, .2, .95", "60, .1, .40", "120, .1, .60"})
    void step_isFoundWithinFivePoints(int length, double step, double atLeast) {
        Repeats repeats = new Repeats("step of " + step + " at 2/3 of " + length + " points, noise 10 %", 300, 3_000);
        double share = repeats.share("found within 5 points", random -> {
            double[] values = series(length, "normal", 0, random);
            int at = length * 2 / 3;
            for (int i = 0; i < length; i++) {
                values[i] = 100 * (1 + .1 * values[i]) * (i < at ? 1 : 1 + step);
            }
            return changes(values).stream().anyMatch(found -> Math.abs(found - at) <= 5);
        });
        assertThat(share).isGreaterThanOrEqualTo(repeats.atLeast(atLeast));
    }

    /** A series that is looked at every day, from its seventh point on. */
    @ParameterizedTest
    @CsvSource({"60, normal, 0", "200, normal, 0", "60, normal, .3", "60, normal, .6"})
    void unchangedSeries_raiseNoDailyAlarm(int length, String law, double correlation) {
        Repeats repeats =
                new Repeats("daily, " + length + " days, " + law + ", correlation " + correlation, 300, 3_000);
        double share = repeats.share(
                "any alarm",
                random -> !alarms(series(length, law, correlation, random)).isEmpty());
        assertThat(share).isLessThanOrEqualTo(repeats.atMost(.06));
    }

    @Test
    void fiveStandardDeviationsWorse_isFoundWithinThreeDays() {
        Repeats repeats = new Repeats("daily, five standard deviations worse from day 40", 300, 3_000);
        double share = repeats.share("found within three days", random -> {
            double[] values = series(43, "normal", 0, random);
            for (int day = 40; day < 43; day++) {
                values[day] += 5;
            }
            return alarms(values).stream().anyMatch(day -> day >= 40);
        });
        assertThat(share).isGreaterThanOrEqualTo(repeats.atLeast(.70));
    }

    private static List<Integer> alarms(double[] values) {
        return RunHistory.ofValues("x", Finding.Better.LOWER, values).series().get(0).alarms().stream()
                .map(HistoryReport.Alarm::at)
                .toList();
    }

    /** The benchmark's own measure: margin 5, the start of the series counts as a change, recall averaged over people. */
    @Test
    void annotatedSeries_agreeWithPeople() throws IOException {
        Path data = data().resolve("tcpd");
        assumeTrue(Files.exists(data), "the annotated series are absent");
        JsonMapper mapper = JsonMapper.builder().build();
        JsonNode annotations = mapper.readTree(Files.readString(data.resolve("annotations.json")));
        double f1 = 0;
        double covering = 0;
        double doingNothing = 0;
        int count = 0;
        for (Path file : files(data.resolve("datasets"))) {
            JsonNode series = mapper.readTree(Files.readString(file));
            if (series.path("n_dim").asInt() != 1) {
                continue;
            }
            List<Set<Integer>> people = new ArrayList<>();
            for (JsonNode marks : annotations.required(series.path("name").asString())) {
                Set<Integer> person = new TreeSet<>();
                marks.forEach(mark -> person.add(mark.asInt()));
                people.add(person);
            }
            JsonNode raw = series.path("series").path(0).path("raw");
            List<Integer> index = IntStream.range(0, raw.size())
                    .filter(i -> !raw.get(i).isNull())
                    .boxed()
                    .toList();
            double[] values =
                    index.stream().mapToDouble(i -> raw.get(i).asDouble()).toArray();
            Set<Integer> found = new TreeSet<>();
            changes(values).forEach(at -> found.add(index.get(at)));
            f1 += f1(people, found);
            doingNothing += f1(people, Set.of());
            covering += covering(people, found, raw.size());
            count++;
        }
        System.out.printf(
                Locale.ROOT,
                "%d annotated series: F1 %.3f, covering %.3f; reporting nothing: F1 %.3f%n",
                count,
                f1 / count,
                covering / count,
                doingNothing / count);
        assertThat(f1 / count).isGreaterThanOrEqualTo(.66).isGreaterThan(doingNothing / count);
        assertThat(covering / count).isGreaterThanOrEqualTo(.58);
    }

    /** The changes that engineers asserted in a benchmark's history, at the strictest of the settings they agreed on. */
    @Test
    void benchmarkHistory_showsItsMainSteps() throws IOException {
        Path file = data().resolve("perf-changepoint-fixtures/otava/tigerbeetle.json");
        assumeTrue(Files.exists(file), "the benchmark history is absent");
        JsonNode json = JsonMapper.builder().build().readTree(Files.readString(file));
        double[] values = numbers(json.required("series"));
        List<Integer> found = changes(values);
        System.out.println("benchmark history, " + values.length + " points: " + found);
        assertThat(found).anyMatch(at -> Math.abs(at - 71) <= 5);
    }

    private static double[] numbers(JsonNode numbers) {
        double[] values = new double[numbers.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = numbers.get(i).asDouble();
        }
        return values;
    }

    private static List<Integer> changes(double[] values) {
        return ChangePoints.in(values).changes().stream()
                .map(ChangePoints.Change::at)
                .toList();
    }

    private static double[] series(int length, String law, double correlation, SplittableRandom random) {
        double[] values = new double[length];
        double last = random.nextGaussian() / Math.sqrt(1 - correlation * correlation);
        for (int i = 0; i < length; i++) {
            last = correlation * last + random.nextGaussian();
            values[i] = law.equals("normal") ? last : Math.exp(last);
        }
        return values;
    }

    static double f1(List<Set<Integer>> people, Collection<Integer> found) {
        Set<Integer> predicted = with0(found);
        Set<Integer> anybody = new TreeSet<>();
        double recall = 0;
        for (Set<Integer> person : people) {
            Set<Integer> truth = with0(person);
            anybody.addAll(truth);
            recall += (double) hits(truth, predicted) / truth.size() / people.size();
        }
        double precision = (double) hits(anybody, predicted) / predicted.size();
        return 2 * precision * recall / (precision + recall);
    }

    private static int hits(Set<Integer> truth, Set<Integer> predicted) {
        Set<Integer> free = new TreeSet<>(predicted);
        int hits = 0;
        for (int mark : truth) {
            Integer nearest = free.stream()
                    .filter(at -> Math.abs(at - mark) <= 5)
                    .min((one, two) -> Integer.compare(Math.abs(one - mark), Math.abs(two - mark)))
                    .orElse(null);
            if (nearest != null) {
                free.remove(nearest);
                hits++;
            }
        }
        return hits;
    }

    private static double covering(List<Set<Integer>> people, Set<Integer> found, int length) {
        List<int[]> predicted = segments(found, length);
        double sum = 0;
        for (Set<Integer> person : people) {
            for (int[] truth : segments(person, length)) {
                double best = 0;
                for (int[] one : predicted) {
                    double shared = Math.max(0, Math.min(truth[1], one[1]) - Math.max(truth[0], one[0]));
                    best = Math.max(best, shared / (Math.max(truth[1], one[1]) - Math.min(truth[0], one[0])));
                }
                sum += best * (truth[1] - truth[0]) / length / people.size();
            }
        }
        return sum;
    }

    private static List<int[]> segments(Collection<Integer> marks, int length) {
        List<Integer> borders = new ArrayList<>(new TreeSet<>(with0(marks)));
        borders.add(length);
        List<int[]> segments = new ArrayList<>();
        for (int i = 1; i < borders.size(); i++) {
            segments.add(new int[] {borders.get(i - 1), borders.get(i)});
        }
        return segments;
    }

    private static Set<Integer> with0(Collection<Integer> marks) {
        Set<Integer> all = new HashSet<>(marks);
        all.add(0);
        return new TreeSet<>(all);
    }

    private static List<Path> files(Path directory) {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(file -> file.toString().endsWith(".json"))
                    .sorted()
                    .toList();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private static Path data() {
        Path directory = Path.of("").toAbsolutePath();
        while (directory != null && !Files.isDirectory(directory.resolve("../shared/data"))) {
            directory = directory.getParent();
        }
        assumeTrue(directory != null, "the developer data in ../shared/data is absent");
        return directory.resolve("../shared/data").normalize();
    }
}
