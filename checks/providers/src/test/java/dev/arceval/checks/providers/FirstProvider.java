package dev.arceval.checks.providers;

/** One of two providers that clash. */
public final class FirstProvider extends UnusedProvider {}
