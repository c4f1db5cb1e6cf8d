/** Answers tool calls from a recording, and scores what an agent did against what a case expects. */
@NullMarked
package dev.arceval.core.replay;

import org.jspecify.annotations.NullMarked;
