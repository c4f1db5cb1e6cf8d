/** Values and texts as JSON: reading within limits, writing any object, comparing by meaning. Knows no trace. */
@NullMarked
package dev.arceval.core.json;

import org.jspecify.annotations.NullMarked;
