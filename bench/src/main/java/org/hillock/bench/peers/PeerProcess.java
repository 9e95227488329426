package org.hillock.bench.peers;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The parent's end of a library's process. */
final class PeerProcess implements AutoCloseable {

  private final LineProcess process;

  private PeerProcess(LineProcess process) {
    this.process = process;
  }

  /**
   * Starts a process that serves a driver.
   *
   * @param id for messages
   * @param command the command line
   * @param environment variables beside those of this process, as NAME=VALUE
   */
  static PeerProcess start(String id, List<String> command, List<String> environment)
      throws PeerException {
    return new PeerProcess(LineProcess.start(id, command, environment));
  }

  /**
   * Asks for something, and waits for the answer.
   *
   * @throws MissingException when the library does not have it
   * @throws PeerException when it fails, or the process is no more or takes too long
   */
  Reply ask(Request.Kind kind, @Nullable Task task) throws MissingException, PeerException {
    String answer = process.ask(Wire.line(new Request(kind, task)), kind.name());
    Reply reply = Wire.message(answer, Reply.class);
    if (reply.missing() != null) {
      throw new MissingException(reply.missing());
    }
    if (reply.failure() != null) {
      throw new PeerException(reply.failure());
    }
    return reply;
  }

  boolean isAlive() {
    return process.isAlive();
  }

  @Override
  public void close() {
    process.close();
  }
}
