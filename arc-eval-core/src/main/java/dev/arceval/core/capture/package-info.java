/** Records live calls: steps on the caller's thread, traces built and handed on by one thread of our own. */
@NullMarked
package dev.arceval.core.capture;

import org.jspecify.annotations.NullMarked;
