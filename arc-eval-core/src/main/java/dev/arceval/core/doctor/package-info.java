/**
 * Says what traces carry, what they lack for which use, and which setting brings it: {@code Trace} to {@code Diagnosis}.
 *
 * <p>{@link dev.arceval.core.doctor.TraceDoctor} counts, {@code TraceFacts} looks at one trace, and {@code AdviceTable} is the
 * data: a row for each setting of each framework. A newly known setting is a new row.
 */
@NullMarked
package dev.arceval.core.doctor;

import org.jspecify.annotations.NullMarked;
