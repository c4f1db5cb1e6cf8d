/**
 * What others implement: {@link dev.arceval.spi.TraceStore stores}, {@link dev.arceval.spi.TraceFormat formats}, {@link
 * dev.arceval.spi.Redactor redactors} and {@link dev.arceval.spi.Scorer scorers}.
 *
 * <p>Stores, formats and scorers are found with {@link java.util.ServiceLoader}. For each interface the testkit holds a
 * contract class that an implementation's tests extend.
 */
@NullMarked
package dev.arceval.spi;

import org.jspecify.annotations.NullMarked;
