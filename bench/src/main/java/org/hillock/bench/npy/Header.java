package org.hillock.bench.npy;

/**
 * What the header of a file says.
 *
 * @param descr the element type as NumPy writes it, for example {@code <f4}
 * @param fortranOrder whether the first dimension is the contiguous one
 * @param shape the dimensions, outermost first
 */
@SuppressWarnings("ArrayRecordComponent") // A carrier: nothing compares it.
record Header(String descr, boolean fortranOrder, long[] shape) {}
