package dev.arceval.core.stats;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Finds values that are unusually large for their group, such as slow runs of one pattern.
 *
 * <p>Each value gets a robust z on the log scale: its distance from the group's median over 1.4826 times the median absolute
 * deviation. The deviation of a group of n is shrunk towards the one within all groups with the weight of
 * {@value #PRIOR_COUNT} values, and never taken below one bucket (2 %), since finer spread is not stored. Groups below
 * {@value #SMALLEST_GROUP} values are judged against all values together. Outliers are the values whose upper normal tail passes
 * Benjamini–Hochberg at {@value #FALSE_SHARE} over all values of all groups. Values that were not among the
 * fitted ones are held to the same cutoff.
 *
 * <p>Reads histograms only, so the cost is the number of buckets in use. Immutable.
 */
public final class RobustOutliers {

    private static final int PRIOR_COUNT = 20;
    private static final int SMALLEST_GROUP = 3;
    private static final double FALSE_SHARE = 0.1;
    /** A cutoff no p-value passes: without data no value can be unusual. */
    private static final double NOTHING_IS_USUAL = -1;
    /** Makes the median absolute deviation of a normal distribution its standard deviation. */
    private static final double MAD_TO_SD = 1.4826;

    private final List<Scale> groups;
    private final double cutoff;

    private RobustOutliers(List<Scale> groups, double cutoff) {
        this.groups = groups;
        this.cutoff = cutoff;
    }

    /** Learns what is usual in each group, which later calls name by its index. */
    public static RobustOutliers fit(List<LogHistogram> groups) {
        LogHistogram all = new LogHistogram();
        groups.forEach(all::merge);
        double pooledSd = sdWithin(groups);
        Scale overall = Scale.of(all, sdWithin(List.of(all)));
        List<Scale> scales = groups.stream()
                .map(group -> group.count() < SMALLEST_GROUP ? overall : Scale.of(group, pooledSd))
                .toList();
        return new RobustOutliers(scales, cutoff(groups, scales, all.count()));
    }

    /** Returns how many robust standard deviations the value lies above the group's median, on the log scale. */
    public double z(int group, double value) {
        return groups.get(group).z(LogHistogram.bucketOf(value));
    }

    /** Returns whether the value is unusually large for its group. */
    public boolean isOutlier(int group, double value) {
        return upperTail(z(group, value)) <= cutoff;
    }

    /** Returns how many of these values are unusually large for the group. */
    public long outliers(int group, LogHistogram values) {
        return Bucket.usedIn(values).stream()
                .filter(bucket -> upperTail(groups.get(group).z(bucket.number)) <= cutoff)
                .mapToLong(Bucket::count)
                .sum();
    }

    private static double upperTail(double z) {
        return Confidence.NORMAL.survivalProbability(z);
    }

    /** Returns the largest p-value that Benjamini–Hochberg rejects; with nothing to reject, its strictest bound. */
    private static double cutoff(List<LogHistogram> groups, List<Scale> scales, long total) {
        List<Tested> tested = new ArrayList<>();
        for (int g = 0; g < groups.size(); g++) {
            for (Bucket bucket : Bucket.usedIn(groups.get(g))) {
                tested.add(new Tested(upperTail(scales.get(g).z(bucket.number)), bucket.count));
            }
        }
        tested.sort(Comparator.comparingDouble(Tested::p));
        double cutoff = total == 0 ? NOTHING_IS_USUAL : FALSE_SHARE / total;
        long rank = 0;
        for (Tested values : tested) {
            rank += values.count;
            if (values.p <= FALSE_SHARE * rank / total) {
                cutoff = values.p;
            }
        }
        return cutoff;
    }

    /** Returns the robust standard deviation of log values around their own group's median. */
    private static double sdWithin(List<LogHistogram> groups) {
        List<Deviation> deviations = new ArrayList<>();
        for (LogHistogram group : groups) {
            int median = medianBucket(group);
            for (Bucket bucket : Bucket.usedIn(group)) {
                deviations.add(new Deviation(Math.abs(bucket.number - median), bucket.count));
            }
        }
        deviations.sort(Comparator.comparingInt(Deviation::buckets));
        long total = deviations.stream().mapToLong(Deviation::count).sum();
        long seen = 0;
        for (Deviation deviation : deviations) {
            seen += deviation.count;
            if (2 * seen >= total) {
                return MAD_TO_SD * LogHistogram.LOG_WIDTH * deviation.buckets;
            }
        }
        return 0;
    }

    private static int medianBucket(LogHistogram histogram) {
        long seen = 0;
        int median = LogHistogram.ZERO_BUCKET;
        for (Bucket bucket : Bucket.usedIn(histogram)) {
            seen += bucket.count;
            median = bucket.number;
            if (2 * seen >= histogram.count()) {
                break;
            }
        }
        return median;
    }

    private record Scale(int medianBucket, double sd) {

        static Scale of(LogHistogram group, double pooledSd) {
            double own = sdWithin(List.of(group));
            double n = group.count();
            double shrunk = (n * own * own + PRIOR_COUNT * pooledSd * pooledSd) / (n + PRIOR_COUNT);
            return new Scale(RobustOutliers.medianBucket(group), Math.max(LogHistogram.LOG_WIDTH, Math.sqrt(shrunk)));
        }

        double z(int bucket) {
            return (bucket - medianBucket) * LogHistogram.LOG_WIDTH / sd;
        }
    }

    private record Bucket(int number, long count) {

        static List<Bucket> usedIn(LogHistogram histogram) {
            List<Bucket> used = new ArrayList<>();
            for (int i = LogHistogram.ZERO_BUCKET; i < Math.max(histogram.endUsed(), LogHistogram.FIRST_BUCKET); i++) {
                if (histogram.countIn(i) > 0) {
                    used.add(new Bucket(i, histogram.countIn(i)));
                }
            }
            return used;
        }
    }

    private record Deviation(int buckets, long count) {}

    private record Tested(double p, long count) {}
}
