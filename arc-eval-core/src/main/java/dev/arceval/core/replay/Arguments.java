package dev.arceval.core.replay;

import com.google.re2j.Pattern;
import dev.arceval.core.json.CanonicalJson;
import dev.arceval.eval.CallPolicy;
import java.util.Map;
import java.util.Set;

/** What of a tool's arguments counts under a policy, as text: two calls are the same if these texts are equal. */
final class Arguments {

    private static final Pattern INDEX = Pattern.compile("\\[[0-9]+\\]");

    private Arguments() {}

    /** Arguments that say nothing are alike, however that was written. */
    static String counted(CanonicalJson arguments, CallPolicy policy) {
        if (arguments.isNothing() || policy instanceof CallPolicy.AnyArguments || policy instanceof CallPolicy.Live) {
            return "";
        }
        if (policy instanceof CallPolicy.Ignoring ignoring) {
            return without(arguments.leaves(), ignoring.parts());
        }
        return policy instanceof CallPolicy.VolatileMasked ? VolatileValues.mask(arguments.text()) : arguments.text();
    }

    private static String without(Map<String, String> leaves, Set<String> ignored) {
        StringBuilder counted = new StringBuilder();
        leaves.forEach((path, value) -> {
            if (!isIgnored(path, ignored)) {
                counted.append(path).append('=').append(value).append('\n');
            }
        });
        return counted.toString();
    }

    /** A name is a step of the path; a path is its beginning, whole steps only. */
    private static boolean isIgnored(String path, Set<String> ignored) {
        String general = INDEX.matcher(path).replaceAll("[*]");
        for (String part : ignored) {
            boolean found = part.startsWith("$")
                    ? isBeginning(part, path) || isBeginning(part, general)
                    : holdsStep(general, "." + part) || general.contains("['" + part + "']");
            if (found) {
                return true;
            }
        }
        return false;
    }

    private static boolean isBeginning(String part, String path) {
        return path.startsWith(part) && isEnd(path, part.length());
    }

    private static boolean holdsStep(String path, String step) {
        int at = path.indexOf(step);
        while (at >= 0) {
            if (isEnd(path, at + step.length())) {
                return true;
            }
            at = path.indexOf(step, at + 1);
        }
        return false;
    }

    private static boolean isEnd(String path, int at) {
        return at == path.length() || path.charAt(at) == '.' || path.charAt(at) == '[';
    }
}
