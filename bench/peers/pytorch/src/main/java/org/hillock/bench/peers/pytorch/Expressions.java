package org.hillock.bench.peers.pytorch;

import java.util.Map;
import org.hillock.bench.peers.MissingException;
import org.hillock.bench.peers.Task;

/**
 * What PyTorch's own kernels are called, by the catalogue's name, with the result going into {@code
 * out}. Backward they are the kernels that autograd runs, without autograd around them; {@code
 * saved} is what autograd saves for them.
 */
record Expressions(String forward, Saved saved, String backward) {

  /** What backward needs beside dy. */
  enum Saved {
    INPUT,
    OUTPUT
  }

  /** The type float32, as PyTorch numbers them. */
  private static final int FLOAT = 6;

  private static final Map<String, Expressions> ALL =
      Map.ofEntries(
          // What relu itself calls; its own variant with out= computes elsewhere, and copies.
          Map.entry(
              "RELU",
              new Expressions(
                  "torch.clamp_min(x, 0, out=out)",
                  Saved.INPUT,
                  "torch.threshold_backward(dy, saved, 0, grad_input=out)")),
          Map.entry(
              "LEAKY_RELU",
              new Expressions(
                  "torch.leaky_relu(x, 0.01, out=out)",
                  Saved.INPUT,
                  "torch.leaky_relu_backward(dy, saved, 0.01, False, grad_input=out)")),
          Map.entry(
              "ELU",
              new Expressions(
                  "torch.elu(x, 1., 1., 1., out=out)",
                  Saved.INPUT,
                  "torch.elu_backward(dy, 1., 1., 1., False, saved, grad_input=out)")),
          Map.entry(
              "SIGMOID",
              new Expressions(
                  "torch.sigmoid(x, out=out)",
                  Saved.OUTPUT,
                  "torch.sigmoid_backward(dy, saved, grad_input=out)")),
          Map.entry(
              "TANH",
              new Expressions(
                  "torch.tanh(x, out=out)",
                  Saved.OUTPUT,
                  "torch.tanh_backward(dy, saved, grad_input=out)")),
          Map.entry("GELU", gelu("none")),
          Map.entry("GELU_TANH", gelu("tanh")),
          Map.entry(
              "SWISH",
              new Expressions(
                  "torch.silu(x, out=out)",
                  Saved.INPUT,
                  "torch.silu_backward(dy, saved, grad_input=out)")),
          Map.entry(
              "SOFTMAX",
              new Expressions(
                  "torch._softmax(x, -1, False, out=out)",
                  Saved.OUTPUT,
                  "torch._softmax_backward_data(dy, saved, -1, " + FLOAT + ", grad_input=out)")),
          Map.entry(
              "LOG_SOFTMAX",
              new Expressions(
                  "torch._log_softmax(x, -1, False, out=out)",
                  Saved.OUTPUT,
                  "torch._log_softmax_backward_data(dy, saved, -1, " + FLOAT + ", out=out)")),
          Map.entry(
              Task.COPY, new Expressions("torch.copy_(out, x)", Saved.INPUT, "no such thing")));

  static Expressions of(Task task) throws MissingException {
    Expressions expressions = ALL.get(task.op());
    if (expressions == null) {
      throw new MissingException("no such operation is known of it");
    }
    return expressions;
  }

  private static Expressions gelu(String approximation) {
    return new Expressions(
        "torch.gelu(x, approximate=\"%s\", out=out)".formatted(approximation),
        Saved.INPUT,
        "torch.gelu_backward(dy, saved, approximate=\"%s\", grad_input=out)"
            .formatted(approximation));
  }
}
