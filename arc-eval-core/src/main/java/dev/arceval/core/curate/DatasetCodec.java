package dev.arceval.core.curate;

import dev.arceval.eval.Dataset;
import dev.arceval.eval.EvalCase;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Turns datasets into JSON Lines made to be kept in git, and back without loss.
 *
 * <p>One case a line, in order of id, UTF-8, a line feed after each; keys in a fixed order, what is absent left out. An empty
 * dataset is an empty file. When reading, empty lines, unknown keys and a byte order mark are skipped, and a case needs no
 * more than {@code id}, {@code input} and {@code expectations}, so that one can be written by hand. Thread-safe.
 */
public final class DatasetCodec {

    private DatasetCodec() {}

    /** Returns the dataset's bytes; equal datasets give equal bytes. The name is not in them. */
    public static byte[] encode(Dataset dataset) {
        StringBuilder lines = new StringBuilder();
        for (EvalCase evalCase : dataset.cases()) {
            lines.append(CaseJson.write(evalCase)).append('\n');
        }
        return lines.toString().getBytes(StandardCharsets.UTF_8);
    }

    /**
     * Reads a dataset.
     *
     * @param name the dataset's name
     * @param source what messages call the file
     * @throws DatasetFormatException if a line is no case, or repeats an id
     */
    public static Dataset decode(String name, String source, byte[] bytes) {
        List<EvalCase> cases = new ArrayList<>();
        Map<String, Integer> lineOfId = new HashMap<>();
        int number = 0;
        for (String line : text(source, bytes).split("\n", -1)) {
            number++;
            if (line.isBlank()) {
                continue;
            }
            EvalCase evalCase = readCase(source, number, line);
            Integer earlier = lineOfId.put(evalCase.id(), number);
            if (earlier != null) {
                throw new DatasetFormatException(
                        source, number, "case \"" + evalCase.id() + "\" is there already, on line " + earlier);
            }
            cases.add(evalCase);
        }
        return new Dataset(name, cases);
    }

    private static EvalCase readCase(String source, int number, String line) {
        try {
            return CaseJson.read(line);
        } catch (CaseJson.Malformed malformed) {
            throw new DatasetFormatException(source, number, malformed.reason());
        }
    }

    private static String text(String source, byte[] bytes) {
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            return text.startsWith("\ufeff") ? text.substring(1) : text;
        } catch (CharacterCodingException notUtf8) {
            throw new DatasetFormatException(source, lineOfFirstBadByte(bytes), "not UTF-8");
        }
    }

    private static int lineOfFirstBadByte(byte[] bytes) {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .decode(in, CharBuffer.allocate(bytes.length), true);
        int line = 1;
        for (int i = 0; i < in.position(); i++) {
            line += bytes[i] == '\n' ? 1 : 0;
        }
        return line;
    }
}
