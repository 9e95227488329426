/**
 * Accuracy, measured: the distance of a device's results from the meaning in double precision, over
 * the float32 inputs.
 */
@NullMarked
package org.hillock.bench.accuracy;

import org.jspecify.annotations.NullMarked;
