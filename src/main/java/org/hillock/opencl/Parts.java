package org.hillock.opencl;

import java.util.ArrayList;
import java.util.List;
import org.hillock.backend.Holdings;
import org.hillock.backend.UserCache;
import org.jspecify.annotations.Nullable;

/** What a backend is made of. */
final class Parts {

  private final Engine engine;
  private final ProgramBinaries binaries;
  private final Programs programs;
  private final MemoryPool pool;
  private final Kernels kernels;
  private final HostCalls hostCalls;
  private final Downloads downloads;
  private final Holdings holdings;
  private final Timings timings;

  /** The parts that suit a device, but for a family of kernels where one is forced. */
  Parts(Engine engine, @Nullable Family forced) {
    this(
        engine,
        binaries(engine),
        tuning(engine.device()),
        forced,
        HostWay.of(engine.device().description()));
  }

  Parts(
      Engine engine,
      ProgramBinaries binaries,
      Tuning tuning,
      @Nullable Family forced,
      HostWay way) {
    this.engine = engine;
    this.binaries = binaries;
    programs = new Programs(engine, binaries);
    pool = new MemoryPool(engine);
    kernels = new Kernels(engine, programs, tuning, forced);
    hostCalls = new HostCalls(engine, pool, way);
    downloads = new Downloads(engine);
    holdings = new Holdings(engine.device().description());
    timings = new Timings(engine, kernels::run);
  }

  /** The programs on disk, where they are of use. */
  static ProgramBinaries binaries(Engine engine) {
    return ProgramBinaries.in(ProgramBinaries.cacheOf(engine.device()), engine);
  }

  /** What was found for a device, else its seed. */
  static Tuning tuning(ClDevice device) {
    return TuningStore.of(UserCache.standard(), device);
  }

  /** The device at work. */
  Engine engine() {
    return engine;
  }

  /** The programs on disk. */
  ProgramBinaries binaries() {
    return binaries;
  }

  /** The programs that are built. */
  Programs programs() {
    return programs;
  }

  /** Memory that is kept for calls on host data. */
  MemoryPool pool() {
    return pool;
  }

  /** What computes on memory of the device. */
  Kernels kernels() {
    return kernels;
  }

  /** What computes on data of the host. */
  HostCalls hostCalls() {
    return hostCalls;
  }

  /** What brings data to the host while others go on. */
  Downloads downloads() {
    return downloads;
  }

  /** The tensors that are open. */
  Holdings holdings() {
    return holdings;
  }

  /** The calls whose times are wanted. */
  Timings timings() {
    return timings;
  }

  /** Gives everything back, and tells of the calls that nobody was told of yet. */
  void close() {
    List<Runnable> news = new ArrayList<>();
    engine.close(
        () -> {
          hostCalls.release();
          news.addAll(timings.rest());
          downloads.close();
          holdings.close();
          programs.release();
        });
    news.forEach(Runnable::run);
  }
}
