package org.hillock.bench.peers;

/** A task that is ready to run, any number of times, always on the same inputs. */
public interface Call extends AutoCloseable {

  /**
   * Where the result goes.
   *
   * @return who provides the memory for it
   */
  ResultPlace place();

  /**
   * Computes once; the result is there when it returns.
   *
   * @throws Exception whatever the library throws
   */
  void run() throws Exception;

  /**
   * The result of the last run.
   *
   * @return the elements in C order
   * @throws Exception whatever the library throws
   */
  float[] result() throws Exception;

  /** Gives the memory back. */
  @Override
  void close();
}
