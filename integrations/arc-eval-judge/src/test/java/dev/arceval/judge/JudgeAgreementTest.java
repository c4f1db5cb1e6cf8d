package dev.arceval.judge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.arceval.judge.JudgeAgreement.Estimate;
import dev.arceval.judge.JudgeAgreement.Label;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JudgeAgreementTest {

    /**
     * Values from the definition with NumPy; the error by the delta method with the gradient taken numerically over the four cells: {@code
     * sqrt(((g*g*p).sum() - (g*p).sum()**2) / n)}.
     */
    @ParameterizedTest
    @CsvSource({
        "40,5,10,45,0.7000000000,0.5607321804,0.8392678196",
        "20,5,10,15,0.4000000000,0.1510922905,0.6489077095",
        "88,2,4,6,0.6341463415,0.3648797605,0.9034129224"
    })
    void kappa_hasTheReferenceValues(
            long both, long judge, long human, long none, double value, double lower, double upper) {
        Estimate kappa = Objects.requireNonNull(new JudgeAgreement(both, judge, human, none).kappa());
        assertThat(kappa.value()).isCloseTo(value, within(1e-9));
        assertThat(kappa.lower()).isCloseTo(lower, within(1e-7));
        assertThat(kappa.upper()).isCloseTo(upper, within(1e-7));
    }

    /** (0.7 + 0.8 - 1) / (0.9 + 0.8 - 1); the interval's coverage was simulated: 94.5 to 95.6 % in four settings of 4,000 runs each. */
    @Test
    void correctedPassRate_takesTheJudgesErrorsOut() {
        Estimate rate = Objects.requireNonNull(new JudgeAgreement(90, 4, 10, 16).correctedPassRate(700, 1000));
        assertThat(rate.value()).isCloseTo(5 / 7.0, within(1e-12));
        assertThat(rate.lower()).isCloseTo(0.588604061319763, within(1e-12));
        assertThat(rate.upper()).isCloseTo(0.8057748536660256, within(1e-12));
    }

    @Test
    void figuresThatCannotBeKnown_areAbsent() {
        assertThat(new JudgeAgreement(10, 0, 0, 0).kappa()).isNull();
        assertThat(new JudgeAgreement(10, 0, 0, 0).specificity()).isNull();
        assertThat(new JudgeAgreement(0, 0, 0, 0).agreement()).isNull();
        assertThat(new JudgeAgreement(5, 5, 5, 5).correctedPassRate(1, 2)).isNull();
        assertThatIllegalArgumentException().isThrownBy(() -> new JudgeAgreement(5, 1, 1, 5).correctedPassRate(3, 2));
    }

    @Test
    void labels_areCounted() {
        assertThat(JudgeAgreement.of(List.of(
                        new Label(true, true), new Label(true, false), new Label(false, true), new Label(true, true))))
                .isEqualTo(new JudgeAgreement(2, 1, 1, 0));
    }
}
