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

/**
 * A process that answers lines with lines: the parent's end. Lines without {@link Wire}'s mark,
 * which native code prints, are not for us.
 */
public final class LineProcess implements AutoCloseable {

  private static final long PATIENCE_SECONDS = 300;
  private static final long FAREWELL_SECONDS = 5;

  /** Says that the process will say no more. */
  private static final String END = "";

  private final String id;
  private final Process process;
  private final Path log;
  private final BlockingQueue<String> replies = new LinkedBlockingQueue<>();

  private LineProcess(String id, Process process, Path log) {
    this.id = id;
    this.process = process;
    this.log = log;
    Thread reader = new Thread(this::read, id + " replies");
    reader.setDaemon(true);
    reader.start();
  }

  /**
   * Starts a process.
   *
   * @param id for messages
   * @param command the command line
   * @param environment variables beside those of this process, as NAME=VALUE
   * @return the process
   * @throws PeerException when it cannot be started
   */
  public static LineProcess start(String id, List<String> command, List<String> environment)
      throws PeerException {
    try {
      Path log = Files.createTempFile("hillock-" + id, ".log");
      ProcessBuilder builder = new ProcessBuilder(command).redirectError(log.toFile());
      for (String variable : environment) {
        int equals = variable.indexOf('=');
        builder.environment().put(variable.substring(0, equals), variable.substring(equals + 1));
      }
      return new LineProcess(id, builder.start(), log);
    } catch (IOException e) {
      throw new PeerException(id + " cannot be started: " + e.getMessage());
    }
  }

  /**
   * Says a line, and waits for the answer.
   *
   * @param request a line with the mark, as {@link Wire#line} gives it
   * @param what the request in a word, for messages
   * @return a line with the mark
   * @throws PeerException when the process is no more or takes too long
   */
  public String ask(String request, String what) throws PeerException {
    try {
      OutputStream out = process.getOutputStream();
      out.write((request + "\n").getBytes(StandardCharsets.UTF_8));
      out.flush();
    } catch (IOException e) {
      throw ended();
    }
    return next(what);
  }

  boolean isAlive() {
    return process.isAlive();
  }

  private String next(String what) throws PeerException {
    try {
      String line = replies.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
      if (line == null) {
        process.destroyForcibly();
        throw new PeerException(
            "%s has not answered %s for %d s".formatted(id, what, PATIENCE_SECONDS));
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
