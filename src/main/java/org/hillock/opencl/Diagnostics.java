package org.hillock.opencl;

import java.util.Arrays;
import java.util.List;
import org.hillock.backend.Backend;
import org.hillock.backend.DeviceException;
import org.hillock.backend.Profile;
import org.hillock.backend.Tensor;
import org.hillock.op.Operation;
import org.hillock.op.Shape;
import org.hillock.op.Softmax;

/**
 * What only verification and measurement need: a family of kernels forced, copies timed by the
 * device, the speed of the link. Like {@link OpenCl}, it may be touched where JOCL does not load,
 * and then fails as that does.
 */
public final class Diagnostics {

  private Diagnostics() {}

  /**
   * The families of kernels that there are; all give the same bits.
   *
   * @return their names
   */
  public static List<String> families() {
    return Arrays.stream(Family.values()).map(Family::name).toList();
  }

  /**
   * Opens a device that takes one family of kernels for every shape that it is written for.
   *
   * @param id as {@link OpenCl#open} takes it
   * @param family one of {@link #families()}
   * @return an open backend, which has not been tested in any way
   * @throws IllegalArgumentException when there is no such family
   * @throws DeviceException when there is no such device, or it fails
   */
  public static Backend open(String id, String family) {
    return OpenClBackend.open(OpenCl.device(id), Family.valueOf(family));
  }

  /**
   * Whether a family's kernels are written for an operation on data of a shape.
   *
   * @param id a device
   * @param family one of {@link #families()}
   * @param operation what would be computed
   * @param shape the shape of the data
   * @return true for every activation: families differ in how they walk rows
   */
  public static boolean takes(String id, String family, Operation operation, Shape shape) {
    return !(operation instanceof Softmax softmax)
        || Family.valueOf(family).takes(OpenCl.device(id), softmax.rows(shape));
  }

  /**
   * Fills a tensor of an OpenCL device, however large, with values again and again.
   *
   * @param tensor the tensor
   * @param pattern what it holds from its beginning on; longer than it is, it is cut
   */
  public static void fill(Tensor tensor, float[] pattern) {
    int length = (int) Math.min(pattern.length, tensor.shape().size());
    ((OpenClTensor) tensor).fill(Arrays.copyOf(pattern, length));
  }

  /**
   * Copies tensors in turn, one after the other, and waits for it. Nothing is recorded of the
   * copies between the first and the last.
   *
   * @param from what to copy; the first again behind the last
   * @param to where to, of the same shape and device, as many
   * @param copies how many copies
   * @return nanoseconds from the start of the first to the end of the last, by the device's clock,
   *     or by the host's where the device has none
   */
  public static long copy(List<Tensor> from, List<Tensor> to, int copies) {
    OpenClBackend backend = (OpenClBackend) to.get(0).owner();
    backend.finish();
    long start = System.nanoTime();
    if (!backend.parts().timings().begin()) {
      for (int i = 0; i < copies; i++) {
        to.get(i % to.size()).copyFrom(from.get(i % from.size()));
      }
      backend.finish();
      return System.nanoTime() - start;
    }
    Engine engine = backend.parts().engine();
    List<Profile.Kernel> ends =
        engine.run(
            () ->
                backend
                    .parts()
                    .timings()
                    .timed(
                        recorded -> {
                          for (int i = 0; i < copies; i++) {
                            Queue queue = i == 0 || i == copies - 1 ? recorded : engine.queue();
                            OpenClTensor source = (OpenClTensor) from.get(i % from.size());
                            ((OpenClTensor) to.get(i % to.size())).copy(queue, source);
                          }
                        }));
    return ends.get(ends.size() - 1).ended() - ends.get(0).started();
  }

  /**
   * Measures how fast data comes to a device and back, in pieces of a size.
   *
   * @param id a device
   * @param bytes how much, each way
   * @return the speeds
   * @throws DeviceException when there is no such device, or it fails
   */
  public static Link link(String id, long bytes) {
    Engine engine = new Engine(OpenCl.device(id));
    try {
      return engine.run(() -> LinkSpeed.measure(engine, bytes));
    } finally {
      engine.close(() -> {});
    }
  }

  /**
   * How fast data moves between the host's memory and a device's, in 10^9 bytes a second by the
   * host's clock, each the median of a few.
   *
   * @param pinnedUp to the device, from memory that the driver has pinned
   * @param pinnedDown from the device, into such memory
   * @param pinnedBoth both at once, over two queues, the bytes of both counted
   * @param pageableUp to the device, from a Java array
   * @param pageableDown from the device, into a Java array
   */
  public record Link(
      double pinnedUp,
      double pinnedDown,
      double pinnedBoth,
      double pageableUp,
      double pageableDown) {}
}
