package org.hillock.opencl;

import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.Set;
import org.hillock.backend.Device;
import org.hillock.backend.UserCache;
import org.jocl.CL;
import org.jocl.Pointer;
import org.jocl.Sizeof;
import org.jocl.cl_device_id;
import org.jocl.cl_program;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a driver made of programs, in the user's cache. A binary belongs to the very text, options,
 * device and driver. Nothing depends on it: one that the driver does not give, or does not take
 * back, is done without.
 */
final class ProgramBinaries {

  private static final Logger LOG = LoggerFactory.getLogger(ProgramBinaries.class);

  static final String KIND = "programs";

  /** To be raised when a binary is made in another way from the same text. */
  private static final String FORMAT = "1";

  /**
   * Platforms that do without: each keeps, or spares itself, what takes long. PoCL 3.1, asked for a
   * binary, compiles all kernels once more for groups of any size, which doubles a first start.
   * rusticl 22.3 and Oclgrind 21.10 end the process over a binary that they cannot read; and
   * Oclgrind quotes the text in its reports.
   */
  private static final Set<String> WITHOUT =
      Set.of("Portable Computing Language", "rusticl", "Oclgrind");

  private final Engine engine;
  private final UserCache cache;
  private final boolean trusted;
  private volatile boolean used;

  private ProgramBinaries(Engine engine, UserCache cache, boolean trusted) {
    this.engine = engine;
    this.cache = cache;
    this.trusted = trusted;
  }

  /** Where the binaries of a device are kept. */
  static UserCache cacheOf(ClDevice device) {
    return WITHOUT.contains(device.description().platform())
        ? UserCache.off()
        : UserCache.standard();
  }

  /** Binaries that are read and written. */
  static ProgramBinaries in(UserCache cache, Engine engine) {
    return new ProgramBinaries(engine, cache, true);
  }

  /** Binaries that are not read, but replaced. */
  static ProgramBinaries replacing(UserCache cache, Engine engine) {
    return new ProgramBinaries(engine, cache, false);
  }

  /** Whether a program was made of what was kept. */
  boolean used() {
    return used;
  }

  /** A program made of what is kept, not built yet; empty where there is nothing of use. */
  Optional<cl_program> load(String text, String options) {
    return trusted ? cache.read(KIND, key(text, options)).flatMap(this::create) : Optional.empty();
  }

  /** Keeps what the driver made of a program, if it gives that. */
  void store(String text, String options, cl_program program) {
    if (cache.folder().isPresent()) {
      binary(program).ifPresent(binary -> cache.write(KIND, key(text, options), binary));
    }
  }

  private Optional<byte[]> binary(cl_program program) {
    long[] size = {0};
    if (!asked(program, CL.CL_PROGRAM_BINARY_SIZES, Sizeof.size_t, Pointer.to(size))
        || size[0] <= 0
        || size[0] > Integer.MAX_VALUE) {
      return Optional.empty();
    }
    // Outside the heap: an array would be pinned while PoCL, asked this, compiles once more.
    ByteBuffer memory = ByteBuffer.allocateDirect((int) size[0]);
    Pointer places = Pointer.to(Pointer.to(memory));
    boolean given = asked(program, CL.CL_PROGRAM_BINARIES, Sizeof.POINTER, places);
    Signals.restore();
    if (!given) {
      return Optional.empty();
    }
    byte[] binary = new byte[memory.capacity()];
    memory.get(binary);
    return Optional.of(binary);
  }

  private boolean asked(cl_program program, int what, long size, Pointer value) {
    int status =
        engine
            .calls()
            .answer(
                "clGetProgramInfo", () -> CL.clGetProgramInfo(program, what, size, value, null));
    if (status != CL.CL_SUCCESS) {
      LOG.debug("{} gives no binary: {}", engine.device().description(), ClStatus.describe(status));
    }
    return status == CL.CL_SUCCESS;
  }

  private Optional<cl_program> create(byte[] binary) {
    int[] status = {CL.CL_SUCCESS};
    int[] taken = {CL.CL_SUCCESS};
    cl_program[] program = {null};
    int answer =
        engine
            .calls()
            .answer(
                "clCreateProgramWithBinary",
                () -> {
                  program[0] =
                      CL.clCreateProgramWithBinary(
                          engine.context(),
                          1,
                          new cl_device_id[] {engine.device().handle()},
                          new long[] {binary.length},
                          new byte[][] {binary},
                          taken,
                          status);
                  return status[0];
                });
    if (answer != CL.CL_SUCCESS || program[0] == null) {
      return Optional.empty();
    }
    used = true;
    return Optional.of(program[0]);
  }

  private String key(String text, String options) {
    return key(engine.device().description(), text, options);
  }

  /** All that a binary depends on. */
  static String key(Device device, String text, String options) {
    return String.join(
        "\n",
        FORMAT,
        device.platform(),
        device.name(),
        device.version(),
        device.driver(),
        options,
        text);
  }
}
