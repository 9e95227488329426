package org.hillock;

import org.hillock.backend.Backend;
import org.hillock.backend.Device;
import org.hillock.backend.DeviceException;
import org.hillock.backend.Statistics;
import org.hillock.backend.Tensor;
import org.hillock.op.Operation;
import org.hillock.op.Shape;
import org.hillock.op.Softmax;

/** A device made up for a test: it computes on the CPU, and goes wrong when it is told to. */
public final class FakeBackend implements Backend {

  private final Device device;
  private final Runnable onClose;
  private boolean wrong;
  private boolean dead;
  private boolean tornWrite;
  private boolean tooSmall;
  private int calls;

  /** A device that works. */
  public FakeBackend(Device device, Runnable onClose) {
    this.device = device;
    this.onClose = onClose;
  }

  /** From now on the last element of every result is off by one unit in the last place. */
  public FakeBackend wrong(boolean value) {
    wrong = value;
    return this;
  }

  /**
   * From now on every call fails; with a torn write, after it has overwritten half of the result.
   */
  public FakeBackend dead(boolean torn) {
    dead = true;
    tornWrite = torn;
    return this;
  }

  /** While set, every request is refused as too large. */
  public void tooSmall(boolean value) {
    tooSmall = value;
  }

  /** How often it was called. */
  public int calls() {
    return calls;
  }

  @Override
  public Device device() {
    return device;
  }

  @Override
  public Tensor tensor(Shape shape) {
    throw new DeviceException("no memory on " + device);
  }

  @Override
  public void forward(Softmax softmax, Tensor x, Tensor y, Statistics stats) {
    throw new DeviceException("no tensors on " + device);
  }

  @Override
  public void forward(Operation operation, Tensor x, Tensor y) {
    throw new DeviceException("no tensors on " + device);
  }

  @Override
  public void backward(Operation operation, Tensor saved, Tensor dy, Tensor dx) {
    throw new DeviceException("no tensors on " + device);
  }

  @Override
  public void forward(Operation operation, Shape shape, float[] x, float[] y) {
    before(y);
    Opener.reference().forward(operation, shape, x, y);
    after(y);
  }

  @Override
  public void backward(Operation operation, Shape shape, float[] saved, float[] dy, float[] dx) {
    before(dx);
    Opener.reference().backward(operation, shape, saved, dy, dx);
    after(dx);
  }

  @Override
  public void finish() {}

  @Override
  public void close() {
    onClose.run();
  }

  private void before(float[] result) {
    calls++;
    if (tooSmall) {
      throw DeviceException.tooLarge(device + ": the device gives at most 4 bytes at once");
    }
    if (dead) {
      if (tornWrite) {
        result[0] = Float.NaN;
      }
      throw new DeviceException(
          "clEnqueueNDRangeKernel returned -5 on " + device, !tornWrite, null);
    }
  }

  private void after(float[] result) {
    if (wrong) {
      int last = result.length - 1;
      result[last] = Float.intBitsToFloat(Float.floatToRawIntBits(result[last]) ^ 1);
    }
  }
}
