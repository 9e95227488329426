package org.hillock.bench.gpu;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.hillock.bench.peers.LineProcess;
import org.hillock.bench.peers.PeerException;
import org.hillock.bench.peers.Wire;
import org.hillock.op.Direction;
import org.jspecify.annotations.Nullable;

/** PyTorch in a process of its own, which runs {@code bench/gpu/pytorch.py}. */
public final class PyTorch implements AutoCloseable {

  /** What is asked; {@code pytorch.py} is the other end. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  private record Request(
      String kind,
      @Nullable Boolean gpu,
      @Nullable String op,
      @Nullable Direction direction,
      @Nullable List<Long> dimensions,
      @Nullable Integer axis,
      @Nullable Integer sets,
      @Nullable Boolean compiled,
      @Nullable Integer calls) {

    static Request of(String kind) {
      return new Request(kind, null, null, null, null, null, null, null, null);
    }
  }

  private record Reply(
      @Nullable String version,
      @Nullable String clock,
      @Nullable Long nanos,
      @Nullable String missing,
      @Nullable String failure) {}

  /**
   * Which PyTorch it is.
   *
   * @param version its version and its device
   * @param clock whose clock times it
   */
  public record About(String version, String clock) {}

  private final LineProcess process;
  private final About about;

  private PyTorch(LineProcess process, boolean gpu) throws PeerException {
    this.process = process;
    Reply reply = ask(new Request("START", gpu, null, null, null, null, null, null, null));
    about = new About(String.valueOf(reply.version()), String.valueOf(reply.clock()));
  }

  /**
   * Starts it.
   *
   * @param python the interpreter
   * @param script where {@code pytorch.py} is
   * @param gpu whether it is to compute on a GPU, not on the processor
   * @return the library, ready
   * @throws PeerException when there is no Python, no PyTorch or no GPU for it
   */
  public static PyTorch start(String python, Path script, boolean gpu) throws PeerException {
    LineProcess process =
        LineProcess.start("pytorch", List.of(python, script.toString()), List.of());
    try {
      return new PyTorch(process, gpu);
    } catch (PeerException e) {
      process.close();
      throw e;
    }
  }

  /**
   * Which PyTorch it is.
   *
   * @return its version, device and clock
   */
  public About about() {
    return about;
  }

  /** Makes work ready, in the place of what was. */
  Contestant prepare(Work work, int sets, boolean compiled) throws PeerException {
    ask(
        new Request(
            "PREPARE",
            null,
            work.name(),
            work.direction(),
            Arrays.stream(work.shape().dimensions()).boxed().toList(),
            work.axis(),
            sets,
            compiled,
            null));
    return this::run;
  }

  private long run(int calls) throws PeerException {
    Reply reply = ask(new Request("RUN", null, null, null, null, null, null, null, calls));
    if (reply.nanos() == null) {
      throw new PeerException("pytorch has no time to tell");
    }
    return reply.nanos();
  }

  /** Gives up what is ready, and its memory. */
  void release() throws PeerException {
    ask(Request.of("RELEASE"));
  }

  private Reply ask(Request request) throws PeerException {
    Reply reply = Wire.message(process.ask(Wire.line(request), request.kind()), Reply.class);
    String reason = reply.missing() != null ? reply.missing() : reply.failure();
    if (reason != null) {
      throw new PeerException(reason);
    }
    return reply;
  }

  @Override
  public void close() {
    process.close();
  }
}
