/**
 * Reads trace files and payloads and maps the vocabularies they speak onto one model, and writes traces as OTLP/JSON.
 *
 * <p>{@link dev.arceval.core.ingest.TraceReader} finds the {@link dev.arceval.spi.TraceFormat}, the format reads records,
 * {@code Vocabularies} say which attribute feeds which field, and {@link dev.arceval.core.ingest.TraceAssembler} joins the
 * spans of a trace. A new format is one class; a new vocabulary is one table.
 */
@NullMarked
package dev.arceval.core.ingest;

import org.jspecify.annotations.NullMarked;
