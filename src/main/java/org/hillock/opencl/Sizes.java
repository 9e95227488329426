package org.hillock.opencl;

import org.hillock.op.Shape;

/** Sizes in bytes. */
final class Sizes {

  private Sizes() {}

  /** The bytes of float32 data of a shape. */
  static long bytes(Engine engine, Shape shape) {
    if (shape.size() > Long.MAX_VALUE / Float.BYTES) {
      throw engine.calls().failure("shape " + shape + " has more bytes than a long can count");
    }
    return shape.size() * Float.BYTES;
  }
}
