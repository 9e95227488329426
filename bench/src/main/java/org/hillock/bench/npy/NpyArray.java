package org.hillock.bench.npy;

import java.util.Optional;
import org.hillock.op.Shape;

/**
 * An array read from a file.
 *
 * @param shape its shape
 * @param values its elements in C order
 * @param note what was done to its elements to make them float32; empty when they were
 */
@SuppressWarnings("ArrayRecordComponent") // A carrier: nothing compares it.
public record NpyArray(Shape shape, float[] values, Optional<String> note) {}
