package org.hillock.bench.peers;

/** One library, as the comparison needs it. It lives in a process of its own, on one thread. */
public interface Driver extends AutoCloseable {

  /**
   * What runs, for people.
   *
   * @return name and version
   */
  String version();

  /**
   * Makes all ready to compute a task over and over: the inputs where the library wants them, and
   * wherever it lets the caller say where the result goes, the place for it.
   *
   * @param task what to compute
   * @param inputs on what; the driver does not change them
   * @return the call, ready to run
   * @throws MissingException when the library does not have the operation
   * @throws Exception whatever else the library throws
   */
  Call prepare(Task task, Inputs inputs) throws MissingException, Exception;

  @Override
  void close();
}
