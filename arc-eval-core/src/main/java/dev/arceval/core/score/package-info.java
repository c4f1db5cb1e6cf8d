/** The built-in scorers: what an agent answered, which tools it called, what it took and how it behaved. */
@NullMarked
package dev.arceval.core.score;

import org.jspecify.annotations.NullMarked;
