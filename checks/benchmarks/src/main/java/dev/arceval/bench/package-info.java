/** What the stages cost. Run with {@code mvn -Pfast,bench package -pl checks/benchmarks -am}, then the jar. */
@NullMarked
package dev.arceval.bench;

import org.jspecify.annotations.NullMarked;
