/** What model calls cost: tokens times price, where both are known. */
@NullMarked
package dev.arceval.core.cost;

import org.jspecify.annotations.NullMarked;
