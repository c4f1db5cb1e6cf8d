package dev.arceval.core.redact;

/** One way of recognising what must go. Stateless, so that one instance serves all threads; linear in the text. */
interface Detector {

    void detect(String text, Leaks leaks);
}
