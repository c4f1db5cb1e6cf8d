/** Replays recycled traces in JUnit, and holds the contracts of the SPIs. */
module dev.arceval.testkit {
    requires transitive dev.arceval.api;
    requires transitive org.junit.jupiter.api;
    requires static jdk.jfr;
    requires static org.assertj.core;
    requires static org.jspecify;

    exports dev.arceval.testkit;
    exports dev.arceval.testkit.contract;
}
