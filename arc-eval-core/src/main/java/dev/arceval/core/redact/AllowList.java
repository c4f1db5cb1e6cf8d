package dev.arceval.core.redact;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/**
 * What stays although it was found.
 *
 * @param values exactly these texts
 * @param domains e-mail addresses at these domains and below them, in lower case
 * @param patterns texts that one of these matches as a whole
 * @param attributes values under these names; a name that ends in {@code *} stands for all that start so
 */
record AllowList(Set<String> values, Set<String> domains, List<Pattern> patterns, Set<String> attributes) {

    static final AllowList NOTHING = new AllowList(Set.of(), Set.of(), List.of(), Set.of());

    AllowList {
        values = Set.copyOf(values);
        domains = Set.copyOf(domains);
        patterns = List.copyOf(patterns);
        attributes = Set.copyOf(attributes);
    }

    AllowList withValues(Collection<String> more) {
        return new AllowList(with(values, more), domains, patterns, attributes);
    }

    AllowList withDomains(Collection<String> more) {
        List<String> lower = new ArrayList<>();
        for (String domain : more) {
            if (domain.isEmpty() || domain.indexOf('@') >= 0 || domain.startsWith(".")) {
                throw new IllegalArgumentException("allowed domain must be like shop.example: " + domain);
            }
            lower.add(domain.toLowerCase(Locale.ROOT));
        }
        return new AllowList(values, with(domains, lower), patterns, attributes);
    }

    AllowList withPatterns(Collection<String> more) {
        List<Pattern> all = new ArrayList<>(patterns);
        for (String pattern : more) {
            try {
                all.add(Pattern.compile(pattern));
            } catch (PatternSyntaxException malformed) {
                throw new IllegalArgumentException(
                        "allowed pattern is not RE2 syntax: " + pattern + ": " + malformed.getDescription(), malformed);
            }
        }
        return new AllowList(values, domains, all, attributes);
    }

    AllowList withAttributes(Collection<String> more) {
        return new AllowList(values, domains, patterns, with(attributes, more));
    }

    private static Set<String> with(Set<String> some, Collection<String> more) {
        Set<String> all = new TreeSet<>(some);
        all.addAll(more);
        return all;
    }

    boolean isNothing() {
        return values.isEmpty() && domains.isEmpty() && patterns.isEmpty();
    }

    boolean allowsAttribute(String name) {
        if (attributes.isEmpty() || name.isEmpty()) {
            return false;
        }
        return attributes.contains(name)
                || attributes.stream()
                        .anyMatch(allowed ->
                                allowed.endsWith("*") && name.startsWith(allowed.substring(0, allowed.length() - 1)));
    }

    boolean allows(Leak.Type type, String value) {
        return values.contains(value)
                || type == Leak.Type.EMAIL && allowsDomain(value.substring(value.lastIndexOf('@') + 1))
                || patterns.stream().anyMatch(pattern -> pattern.matches(value));
    }

    private boolean allowsDomain(String domain) {
        String part = domain.toLowerCase(Locale.ROOT);
        while (!domains.contains(part)) {
            int dot = part.indexOf('.');
            if (dot < 0) {
                return false;
            }
            part = part.substring(dot + 1);
        }
        return true;
    }
}
