package dev.arceval.core.compare;

import dev.arceval.eval.Finding;

/** Something about runs that can get worse by rising. */
interface Metric {

    String name();

    Finding.Scale scale();

    ComparisonOptions.Tolerance tolerance(ComparisonOptions options);

    /** Compares all runs. */
    Evidence overall(Sides sides, Design design);

    /** Compares the runs of one stratum. */
    Evidence within(Sides.Stratum stratum, Sides sides, Design design);
}
