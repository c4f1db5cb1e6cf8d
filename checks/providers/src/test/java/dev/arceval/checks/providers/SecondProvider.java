package dev.arceval.checks.providers;

/** The other of two providers that clash. */
public final class SecondProvider extends UnusedProvider {}
