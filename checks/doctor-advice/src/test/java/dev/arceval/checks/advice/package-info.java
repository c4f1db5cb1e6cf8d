/** The doctor's advice, followed with the real frameworks. */
@NullMarked
package dev.arceval.checks.advice;

import org.jspecify.annotations.NullMarked;
