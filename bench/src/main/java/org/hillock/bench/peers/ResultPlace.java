package org.hillock.bench.peers;

/** Who provides the memory for a result. */
public enum ResultPlace {
  /** The caller, before the first run. */
  PREALLOCATED,
  /** The library, in every run. */
  ALLOCATED
}
