/**
 * Recycled traces as JUnit tests: {@link dev.arceval.testkit.RecycledTraces} gives one test per case, and
 * {@link dev.arceval.testkit.ReplayAssertions} runs the real agent on it.
 */
@NullMarked
package dev.arceval.testkit;

import org.jspecify.annotations.NullMarked;
