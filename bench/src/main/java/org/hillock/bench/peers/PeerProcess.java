package org.hillock.bench.peers;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The parent's end of a library's process. */
final class PeerProcess implements AutoCloseable {

  private static final long PATIENCE_SECONDS = 300;
  private static final long FAREWELL_SECONDS = 5;

  /** Says that the process will say no more. */
  private static final String END = "";

  private final String id;
  private final Process process;
  private final Path log;
  private final BlockingQueue<String> replies = new LinkedBlockingQueue<>();

  private PeerProcess(String id, Process process, Path log) {
    this.id = id;
    this.process = process;
    this.log = log;
    Thread reader = new Thread(this::read, id + " replies");
    reader.setDaemon(true);
    reader.start();
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
    try {
      Path log = Files.createTempFile("hillock-" + id, ".log");
      ProcessBuilder builder = new ProcessBuilder(command).redirectError(log.toFile());
      for (String variable : environment) {
        int equals = variable.indexOf('=');
        builder.environment().put(variable.substring(0, equals), variable.substring(equals + 1));
      }
      return new PeerProcess(id, builder.start(), log);
    } catch (IOException e) {
      throw new PeerException(id + " cannot be started: " + e.getMessage());
    }
  }

  /**
   * Asks for something, and waits for the answer.
   *
   * @throws MissingException when the library does not have it
   * @throws PeerException when it fails, or the process is no more or takes too long
   */
  Reply ask(Request.Kind kind, @Nullable Task task) throws MissingException, PeerException {
    try {
      OutputStream out = process.getOutputStream();
      String line = Wire.line(new Request(kind, task)) + "\n";
      out.write(line.getBytes(StandardCharsets.UTF_8));
      out.flush();
    } catch (IOException e) {
      throw ended();
    }
    Reply reply = Wire.message(next(kind), Reply.class);
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

  private String next(Request.Kind kind) throws PeerException {
    try {
      String line = replies.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
      if (line == null) {
        process.destroyForcibly();
        throw new PeerException(
            "%s has not answered %s for %d s".formatted(id, kind, PATIENCE_SECONDS));
      }
      if (line.equals(END)) {
        throw ended();
      }
      return line;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new PeerException(id + " was interrupted");
    }
  }

  private PeerException ended() {
    String last;
    try {
      process.waitFor(FAREWELL_SECONDS, TimeUnit.SECONDS);
      last = Drivers.tail(log);
    } catch (IOException e) {
      last = e.toString();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      last = e.toString();
    }
    String status = process.isAlive() ? "" : " with status " + process.exitValue();
    return new PeerException("its process ended" + status + (last.isBlank() ? "" : ": " + last));
  }

  private void read() {
    try (BufferedReader lines = process.inputReader(StandardCharsets.ISO_8859_1)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (Wire.isMessage(line)) {
          replies.add(line);
        }
      }
    } catch (IOException e) {
      // Ended, as below.
    }
    replies.add(END);
  }

  /** Ends the process: first its input, and then, should it not heed that, itself. */
  @Override
  public void close() {
    try {
      process.getOutputStream().close();
      if (!process.waitFor(FAREWELL_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (IOException e) {
      process.destroyForcibly(); // Gone already, or as good as.
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
    log.toFile().delete();
  }
}
