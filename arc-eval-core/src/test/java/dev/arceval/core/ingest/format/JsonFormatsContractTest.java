package dev.arceval.core.ingest.format;

import dev.arceval.spi.TraceFormat;
import dev.arceval.testkit.contract.TraceFormatContract;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Nested;

/** Each format keeps the contract of formats. */
class JsonFormatsContractTest {

    abstract static class OfSample extends TraceFormatContract {

        private final String name;

        OfSample(String name) {
            this.name = name;
        }

        @Override
        protected TraceFormat format() {
            return Seen.format(name);
        }

        @Override
        protected byte[] sample() {
            return Samples.all().get(name).getBytes(StandardCharsets.UTF_8);
        }
    }

    @Nested
    class Tempo extends OfSample {
        Tempo() {
            super("tempo");
        }
    }

    @Nested
    class Jaeger extends OfSample {
        Jaeger() {
            super("jaeger");
        }
    }

    @Nested
    class Zipkin extends OfSample {
        Zipkin() {
            super("zipkin");
        }
    }

    @Nested
    class SpanTree extends OfSample {
        SpanTree() {
            super("span-tree");
        }
    }

    @Nested
    class SdkSpans extends OfSample {
        SdkSpans() {
            super("sdk-spans");
        }
    }

    @Nested
    class Langfuse extends OfSample {
        Langfuse() {
            super("langfuse");
        }
    }

    @Nested
    class LangSmith extends OfSample {
        LangSmith() {
            super("langsmith");
        }
    }

    @Nested
    class Mlflow extends OfSample {
        Mlflow() {
            super("mlflow");
        }
    }

    @Nested
    class Inspect extends OfSample {
        Inspect() {
            super("inspect");
        }
    }

    @Nested
    class AdkSession extends OfSample {
        AdkSession() {
            super("adk-session");
        }
    }

    @Nested
    class OpenAiAgents extends OfSample {
        OpenAiAgents() {
            super("openai-agents");
        }
    }

    @Nested
    class AdkEvalSet extends OfSample {
        AdkEvalSet() {
            super("adk-eval-set");
        }
    }

    @Nested
    class Chat extends OfSample {
        Chat() {
            super("chat");
        }
    }

    @Nested
    class AgentOutput extends OfSample {
        AgentOutput() {
            super("agent-output");
        }
    }
}
