package dev.arceval.cli;

/** What the exit codes mean. Scripts rely on them. */
final class ExitCode {

    static final int DONE = 0;
    static final int WORSE = 1;
    static final int USAGE = 2;
    static final int INPUT = 3;

    private ExitCode() {}
}
