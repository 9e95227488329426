package org.hillock.bench.speed;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.hillock.Hillock;
import org.hillock.backend.Statistics;
import org.hillock.backend.Tensor;
import org.hillock.insight.Watch;
import org.hillock.op.Direction;
import org.hillock.op.Operation;
import org.hillock.op.Shape;
import org.hillock.op.Softmax;

/** The data that calls are timed on: the same for every operation, in tensors and in arrays. */
final class Workload implements AutoCloseable {

  /**
   * Bytes read and written for an element by an operation with one input, as forward and a copy.
   */
  private static final int FORWARD_BYTES = 2 * Float.BYTES;

  private static final int BACKWARD_BYTES = 3 * Float.BYTES;

  private final Hillock hillock;
  private final Shape shape;
  private final float[] x;
  private final float[] dy;
  private final float[] result;
  private final Tensor xTensor;
  private final Tensor dyTensor;
  private final Tensor resultTensor;
  private final Map<Softmax, float[]> outputs = new HashMap<>();
  private final Map<Softmax, Tensor> outputTensors = new HashMap<>();
  private final List<Statistics> statistics = new ArrayList<>();

  Workload(Hillock hillock, Shape shape) {
    this.hillock = hillock;
    this.shape = shape;
    int size = Math.toIntExact(shape.size());
    x = gaussian(size, 2, 1);
    dy = gaussian(size, 1, 2);
    result = new float[size];
    xTensor = hillock.tensor(shape, x);
    dyTensor = hillock.tensor(shape, dy);
    resultTensor = hillock.tensor(shape, result);
  }

  /** A plain copy between two tensors. */
  Cell residentCopy() {
    return cell(
        "COPY",
        Direction.FORWARD,
        SpeedResult.RESIDENT,
        () -> {
          resultTensor.copyFrom(xTensor);
          hillock.finish();
        });
  }

  /** A plain round trip: an array into a tensor, and a tensor into an array. */
  Cell hostCopy() {
    return cell(
        "COPY",
        Direction.FORWARD,
        SpeedResult.HOST,
        () -> {
          resultTensor.upload(x);
          resultTensor.download(result);
        });
  }

  /** A call on tensors. */
  Cell resident(Operation operation, Direction direction) {
    Tensor saved = saved(operation);
    return cell(
        operation.label(),
        direction,
        SpeedResult.RESIDENT,
        () -> {
          if (direction == Direction.FORWARD) {
            hillock.forward(operation, xTensor, resultTensor);
          } else {
            hillock.backward(operation, saved, dyTensor, resultTensor);
          }
          hillock.finish();
        });
  }

  /** A call on tensors with statistics, of each unit too if they are asked for. */
  Cell watched(Operation operation, Direction direction, boolean ofUnits) {
    Tensor saved = saved(operation);
    Watch tensors = Watch.tensors();
    Watch watch = ofUnits ? tensors.perUnit((int) shape.dimension(-1)) : tensors;
    Statistics stats = hillock.statistics(watch);
    statistics.add(stats);
    return cell(
        operation.label(),
        direction,
        ofUnits ? SpeedResult.UNIT_STATISTICS : SpeedResult.STATISTICS,
        () -> {
          if (direction == Direction.FORWARD) {
            hillock.forward(operation, xTensor, resultTensor, stats);
          } else {
            hillock.backward(operation, saved, dyTensor, resultTensor, stats);
          }
          hillock.finish();
        });
  }

  private Tensor saved(Operation operation) {
    return operation instanceof Softmax softmax
        ? outputTensors.computeIfAbsent(softmax, s -> hillock.tensor(shape, output(s)))
        : xTensor;
  }

  /** A call on arrays. */
  Cell host(Operation operation, Direction direction) {
    float[] saved = operation instanceof Softmax softmax ? output(softmax) : x;
    return cell(
        operation.label(),
        direction,
        SpeedResult.HOST,
        () -> {
          if (direction == Direction.FORWARD) {
            hillock.forward(operation, x, result, shape);
          } else {
            hillock.backward(operation, saved, dy, result, shape);
          }
        });
  }

  @Override
  public void close() {
    xTensor.close();
    dyTensor.close();
    resultTensor.close();
    outputTensors.values().forEach(Tensor::close);
    statistics.forEach(Statistics::close);
  }

  /** What a softmax saves for backward. */
  private float[] output(Softmax softmax) {
    return outputs.computeIfAbsent(softmax, s -> hillock.forward(s, x, shape));
  }

  private Cell cell(String op, Direction direction, String data, Runnable call) {
    int bytes = direction == Direction.FORWARD ? FORWARD_BYTES : BACKWARD_BYTES;
    return new Cell(op, direction.name(), data, bytes * shape.size(), call);
  }

  private static float[] gaussian(int size, double deviation, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] values = new float[size];
    for (int i = 0; i < size; i++) {
      values[i] = (float) random.nextGaussian(0, deviation);
    }
    return values;
  }
}
