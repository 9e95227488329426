/**
 * The CPU implementation, which is also the reference that devices are verified against: threads,
 * the loops over rows, what they gather for statistics, and the twins of the kernels that the
 * translator generates from {@code kernels-cl}.
 */
@NullMarked
package org.hillock.cpu;

import org.jspecify.annotations.NullMarked;
