package org.hillock.opencl;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jocl.CL;
import org.jocl.Pointer;
import org.jocl.cl_device_id;
import org.jocl.cl_program;

/** Programs, built when first used and kept. */
final class Programs {

  /** What every program is built with: no relaxed maths, nothing contracted. */
  private static final String OPTIONS = "-cl-std=CL1.2";

  /**
   * What some platforms need besides. Oclgrind 21.10 gives wrong results for some code that its own
   * compiler has optimised (two vector selects on one condition), and right ones without.
   */
  private static final Map<String, String> MORE_OPTIONS = Map.of("Oclgrind", "-cl-opt-disable ");

  private final Engine engine;
  private final ProgramBinaries binaries;
  private final Map<Key, Program> built = new HashMap<>();

  private record Key(List<String> files, String options) {}

  Programs(Engine engine, ProgramBinaries binaries) {
    this.engine = engine;
    this.binaries = binaries;
  }

  /**
   * The program made of files of {@code kernels-cl}.
   *
   * @param files in their order
   * @param options definitions such as {@code -D WIDTH=4}
   * @throws org.hillock.backend.DeviceException when it cannot be built, with the compiler's log
   */
  synchronized Program of(List<String> files, String options) {
    Key key = new Key(files, options);
    Program program = built.get(key);
    if (program == null) {
      program = build(String.join(" + ", files), KernelSource.of(files), options);
      built.put(key, program);
    }
    return program;
  }

  /** Builds a program from what was kept of it, else from its text. */
  Program build(String name, String text, String options) {
    String all = allOptions(engine.device(), options);
    cl_program program =
        binaries
            .load(text, all)
            .filter(loaded -> builds(loaded, all))
            .orElseGet(() -> compile(name, text, all));
    return new Program(engine, program);
  }

  /** The given definitions behind the options that every program of a device is built with. */
  static String allOptions(ClDevice device, String definitions) {
    String more = MORE_OPTIONS.getOrDefault(device.description().platform(), "");
    return (OPTIONS + " " + more + definitions).strip();
  }

  /** Whether the driver takes back a binary that it once gave; releases what it does not take. */
  private boolean builds(cl_program loaded, String options) {
    boolean builds = buildStatus(loaded, options) == CL.CL_SUCCESS;
    if (!builds) {
      engine.calls().release("clReleaseProgram", () -> CL.clReleaseProgram(loaded));
    }
    return builds;
  }

  private cl_program compile(String name, String text, String options) {
    Calls calls = engine.calls();
    cl_program program =
        calls.create(
            "clCreateProgramWithSource",
            status ->
                CL.clCreateProgramWithSource(
                    engine.context(), 1, new String[] {text}, null, status));
    int status = buildStatus(program, options);
    if (status != CL.CL_SUCCESS) {
      String log = log(program);
      calls.release("clReleaseProgram", () -> CL.clReleaseProgram(program));
      throw calls.failure(
          "%s does not build: clBuildProgram with options \"%s\" returned %s; the log:%n%s"
              .formatted(
                  name, options, ClStatus.describe(status), log.isEmpty() ? "(empty)" : log));
    }
    binaries.store(text, options, program);
    return program;
  }

  private int buildStatus(cl_program program, String options) {
    cl_device_id[] devices = {engine.device().handle()};
    int status =
        engine
            .calls()
            .answer(
                "clBuildProgram",
                () -> CL.clBuildProgram(program, 1, devices, options, null, null));
    Signals.restore();
    return status;
  }

  /** Releases everything; called when the device is closed. */
  synchronized void release() {
    built.values().forEach(Program::release);
    built.clear();
  }

  private String log(cl_program program) {
    cl_device_id device = engine.device().handle();
    Calls calls = engine.calls();
    String call = "clGetProgramBuildInfo";
    int what = CL.CL_PROGRAM_BUILD_LOG;
    long[] size = {0};
    int asked =
        calls.answer(call, () -> CL.clGetProgramBuildInfo(program, device, what, 0, null, size));
    byte[] bytes = new byte[asked == CL.CL_SUCCESS ? (int) size[0] : 0];
    Pointer to = Pointer.to(bytes);
    int status =
        asked != CL.CL_SUCCESS
            ? asked
            : calls.answer(
                call,
                () -> CL.clGetProgramBuildInfo(program, device, what, bytes.length, to, null));
    return status == CL.CL_SUCCESS
        ? new String(bytes, StandardCharsets.UTF_8).replace("\0", "").strip()
        : "(not to be had: " + ClStatus.describe(status) + ")";
  }
}
