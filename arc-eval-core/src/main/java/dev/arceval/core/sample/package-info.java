/** Makes traces of an invented shop's support agent, for demonstrations, documentation and tests. */
@NullMarked
package dev.arceval.core.sample;

import org.jspecify.annotations.NullMarked;
