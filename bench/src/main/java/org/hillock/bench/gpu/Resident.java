package org.hillock.bench.gpu;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.hillock.backend.Backend;
import org.hillock.backend.Profile;
import org.hillock.backend.Tensor;
import org.hillock.op.Direction;
import org.hillock.opencl.Diagnostics;

/**
 * A piece of work on an OpenCL device: sets of tensors that are worked on in turn, so that small
 * ones are not found in a cache.
 */
final class Resident implements AutoCloseable {

  /** Random numbers are slow to make; these are repeated over larger tensors. */
  private static final int PATTERN = 1 << 20;

  private static final int MOST_SETS = 64;

  private final Backend backend;
  private final Backend profiled;
  private final List<Profile> profiles = new ArrayList<>();
  private final Work work;
  private final List<Tensor> inputs = new ArrayList<>();
  private final List<Tensor> gradients = new ArrayList<>();
  private final List<Tensor> outputs = new ArrayList<>();

  Resident(Backend backend, Work work, int sets) {
    this.backend = backend;
    this.work = work;
    profiled = backend.profiled(profiles::add);
    try {
      for (int set = 0; set < sets; set++) {
        add(set);
      }
      backend.finish();
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  /** How many sets make up so many bytes, but for very small tensors. */
  static int sets(Work work, long bytes) {
    return (int) Math.min(MOST_SETS, 1 + (bytes - 1) / work.bytes());
  }

  private void add(int set) {
    Tensor input = tensor(inputs);
    Diagnostics.fill(input, pattern(2, 2L * set));
    outputs.add(backend.tensor(work.shape()));
    if (work.direction() == Direction.BACKWARD) {
      if (work.isSoftmax()) {
        backend.forward(work.operation(), input, input); // What a softmax saves.
      }
      Diagnostics.fill(tensor(gradients), pattern(1, 2L * set + 1));
    }
  }

  private Tensor tensor(List<Tensor> into) {
    Tensor tensor = backend.tensor(work.shape());
    into.add(tensor);
    return tensor;
  }

  private float[] pattern(double deviation, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] values = new float[(int) Math.min(PATTERN, work.shape().size())];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian(0, deviation);
    }
    return values;
  }

  int sets() {
    return inputs.size();
  }

  /** Copies the inputs to the outputs. */
  long copy(int calls) {
    return Diagnostics.copy(inputs, outputs, calls);
  }

  /** Computes; the times of the first and the last call only are kept. */
  long compute(int calls) {
    backend.finish();
    profiles.clear();
    for (int call = 0; call < calls; call++) {
      compute(call == 0 || call == calls - 1 ? profiled : backend, call % sets());
    }
    profiled.finish();
    return profiles.get(profiles.size() - 1).ended() - profiles.get(0).started();
  }

  private void compute(Backend by, int set) {
    if (work.direction() == Direction.FORWARD) {
      by.forward(work.operation(), inputs.get(set), outputs.get(set));
    } else {
      by.backward(work.operation(), inputs.get(set), gradients.get(set), outputs.get(set));
    }
  }

  @Override
  public void close() {
    inputs.forEach(Tensor::close);
    gradients.forEach(Tensor::close);
    outputs.forEach(Tensor::close);
  }
}
