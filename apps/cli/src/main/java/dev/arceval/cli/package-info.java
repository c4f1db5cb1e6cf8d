/** The command line. It uses the public API only. */
@NullMarked
package dev.arceval.cli;

import org.jspecify.annotations.NullMarked;
