package dev.arceval.core.mine;

/**
 * What is counted of one masked error message.
 *
 * @param key hash of type, step and message
 * @param failures in how many failed runs it occurred
 */
record ErrorEntry(long key, String type, String step, String message, long runs, long failures, Example[] examples) {

    private static final int EXAMPLES = 3;

    ErrorEntry plus(ErrorEntry other) {
        return new ErrorEntry(
                key,
                type,
                step,
                message,
                runs + other.runs,
                failures + other.failures,
                Example.with(examples, other.examples, Example.LATEST_FIRST, EXAMPLES));
    }
}
