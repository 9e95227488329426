package org.hillock.bench.peers;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** A process of one library: does what it is asked on its standard input, until that ends. */
public final class Child implements AutoCloseable {

  /** Starts a library. */
  public interface Starter {

    /**
     * Starts it.
     *
     * @param threads how many threads it may compute with
     * @return the library, ready
     * @throws Exception whatever it throws
     */
    Driver start(int threads) throws Exception;
  }

  /** The JVM's compiler takes about as long for the largest of our functions. */
  private static final long WARM_UP_NANOS = 500_000_000;

  private static final int LEAST_RUNS = 3;

  private final Starter starter;
  private final int threads;
  private @Nullable Driver driver;
  private @Nullable Call call;

  private Child(Starter starter, int threads) {
    this.starter = starter;
    this.threads = threads;
  }

  /**
   * The main method of a child: serves until its standard input ends, and ends the JVM.
   *
   * @param starter starts the library when the parent asks for it
   * @param arguments the number of threads
   * @throws IOException when the parent is gone
   */
  public static void main(Starter starter, String... arguments) throws IOException {
    PrintStream replies = System.out;
    System.setOut(System.err); // What Java code prints is not for the parent.
    serve(starter, Integer.parseInt(arguments[0]), System.in, replies);
    replies.flush();
    // At once: the native libraries' own threads and exit hooks are of no interest any more.
    Runtime.getRuntime().halt(0);
  }

  /** Answers requests, one by one, until there are no more. */
  static void serve(Starter starter, int threads, InputStream in, OutputStream out)
      throws IOException {
    BufferedReader requests = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
    try (Child child = new Child(starter, threads)) {
      for (String line = requests.readLine(); line != null; line = requests.readLine()) {
        Reply reply = child.answer(Wire.message(line, Request.class));
        // On a line of its own, even where native code has left one unended.
        out.write(("\n" + Wire.line(reply) + "\n").getBytes(StandardCharsets.UTF_8));
        out.flush();
      }
    }
  }

  // An error of the library's, a missing native one say, is an answer like any other.
  @SuppressWarnings("CatchingUnchecked")
  private Reply answer(Request request) {
    try {
      return switch (request.kind()) {
        case START -> start();
        case PREPARE -> prepare(request.theTask());
        case WARM_UP -> warmUp();
        case RUN -> run();
        case RELEASE -> release();
        case ERROR -> error(request.theTask());
      };
    } catch (MissingException e) {
      return Reply.missing(String.valueOf(e.getMessage()));
    } catch (Exception | Error e) {
      e.printStackTrace();
      return Reply.failure(e);
    }
  }

  private Reply start() throws Exception {
    driver = starter.start(threads);
    return Reply.version(driver.version());
  }

  private Reply prepare(Task task) throws Exception {
    release();
    call = driver().prepare(task, Inputs.forTiming(task));
    return Reply.place(call.place());
  }

  private Reply warmUp() throws Exception {
    Call ready = ready();
    long start = System.nanoTime();
    for (int i = 0; i < LEAST_RUNS || System.nanoTime() - start < WARM_UP_NANOS; i++) {
      ready.run();
    }
    return Reply.done();
  }

  private Reply run() throws Exception {
    Call ready = ready();
    ready.run();
    long start = System.nanoTime();
    ready.run();
    return Reply.nanos(System.nanoTime() - start);
  }

  private Reply release() {
    if (call != null) {
      call.close();
      call = null;
    }
    return Reply.done();
  }

  private Reply error(Task timed) throws Exception {
    Task task = Inputs.errorTask(timed);
    Inputs inputs = Inputs.forError(task);
    try (Call once = driver().prepare(task, inputs)) {
      once.run();
      return Reply.error(ErrorJudge.judge(task, inputs, once.result()));
    }
  }

  private Call ready() {
    if (call == null) {
      throw new IllegalStateException("there is nothing to run: nothing was prepared");
    }
    return call;
  }

  private Driver driver() {
    if (driver == null) {
      throw new IllegalStateException("the library has not been started");
    }
    return driver;
  }

  @Override
  public void close() {
    release();
    if (driver != null) {
      driver.close();
    }
  }
}
