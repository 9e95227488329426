package org.hillock.opencl;

import java.lang.ref.Reference;
import java.util.ArrayList;
import java.util.List;
import org.hillock.backend.Tensor;

/** Tensors whose memory is in use until this is closed; inside {@link Engine#run}. */
final class Uses implements AutoCloseable {

  private final List<Tensor> tensors = new ArrayList<>();
  private final List<Memory> memories = new ArrayList<>();

  /** Where a tensor's elements are. */
  Span of(Tensor tensor) {
    Span span = ((OpenClTensor) tensor).acquire();
    tensors.add(tensor);
    memories.add(span.memory());
    return span;
  }

  /** The same of a tensor that is written to. */
  Span ofResult(Tensor tensor) {
    Span span = of(tensor);
    GivenMemory.checkResult(span);
    return span;
  }

  @Override
  public void close() {
    try {
      memories.forEach(Memory::release);
    } finally {
      Reference.reachabilityFence(tensors);
    }
  }
}
