package dev.arceval.core.ingest.format;

import dev.arceval.core.ingest.ReadLimits;
import dev.arceval.spi.TraceFormat;
import java.util.List;
import java.util.stream.Stream;

/** The formats of this package. */
public final class Formats {

    /** Of formats that are equally sure the first one reads. */
    private static final List<JsonFormat> ALL = List.of(
            new TempoFormat(),
            new JaegerFormat(),
            new ZipkinFormat(),
            new SpanTreeFormat(),
            new MlflowFormat(),
            new SdkSpanFormat(),
            new LangfuseFormat(),
            new LangSmithFormat(),
            new OpenAiAgentsFormat(),
            new InspectFormat(),
            new AdkSessionFormat(),
            new AdkEvalSetFormat(),
            new ChatFormat(),
            new AgentOutputFormat());

    private Formats() {}

    /** Returns all of them, reading within {@link ReadLimits#standard()}. */
    public static List<TraceFormat> all() {
        return all(ReadLimits.standard());
    }

    public static List<TraceFormat> all(ReadLimits limits) {
        return Stream.<TraceFormat>concat(
                        ALL.stream().map(format -> new JsonTraceFormat(format, limits)),
                        Stream.of(new InspectArchiveFormat(limits)))
                .toList();
    }
}
