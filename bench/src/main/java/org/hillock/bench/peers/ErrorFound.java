package org.hillock.bench.peers;

import org.jspecify.annotations.Nullable;

/**
 * The largest error of a library in a task.
 *
 * @param maxUlp in units of the last place, over all elements
 * @param ordinaryMaxUlp the same over the ordinary inputs alone, without the tails; null where
 *     there are none, in a single row
 * @param x the input where the error is largest
 * @param truth the true value there
 * @param result what the library gave for it
 * @param elements how many were judged
 */
public record ErrorFound(
    double maxUlp,
    @Nullable Double ordinaryMaxUlp,
    double x,
    double truth,
    double result,
    int elements) {}
