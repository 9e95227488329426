/**
 * Equality of bits, put to the test: {@link org.hillock.bench.verify.Problems} lists what is
 * computed, {@link org.hillock.bench.verify.Placement} how, and {@link
 * org.hillock.bench.verify.Verifier} compares a device with the reference.
 */
@NullMarked
package org.hillock.bench.verify;

import org.jspecify.annotations.NullMarked;
