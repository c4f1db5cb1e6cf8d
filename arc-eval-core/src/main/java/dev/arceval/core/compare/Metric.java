package dev.arceval.core.compare;

import dev.arceval.eval.Finding;
import java.util.Optional;

/** Something about runs that can get worse. Evidence is given so that a rise is for the worse. */
interface Metric {

    String name();

    Finding.Scale scale();

    Finding.Better better();

    /** What matters, on the additive scale: logarithms of ratios, or differences. */
    ComparisonOptions.Tolerance tolerance(ComparisonOptions options);

    /** Compares all runs. */
    Evidence overall(Sides sides, Design design);

    /** Compares the runs of one stratum; empty if that says nothing. */
    Optional<Evidence> within(Sides.Stratum stratum, Sides sides, Design design);
}
