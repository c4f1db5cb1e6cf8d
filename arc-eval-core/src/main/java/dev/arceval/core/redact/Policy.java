package dev.arceval.core.redact;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/** What is looked for, what stays all the same, and what takes the place of the rest. Immutable. */
public final class Policy {

    /** What is looked for before rules are added. */
    public enum Preset {
        /** All that {@code BALANCED} finds and any long random word; secrets are masked. */
        STRICT,
        /** Credentials and structured personal data. */
        BALANCED,
        /** Nothing. */
        NONE
    }

    private final Preset preset;
    private final Replacement otherwise;
    private final Map<String, Replacement> byType;
    private final AllowList allowed;
    private final List<UserRule> rules;

    private Policy(
            Preset preset,
            Replacement otherwise,
            Map<String, Replacement> byType,
            AllowList allowed,
            List<UserRule> rules) {
        this.preset = preset;
        this.otherwise = otherwise;
        this.byType = Map.copyOf(byType);
        this.allowed = allowed;
        this.rules = List.copyOf(rules);
    }

    /** The policy of a preset. */
    public static Policy of(Preset preset) {
        Map<String, Replacement> byType =
                preset == Preset.STRICT ? Map.of(Leak.Type.SECRET.label(), Replacement.MASK) : Map.of();
        return new Policy(preset, Replacement.PSEUDONYM, byType, AllowList.NOTHING, List.of());
    }

    /**
     * Replaces values of these types in this way; of all types if none is named.
     *
     * @throws IllegalArgumentException if there is no such type
     */
    public Policy replacing(Collection<String> types, Replacement by) {
        if (types.isEmpty()) {
            return new Policy(preset, by, Map.of(), allowed, rules);
        }
        Map<String, Replacement> changed = new TreeMap<>(byType);
        for (String type : types) {
            if (!types().contains(type)) {
                throw new IllegalArgumentException("unknown type " + type + "; known: " + String.join(", ", types()));
            }
            changed.put(type, by);
        }
        return new Policy(preset, otherwise, changed, allowed, rules);
    }

    public Policy allowingValues(Collection<String> values) {
        return with(allowed.withValues(values));
    }

    public Policy allowingDomains(Collection<String> domains) {
        return with(allowed.withDomains(domains));
    }

    public Policy allowingPatterns(Collection<String> patterns) {
        return with(allowed.withPatterns(patterns));
    }

    public Policy allowingAttributes(Collection<String> names) {
        return with(allowed.withAttributes(names));
    }

    private Policy with(AllowList changed) {
        return new Policy(preset, otherwise, byType, changed, rules);
    }

    /** Looks for one thing more. */
    public Policy with(UserRule rule) {
        if (rules.stream().anyMatch(known -> known.id().equals(rule.id()))) {
            throw new IllegalArgumentException("two rules have the id " + rule.id());
        }
        List<UserRule> more = new ArrayList<>(rules);
        more.add(rule);
        return new Policy(preset, otherwise, byType, allowed, more);
    }

    /** What a value can be, the types of added rules with it. */
    public TreeSet<String> types() {
        TreeSet<String> types = new TreeSet<>();
        for (Leak.Type type : Leak.Type.values()) {
            types.add(type.label());
        }
        types.remove(Leak.Type.OTHER.label());
        rules.forEach(rule -> types.add(rule.label()));
        return types;
    }

    /** Whether there is anything to find. */
    public boolean looksForSomething() {
        return preset != Preset.NONE || !rules.isEmpty();
    }

    /** Whether anything may be replaced by a stand-in of the same form. */
    public boolean imitates() {
        return otherwise == Replacement.LOOKALIKE || byType.containsValue(Replacement.LOOKALIKE);
    }

    Preset preset() {
        return preset;
    }

    List<UserRule> rules() {
        return rules;
    }

    AllowList allowed() {
        return allowed;
    }

    Replacement replacement(Leak leak) {
        return byType.getOrDefault(leak.label(), otherwise);
    }

    /** Whether what was found must go from this text. */
    boolean removes(String text, Leak leak) {
        if (replacement(leak) == Replacement.KEEP) {
            return false;
        }
        String value = text.substring(leak.start(), leak.end());
        return !Lookalike.is(leak.type(), value) && (allowed.isNothing() || !allowed.allows(leak.type(), value));
    }
}
