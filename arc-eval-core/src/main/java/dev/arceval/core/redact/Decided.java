package dev.arceval.core.redact;

import java.util.List;

/** Several detectors as one, without what the policy lets stay. */
record Decided(Policy policy, List<Detector> detectors) implements Detector {

    @Override
    public void detect(String text, Leaks leaks) {
        detect("", text, leaks);
    }

    @Override
    public void detect(String name, String text, Leaks leaks) {
        Leaks found = new Leaks();
        detectors.forEach(detector -> detector.detect(name, text, found));
        found.moveTo(leaks, leak -> policy.removes(text, leak));
    }
}
