/** The public API of Arc-Eval. */
module dev.arceval.api {
    requires static transitive org.jspecify;

    exports dev.arceval;
    exports dev.arceval.eval;
    exports dev.arceval.spi;
    exports dev.arceval.trace;

    uses dev.arceval.ArcEvalProvider;
}
