package dev.arceval.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands that look over time, and the gate: exit codes and first lines. */
class OverTimeTest {

    @TempDir
    private Path directory;

    @Test
    void history_ofNumbersThatRose_isARegression() throws IOException {
        Path file = directory.resolve("ms.csv");
        StringBuilder csv = new StringBuilder("day,ms\n");
        for (int i = 0; i < 40; i++) {
            csv.append(i).append(',').append((i < 20 ? 100 : 150) + i * 7 % 10).append('\n');
        }
        Files.writeString(file, csv);
        Path page = directory.resolve("page.html");

        Ran ran = run("history", "--values", file.toString(), "--column", "ms", "--report", page.toString());

        assertThat(ran.code).as(ran.err).isEqualTo(ExitCode.WORSE);
        assertThat(ran.out).startsWith("REGRESSION: ms ").contains("since 20");
        assertThat(page).content().contains("<svg").doesNotContain("<script");
        assertThat(run("history", "--values", file.toString(), "--column", "ms", "--better", "higher").code)
                .isZero();
    }

    @Test
    void history_withoutRuns_isNoAnswer() {
        Ran ran = run("history", "--store", store());
        assertThat(ran.code).isEqualTo(ExitCode.INPUT);
        assertThat(ran.out).startsWith("INCONCLUSIVE: there are no runs.");
    }

    @Test
    void history_ofWhatIsNoNumber_saysWhere() throws IOException {
        Path file = Files.writeString(directory.resolve("bad.txt"), "1\n2\nx\n");
        Ran ran = run("history", "--values", file.toString());
        assertThat(ran.code).isEqualTo(ExitCode.INPUT);
        assertThat(ran.err).contains("bad.txt:3: not a number");
        assertThat(run("history", "--values", file.toString(), "--report", "x.pdf").code)
                .isEqualTo(ExitCode.USAGE);
    }

    @Test
    void history_ofAnArrayInsideJson_isFoundOrAskedFor() throws IOException {
        StringBuilder numbers = new StringBuilder("null");
        StringBuilder index = new StringBuilder("0");
        for (int i = 0; i < 40; i++) {
            numbers.append(", ").append((i < 20 ? 100 : 150) + i * 7 % 10);
            index.append(", ").append(i + 1);
        }
        String one = "{\"name\": \"x\", \"time\": {\"index\": [" + index
                + "]}, \"series\": [{\"label\": \"ms\", \"raw\": [" + numbers + "]}";
        Path single = Files.writeString(directory.resolve("one.json"), one + "]}");
        Path two =
                Files.writeString(directory.resolve("two.json"), one + ", {\"label\": \"cost\", \"raw\": [3, 1, 2]}]}");
        Path broken = Files.writeString(directory.resolve("broken.json"), "{\n\"a\": [1,\n}");

        Ran asked = run("history", "--values", two.toString());

        assertThat(run("history", "--values", single.toString()).out)
                .startsWith("REGRESSION: ")
                .contains("since 20");
        assertThat(asked.code).isEqualTo(ExitCode.INPUT);
        assertThat(asked.err).contains("choose with --column: index, ms, cost");
        assertThat(run("history", "--values", two.toString(), "--column", "ms").code)
                .isEqualTo(ExitCode.WORSE);
        assertThat(run("history", "--values", broken.toString()).err).contains("broken.json:3: not JSON");
        assertThat(run("history", "--values", directory + "/none").err).contains("none: no such file");
    }

    @Test
    void monitor_keepsItsStateBetweenCalls() {
        String good = sample("good.jsonl", 1, 1);
        String same = sample("same.jsonl", 2, 1);
        String slow = sample("slow.jsonl", 3, 3);
        String state = directory.resolve("state.json").toString();

        Ran missing = run("monitor", "--current", same, "--state", state);
        Ran first = run("monitor", "--baseline", good, "--current", same, "--state", state);
        Ran second = run("monitor", "--current", slow, "--state", state);
        Ran again = run("monitor", "--current", slow, "--state", state, "--json");

        assertThat(missing.code).isEqualTo(ExitCode.USAGE);
        assertThat(first.code).as(first.err).isZero();
        assertThat(second.code).as(second.err).isEqualTo(ExitCode.WORSE);
        assertThat(second.out).startsWith("REGRESSION: ").contains("latency");
        assertThat(again.out).startsWith("{").contains("\"runs\" : 800");
    }

    @Test
    void baseline_isSavedOnce_andComparedByName() {
        String good = sample("good.jsonl", 1, 1);
        String slow = sample("slow.jsonl", 2, 3);

        assertThat(run("baseline", "save", "release-1", "--store", store(), "--from", good).out)
                .contains("release-1: 400 runs of " + good);
        assertThat(run("baseline", "save", "release-1", "--store", store(), "--from", good).code)
                .isEqualTo(ExitCode.INPUT);
        Ran worse = run("baseline", "save", "release-1", "--store", store(), "--from", slow, "--refresh");
        assertThat(worse.code).isEqualTo(ExitCode.INPUT);
        assertThat(worse.err).contains("stays as it is");
        assertThat(run("baseline", "list", "--store", store()).out).startsWith("1 baseline.");
        assertThat(run("baseline", "show", "release-1", "--store", store()).out).contains("sha256");
        assertThat(run("baseline", "show", "none", "--store", store()).code).isEqualTo(ExitCode.INPUT);
        assertThat(run("baseline", "save", "Release", "--store", store(), "--from", good).code)
                .isEqualTo(ExitCode.USAGE);
        assertThat(run("compare", "--store", store(), "--baseline", "baseline:release-1", "--current", slow).code)
                .isEqualTo(ExitCode.WORSE);
    }

    @Test
    void gate_opensForTheSame_andSaysWhenNothingCanBePaired() throws IOException {
        String good = sample("good.jsonl", 1, 1);
        Path other = directory.resolve("other.jsonl");
        Files.writeString(
                other,
                "{\"trace_id\":\"t1\",\"timestamp\":\"2026-01-15T10:30:00Z\",\"spans\":[{\"name\":\"a\",\"attributes\":"
                        + "{\"operation.type\":\"agent.input\",\"input.value\":\"nobody asked this\"}}]}\n");

        Ran same = run("gate", "--baseline", good, "--candidate", good, "--name", "smoke");
        Ran none = run("gate", "--baseline", good, "--candidate", other.toString());

        assertThat(same.code).as(same.err).isZero();
        assertThat(same.out).startsWith("GATE smoke PASSED: no regression");
        assertThat(none.code).isEqualTo(ExitCode.INPUT);
        assertThat(none.err).contains("no case ran on both sides");
    }

    private String sample(String name, int seed, double slowedBy) {
        Path file = directory.resolve(name);
        Ran ran = run("sample", "--count=400", "--seed=" + seed, "--slowed-by=" + slowedBy, "--out", file.toString());
        assertThat(ran.code).as(ran.err).isZero();
        return file.toString();
    }

    private String store() {
        return directory.resolve("store").toString();
    }

    private record Ran(int code, String out, String err) {}

    private static Ran run(String... args) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int code = ArcEval.run(new PrintWriter(out, true), new PrintWriter(err, true), args);
        return new Ran(code, out.toString(), err.toString());
    }
}
