/** A support desk as a Spring AI application with three tools, recorded and replayed. */
@NullMarked
package dev.arceval.examples.springai;

import org.jspecify.annotations.NullMarked;
