package dev.arceval.core.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class Utf8Test {

    /** Of every length a character can have, in any neighbourhood. */
    private static final String[] PIECES = {
        "a", "plain text", "\u00e4", "\u20ac", "\ud83d\ude00", "\u0000", "\uffff", "\ud7ff"
    };

    @Property(tries = 500)
    void decoding_givesWhatTheJdkGives(@ForAll @Size(max = 40) int[] pieces, @ForAll @IntRange(max = 9) int before) {
        StringBuilder text = new StringBuilder();
        for (int piece : pieces) {
            text.append(PIECES[Math.floorMod(piece, PIECES.length)]);
        }
        byte[] bytes = ("-".repeat(before) + text + "-").getBytes(StandardCharsets.UTF_8);
        char[] chars = new char[bytes.length];

        int length = Utf8.decode(bytes, before, bytes.length - 1, chars);

        assertThat(new String(chars, 0, length)).isEqualTo(text.toString());
    }
}
