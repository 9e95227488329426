/**
 * NumPy's file format, as far as arrays of floating-point numbers in C order go: {@link
 * org.hillock.bench.npy.NpyReader} and {@link org.hillock.bench.npy.NpyWriter}. The format is
 * described in NumPy's {@code numpy.lib.format}.
 */
@NullMarked
package org.hillock.bench.npy;

import org.jspecify.annotations.NullMarked;
