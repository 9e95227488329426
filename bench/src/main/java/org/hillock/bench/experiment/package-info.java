/**
 * Small networks that are trained end to end with this library's operations, watched by its
 * statistics: what an activation does to the units and the gradient of a network, measured.
 */
@NullMarked
package org.hillock.bench.experiment;

import org.jspecify.annotations.NullMarked;
