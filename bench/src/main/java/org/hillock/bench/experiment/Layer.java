package org.hillock.bench.experiment;

import java.util.SplittableRandom;
import org.ejml.data.FMatrixRMaj;
import org.ejml.dense.row.CommonOps_FDRM;
import org.ejml.dense.row.mult.MatrixMatrixMult_FDRM;
import org.hillock.Hillock;
import org.hillock.backend.Tensor;
import org.hillock.op.Elementwise;
import org.hillock.op.Shape;

/**
 * A dense layer, {@code y = f(x · W + b)}. EJML multiplies on the host, on the caller's thread and
 * so in one order; what comes after is the device's. All matrices have a row for each sample.
 */
final class Layer implements AutoCloseable {

  private final Hillock hillock;
  private final Elementwise operation;
  private final FMatrixRMaj weights;
  private final FMatrixRMaj transposed;
  private final FMatrixRMaj gradient;
  private final float[] biases;
  private final float[] biasGradient;
  private final Tensor bias;
  private final Tensor biasSlope;

  /**
   * A layer with initial weights of variance 2/in (He, Zhang, Ren and Sun, 2015), or 1/in where no
   * activation halves it, and no bias.
   */
  Layer(Hillock hillock, Elementwise operation, int in, int out, SplittableRandom random) {
    this.hillock = hillock;
    this.operation = operation;
    weights = new FMatrixRMaj(in, out);
    transposed = new FMatrixRMaj(out, in);
    gradient = new FMatrixRMaj(in, out);
    biases = new float[out];
    biasGradient = new float[out];
    bias = hillock.tensor(Shape.of(out), biases);
    biasSlope = hillock.tensor(Shape.of(out));
    // Uniform numbers from -bound to bound have the variance bound²/3.
    double bound = Math.sqrt(3 * (operation.equals(Network.IDENTITY) ? 1.0 : 2.0) / in);
    for (int i = 0; i < weights.data.length; i++) {
      weights.data[i] = (float) (bound * (2 * random.nextDouble() - 1));
    }
  }

  Elementwise operation() {
    return operation;
  }

  int units() {
    return biases.length;
  }

  /** Computes y into the slot, and on the host. */
  void forward(FMatrixRMaj x, Slot slot) {
    MatrixMatrixMult_FDRM.mult_reorder(x, weights, slot.host());
    slot.x().upload(slot.host().data);
    hillock.forward(operation, slot.x(), bias, slot.y(), slot.forward());
    slot.y().download(slot.host().data);
  }

  /**
   * Computes the gradients of weights and bias from the slot's dy.
   *
   * @param x what forward was given; its gradient takes its place
   * @param further whether anyone asks for that
   */
  void backward(FMatrixRMaj x, Slot slot, boolean further) {
    Tensor dy = slot.dy();
    hillock.backward(operation, slot.x(), bias, dy, dy, biasSlope, slot.backward());
    biasSlope.download(biasGradient);
    FMatrixRMaj dz = slot.host();
    dy.download(dz.data);
    MatrixMatrixMult_FDRM.multTransA_reorder(x, dz, gradient);
    if (further) {
      CommonOps_FDRM.transpose(weights, transposed);
      MatrixMatrixMult_FDRM.mult_reorder(dz, transposed, x);
    }
  }

  /** The squares of all gradients of weights and bias, added up. */
  double squares() {
    return squares(gradient.data) + squares(biasGradient);
  }

  private static double squares(float[] gradients) {
    double sum = 0;
    for (float g : gradients) {
      sum += (double) g * g;
    }
    return sum;
  }

  /** Takes a step down the gradients. */
  void step(float rate) {
    step(weights.data, gradient.data, rate);
    step(biases, biasGradient, rate);
    bias.upload(biases);
  }

  private static void step(float[] values, float[] gradients, float rate) {
    for (int i = 0; i < values.length; i++) {
      values[i] -= rate * gradients[i];
    }
  }

  @Override
  public void close() {
    bias.close();
    biasSlope.close();
  }
}
