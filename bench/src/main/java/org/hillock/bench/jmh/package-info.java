/** Micro-benchmarks by JMH: what a call costs, and what a kernel does, on any device. */
@NullMarked
package org.hillock.bench.jmh;

import org.jspecify.annotations.NullMarked;
