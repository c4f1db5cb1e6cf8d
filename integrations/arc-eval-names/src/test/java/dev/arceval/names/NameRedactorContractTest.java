package dev.arceval.names;

import dev.arceval.spi.Redactor;
import dev.arceval.testkit.contract.RedactorContract;

final class NameRedactorContractTest extends RedactorContract {

    @Override
    protected Redactor redactor() {
        return NameRedactor.masking();
    }

    @Override
    protected String secret() {
        return "Margaret Okonkwo";
    }
}
