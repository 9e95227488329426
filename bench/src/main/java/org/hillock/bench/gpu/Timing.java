package org.hillock.bench.gpu;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.hillock.backend.Backend;
import org.hillock.backend.Device;
import org.hillock.opencl.Diagnostics;
import org.hillock.opencl.OpenCl;
import org.jspecify.annotations.Nullable;

/** Times the work of a plan, and knows what of it is still to come. */
final class Timing {

  private final Device device;
  private final GpuRun.Settings settings;
  private final @Nullable PyTorch pytorch;
  private final Consumer<CellResult> done;
  private final long end;
  private final List<CellResult> cells = new ArrayList<>();
  private final List<Work> ahead = new ArrayList<>();

  /**
   * The time runs from now on.
   *
   * @param pytorch PyTorch on the same device; null when it does not take part
   * @param done told of each piece of work that was begun
   */
  Timing(
      Device device,
      GpuRun.Settings settings,
      @Nullable PyTorch pytorch,
      Consumer<CellResult> done) {
    this.device = device;
    this.settings = settings;
    this.pytorch = pytorch;
    this.done = done;
    end = System.nanoTime() + (long) (settings.minutes() * TimeUnit.MINUTES.toNanos(1));
    if (settings.stages().contains(Stage.SOFTMAX)) {
      ahead.addAll(settings.plan().softmax());
    }
    if (settings.stages().contains(Stage.ELEMENTWISE)) {
      ahead.addAll(settings.plan().elementwise());
    }
  }

  /** What was timed so far, and behind it all that is still to come, as left out. */
  List<CellResult> cells() {
    List<CellResult> all = new ArrayList<>(cells);
    for (Work work : ahead) {
      all.add(CellResult.leftOut(work, null, "the run did not come to it"));
    }
    return all;
  }

  /** Times the work of one stage. */
  void run(List<Work> works) {
    long rotation = settings.plan().rotation();
    try (Backend backend = OpenCl.open(device.id())) {
      Contest contest = new Contest(backend, null, pytorch, rotation, settings.seconds());
      for (Work work : works) {
        time(contest, work);
      }
    }
    for (String family : settings.eachFamily() ? settings.families() : List.<String>of()) {
      try (Backend backend = Diagnostics.open(device.id(), family)) {
        Contest contest = new Contest(backend, family, null, rotation, settings.seconds() / 3);
        for (Work work : works) {
          if (Diagnostics.takes(device.id(), family, work.operation(), work.shape())) {
            time(contest, work);
          }
        }
      }
    }
  }

  private void time(Contest contest, Work work) {
    ahead.remove(work);
    if (System.nanoTime() > end) {
      cells.add(CellResult.leftOut(work, contest.family(), "the time was over"));
      return;
    }
    CellResult cell = contest.run(work);
    cells.add(cell);
    done.accept(cell);
  }
}
