/** A local stand-in for a model provider. */
@NullMarked
package dev.arceval.checks.chat;

import org.jspecify.annotations.NullMarked;
