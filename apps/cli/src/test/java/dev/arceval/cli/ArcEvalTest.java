package dev.arceval.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The contract that scripts rely on: exit codes, what goes to which stream, the JSON. */
class ArcEvalTest {

    private static final String GOOD =
            "{\"trace_id\":\"t%d\",\"timestamp\":\"2026-01-15T10:30:00Z\",\"spans\":[{\"name\":\"agent.input\",\"attributes\":"
                    + "{\"operation.type\":\"agent.input\",\"input.value\":\"hello\"}}]}";

    @TempDir
    private Path directory;

    @Test
    void recycle_withoutFile_usesSamplesAndSaysSo() {
        Ran ran = run("recycle", "--store", store());
        assertThat(ran.code).isZero();
        assertThat(ran.out)
                .contains("No file given: using 500 generated sample traces")
                .contains("500 traces with")
                .contains("lookup_order")
                .contains("100 cases written to")
                .contains("@RecycledTraces(\"recycled.jsonl\")");
        assertThat(ran.err).isEmpty();
    }

    @Test
    void recycle_asJson_isOneDocument_andTextGoesToStandardError() {
        Ran ran = run("recycle", "--store", store(), "--json");
        JsonNode json = ran.json();
        assertThat(json.at("/ingest/totals/traces").asInt()).isEqualTo(500);
        assertThat(json.at("/patterns").size()).isPositive();
        assertThat(json.at("/dataset/cases").asInt()).isEqualTo(100);
        assertThat(ran.err).contains("500 traces with");
    }

    @Test
    void ingest_reportsEachFileWithItsLines() {
        Path file = write("mixed.jsonl", GOOD.formatted(1), "{not json", GOOD.formatted(2), "{\"trace_id\":\"t3\"}");
        Ran ran = run("ingest", "--store", store(), "--json", file.toString());
        assertThat(ran.code).isEqualTo(ExitCode.INPUT);
        JsonNode json = ran.json();
        assertThat(json.at("/files/0/file").asString()).isEqualTo(file.toString());
        assertThat(json.at("/files/0/traces").asInt()).isEqualTo(2);
        assertThat(json.at("/files/0/spans").asInt()).isEqualTo(2);
        assertThat(json.at("/files/0/duplicates").asInt()).isZero();
        assertThat(json.at("/files/0/rejected/0/line").asInt()).isEqualTo(2);
        assertThat(json.at("/files/0/rejected/1/line").asInt()).isEqualTo(4);
        assertThat(json.at("/totals/traces").asInt()).isEqualTo(2);
        assertThat(json.at("/totals/rejected").asInt()).isEqualTo(2);
        assertThat(ran.err).contains("mixed.jsonl:2: ").contains("mixed.jsonl:4: ");
    }

    @Test
    void ingest_again_countsDuplicates() {
        Path file = write("good.jsonl", GOOD.formatted(1));
        assertThat(run("ingest", "--store", store(), file.toString()).code).isZero();
        JsonNode json =
                run("ingest", "--store", store(), "--json", file.toString()).json();
        assertThat(json.at("/totals/traces").asInt()).isZero();
        assertThat(json.at("/totals/duplicates").asInt()).isOne();
    }

    @Test
    void ingest_takesDirectoriesAndPatterns() {
        write("a.jsonl", GOOD.formatted(1));
        write("b.jsonl", GOOD.formatted(2));
        write("c.txt", GOOD.formatted(3));
        JsonNode pattern = run("ingest", "--store", store(), "--json", directory + "/*.jsonl")
                .json();
        assertThat(pattern.at("/files").size()).isEqualTo(2);
        assertThat(pattern.at("/totals/traces").asInt()).isEqualTo(2);
        JsonNode none = run("ingest", "--store", store(), "--json", directory + "/*.otlp")
                .json();
        assertThat(none.at("/totals/rejected").asInt()).isOne();
    }

    @Test
    void standardInput_isIngestedAndExamined() {
        JsonNode ingested = withStandardInput(GOOD.formatted(1), "ingest", "--store", store(), "--json", "-")
                .json();
        assertThat(ingested.at("/files/0/file").asString()).isEqualTo("standard input");
        assertThat(ingested.at("/totals/traces").asInt()).isOne();
        Path file = write("a.jsonl", GOOD.formatted(2));
        JsonNode examined = withStandardInput(GOOD.formatted(1), "doctor", "--json", file.toString(), "-")
                .json();
        assertThat(examined.at("/read/totals/traces").asInt()).isEqualTo(2);
    }

    private static Ran withStandardInput(String content, String... args) {
        InputStream before = System.in;
        System.setIn(new ByteArrayInputStream(content.getBytes(StandardCharsets.UTF_8)));
        try {
            return run(args);
        } finally {
            System.setIn(before);
        }
    }

    @Test
    void ingest_lenient_forgivesBadLinesButNotABadFile() {
        Path mixed = write("mixed.jsonl", GOOD.formatted(1), "{not json");
        Path bad = write("bad.jsonl", "{not json");
        assertThat(run("ingest", "--store", store(), "--lenient", mixed.toString()).code)
                .isZero();
        assertThat(run("ingest", "--store", store(), "--lenient", bad.toString()).code)
                .isEqualTo(ExitCode.INPUT);
    }

    @Test
    void ingest_ofWhatIsNoFile_saysWhich_andReadsTheOthers() {
        Path good = write("good.jsonl", GOOD.formatted(1));
        Path empty = write("empty.jsonl");
        Path missing = directory.resolve("missing.jsonl");
        Ran ran = run(
                "ingest",
                "--store",
                store(),
                missing.toString(),
                directory.toString(),
                empty.toString(),
                good.toString());
        assertThat(ran.code).isEqualTo(ExitCode.INPUT);
        assertThat(ran.out)
                .contains("1 trace with 1 span")
                .contains("missing.jsonl: ")
                .contains("empty.jsonl");
        assertThat(ran.out).doesNotContain("Exception");
    }

    @Test
    void doctor_firstLineIsTheAnswer_andTheGateIsTheExitCode() {
        Path good = write("good.jsonl", GOOD.formatted(1), GOOD.formatted(2));
        Path bare = write(
                "bare.jsonl",
                "{\"trace_id\":\"t9\",\"timestamp\":\"2026-01-15T10:30:00Z\",\"spans\":[{\"name\":\"llm\","
                        + "\"attributes\":{\"operation.type\":\"llm.call\",\"gen_ai.agent.name\":\"bare\",\"spring.ai.kind\":\"chat_model\"}}]}");
        assertThat(run("doctor", good.toString()).out).startsWith("1 of 1 agent can be replayed.\n");
        assertThat(run("doctor", "--require", "replay,case=1", good.toString()).code)
                .isZero();
        Ran ran = run("doctor", "--require", "replay", good.toString(), bare.toString());
        assertThat(ran.code).isEqualTo(ExitCode.WORSE);
        assertThat(ran.out)
                .contains(" can be replayed; ")
                .contains("lacks input")
                .contains("Spring AI, in code:")
                .contains("ObservationFilter");
        assertThat(ran.err).contains("replay");
        assertThat(run("doctor", bare.toString()).code).isZero();
    }

    @Test
    void doctor_asJson_isOneDocument_andUnreadableInputExitsWithThree() {
        Path mixed = write("mixed.jsonl", GOOD.formatted(1), "{not json");
        Ran ran = run("doctor", "--json", mixed.toString());
        assertThat(ran.code).isEqualTo(ExitCode.INPUT);
        JsonNode json = ran.json();
        assertThat(json.at("/diagnosis/replayable").asInt()).isOne();
        assertThat(json.at("/diagnosis/agents/0/uses/REPLAY/count").asInt()).isOne();
        assertThat(json.at("/diagnosis/agents/0/traceContent/TOKENS/of").asInt())
                .isZero();
        assertThat(json.at("/read/totals/rejected").asInt()).isOne();
        assertThat(ran.err).contains("mixed.jsonl:2: ");
        assertThat(run("doctor", "--lenient", mixed.toString()).code).isZero();
    }

    @Test
    void doctor_quotesNoContent_andNamesNoPerson() {
        String secret = "mail ann.lee@example.com the code 8841-XYZ";
        Path file = write(
                "secret.jsonl",
                "{\"trace_id\":\"t1\",\"timestamp\":\"2026-01-15T10:30:00Z\",\"spans\":[{\"name\":\"agent.input\",\"attributes\":{"
                        + "\"operation.type\":\"agent.input\",\"gen_ai.agent.name\":\"ann.lee@example.com\",\"input.value\":\""
                        + secret + "\"}}]}");
        Ran ran = run("doctor", "--json", file.toString());
        assertThat(ran.out + ran.err).doesNotContain("ann.lee").doesNotContain("8841-XYZ");
    }

    @Test
    void doctor_readsTheStoreToo() {
        Path good = write("good.jsonl", GOOD.formatted(1), GOOD.formatted(2));
        run("ingest", "--store", store(), good.toString());
        assertThat(run("doctor", "--store", store(), "store").out).startsWith("1 of 1 agent can be replayed.\n");
    }

    @Test
    void patterns_areTheDocumentedJson_alsoInTheFile() throws IOException {
        Path file = directory.resolve("patterns.json");
        run("recycle", "--store", store());
        Ran ran = run("patterns", "--store", store(), "--json", "--min-frequency", "2", "--out", file.toString());
        JsonNode pattern = ran.json().at("/patterns/0");
        for (String key : List.of(
                "id",
                "kind",
                "frequency",
                "operations",
                "tools",
                "errorTypes",
                "firstSeen",
                "lastSeen",
                "exampleTraceIds")) {
            assertThat(pattern.has(key)).as(key).isTrue();
        }
        assertThat(pattern.at("/durationMs/p50").asDouble()).isPositive();
        assertThat(pattern.at("/durationMs/p95").asDouble())
                .isGreaterThan(pattern.at("/durationMs/p50").asDouble());
        assertThat(new JsonMapper().readTree(Files.readString(file)).at("/patterns"))
                .isEqualTo(ran.json().at("/patterns"));
        assertThat(ran.json().at("/errors").size()).isPositive();
        assertThat(ran.json().at("/graph/edges").size()).isPositive();
    }

    @Test
    void patterns_ofFiles_areThoseOfTheSameTracesStored_andNothingIsKept() throws IOException {
        Path file = directory.resolve("samples.jsonl");
        run("sample", "--count", "300", "--error-rate", "0.2", "--out", file.toString());

        JsonNode ofFile =
                run("patterns", "--store", store(), "--json", file.toString()).json();

        assertThat(Path.of(store())).doesNotExist();
        run("ingest", "--store", store(), file.toString());
        assertThat(ofFile.at("/patterns").size()).isPositive();
        assertThat(ofFile)
                .isEqualTo(run("patterns", "--store", store(), "--json").json())
                .isEqualTo(withStandardInput(Files.readString(file), "patterns", "--json", "-")
                        .json());
        assertThat(run("patterns", "--runs", "store", file.toString()).code).isEqualTo(2);
        assertThat(run("patterns", "-", file.toString()).code).isEqualTo(2);
    }

    @Test
    void patterns_ofAFileWithABrokenLine_areThoseOfTheOthers() throws IOException {
        Path file = directory.resolve("mixed.jsonl");
        Files.writeString(file, GOOD.formatted(1) + "\n{broken\n" + GOOD.formatted(2) + "\n");

        Ran ran = run("patterns", "--min-frequency", "2", file.toString());

        assertThat(ran.code).isEqualTo(3);
        assertThat(ran.out).contains("of 2 runs").contains("mixed.jsonl:2: ");
        assertThat(run("patterns", "--lenient", file.toString()).code).isZero();
    }

    @Test
    void patterns_areWrittenAsPagesAndGraphs() throws IOException {
        run("recycle", "--store", store());
        for (String name : List.of("steps.svg", "steps.graphml", "steps.mmd", "steps.json")) {
            assertThat(run(
                                    "patterns",
                                    "--store",
                                    store(),
                                    "--graph",
                                    directory.resolve(name).toString())
                            .code)
                    .isZero();
            assertThat(directory.resolve(name)).isNotEmptyFile();
        }
        Path page = directory.resolve("patterns.html");
        run("patterns", "--store", store(), "--report", page.toString());
        assertThat(Files.readString(page)).contains("lookup_order", "<svg", "What to know");
        assertThat(run("patterns", "--store", store(), "--graph", "steps.pdf").code)
                .isEqualTo(2);
    }

    @Test
    void patterns_keepTheNamesPeopleGiveThem_andHideWhatWasArchived() {
        run("recycle", "--store", store());
        String id = run("patterns", "--store", store(), "--json")
                .json()
                .at("/patterns/0/id")
                .asString();

        assertThat(run("patterns", "--store", store(), "--name", id + "=order status").out)
                .contains(id + " order status");
        assertThat(run("patterns", "--store", store(), "--archive", id).out).contains("1 archived pattern not shown.");
        assertThat(run("patterns", "--store", store(), "--reopen", id).out).contains(id + " order status");
        assertThat(run("patterns", "--store", store(), "--archive", "first").err)
                .contains("16 hex digits");
    }

    @Test
    void patterns_ofTwoVersionsAreCompared() {
        run("recycle", "--store", store());
        assertThat(run("patterns", "--store", store(), "--against", "store", "--runs", "store").out)
                .startsWith("NO CHANGE SEEN: ");
        Ran missing = run("patterns", "--store", store(), "--compare-versions", "1.0..nowhere");
        assertThat(missing.code).isZero();
        assertThat(missing.out).contains("Not enough data");
        assertThat(run("patterns", "--store", store(), "--compare-versions", "1.0").code)
                .isEqualTo(2);
    }

    /** The last two versions that were seen are those of two agents; they have nothing to do with each other. */
    @Test
    void patterns_ofTheTwoVersionsSeenLast_areOfOneAgent() {
        Path file =
                write("versions.jsonl", version("help", "1", 1), version("help", "2", 2), version("search", "7", 3));
        run("ingest", file.toString(), "--store", store());

        assertThat(run("patterns", "--store", store(), "--compare-versions").out)
                .startsWith("Version 1 against 2 of help.");
        assertThat(run("patterns", "--store", store(), "--compare-versions", "--runs", "store?agent=search").err)
                .contains("two versions of an agent are needed, the stored traces name: search [7]");
    }

    private static String version(String agent, String version, int day) {
        return "{\"trace_id\":\"" + agent + version
                + "\",\"spans\":[{\"name\":\"invoke_agent\",\"start_time\":\"2026-01-0" + day
                + "T10:00:00Z\",\"end_time\":\"2026-01-0" + day
                + "T10:00:01Z\",\"attributes\":{\"gen_ai.operation.name\":\"invoke_agent\",\"gen_ai.agent.name\":\""
                + agent
                + "\",\"gen_ai.agent.version\":\"" + version + "\",\"input.value\":\"Hello\"}}]}";
    }

    @Test
    void coverage_belowTheMinimum_isExitCodeOne_andSaysWhatWouldHelp() {
        run("recycle", "--store", store(), "--out", store() + "-all.jsonl", "--count", "200");
        run("dataset", "few", "--store", store(), "--count", "1", "--out", store() + "-few.jsonl");
        Ran few = run("coverage", store() + "-few.jsonl", "--store", store(), "--min", "0.9", "--json");
        assertThat(few.code).isEqualTo(ExitCode.WORSE);
        assertThat(few.json().at("/passed").asBoolean()).isFalse();
        assertThat(few.json().at("/runs").asInt()).isEqualTo(500);
        assertThat(few.json().at("/additions").size()).isPositive();
        assertThat(few.err).startsWith("NOT COVERED: ").contains("Good-Turing");
        Path page = directory.resolve("coverage.html");
        Ran all = run("coverage", store() + "-all.jsonl", "--store", store(), "--min", "0.9", "--report", page + "");
        assertThat(all.code).isZero();
        assertThat(all.out).startsWith("COVERED: ");
        assertThat(page).isNotEmptyFile();
        assertThat(run("coverage", store() + "-few.jsonl", "--store", store()).code)
                .isZero();
        assertThat(run("coverage", "absent.jsonl", "--store", store()).code).isEqualTo(ExitCode.INPUT);
        assertThat(run("coverage", store() + "-few.jsonl", "--min", "2").code).isEqualTo(ExitCode.USAGE);
    }

    @Test
    void dataset_isUpdatedLineByLine_andTakesWishes() throws IOException {
        Path file = directory.resolve("smoke.jsonl");
        run("recycle", "--store", store(), "--out", store() + "-all.jsonl");
        run("dataset", "smoke", "--store", store(), "--count", "5", "--out", file.toString());
        List<String> before = Files.readAllLines(file);
        String first = before.get(0).substring(7, before.get(0).indexOf('"', 7));
        run("dataset", "smoke", "--store", store(), "--count", "8", "--update", "--out", file.toString());
        assertThat(Files.readAllLines(file)).hasSize(8).containsAll(before);
        Ran without = run(
                "dataset",
                "smoke",
                "--store",
                store(),
                "--count",
                "8",
                "--without",
                first,
                "--at-most",
                "FAILURE=1",
                "--hold-out",
                "0.2",
                "--by-evidence",
                "--among",
                "store?outcome=success",
                "--out",
                file.toString());
        assertThat(without.code).as(without.err).isZero();
        assertThat(Files.readString(file)).doesNotContain("\"" + first + "\"");
        assertThat(run("dataset", "x", "--store", store(), "--hold-out", "0.2", "--held-out", "0.2").code)
                .isEqualTo(ExitCode.USAGE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"promptfoo", "csv", "langfuse"})
    void dataset_goesToAnotherToolAndBack(String format) throws IOException {
        Path ours = directory.resolve("smoke.jsonl");
        Path theirs = directory.resolve("smoke." + format);
        Path back = directory.resolve("back.jsonl");
        run("recycle", "--store", store(), "--out", ours.toString(), "--count", "10");
        Ran out = run("dataset", "export", ours.toString(), "--format", format, "--out", theirs.toString());
        assertThat(out.code).as(out.err).isZero();
        assertThat(out.out).startsWith("10 cases written to ").contains("not seen there: ");
        Ran in = run("dataset", "import", theirs.toString(), "--format", format, "--out", back.toString(), "--json");
        assertThat(in.code).as(in.err).isZero();
        assertThat(in.json().at("/cases").asInt()).isEqualTo(10);
        assertThat(back).hasSameBinaryContentAs(ours);
        assertThat(run("dataset", "--store", store()).code).isEqualTo(ExitCode.USAGE);
    }

    @Test
    void dataset_hasAsManyRowsAsAskedFor_andTheSameBytesForTheSameSeed() throws IOException {
        Path samples = directory.resolve("samples.jsonl");
        run("sample", "--count", "50", "--out", samples.toString());
        run("ingest", "--store", store(), samples.toString());
        Path one = directory.resolve("one.jsonl");
        Path two = directory.resolve("two.jsonl");
        Ran ran = run(
                "dataset",
                "smoke",
                "--store",
                store(),
                "--count",
                "10",
                "--seed",
                "7",
                "--json",
                "--out",
                one.toString());
        run("dataset", "smoke", "--store", store(), "--count", "10", "--seed", "7", "--out", two.toString());
        assertThat(ran.json().at("/name").asString()).isEqualTo("smoke");
        assertThat(ran.json().at("/cases").asInt()).isEqualTo(10);
        assertThat(ran.json().at("/seed").asInt()).isEqualTo(7);
        assertThat(Files.readAllLines(one)).hasSize(10);
        assertThat(Files.readString(one)).isEqualTo(Files.readString(two));
    }

    @Test
    void compare_ofASlowerAgent_isARegressionAndExitsWithOne() {
        Path before = directory.resolve("before.jsonl");
        Path now = directory.resolve("now.jsonl.gz");
        run("sample", "--count", "300", "--seed", "1", "--out", before.toString());
        run("sample", "--count", "300", "--seed", "2", "--slowed-by", "2", "--out", now.toString());
        Ran ran = run("compare", "--baseline", before.toString(), "--current", now.toString(), "--json");
        assertThat(ran.code).isEqualTo(ExitCode.WORSE);
        assertThat(ran.json().at("/verdict").asString()).isEqualTo("REGRESSION");
        JsonNode latency = ran.json().at("/findings/0");
        assertThat(latency.at("/metric").asString()).isEqualTo("latency");
        assertThat(latency.at("/scope").asString()).isEqualTo("overall");
        assertThat(latency.at("/interval/0").asDouble())
                .isLessThan(latency.at("/effect").asDouble());
        assertThat(latency.at("/nBaseline").asInt()).isBetween(200, 300);
        assertThat(ran.err).startsWith("REGRESSION: latency");
    }

    @Test
    void compare_ofTheSameAgent_exitsWithZero() {
        Path before = directory.resolve("before.jsonl");
        Path now = directory.resolve("now.jsonl");
        run("sample", "--count", "200", "--seed", "1", "--out", before.toString());
        run("sample", "--count", "200", "--seed", "2", "--out", now.toString());
        assertThat(run("compare", "--baseline", before.toString(), "--current", now.toString()).code)
                .isZero();
    }

    @Test
    void compare_takesPartsOfTheStore() {
        run("recycle", "--store", store());
        Ran ran = run(
                "compare",
                "--store",
                store(),
                "--baseline",
                "store?agent=shop-support&to=2026-01-29T12:00:00Z",
                "--current",
                "store?agent=shop-support&from=2026-01-29T12:00:00Z",
                "--json");
        assertThat(ran.code).isIn(ExitCode.DONE, ExitCode.WORSE);
        assertThat(ran.json().at("/findings/0/nBaseline").asInt()
                        + ran.json().at("/findings/0/nCurrent").asInt())
                .isBetween(400, 500);
    }

    @Test
    void compare_ofAnEmptySide_isNotComparableAndExitsWithThree() {
        Path before = directory.resolve("before.jsonl");
        run("sample", "--count", "30", "--seed", "1", "--out", before.toString());

        Ran ran = run(
                "compare",
                "--baseline",
                before.toString(),
                "--current",
                "store?agent=nobody",
                "--store",
                directory.resolve("empty-store").toString(),
                "--json");

        assertThat(ran.code).isEqualTo(ExitCode.INPUT);
        assertThat(ran.err).startsWith("NOT COMPARABLE: The current holds no runs");
        assertThat(ran.json().at("/comparable").asBoolean(true)).isFalse();
    }

    @Test
    void compare_takesItsOptions() {
        Path before = directory.resolve("before.jsonl");
        Path now = directory.resolve("now.jsonl");
        run("sample", "--count", "60", "--seed", "1", "--out", before.toString());
        run("sample", "--count", "60", "--seed", "2", "--out", now.toString());
        List<String> sides = List.of("compare", "--baseline", before.toString(), "--current", now.toString());

        Ran some = run(sides, "--metrics", "latency,errors", "--alpha", "0.02,0.01", "--json");
        assertThat(some.out).contains("\"latency\"", "\"errors\"").doesNotContain("\"tokens\"", "\"tools\"");
        assertThat(run(sides, "--minimum", "latency=3", "--margin", "latency=4").code)
                .isZero();
        assertThat(run(sides, "--metrics", "errors", "--fail-on", "INCONCLUSIVE").code)
                .isEqualTo(1);
        assertThat(run(sides, "--metrics", "errors").code).isZero();
        assertThat(run(sides, "--pair-by", "no.such.attribute").code).isEqualTo(3);
        assertThat(run(sides, "--cluster-by", "no.such.attribute").code).isEqualTo(3);
        assertThat(run(sides, "--lower-is-better", "toxicity").code).isZero();
        assertThat(run(sides, "--metrics", "speed").code).isEqualTo(2);
        assertThat(run(sides, "--minimum", "latency=0.5").code).isEqualTo(2);
    }

    @Test
    void compare_ofAFileThatIsNotThere_exitsWithThree() {
        Ran ran = run("compare", "--baseline", "nowhere.jsonl", "--current", "nowhere.jsonl");
        assertThat(ran.code).isEqualTo(ExitCode.INPUT);
        assertThat(ran.err).contains("nowhere.jsonl").doesNotContain("\tat ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "nonsense",
                "ingest",
                "sample --count 0",
                "compare --baseline x",
                "dataset x --min-quality 2",
                "dataset x --include NEVER",
                "compare --baseline store?from=yesterday --current store",
                "compare --baseline store?color=red --current store",
                "doctor",
                "doctor x --require nothing",
                "doctor x --require replay=2"
            })
    void wrongUsage_exitsWithTwo_andSaysWhy(String line) {
        List<String> words = new ArrayList<>(List.of(line.split(" ")));
        if (!line.startsWith("nonsense") && !line.startsWith("sample")) {
            words.addAll(List.of("--store", store()));
        }
        Ran ran = run(words.toArray(String[]::new));
        assertThat(ran.code).as(ran.err).isEqualTo(ExitCode.USAGE);
        assertThat(ran.err).isNotBlank().doesNotContain("\tat ");
        assertThat(ran.out).isEmpty();
    }

    @Test
    void recycle_saysTheSeedAndWritesToTheStoreOfTheSettings() {
        System.setProperty("arceval.seed", "17");
        System.setProperty("arceval.store", store());
        try {
            JsonNode json = run("recycle", "--json").json();
            assertThat(json.at("/dataset/seed").asInt()).isEqualTo(17);
            assertThat(json.at("/dataset/file").asString())
                    .isEqualTo(directory.resolve("store/recycled.jsonl").toString());
        } finally {
            System.clearProperty("arceval.seed");
            System.clearProperty("arceval.store");
        }
    }

    @Test
    void help_showsEveryCommandAndTheExitCodes() {
        Ran ran = run("--help");
        assertThat(ran.code).isZero();
        assertThat(ran.out)
                .contains("recycle", "ingest", "patterns", "dataset", "compare", "doctor", "sample", "Exit codes");
    }

    @Test
    void store_inUseByAnother_isReadAndNotWritten() {
        Path file = write("good.jsonl", GOOD.formatted(1));
        try (var held =
                dev.arceval.TraceRecycler.builder().directory(Path.of(store())).build()) {
            held.ingest(file);
            Ran read = run("traces", "--store", store(), "--json");
            assertThat(read.code).isZero();
            assertThat(read.json().at("/traces/0/traceId").asString()).isEqualTo("t1");
            assertThat(run("dataset", "d", "--store", store(), "--out", store() + ".jsonl").err)
                    .contains("takes no note");
            Ran written = run("ingest", "--store", store(), file.toString());
            assertThat(written.code).isEqualTo(ExitCode.INPUT);
            assertThat(written.err).contains("in use by").doesNotContain("\tat ");
        }
    }

    @Test
    void traces_areFoundByWhatTheyHold() {
        Path file = write("good.jsonl", GOOD.formatted(1), GOOD.formatted(2).replace("hello", "Where is it?"));
        run("ingest", "--store", store(), file.toString());
        assertThat(run("traces", "--store", store(), "--text", "WHERE").out)
                .contains("t2")
                .doesNotContain("t1");
        assertThat(run("traces", "--store", store(), "--outcome", "failure").out)
                .isEmpty();
        assertThat(run("traces", "--store", store(), "--feedback", "none").err).contains("any, correct");
        assertThat(run("traces", "--store", store(), "--score", "helpful:1").code)
                .isEqualTo(ExitCode.USAGE);
        assertThat(run("traces", "--store", directory.resolve("nowhere").toString()).out)
                .isEmpty();
        assertThat(directory.resolve("nowhere")).doesNotExist();
    }

    @Test
    void feedback_isKeptRedactedAndFound() {
        run("ingest", "--store", store(), write("good.jsonl", GOOD.formatted(1)).toString());
        Ran ran = run(
                "feedback",
                "t1",
                "--store",
                store(),
                "--incorrect",
                "--score",
                "2",
                "--notes",
                "ask jane.doe@example.com",
                "--corrected",
                "good bye",
                "--author",
                "jo",
                "--tag",
                "pinned",
                "--json");
        assertThat(ran.code).as(ran.err).isZero();
        JsonNode said = ran.json();
        assertThat(said.at("/feedback/0/correct").asBoolean()).isFalse();
        assertThat(said.at("/feedback/0/notes").asString()).startsWith("ask «email:");
        assertThat(said.at("/tags/0").asString()).isEqualTo("pinned");
        for (List<String> choice : List.of(
                List.of("--feedback", "corrected"), List.of("--tag", "pinned"), List.of("--score", "feedback:1..2"))) {
            assertThat(run(List.of("traces", "--store", store()), choice.toArray(String[]::new)).out)
                    .contains("t1");
        }
        assertThat(run("feedback", "t1", "--store", store(), "--correct").err).contains("--author");
        assertThat(run("feedback", "t9", "--store", store(), "--tag", "x").code).isEqualTo(ExitCode.INPUT);
    }

    @Test
    void delete_printsTheReceipt() {
        run(
                "ingest",
                "--store",
                store(),
                write("good.jsonl", GOOD.formatted(1), GOOD.formatted(2)).toString());
        run("dataset", "smoke", "--store", store(), "--out", store() + ".jsonl");
        run("feedback", "t2", "--store", store(), "--tag", "legal-hold");
        JsonNode receipt =
                run("delete", "--trace", "t1", "--store", store(), "--json").json();
        assertThat(receipt.at("/removed/traces").asInt()).isOne();
        assertThat(receipt.at("/unreached/0/where").asString()).isEqualTo("dataset smoke");
        assertThat(run("delete", "--trace", "t2", "--store", store()).out).contains("legal hold");
        assertThat(run("delete", "--store", store()).code).isEqualTo(ExitCode.USAGE);
        assertThat(run("traces", "--store", store()).out).contains("t2").doesNotContain("t1");
    }

    @Test
    void retain_movesWhatIsOldToAFileThatCanBeRead() {
        Path file = write("good.jsonl", GOOD.formatted(1), GOOD.formatted(2).replace("2026-01-15", "2026-01-25"));
        run("ingest", "--store", store(), file.toString());
        String archive = directory.resolve("old.otlp.jsonl.gz").toString();
        assertThat(run("retain", "--store", store()).code).isEqualTo(ExitCode.USAGE);
        JsonNode moved = run("retain", "--days", "5", "--archive", archive, "--store", store(), "--json")
                .json();
        assertThat(moved.at("/archived").asInt()).isOne();
        assertThat(run("traces", "--store", store()).out).contains("t2").doesNotContain("t1");
        assertThat(directory.resolve("old.patterns.json")).exists();
        String other = directory.resolve("other").toString();
        assertThat(run("ingest", "--store", other, archive).code).isZero();
        assertThat(run("traces", "--store", other).out).contains("t1");
        assertThat(run("retain", "--max-traces", "1", "--store", store()).out).contains("0 traces removed");
    }

    private String store() {
        return directory.resolve("store").toString();
    }

    private Path write(String name, String... lines) {
        try {
            return Files.write(directory.resolve(name), List.of(lines));
        } catch (IOException failed) {
            throw new java.io.UncheckedIOException(failed);
        }
    }

    private static Ran run(List<String> first, String... more) {
        List<String> all = new ArrayList<>(first);
        all.addAll(List.of(more));
        return run(all.toArray(String[]::new));
    }

    private static Ran run(String... args) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int code = ArcEval.run(new PrintWriter(out, true), new PrintWriter(err, true), args);
        return new Ran(code, out.toString(), err.toString());
    }

    private record Ran(int code, String out, String err) {

        JsonNode json() {
            return JsonMapper.shared().readTree(out);
        }
    }
}
