#!/usr/bin/env python3
"""Runs PyTorch's normalizations, and some in Triton, for the GPU benchmark, which asks for them in turns with its own.

A process of its own that takes one request a line on standard input and answers each with one line, in JSON:

  {"do": "hello"}                           {"runtime": "PyTorch 2.9, ...", "device": "NVIDIA H100 ..."}
  {"do": "prepare", "op": "layer-norm", "dtype": "bf16", "shape": [4096, 768], "flushBytes": n}
                                            {"ready": [{"provider": "torch", "error": 1e-3, "firstMicros": 80.1}, ...],
                                             "skipped": [{"provider": "triton", "why": "..."}]}
  {"do": "sample", "provider": "torch", "cache": "cold", "count": 12}     {"micros": [...]}

The providers of an operation:

  copy-torch, copy-triton  as many bytes copied, by Tensor.copy_ and by a kernel of Triton's
  torch          PyTorch eager: what torch.nn.functional calls; its own kernels for batch norm
  torch-compile  what torch.compile makes of the operation, or of its gradient
  triton         triton_norms.py beside this file
  torch-cudnn    batch norm through cuDNN, where cuDNN takes the type

A sample is the time between two events around one call, after a copy of flushBytes between other tensors (cold), or of
WARM_CALLS calls after one that is not timed, divided by their number (warm). Before anything is timed the result is
compared with the same operation in float64; its error is told. Parameters have x's type by rows and float32 by
channels: PyTorch's kernels take no other combination of all.
"""

import argparse
import json
import os
import sys
import time

import torch

import peer_operations

WARM_CALLS = 10


class Sampler:
    """Times calls on one device."""

    def __init__(self, device):
        self.device = device
        self.flush = None

    def flush_with(self, nbytes):
        half = max(1, nbytes // 2)
        if self.flush is None or self.flush[0].numel() != half:
            self.flush = [torch.zeros(half, dtype=torch.uint8, device=self.device) for _ in range(2)]

    def samples(self, call, cold, count):
        if self.device.type != "cuda":
            return [self.timed_by_clock(call, cold) for _ in range(count)]
        pairs = [[torch.cuda.Event(enable_timing=True) for _ in range(2)] for _ in range(count)]
        calls = 1 if cold else WARM_CALLS
        for start, end in pairs:
            self.ready(call, cold)
            start.record()
            for _ in range(calls):
                call()
            end.record()
        torch.cuda.synchronize(self.device)
        return [start.elapsed_time(end) * 1e3 / calls for start, end in pairs]

    def ready(self, call, cold):
        if cold:
            self.flush[0].copy_(self.flush[1])
        else:
            call()

    def timed_by_clock(self, call, cold):
        self.ready(call, cold)
        begin = time.perf_counter()
        call()
        return (time.perf_counter() - begin) * 1e6

    def once(self, call):
        """Result and microseconds of one call with all that it has to compile."""
        self.synchronize()
        begin = time.perf_counter()
        result = call()
        self.synchronize()
        return result, (time.perf_counter() - begin) * 1e6

    def synchronize(self):
        if self.device.type == "cuda":
            torch.cuda.synchronize(self.device)


class Server:
    """Answers requests; holds what the last prepare made."""

    def __init__(self, device):
        self.device = device
        self.sampler = Sampler(device)
        self.calls = {}

    def hello(self, request):
        cuda = self.device.type == "cuda"
        return {
            "runtime": peer_operations.runtime(),
            "device": torch.cuda.get_device_name(self.device) if cuda else "cpu",
        }

    def prepare(self, request):
        self.calls = {}
        if self.device.type == "cuda":
            # the other process needs memory too
            torch.cuda.empty_cache()
        self.sampler.flush_with(request["flushBytes"])
        ready, skipped = [], []
        operands = peer_operations.operands(request["op"], request["shape"], request["dtype"], self.device)
        expected = operands.expected()
        for provider, call in operands.calls().items():
            try:
                result, micros = self.sampler.once(call)
                error = operands.error(result, expected, provider)
                self.sampler.samples(call, False, 2)
                self.calls[provider] = call
                ready.append({"provider": provider, "error": error, "firstMicros": micros})
            except Exception as problem:  # each peer has errors of its own; the next one may still run
                why = (str(problem) or repr(problem)).splitlines()[0]
                skipped.append({"provider": provider, "why": why})
        return {"ready": ready, "skipped": skipped}

    def sample(self, request):
        call = self.calls[request["provider"]]
        return {"micros": self.sampler.samples(call, request["cache"] == "cold", request["count"])}

    def answer(self, line):
        request = json.loads(line)
        try:
            return getattr(self, request["do"])(request)
        except Exception as problem:
            return {"failed": f"{type(problem).__name__}: {problem}"}


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--device", default="cuda")
    device = torch.device(parser.parse_args().device)
    if device.type == "cuda" and not torch.cuda.is_available():
        sys.exit("peers: PyTorch sees no GPU here")
    # answers go to what was standard output; libraries that print there don't disturb them
    answers = os.fdopen(os.dup(1), "w", buffering=1)
    os.dup2(2, 1)
    torch.manual_seed(20)
    server = Server(device)
    for line in sys.stdin:
        answers.write(json.dumps(server.answer(line)) + "\n")


if __name__ == "__main__":
    main()
