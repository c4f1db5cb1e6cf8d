/** Reading and writing JSON under fixed limits. Knows no trace. */
@NullMarked
package dev.arceval.core.json;

import org.jspecify.annotations.NullMarked;
