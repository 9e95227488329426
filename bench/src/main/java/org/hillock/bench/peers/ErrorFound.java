package org.hillock.bench.peers;

/**
 * The largest error of a library in a task.
 *
 * @param maxUlp in units of the last place, over all elements
 * @param ordinaryMaxUlp the same over the ordinary inputs alone, without the tails
 * @param x the input where the error is largest
 * @param truth the true value there
 * @param result what the library gave for it
 * @param elements how many were judged
 */
public record ErrorFound(
    double maxUlp, double ordinaryMaxUlp, double x, double truth, double result, int elements) {}
