package dev.arceval.checks;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/** Compiles code that would not pass our own build. */
final class Sources {

    private static final Pattern PACKAGE = Pattern.compile("package (\\S+);");
    private static final Pattern TYPE = Pattern.compile("(?:class|record|interface) (\\w+)");

    private Sources() {}

    /** The given compilation units, compiled into {@code directory} and imported from there. */
    static JavaClasses compile(Path directory, String... units) {
        List<JavaFileObject> files = new ArrayList<>();
        for (String unit : units) {
            files.add(new Source(unit));
        }
        StringWriter messages = new StringWriter();
        boolean compiled = ToolProvider.getSystemJavaCompiler()
                .getTask(messages, null, null, List.of("-d", directory.toString(), "-proc:none"), null, files)
                .call();
        assertThat(compiled).as(messages.toString()).isTrue();
        return new ClassFileImporter().importPath(directory);
    }

    private static final class Source extends SimpleJavaFileObject {

        private final String text;

        Source(String text) {
            super(
                    URI.create(
                            "source:///" + first(PACKAGE, text).replace('.', '/') + '/' + first(TYPE, text) + ".java"),
                    Kind.SOURCE);
            this.text = text;
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return text;
        }

        private static String first(Pattern pattern, String text) {
            Matcher matcher = pattern.matcher(text);
            assertThat(matcher.find()).isTrue();
            return matcher.group(1);
        }
    }
}
