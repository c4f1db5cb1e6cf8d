package dev.arceval.testkit;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The lines in which two versions of a sorted file differ: all gone ones, then all new ones. */
final class LineDiff {

    private LineDiff() {}

    static String of(String file, List<String> before, List<String> now) {
        Set<String> gone = new HashSet<>(before);
        now.forEach(gone::remove);
        Set<String> added = new HashSet<>(now);
        before.forEach(added::remove);
        StringBuilder text = new StringBuilder();
        if (!gone.isEmpty() || !added.isEmpty()) {
            text.append("--- ").append(file).append("\n+++ ").append(file).append('\n');
            before.stream()
                    .filter(gone::contains)
                    .forEach(line -> text.append('-').append(line).append('\n'));
            now.stream()
                    .filter(added::contains)
                    .forEach(line -> text.append('+').append(line).append('\n'));
        }
        return text.toString();
    }
}
