/**
 * The assembly: joins the stages behind the doors. It alone knows more than one stage.
 *
 * <pre>
 * capture | ingest  →  redact  →  store  →  mine  →  curate  →  replay + score  →  compare  →  report
 * </pre>
 *
 * <p>{@link dev.arceval.core.Intake} is the only way into a store: what comes in is redacted first.
 */
@NullMarked
package dev.arceval.core;

import org.jspecify.annotations.NullMarked;
