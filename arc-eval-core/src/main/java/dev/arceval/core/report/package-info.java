/** Shows results: text for a person at a terminal, JSON for a program. The same result always gives the same bytes. */
@NullMarked
package dev.arceval.core.report;

import org.jspecify.annotations.NullMarked;
