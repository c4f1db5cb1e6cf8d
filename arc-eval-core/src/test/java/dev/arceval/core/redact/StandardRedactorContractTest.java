package dev.arceval.core.redact;

import dev.arceval.spi.Redactor;
import dev.arceval.testkit.contract.RedactorContract;

final class StandardRedactorContractTest extends RedactorContract {

    @Override
    protected Redactor redactor() {
        return new StandardRedactor(RedactionKey.of(new byte[32]));
    }

    @Override
    protected String secret() {
        return "ada.lovelace@example.org";
    }
}
