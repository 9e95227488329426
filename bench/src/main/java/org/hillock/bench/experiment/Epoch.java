package org.hillock.bench.experiment;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A network after an epoch.
 *
 * @param loss the mean cross-entropy over the training data, in nats; null when it is not finite
 * @param trainAccuracy the share of the training data that it tells right
 * @param testAccuracy the share of the test data
 * @param deadShare for each hidden layer, the share of units dead all over the training data
 * @param saturatedShare for each hidden layer, the share of saturated elements over that data
 * @param gradientNorm for each hidden layer, the norm of the loss's gradient by the activation's
 *     input: the root of the mean square over the epoch's batches
 */
public record Epoch(
    @Nullable Double loss,
    double trainAccuracy,
    double testAccuracy,
    List<Double> deadShare,
    List<Double> saturatedShare,
    List<Double> gradientNorm) {}
