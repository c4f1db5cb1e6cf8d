package dev.arceval.core;

import dev.arceval.core.doctor.TraceDoctor;
import dev.arceval.core.ingest.TraceReader;
import dev.arceval.trace.Diagnosis;
import dev.arceval.trace.IngestReport;
import dev.arceval.trace.Trace;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Looks at traces and keeps nothing but counts. */
final class DoctorDoor {

    private DoctorDoor() {}

    static IngestReport examine(Collection<Path> files) {
        TraceReader reader = new TraceReader(TraceFormats.found());
        AgentNames names = new AgentNames();
        NamedInputs inputs = NamedInputs.of(files, reader);
        return inputs.report(Reading.all(
                inputs.files(),
                reader,
                (traces, tally) -> traces.forEach(trace -> tally.examined(trace, names.shown(trace.agent()))),
                tally -> {}));
    }

    static IngestReport examine(String name, InputStream content) {
        AgentNames names = new AgentNames();
        IngestTally tally = new IngestTally(name);
        Reading reading = new Reading(
                traces -> traces.forEach(trace -> tally.examined(trace, names.shown(trace.agent()))), tally);
        tally.format(new TraceReader(TraceFormats.found()).read(content, reading));
        reading.finish();
        return IngestReport.of(List.of(tally.report()));
    }

    static Diagnosis diagnose(Stream<Trace> traces) {
        AgentNames names = new AgentNames();
        TraceDoctor doctor = new TraceDoctor();
        try (traces) {
            traces.forEach(trace -> doctor.see(trace, names.shown(trace.agent())));
        }
        return doctor.diagnosis();
    }

    /**
     * The names of agents are the only recorded text that a diagnosis holds, and may be anything.
     */
    private static final class AgentNames {

        private final Map<String, String> shown = new HashMap<>();

        String shown(String name) {
            return shown.computeIfAbsent(name, ShownText::of);
        }
    }
}
