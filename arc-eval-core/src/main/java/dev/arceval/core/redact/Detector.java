package dev.arceval.core.redact;

/** One way of recognising what must go. Stateless, so that one instance serves all threads; linear in the text. */
interface Detector {

    void detect(String text, Leaks leaks);

    /**
     * The same for the value of a name that stands elsewhere.
     *
     * @param name the name, empty for none
     */
    default void detect(String name, String text, Leaks leaks) {
        detect(text, leaks);
    }
}
