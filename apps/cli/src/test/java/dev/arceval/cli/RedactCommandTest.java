package dev.arceval.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class RedactCommandTest {

    private static final String SECRET = "hunter2rocks!";
    private static final String TEXT = "user = ann\npassword = \"" + SECRET + "\"\nmail ann.lee@shop.example\n";

    @TempDir
    private Path directory;

    @Test
    void dryRun_saysWhereAndHowMuch_neverWhat() throws IOException {
        Path file = write("a.ini", TEXT);
        Ran ran = run("redact", "--dry-run", file.toString());
        assertThat(ran.code).isZero();
        assertThat(ran.out)
                .contains(file + ":2:12-25: secret (key-name)")
                .contains(file + ":3:5-25: email (email)")
                .contains("2 found in 1 of 1 files.")
                .contains("By type: email 1, secret 1")
                .doesNotContain(SECRET)
                .doesNotContain("ann");
        assertThat(Files.readString(file)).isEqualTo(TEXT);
    }

    @Test
    void json_isOneFindingALine_andNothingElse() throws IOException {
        Path file = write("a \"b\".ini", TEXT);
        Ran ran = run("redact", "--dry-run", "--json", file.toString());
        List<String> lines = ran.out.lines().toList();
        assertThat(lines).hasSize(2);
        JsonNode first = JsonMapper.shared().readTree(lines.get(0));
        assertThat(first.propertyNames()).containsExactly("file", "line", "start", "end", "rule", "type");
        assertThat(first.at("/file").asString()).isEqualTo(file.toString());
        assertThat(first.at("/line").asInt()).isEqualTo(2);
        assertThat(first.at("/start").asInt()).isEqualTo(12);
        assertThat(first.at("/end").asInt()).isEqualTo(25);
        assertThat(ran.err).contains("2 found in 1 of 1 files.").doesNotContain(SECRET);
    }

    @Test
    void directory_isAllItsFiles_binariesAreCounted_missingOnesAreErrors() throws IOException {
        write("b/inner.txt", TEXT);
        write("a.txt", "nothing here");
        write("c.bin", "PK\u0000" + SECRET);
        Path missing = directory.resolve("missing.txt");
        Ran ran = run("redact", directory.toString(), missing.toString());
        assertThat(ran.code).isEqualTo(ExitCode.INPUT);
        assertThat(ran.out)
                .contains("inner.txt:2:")
                .contains("2 found in 1 of 4 files, 1 left out that are no text, 1 that cannot be read.");
        assertThat(ran.err).contains("cannot read " + missing + ": no such file");
    }

    @Test
    void out_isTheRedactedCopy() throws IOException {
        Path file = write("a.ini", TEXT);
        Path copy = directory.resolve("new/b.ini");
        Ran ran = run("redact", file.toString(), "--out", copy.toString());
        assertThat(ran.code).isZero();
        assertThat(copy)
                .hasContent("user = ann\npassword = \"«secret:0000000000000001»\"\nmail «email:0000000000000001»\n");
        assertThat(Files.readString(file)).isEqualTo(TEXT);
        assertThat(directory.resolve("new")).isDirectoryContaining(path -> path.equals(copy));
    }

    @Test
    void out_withAStore_hasThePseudonymsOfThatStore() throws IOException {
        Path file = write("a.ini", TEXT);
        Path store = directory.resolve("store");
        Path first = directory.resolve("1.ini");
        Path second = directory.resolve("2.ini");
        run("redact", file.toString(), "--out", first.toString(), "--store", store.toString());
        run("redact", file.toString(), "--out", second.toString(), "--store", store.toString());
        assertThat(first).hasSameTextualContentAs(second);
        assertThat(Files.readString(first)).doesNotContain("00000001»").doesNotContain(SECRET);
    }

    @Test
    void out_neverOverwritesItsInput_norWritesWhatIsNoText() throws IOException {
        Path file = write("a.ini", TEXT);
        Path binary = write("c.bin", "PK\u0000" + SECRET);
        Path copy = directory.resolve("copy");
        Ran same = run(
                "redact", file.toString(), "--out", directory.resolve("./a.ini").toString());
        assertThat(same.code).isEqualTo(ExitCode.USAGE);
        assertThat(Files.readString(file)).isEqualTo(TEXT);
        assertThat(run("redact", binary.toString(), "--out", copy.toString()).code)
                .isEqualTo(ExitCode.INPUT);
        assertThat(copy).doesNotExist();
        assertThat(run("redact", directory.resolve("no").toString(), "--out", copy.toString()).code)
                .isEqualTo(ExitCode.INPUT);
        assertThat(directory).isDirectoryNotContaining(path -> path.toString().endsWith(".tmp"));
    }

    @Test
    void preset_isChecked() throws IOException {
        Path file = write("a.ini", TEXT);
        assertThat(run("redact", "--redaction", "none", file.toString()).out).contains("0 found");
        Ran ran = run("redact", "--redaction", "lax", file.toString());
        assertThat(ran.code).isEqualTo(ExitCode.USAGE);
        assertThat(ran.err).contains("redaction must be one of").contains("lax");
    }

    private Path write(String name, String content) throws IOException {
        Path file = directory.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, content);
    }

    private static Ran run(String... args) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int code = ArcEval.run(new PrintWriter(out), new PrintWriter(err), args);
        return new Ran(code, out.toString(), err.toString());
    }

    private record Ran(int code, String out, String err) {}
}
