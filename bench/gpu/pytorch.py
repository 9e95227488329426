#!/usr/bin/env python3
"""PyTorch's side of "hillock gpu": does what it is asked on its standard input, until that ends.

A request is a line of JSON behind a mark, and so is the reply (org.hillock.bench.gpu.PyTorch is the
other end). Data is made here: nothing but times goes through the pipe.
"""

import json
import sys
import time

MARK = "@hillock "
INPUT, OUTPUT = "input", "output"


def operations(torch):
    """PyTorch's own kernels by the catalogue's names: forward, what is saved, backward.

    All write into memory that is there. Backward they are what autograd runs, without autograd.
    """
    aten = torch.ops.aten

    def gelu(approximate):
        return (
            lambda x, axis, out: aten.gelu.out(x, approximate=approximate, out=out),
            INPUT,
            lambda dy, saved, axis, out: aten.gelu_backward.grad_input(
                dy, saved, approximate=approximate, grad_input=out
            ),
        )

    return {
        # What relu itself calls.
        "RELU": (
            lambda x, axis, out: torch.clamp_min(x, 0, out=out),
            INPUT,
            lambda dy, saved, axis, out: aten.threshold_backward.grad_input(
                dy, saved, 0, grad_input=out
            ),
        ),
        "LEAKY_RELU": (
            lambda x, axis, out: aten.leaky_relu.out(x, 0.01, out=out),
            INPUT,
            lambda dy, saved, axis, out: aten.leaky_relu_backward.grad_input(
                dy, saved, 0.01, False, grad_input=out
            ),
        ),
        "ELU": (
            lambda x, axis, out: aten.elu.out(x, 1.0, 1.0, 1.0, out=out),
            INPUT,
            lambda dy, saved, axis, out: aten.elu_backward.grad_input(
                dy, 1.0, 1.0, 1.0, False, saved, grad_input=out
            ),
        ),
        "SIGMOID": (
            lambda x, axis, out: torch.sigmoid(x, out=out),
            OUTPUT,
            lambda dy, saved, axis, out: aten.sigmoid_backward.grad_input(
                dy, saved, grad_input=out
            ),
        ),
        "TANH": (
            lambda x, axis, out: torch.tanh(x, out=out),
            OUTPUT,
            lambda dy, saved, axis, out: aten.tanh_backward.grad_input(dy, saved, grad_input=out),
        ),
        "GELU": gelu("none"),
        "GELU_TANH": gelu("tanh"),
        "SWISH": (
            lambda x, axis, out: aten.silu.out(x, out=out),
            INPUT,
            lambda dy, saved, axis, out: aten.silu_backward.grad_input(dy, saved, grad_input=out),
        ),
        "SOFTMAX": (
            lambda x, axis, out: aten._softmax.out(x, axis, False, out=out),
            OUTPUT,
            lambda dy, saved, axis, out: aten._softmax_backward_data.out(
                dy, saved, axis, torch.float32, grad_input=out
            ),
        ),
        "LOG_SOFTMAX": (
            lambda x, axis, out: aten._log_softmax.out(x, axis, False, out=out),
            OUTPUT,
            lambda dy, saved, axis, out: aten._log_softmax_backward_data.out(
                dy, saved, axis, torch.float32, out=out
            ),
        ),
    }


def compilable(torch):
    """What torch.compile is asked for: where it may choose another way than the kernels above."""
    functional = torch.nn.functional
    return {
        "GELU": lambda x, axis: functional.gelu(x),
        "SOFTMAX": lambda x, axis: functional.softmax(x, axis),
    }


class Missing(Exception):
    """Something that is not to be had; the message says why."""


class Session:
    """What is prepared, and the library."""

    def start(self, request):
        try:
            import torch
        except ImportError as e:
            raise Missing(f"{sys.executable} has no PyTorch: {e}") from e
        if request["gpu"] and not torch.cuda.is_available():
            raise Missing(f"PyTorch {torch.__version__} sees no GPU")
        torch.set_grad_enabled(False)
        self.torch = torch
        self.device = "cuda" if request["gpu"] else "cpu"
        self.cuda = request["gpu"]
        self.steps = []
        name = torch.cuda.get_device_name() if self.cuda else "the processor"
        version = f"PyTorch {torch.__version__} on {name}"
        clock = "CUDA events" if self.cuda else "the host's clock"
        return {"version": version, "clock": clock}

    def prepare(self, request):
        """Makes as many sets of data as asked for, to be worked on in turn."""
        self.release(request)
        torch, op, axis = self.torch, request["op"], request["axis"]
        known = operations(torch).get(op)
        if known is None:
            raise Missing(f"no operation of PyTorch's is known for {op}")
        forward, saved, backward = known
        compiled = self.compiled(request) if request["compiled"] else None
        for _ in range(request["sets"]):
            x = torch.randn(request["dimensions"], device=self.device).mul_(2)
            out = torch.empty_like(x)
            if compiled is not None:
                self.steps.append(self.keeping(compiled, x, axis))
            elif request["direction"] == "FORWARD":
                self.steps.append(lambda x=x, out=out: forward(x, axis, out))
            else:
                if saved is OUTPUT:
                    forward(x, axis, x)
                dy = torch.randn(request["dimensions"], device=self.device)
                self.steps.append(lambda dy=dy, x=x, out=out: backward(dy, x, axis, out))
        for step in self.steps:
            step()
        self.synchronize()
        return {}

    def compiled(self, request):
        function = compilable(self.torch).get(request["op"])
        if function is None or request["direction"] != "FORWARD":
            raise Missing("torch.compile is not tried")
        self.torch.compiler.reset()
        return self.torch.compile(function, dynamic=False)

    @staticmethod
    def keeping(function, x, axis):
        """A step that keeps its last result, so that sets do not share memory for it."""
        kept = [None]

        def step():
            kept[0] = function(x, axis)

        return step

    def run(self, request):
        """Nanoseconds of so many calls in a row, on the device's clock where it has one."""
        steps, calls = self.steps, request["calls"]
        if self.cuda:
            start = self.torch.cuda.Event(enable_timing=True)
            end = self.torch.cuda.Event(enable_timing=True)
            start.record()
            for i in range(calls):
                steps[i % len(steps)]()
            end.record()
            end.synchronize()
            return {"nanos": round(start.elapsed_time(end) * 1e6)}
        start = time.perf_counter_ns()
        for i in range(calls):
            steps[i % len(steps)]()
        return {"nanos": time.perf_counter_ns() - start}

    def release(self, request):
        self.steps = []
        if self.cuda:
            self.torch.cuda.empty_cache()
        return {}

    def synchronize(self):
        if self.cuda:
            self.torch.cuda.synchronize()


def answer(session, request):
    kinds = {
        "START": session.start,
        "PREPARE": session.prepare,
        "RUN": session.run,
        "RELEASE": session.release,
    }
    try:
        return kinds[request["kind"]](request)
    except Missing as e:
        return {"missing": str(e)}
    except Exception as e:  # An error of the library's is an answer like any other.
        session.steps = []
        lines = str(e).strip().splitlines() or [""]
        return {"failure": f"{type(e).__name__}: {lines[0]}"}


def main():
    session = Session()
    for line in sys.stdin:
        if line.startswith(MARK):
            reply = answer(session, json.loads(line[len(MARK) :]))
            print("\n" + MARK + json.dumps(reply), flush=True)


if __name__ == "__main__":
    main()
