package dev.arceval.eval;

import java.util.List;

/**
 * How the values of a metric are spread over the completed runs of two sides. Bins are equally wide on a logarithmic scale; the
 * outer ones also hold what lies beyond.
 *
 * @param metric {@code latency} in milliseconds, {@code cost} in US dollars or {@code tokens}
 * @param edges borders of the bins, rising; one more than there are bins
 * @param baseline runs before, by bin
 * @param current runs now, by bin
 * @since 0.1
 */
public record Distribution(String metric, List<Double> edges, List<Long> baseline, List<Long> current) {

    public Distribution {
        edges = List.copyOf(edges);
        baseline = List.copyOf(baseline);
        current = List.copyOf(current);
        if (baseline.size() != current.size() || edges.size() != baseline.size() + 1) {
            throw new IllegalArgumentException("each bin must have two edges and two counts: " + edges.size()
                    + " edges, " + baseline.size() + " and " + current.size() + " counts");
        }
    }
}
