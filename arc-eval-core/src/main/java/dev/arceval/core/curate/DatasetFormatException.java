package dev.arceval.core.curate;

/** A dataset file that cannot be read; the message starts with the file's name and line. */
public final class DatasetFormatException extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    DatasetFormatException(String source, int line, String reason) {
        super(source + ":" + line + ": " + reason);
    }
}
