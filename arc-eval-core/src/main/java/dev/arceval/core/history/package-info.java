/** Looks at metrics over time: runs become points, points become levels. */
@NullMarked
package dev.arceval.core.history;

import org.jspecify.annotations.NullMarked;
