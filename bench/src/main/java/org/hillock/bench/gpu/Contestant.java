package org.hillock.bench.gpu;

import org.hillock.bench.peers.PeerException;

/** One that computes a piece of work, prepared, as often as it is asked to. */
interface Contestant {

  /**
   * Computes it so many times in a row.
   *
   * @return nanoseconds from the start of the first to the end of the last, by the device's clock
   *     if it has one
   * @throws PeerException when another process fails
   */
  long nanos(int calls) throws PeerException;
}
