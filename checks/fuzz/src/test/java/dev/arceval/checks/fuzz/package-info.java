/** Random input for everything that reads. */
@NullMarked
package dev.arceval.checks.fuzz;

import org.jspecify.annotations.NullMarked;
