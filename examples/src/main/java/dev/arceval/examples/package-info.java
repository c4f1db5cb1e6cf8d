/** A support agent in plain Java, before, with and after recording. */
@NullMarked
package dev.arceval.examples;

import org.jspecify.annotations.NullMarked;
