/**
 * Removes what must not be kept: text in, text with typed keyed pseudonyms out; the same for every place of a trace.
 *
 * <p>{@link dev.arceval.core.redact.TextRedactor} is the engine. What it looks for is either data ({@code
 * credential-rules.json}) or a {@link dev.arceval.core.redact.Detector}.
 */
@NullMarked
package dev.arceval.core.redact;

import org.jspecify.annotations.NullMarked;
