/** Joins Arc-Eval with the OpenTelemetry SDK of an application: its spans come in, recorded steps go out. */
@NullMarked
package dev.arceval.opentelemetry;

import org.jspecify.annotations.NullMarked;
