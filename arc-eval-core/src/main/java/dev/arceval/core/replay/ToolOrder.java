package dev.arceval.core.replay;

import dev.arceval.eval.Expectation;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Compares the tools that were called with those expected, and names the first place where they part. */
final class ToolOrder {

    private ToolOrder() {}

    static Optional<String> difference(Expectation.CallsTools expected, List<String> called) {
        return switch (expected.order()) {
            case EXACT -> exact(expected.tools(), called);
            case IN_ORDER -> inOrder(expected.tools(), called);
            case ANY_ORDER -> anyOrder(expected.tools(), called);
        };
    }

    private static Optional<String> exact(List<String> expected, List<String> called) {
        for (int i = 0; i < Math.max(expected.size(), called.size()); i++) {
            if (i == called.size()) {
                return Optional.of("call " + (i + 1) + " should be " + expected.get(i) + ", but there were only "
                        + called.size() + seen(called));
            }
            if (i == expected.size()) {
                return Optional.of("call " + (i + 1) + ", " + called.get(i) + ", is one too many" + seen(called));
            }
            if (!expected.get(i).equals(called.get(i))) {
                return Optional.of(
                        "call " + (i + 1) + " should be " + expected.get(i) + ", was " + called.get(i) + seen(called));
            }
        }
        return Optional.empty();
    }

    private static Optional<String> inOrder(List<String> expected, List<String> called) {
        int next = 0;
        int afterCall = 0;
        for (int i = 0; i < called.size() && next < expected.size(); i++) {
            if (called.get(i).equals(expected.get(next))) {
                next++;
                afterCall = i + 1;
            }
        }
        if (next == expected.size()) {
            return Optional.empty();
        }
        String where = afterCall == 0 ? "" : " after call " + afterCall + ", " + called.get(afterCall - 1);
        return Optional.of(expected.get(next) + " is not called" + where + seen(called));
    }

    private static Optional<String> anyOrder(List<String> expected, List<String> called) {
        List<String> surplus = new ArrayList<>(called);
        List<String> missing = new ArrayList<>();
        for (String tool : expected) {
            if (!surplus.remove(tool)) {
                missing.add(tool);
            }
        }
        if (missing.isEmpty() && surplus.isEmpty()) {
            return Optional.empty();
        }
        List<String> parts = new ArrayList<>();
        if (!missing.isEmpty()) {
            parts.add("missing " + String.join(", ", missing));
        }
        if (!surplus.isEmpty()) {
            parts.add("unexpected " + String.join(", ", surplus));
        }
        return Optional.of(String.join("; ", parts) + seen(called));
    }

    private static String seen(List<String> called) {
        return called.isEmpty() ? " (no tool was called)" : " (called: " + String.join(", ", called) + ")";
    }
}
