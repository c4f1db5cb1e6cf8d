package dev.arceval.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;

final class TracePackingTest {

    private static final byte[] TEXT = "{\"resourceSpans\":[{\"resource\":{\"attributes\":[{\"key\":\"service.name\""
            .repeat(40)
            .getBytes(StandardCharsets.UTF_8);

    @Test
    void whatWasPacked_isUnpackedAgain() {
        try (TracePacking packing = new TracePacking()) {
            for (int length : new int[] {0, 1, 70, TEXT.length}) {
                byte[] text = Arrays.copyOf(TEXT, length);
                byte[] packed = packing.pack(text, 9);
                assertThat(packing.unpack(packed, 9, length)).isEqualTo(text);
            }
            assertThat(packing.pack(TEXT, 9)).hasSizeLessThan(TEXT.length / 10);
        }
    }

    @Test
    void whatIsNotWhole_isRefused() {
        try (TracePacking packing = new TracePacking()) {
            byte[] packed = packing.pack(TEXT, 0);
            byte[] half = Arrays.copyOf(packed, packed.length / 2);
            assertThatIllegalArgumentException().isThrownBy(() -> packing.unpack(half, 0, TEXT.length));
            assertThatIllegalArgumentException().isThrownBy(() -> packing.unpack(packed, 0, TEXT.length + 1));
        }
    }

    /** A changed dictionary makes every store unreadable that was written before. */
    @Test
    void theDictionary_isTheOneItAlwaysWas() {
        CRC32C crc = new CRC32C();
        crc.update(PackingDictionary.first());
        assertThat(Long.toHexString(crc.getValue())).isEqualTo("e7711a48");
    }
}
