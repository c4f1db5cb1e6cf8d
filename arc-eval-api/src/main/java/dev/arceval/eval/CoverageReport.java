package dev.arceval.eval;

import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How much of what production does a dataset covers, what is missing, and which runs would add most.
 *
 * <p>A dataset covers what the runs that its cases stand for did, and what the recorded calls of its cases show.
 *
 * @param dataset the dataset's name
 * @param cases how many cases it has
 * @param runs how many runs of production it was held against
 * @param shares how much is covered, part by part, in the order of {@link Part}
 * @param gaps what no case covers, the most frequent first; at most twenty of each part
 * @param additions runs that could become cases, the one that adds most first, each after those before it; at most ten
 * @param minimum the share that is asked for; absent if none is
 * @param required the parts it is asked of
 * @param notes what the reader must know
 * @since 0.1
 */
public record CoverageReport(
        String dataset,
        int cases,
        long runs,
        List<Share> shares,
        List<Gap> gaps,
        List<Addition> additions,
        @Nullable Double minimum,
        Set<Part> required,
        List<String> notes) {

    public CoverageReport {
        if (minimum != null && !(minimum >= 0 && minimum <= 1)) {
            throw new IllegalArgumentException("minimum must be between 0 and 1: " + minimum);
        }
        shares = List.copyOf(shares);
        gaps = List.copyOf(gaps);
        additions = List.copyOf(additions);
        required = required.isEmpty() ? Set.of() : Collections.unmodifiableSet(EnumSet.copyOf(required));
        notes = List.copyOf(notes);
    }

    /**
     * Returns this report, asking for a share of these parts.
     *
     * @param minimum from 0 to 1
     * @param parts all but {@link Part#STRUCTURES} if none is named: of long conversations hardly two have one structure
     */
    public CoverageReport requiring(double minimum, Part... parts) {
        Set<Part> asked = parts.length == 0
                ? EnumSet.complementOf(EnumSet.of(Part.STRUCTURES))
                : EnumSet.copyOf(Arrays.asList(parts));
        return new CoverageReport(dataset, cases, runs, shares, gaps, additions, minimum, asked, notes);
    }

    /** Returns whether every required part that occurs at all is covered as asked for; true if nothing is asked for. */
    public boolean passed() {
        return minimum == null
                || runs > 0
                        && shares.stream()
                                .filter(share -> required.contains(share.part()))
                                .allMatch(this::passed);
    }

    /** Returns whether a part is covered as asked for. */
    public boolean passed(Share share) {
        return minimum == null
                || !required.contains(share.part())
                || share.value().orElse(1) >= minimum;
    }

    /** Returns how much of a part is covered. */
    public Share share(Part part) {
        return shares.stream()
                .filter(share -> share.part() == part)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no share of " + part));
    }

    /** What can be covered. */
    public enum Part {
        /** Runs: one is covered if all of its tools, steps in a row and errors are. */
        TRAFFIC,
        /** Whole structures, as patterns have them. */
        STRUCTURES,
        /** One tool, or one step of a run without tools, directly after another; a run's begin and end are steps too. */
        EDGES,
        TOOLS,
        /** Errors by type and message, without the parts of a message that vary. */
        ERRORS
    }

    /**
     * How much of a part is covered.
     *
     * @param coveredKinds how many different ones are covered
     * @param kinds how many there are
     * @param covered in how many runs those occur, summed over them
     * @param occurrences in how many runs all of them occur, summed over them
     */
    public record Share(Part part, long coveredKinds, long kinds, long covered, long occurrences) {

        /** Returns the share of occurrences, from 0 to 1: the frequent counts for more. Absent if nothing occurs. */
        public OptionalDouble value() {
            return occurrences == 0 ? OptionalDouble.empty() : OptionalDouble.of((double) covered / occurrences);
        }
    }

    /**
     * Something that no case covers.
     *
     * @param name the tool, the error, the pattern's id, or two steps with an arrow between them
     * @param runs how many runs show it
     * @param exampleTraceId the newest of them that could become a case; absent if none could
     */
    public record Gap(
            Part part, String name, long runs, @Nullable String exampleTraceId) {

        /** Returns the newest run that shows it and could become a case. */
        public Optional<String> example() {
            return Optional.ofNullable(exampleTraceId);
        }
    }

    /**
     * A run that would add to the dataset.
     *
     * @param gain what it adds to the mean share of structures, edges, tools and errors
     * @param trafficAfter the share of traffic that is covered then
     * @param adds what it covers that nothing before it does, the most frequent first; at most five
     * @param more how much else
     */
    public record Addition(
            String traceId, String agent, double gain, double trafficAfter, List<String> adds, int more) {

        public Addition {
            adds = List.copyOf(adds);
        }
    }
}
