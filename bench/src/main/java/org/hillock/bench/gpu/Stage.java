package org.hillock.bench.gpu;

/** The parts of a run, in their order. */
public enum Stage {
  /** The bits of every family of kernels. */
  CHECK,
  /** What a tiny operation costs the host. */
  LAUNCH,
  /** Softmaxes on resident data. */
  SOFTMAX,
  /** Activations on resident data. */
  ELEMENTWISE,
  /** The link, and calls on host arrays. */
  TRANSFERS,
  /** How long a device takes to open. */
  OPENING
}
