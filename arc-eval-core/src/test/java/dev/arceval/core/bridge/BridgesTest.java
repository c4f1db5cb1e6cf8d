package dev.arceval.core.bridge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.arceval.core.curate.DatasetCodec;
import dev.arceval.eval.Dataset;
import dev.arceval.eval.EvalCase;
import dev.arceval.eval.EvalCase.Baseline;
import dev.arceval.eval.EvalCase.Provenance;
import dev.arceval.eval.Expectation;
import dev.arceval.eval.Expectation.AnswerContains;
import dev.arceval.eval.Expectation.Answers;
import dev.arceval.eval.Expectation.CallsTools;
import dev.arceval.eval.Expectation.DoesNotAnswer;
import dev.arceval.eval.Expectation.Order;
import dev.arceval.eval.Expectation.Succeeds;
import dev.arceval.eval.TracePattern.Kind;
import dev.arceval.trace.ToolCall;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class BridgesTest {

    private static final Bridges BRIDGES = new Bridges(
            evalCase -> new String(DatasetCodec.encode(new Dataset("d", List.of(evalCase))), StandardCharsets.UTF_8)
                    .strip(),
            line -> Optional.of(DatasetCodec.decode("d", "d", line.getBytes(StandardCharsets.UTF_8))
                    .cases()
                    .get(0)));

    private static final Provenance PROVENANCE = new Provenance(
            "t1",
            List.of("t1", "t2"),
            "support",
            "1.0",
            "p",
            Set.of(Kind.SUCCESS),
            Instant.parse("2026-01-05T09:00:00Z"),
            .7,
            new Baseline(12.5, 100L));

    private static final Dataset SMOKE = new Dataset(
            "smoke",
            List.of(
                    new EvalCase(
                            "a",
                            "=SUM(A1), \"quoted\"\nand a second line 'ü'",
                            List.of(
                                    new ToolCall("lookup", "c1", "{\"id\":7}", "{\"found\":true}", null),
                                    ToolCall.failed("pay", "no json", "TimeoutError: slow")),
                            List.of(
                                    new Answers("-1 is the answer, \"really\""),
                                    new CallsTools(List.of("lookup", "pay"), Order.EXACT),
                                    new Succeeds()),
                            PROVENANCE),
                    new EvalCase(
                            "b",
                            "'tis not known",
                            List.of(),
                            List.of(new DoesNotAnswer("wrong"), new Succeeds()),
                            PROVENANCE),
                    new EvalCase(
                            "c",
                            "What is it?",
                            List.of(),
                            List.of(new AnswerContains(List.of("A-4711", "$49.90"))),
                            PROVENANCE)));

    @ParameterizedTest
    @ValueSource(
            strings = {"promptfoo", "langsmith", "langfuse", "openai", "phoenix", "mlflow", "deepeval", "dokimos", "csv"
            })
    void formatWithMetadata_bringsEverythingBack(String format) throws Bridges.Malformed {
        Bridges.Written written = BRIDGES.write(SMOKE, format);

        assertThat(BRIDGES.read("smoke", written.text(), format).dataset()).isEqualTo(SMOKE);
        assertThat(written.losses()).containsEntry("expectation DoesNotAnswer (kept for the way back)", 1);
    }

    /** The names that the published JSON schema of promptfoo's configuration allows; it forbids all others. */
    @Test
    void promptfoo_getsNothingThatItsSchemaForbids() {
        JsonNode tests = Nodes.parse(BRIDGES.write(SMOKE, "promptfoo").text());

        assertThat(tests.size()).isEqualTo(SMOKE.size());
        for (JsonNode test : tests) {
            assertThat(test.propertyNames())
                    .isSubsetOf(
                            "description",
                            "vars",
                            "provider",
                            "providers",
                            "prompts",
                            "providerOutput",
                            "assert",
                            "assertScoringFunction",
                            "options",
                            "threshold",
                            "metadata");
            assertThat(test.path("metadata").isObject()).isTrue();
            for (JsonNode each : test.path("assert")) {
                assertThat(each.propertyNames()).containsExactlyInAnyOrder("type", "value");
                assertThat(each.path("type").stringValue()).isIn("equals", "icontains-all");
            }
        }
    }

    /**
     * The names that the types of the tools' own clients allow: langsmith 0.12.0 {@code ExampleCreate}, langfuse core 5.11.1
     * {@code CreateDatasetItemRequest}, openai 6.49.0 {@code CreateEvalJSONLRunDataSource.FileContent.Content}, phoenix-client
     * 6.14.2 {@code /v1/datasets/upload}. A file compiled against them.
     */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "langsmith|inputs outputs metadata|dataset_id split id source_run_id created_at",
                "langfuse|datasetName input metadata|id status expectedOutput sourceTraceId sourceObservationId",
                "openai|item|sample",
                "phoenix|action name inputs outputs metadata|description splits span_ids example_ids"
            })
    void exported_areWhatTheClientsTypesTake(String format, String needed, String allowed) {
        for (String line : BRIDGES.write(SMOKE, format).text().split(format.equals("phoenix") ? "\\z" : "\n")) {
            assertThat(Nodes.parse(line).propertyNames())
                    .contains(needed.split(" "))
                    .isSubsetOf((needed + " " + allowed).split(" "));
        }
    }

    @Test
    void langfuse_sameCaseInTwoDatasets_isTwoItems() throws Bridges.Malformed {
        Dataset other = new Dataset("other", SMOKE.cases());
        String one = BRIDGES.write(SMOKE, "langfuse").text();
        String two = BRIDGES.write(other, "langfuse").text();

        assertThat(Nodes.parse(one.split("\n")[0]).path("id").stringValue()).isEqualTo("smoke:a");
        assertThat(Nodes.parse(two.split("\n")[0]).path("id").stringValue()).isEqualTo("other:a");
        assertThat(BRIDGES.read("other", two, "langfuse").dataset()).isEqualTo(other);
    }

    @Test
    void adk_bringsInputAnswerAndCallsBack_andSaysWhatIsLost() throws Bridges.Malformed {
        Bridges.Written written = BRIDGES.write(SMOKE, "adk");
        EvalCase back =
                BRIDGES.read("smoke", written.text(), "adk").dataset().cases().get(0);

        assertThat(back.input()).isEqualTo(SMOKE.cases().get(0).input());
        assertThat(back.expectedAnswer()).isEqualTo(SMOKE.cases().get(0).expectedAnswer());
        assertThat(back.toolCalls()).extracting(ToolCall::name).containsExactly("lookup", "pay");
        assertThat(back.toolCalls().get(0).arguments()).isEqualTo("{\"id\":7}");
        assertThat(back.toolCalls().get(0).result()).isEqualTo("{\"found\":true}");
        assertThat(written.losses()).containsEntry("expectation Succeeds", 2).containsKey("expectation DoesNotAnswer");
    }

    @Test
    void answerThatWasChangedThere_isTheOneExpectedHere() throws Bridges.Malformed {
        String there = BRIDGES.write(SMOKE, "langfuse")
                .text()
                .replace("\"expectedOutput\":\"-1 is the answer, \\\"really\\\"\"", "\"expectedOutput\":\"2\"");
        EvalCase back =
                BRIDGES.read("smoke", there, "langfuse").dataset().cases().get(0);

        assertThat(back.expectations())
                .containsExactly(
                        new Answers("2"), new CallsTools(List.of("lookup", "pay"), Order.EXACT), new Succeeds());
        assertThat(back.toolCalls()).hasSize(2);
    }

    @Test
    void cellsThatASpreadsheetWouldRun_areText() {
        String table = BRIDGES.write(SMOKE, "csv").text();

        assertThat(table).startsWith("id,input,expected,trace_id,arc_eval\r\n").contains("\"'=SUM(A1)", "\"'-1 is");
        assertThat(table).doesNotContain(",=", ",\"=", ",-1", ",\"-1", "\n=");
    }

    /** Files as the other tools write them, without anything of ours. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "promptfoo | [{\"vars\":{\"question\":\"Why?\"},\"assert\":[{\"type\":\"equals\",\"value\":\"Because\"}]}]",
                "langsmith | {\"id\":\"x\",\"inputs\":{\"question\":\"Why?\"},\"outputs\":{\"answer\":\"Because\"}}",
                "langfuse | {\"id\":\"x\",\"input\":{\"query\":\"Why?\"},\"expectedOutput\":\"Because\",\"status\":\"ACTIVE\"}",
                "openai | {\"input\":[{\"role\":\"system\",\"content\":\"s\"},{\"role\":\"user\",\"content\":\"Why?\"}],\"ideal\":[\"Because\",\"So\"]}",
                "phoenix | {\"name\":\"n\",\"inputs\":[{\"question\":\"Why?\"}],\"outputs\":[{\"answer\":\"Because\"}]}",
                "mlflow | {\"inputs\":{\"question\":\"Why?\"},\"expectations\":{\"expected_response\":\"Because\"}}",
                "deepeval | [{\"input\":\"Why?\",\"expectedOutput\":\"Because\",\"expectedTools\":[{\"name\":\"t\"}]}]",
                "dokimos | {\"name\":\"n\",\"examples\":[{\"input\":\"Why?\",\"expectedOutput\":\"Because\"}]}",
                "csv | ~question,answer\nWhy?,Because~",
                "adk | {\"evalCases\":[{\"evalId\":\"x\",\"conversation\":[{\"userContent\":{\"parts\":[{\"text\":\"Why?\"}]},\"finalResponse\":{\"parts\":[{\"text\":\"Because\"}]}}]}]}",
            })
    void fileOfTheOtherTool_becomesACase(String format, String text) throws Bridges.Malformed {
        EvalCase read = BRIDGES.read("theirs", text, format).dataset().cases().get(0);

        assertThat(read.input()).isEqualTo("Why?");
        assertThat(read.expectations()).contains(new Answers("Because"));
        if (format.equals("deepeval")) {
            assertThat(read.expectations()).contains(new CallsTools(List.of("t"), Order.IN_ORDER));
        }
    }

    /** Eval sets that ADK and its users wrote; skipped where the data is absent. */
    @ParameterizedTest
    @CsvSource({
        "adk-fixtures/ecommerce_customer_service_agent/order_query.test.json, 1",
        "adk-fixtures/hello_world_agent/roll_die.test.json, 1",
        "adk-fixtures/home_automation_agent/simple_test.test.json, 1",
        "adk-fixtures/home_automation_agent/simple_test2.test.json, 1",
        "adk-fixtures/trip_planner_agent/trip_inquiry.test.json, 2",
        "agentevals-samples/samples/eval_set_helm.json, 1",
        "agentevals-samples/examples/dice_agent/eval_set.json, 1",
        "agentevals-samples/examples/strands_agent/eval_set.json, 1",
    })
    void evalSetOfAdk_isReadAndWrittenAndReadAgain(String file, int atLeast) throws IOException, Bridges.Malformed {
        Path found = find("../shared/data/" + file);
        assumeTrue(found != null, "the developer data in ../shared/data is absent");
        List<EvalCase> cases =
                BRIDGES.read("theirs", Files.readString(found), "adk").dataset().cases();

        assertThat(cases)
                .hasSizeGreaterThanOrEqualTo(atLeast)
                .allMatch(evalCase -> !evalCase.input().isBlank());
        assertThat(cases)
                .anyMatch(evalCase -> !evalCase.toolCalls().isEmpty()
                        || evalCase.expectedAnswer().isPresent());
        List<EvalCase> again = BRIDGES.read(
                        "theirs",
                        BRIDGES.write(new Dataset("theirs", cases), "adk").text(),
                        "adk")
                .dataset()
                .cases();
        assertThat(again)
                .extracting(EvalCase::input)
                .isEqualTo(cases.stream().map(EvalCase::input).toList());
        assertThat(again)
                .extracting(EvalCase::expectations)
                .isEqualTo(cases.stream().map(EvalCase::expectations).toList());
    }

    private static @Nullable Path find(String relative) {
        Path directory = Path.of("").toAbsolutePath();
        while (directory != null) {
            Path file = directory.resolve(relative).normalize();
            if (Files.exists(file)) {
                return file;
            }
            directory = directory.getParent();
        }
        return null;
    }

    @Test
    void recordsThatAreNoCase_areCounted_andTheRestIsKept() throws Bridges.Malformed {
        Bridges.Read read = BRIDGES.read(
                "theirs",
                "{\"input\":\"one\",\"id\":\"x\"}\n{broken\n{\"id\":\"y\"}\n{\"input\":\"two\",\"id\":\"x\"}\n",
                "langfuse");

        assertThat(read.dataset().cases()).extracting(EvalCase::id).containsExactly("x", "x-2");
        assertThat(read.dataset().cases().get(0).expectations()).containsExactly((Expectation) new Succeeds());
        assertThat(read.losses()).containsEntry("line 2: no JSON", 1).containsEntry("records without an input", 1);
        assertThatThrownBy(() -> BRIDGES.read("theirs", "{broken", "dokimos")).isInstanceOf(Bridges.Malformed.class);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> BRIDGES.write(SMOKE, "excel"))
                .withMessageContaining("known: adk, csv");
    }
}
