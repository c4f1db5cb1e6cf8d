/**
 * What every implementation of an SPI must do, as tests to extend.
 *
 * <p>Each contract is an abstract class of JUnit Jupiter tests. An implementation's test extends it and says how to make
 * the thing under test; the build then runs the contract with its other tests. Arc-Eval's own implementations pass the
 * same classes.
 */
@NullMarked
package dev.arceval.testkit.contract;

import org.jspecify.annotations.NullMarked;
