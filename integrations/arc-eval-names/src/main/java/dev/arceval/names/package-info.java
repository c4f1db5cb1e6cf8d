/** Finds names of people and postal addresses by word lists and context. */
@NullMarked
package dev.arceval.names;

import org.jspecify.annotations.NullMarked;
