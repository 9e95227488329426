package org.hillock.bench.accuracy;

/**
 * A function that is half swept.
 *
 * @param function its label and direction
 * @param fingerprint of its arithmetic
 * @param stride of the sweep
 * @param machine where
 * @param blocks how many blocks are done
 * @param seconds how long it took so far
 * @param tally what was found in them
 */
record Partial(
    String function,
    String fingerprint,
    long stride,
    Machine machine,
    long blocks,
    double seconds,
    Tally tally) {}
