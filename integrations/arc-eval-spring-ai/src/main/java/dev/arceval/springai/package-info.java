/** Spring AI: what its observations say, recorded with their content. */
@NullMarked
package dev.arceval.springai;

import org.jspecify.annotations.NullMarked;
