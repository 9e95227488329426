package org.hillock.backend;

import java.nio.FloatBuffer;
import org.hillock.op.Direction;
import org.hillock.op.Elementwise;
import org.hillock.op.Operation;
import org.hillock.op.Shape;

/**
 * A backend that computes calls on host data on its device or where the data is, whichever takes
 * less time. Tensors live on the device. The bits are the same, so that a wrong choice costs only
 * time.
 */
public final class PlacingBackend extends WrappingBackend {

  private final Backend device;
  private final Backend host;
  private final Placements placements;

  /**
   * Wraps a device.
   *
   * @param device the device; closed with this one
   * @param host what computes where the data is; left open
   * @param placements which of the two takes less time
   */
  public PlacingBackend(Backend device, Backend host, Placements placements) {
    super(device);
    this.device = device;
    this.host = host;
    this.placements = placements;
  }

  @Override
  public void forward(Operation operation, Shape shape, float[] x, float[] y) {
    forward(operation, x.length).forward(operation, shape, x, y);
  }

  @Override
  public void backward(Operation operation, Shape shape, float[] saved, float[] dy, float[] dx) {
    backward(operation, dx.length).backward(operation, shape, saved, dy, dx);
  }

  @Override
  public void forward(Elementwise operation, float[] x, float[] y) {
    forward(operation, x.length).forward(operation, x, y);
  }

  @Override
  public void backward(Elementwise operation, float[] x, float[] dy, float[] dx) {
    backward(operation, dx.length).backward(operation, x, dy, dx);
  }

  @Override
  public void forward(Operation operation, Shape shape, FloatBuffer x, FloatBuffer y) {
    forward(operation, x.remaining()).forward(operation, shape, x, y);
  }

  @Override
  public void backward(
      Operation operation, Shape shape, FloatBuffer saved, FloatBuffer dy, FloatBuffer dx) {
    backward(operation, dx.remaining()).backward(operation, shape, saved, dy, dx);
  }

  private Backend forward(Operation operation, int elements) {
    return placements.onDevice(operation, Direction.FORWARD, elements) ? device : host;
  }

  private Backend backward(Operation operation, int elements) {
    return placements.onDevice(operation, Direction.BACKWARD, elements) ? device : host;
  }
}
