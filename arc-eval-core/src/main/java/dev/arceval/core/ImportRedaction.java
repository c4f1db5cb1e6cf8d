package dev.arceval.core;

import dev.arceval.DatasetFiles;
import dev.arceval.core.redact.PseudonymNumbers;
import dev.arceval.core.redact.Pseudonyms;
import dev.arceval.core.redact.RedactionKey;
import dev.arceval.core.redact.TextRedactor;
import dev.arceval.eval.Dataset;
import dev.arceval.eval.EvalCase;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Takes out of a dataset of another tool what must not be kept, as out of any text that comes in: under the redaction that
 * properties and the environment name. Pseudonyms are counted in the file, tied to no key; a case in which nothing is found stays
 * as it is.
 */
final class ImportRedaction {

    private static final String UNSAFE = "cases that could not be redacted";

    private final TextRedactor redactor;
    private final PseudonymNumbers numbers;

    private ImportRedaction(RedactionDoor redaction) {
        redactor = TextRedactor.of(redaction.policy(), Pseudonyms.keyed(RedactionKey.passing()));
        numbers = new PseudonymNumbers(redaction.policy().imitates());
    }

    static DatasetFiles.Imported of(Dataset dataset, Map<String, Integer> losses) {
        ImportRedaction redaction = new ImportRedaction(RedactionDoor.from(Optional.of(Settings.ofProcess())));
        List<EvalCase> cases = new ArrayList<>();
        Map<String, Integer> all = new HashMap<>(losses);
        for (EvalCase evalCase : dataset.cases()) {
            Optional<EvalCase> redacted = redaction.of(evalCase);
            redacted.ifPresentOrElse(cases::add, () -> all.merge(UNSAFE, 1, Integer::sum));
        }
        return new DatasetFiles.Imported(new Dataset(dataset.name(), cases), all);
    }

    /** Returns the case without what must go; empty if it is no case any more, as when redaction failed. */
    private Optional<EvalCase> of(EvalCase evalCase) {
        String line = DatasetFileDoor.line(evalCase);
        String redacted = redactor.redact(line);
        return redacted.equals(line) ? Optional.of(evalCase) : DatasetFileDoor.evalCase(numbers.rename(redacted));
    }
}
