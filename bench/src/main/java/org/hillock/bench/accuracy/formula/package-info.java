/**
 * The formulas of the catalogue, read and evaluated in arbitrary precision: a judge of results that
 * shares nothing with the float algorithm or with the meaning in double.
 */
@NullMarked
package org.hillock.bench.accuracy.formula;

import org.jspecify.annotations.NullMarked;
