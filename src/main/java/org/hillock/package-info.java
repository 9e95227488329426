/**
 * The front door: {@link org.hillock.Hillock} opens the best device that is there, or the CPU,
 * checks every argument once for all backends alike, and hands the work on.
 */
@NullMarked
package org.hillock;

import org.jspecify.annotations.NullMarked;
