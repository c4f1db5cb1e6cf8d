package dev.arceval.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.xpath.XPathConstants;
import javax.xml.xpath.XPathFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

/**
 * Does what the tutorial says, step by step, with the files it shows. What Maven does there is done here by hand, so that
 * nothing need be installed: compile, run a main class, run the tests.
 */
class TutorialTest {

    private static final Pattern FILE = Pattern.compile("`([\\w./]+)`:\n\n```\\w+\n(.*?)```", Pattern.DOTALL);
    private static final Pattern CHANGE = Pattern.compile("## 5\\. Red.*?```java\n(.*?)\n```", Pattern.DOTALL);
    private static final Pattern MESSAGE = Pattern.compile("## 5\\. Red.*?```text\n(.*?)```", Pattern.DOTALL);

    @TempDir
    private Path project;

    private final String page = read(Path.of("..", "docs", "tutorial.md"));

    private static String read(Path file) {
        try {
            return Files.readString(Files.exists(file) ? file : Path.of("docs", "tutorial.md"));
        } catch (IOException missing) {
            throw new IllegalStateException(missing);
        }
    }

    @Test
    void newcomersPath_isGreenAndThenRed() throws Exception {
        writeFiles();
        Files.createDirectories(project.resolve("src/test/resources"));
        Files.createDirectories(project.resolve("target"));

        compile();
        java("Record");
        assertThat(project.resolve("src/test/resources/greeter.jsonl"))
                .content()
                .hasLineCount(3);
        assertThat(tests()).contains("3 tests successful", "0 tests failed");
        assertThat(project.resolve("target/arc-eval/replay.html")).content().contains("3 of 3 cases of greeter passed");

        changeTheTool();
        compile();
        String red = tests();
        assertThat(red).contains("0 tests successful", "3 tests failed");
        Matcher message = MESSAGE.matcher(page);
        assertThat(message.find()).isTrue();
        message.group(1).lines().forEach(line -> assertThat(red).contains(line.strip()));
    }

    @Test
    void ownCode_isUnderTenLines() {
        long own = Stream.of("Record.java", "GreeterTest.java")
                .flatMap(name -> file(name).lines())
                .map(String::strip)
                .filter(line -> line.endsWith(";") || line.startsWith("@"))
                .filter(line -> !line.startsWith("import"))
                .count();
        assertThat(own).isLessThan(10);
    }

    @Test
    void pom_namesTheArtifactsThatAreTestedHere() throws Exception {
        NodeList artifacts = (NodeList) XPathFactory.newInstance()
                .newXPath()
                .evaluate(
                        "//dependency/artifactId",
                        DocumentBuilderFactory.newInstance()
                                .newDocumentBuilder()
                                .parse(new InputSource(new StringReader(file("pom.xml")))),
                        XPathConstants.NODESET);
        String own = Files.readString(Path.of("pom.xml").toAbsolutePath());
        assertThat(artifacts.getLength()).isEqualTo(4);
        for (int i = 0; i < artifacts.getLength(); i++) {
            assertThat(own).contains("<artifactId>" + artifacts.item(i).getTextContent() + "</artifactId>");
        }
    }

    private String file(String name) {
        Matcher files = FILE.matcher(page);
        while (files.find()) {
            if (files.group(1).endsWith(name)) {
                return files.group(2);
            }
        }
        throw new IllegalArgumentException("the tutorial shows no " + name);
    }

    private void writeFiles() throws IOException {
        Matcher files = FILE.matcher(page);
        while (files.find()) {
            Path file = project.resolve(files.group(1));
            Files.createDirectories(file.getParent());
            Files.writeString(file, files.group(2));
        }
    }

    private void changeTheTool() throws IOException {
        Matcher change = CHANGE.matcher(page);
        assertThat(change.find()).isTrue();
        Path agent = project.resolve("src/main/java/Greeter.java");
        String before = Files.readString(agent);
        String after = before.replaceFirst(" *int celsius = .*", Matcher.quoteReplacement(change.group(1)));
        assertThat(after).isNotEqualTo(before);
        Files.writeString(agent, after);
    }

    private void compile() throws IOException {
        Path classes = Files.createDirectories(project.resolve("target/classes"));
        try (Stream<Path> sources = Files.walk(project.resolve("src"))) {
            List<String> files = sources.map(Path::toString)
                    .filter(name -> name.endsWith(".java"))
                    .toList();
            Stream<String> options =
                    Stream.of("-proc:none", "-cp", System.getProperty("java.class.path"), "-d", classes.toString());
            int status = ToolProvider.getSystemJavaCompiler()
                    .run(
                            null,
                            null,
                            null,
                            Stream.concat(options, files.stream()).toArray(String[]::new));
            assertThat(status).isZero();
        }
    }

    private String tests() throws IOException, InterruptedException {
        return java(RunTests.class.getName(), project.resolve("target/classes").toString());
    }

    private String java(String main, String... arguments) throws IOException, InterruptedException {
        Path output = project.resolve("output.txt");
        String classPath = project.resolve("target/classes")
                + File.pathSeparator
                + project.resolve("src/test/resources")
                + File.pathSeparator
                + System.getProperty("java.class.path");
        List<String> command = Stream.concat(
                        Stream.of(
                                Path.of(System.getProperty("java.home"), "bin", "java")
                                        .toString(),
                                "-cp",
                                classPath,
                                main),
                        Stream.of(arguments))
                .toList();
        Process process = new ProcessBuilder(command)
                .directory(project.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
        return Files.readString(output);
    }
}
