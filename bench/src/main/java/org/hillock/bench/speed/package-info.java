/**
 * Speed, measured: {@link org.hillock.bench.speed.SpeedTest} times calls in turn with a plain copy,
 * on resident data and on host arrays.
 */
@NullMarked
package org.hillock.bench.speed;

import org.jspecify.annotations.NullMarked;
