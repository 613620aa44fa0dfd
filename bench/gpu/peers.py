#!/usr/bin/env python3
"""Times PyTorch's normalizations as bench/run times Evenkeel's, and writes rows of the same form.

Same operations, shapes, memory and yardstick: 16 calls between two waits for the device, on as many sets of tensors as
fill 256 MiB (16 at most), the median of the samples, and a copy of as many bytes. On a GPU a sample is the time between
two events, so that it leaves out the host's part of the wait, which Evenkeel's samples have in them. Every result is
compared with the same operation in float64 before it is timed; errors above Evenkeel's tolerance are noted.

  torch          what torch.nn.functional calls by default for layer norm; PyTorch's own kernels for batch norm
  torch-cudnn    batch norm through cuDNN, where cuDNN takes the type
  torch-compile  the forward operations as torch.compile writes them for this GPU, through Triton (--compile)

Parameters have x's type for layer norm and float32 for batch norm: PyTorch's kernels take no other combination of all.
"""

import argparse
import datetime
import json
import math
import os
import statistics
import subprocess
import sys
import time

import torch

CALLS = 16
MOST_SETS = 16
FILLED = 256 << 20
EPS = 1e-5
DTYPES = {"f32": torch.float32, "f16": torch.float16, "bf16": torch.bfloat16}
TOLERANCE = {"f32": 1e-5, "f16": 2.0**-10, "bf16": 2.0**-7}
PASSES = {"layer-norm": 2, "layer-norm-backward": 3, "batch-norm": 2, "batch-norm-backward": 3}
ROW_SHAPES = "4096x768,8192x1024"
CHANNEL_SHAPES = "32x64x56x56,32x256x14x14"


def normal(shape, dtype, device, mean=0.0, std=1.0):
    return (torch.randn(shape, device=device) * std + mean).to(dtype)


class LayerNorm:
    """What one call of layer norm works on."""

    def __init__(self, shape, dtype, device):
        self.row = list(shape[-1:])
        self.x = normal(shape, dtype, device, mean=0.5)
        self.dy = normal(shape, dtype, device)
        self.weight = normal(self.row, dtype, device, mean=1.0, std=0.1)
        self.bias = normal(self.row, dtype, device, std=0.1)

    def forward(self):
        return torch.native_layer_norm(self.x, self.row, self.weight, self.bias, EPS)

    def save(self):
        _, self.mean, self.rstd = self.forward()

    def backward(self):
        return torch.ops.aten.native_layer_norm_backward(
            self.dy, self.x, self.row, self.mean, self.rstd, self.weight, self.bias, [True, True, True]
        )

    def arguments(self):
        return self.x, self.row, self.weight, self.bias

    @staticmethod
    def functional(x, row, weight, bias):
        return (torch.nn.functional.layer_norm(x, row, weight, bias, EPS),)


class BatchNorm:
    """What one call of batch norm works on: PyTorch's own kernels."""

    def __init__(self, shape, dtype, device):
        statistics_dtype = torch.float64 if dtype == torch.float64 else torch.float32
        channels = list(shape[1:2])
        self.x = normal(shape, dtype, device, mean=0.5)
        self.dy = normal(shape, dtype, device)
        self.weight = normal(channels, statistics_dtype, device, mean=1.0, std=0.1)
        self.bias = normal(channels, statistics_dtype, device, std=0.1)
        self.running_mean = torch.zeros(channels, dtype=statistics_dtype, device=device)
        self.running_var = torch.ones(channels, dtype=statistics_dtype, device=device)

    def forward(self):
        return torch.native_batch_norm(
            self.x, self.weight, self.bias, self.running_mean, self.running_var, True, 0.1, EPS
        )

    def save(self):
        _, self.mean, self.rstd = self.forward()

    def backward(self):
        return torch.ops.aten.native_batch_norm_backward(
            self.dy,
            self.x,
            self.weight,
            self.running_mean,
            self.running_var,
            self.mean,
            self.rstd,
            True,
            EPS,
            [True, True, True],
        )

    def arguments(self):
        return self.x, self.running_mean, self.running_var, self.weight, self.bias

    @staticmethod
    def functional(x, running_mean, running_var, weight, bias):
        return (torch.nn.functional.batch_norm(x, running_mean, running_var, weight, bias, True, 0.1, EPS),)


class CudnnBatchNorm(BatchNorm):
    """The same through cuDNN."""

    def forward(self):
        return torch.ops.aten.cudnn_batch_norm(
            self.x, self.weight, self.bias, self.running_mean, self.running_var, True, 0.1, EPS
        )[:1]

    def save(self):
        _, self.mean, self.rstd, self.reserve = torch.ops.aten.cudnn_batch_norm(
            self.x, self.weight, self.bias, self.running_mean, self.running_var, True, 0.1, EPS
        )

    def backward(self):
        return torch.ops.aten.cudnn_batch_norm_backward(
            self.x,
            self.dy,
            self.weight,
            self.running_mean,
            self.running_var,
            self.mean,
            self.rstd,
            EPS,
            self.reserve,
        )


def in_float64(operands):
    """The same values in float64, for PyTorch's own kernels."""
    kind = LayerNorm if isinstance(operands, LayerNorm) else BatchNorm
    reference = kind.__new__(kind)
    for name, value in vars(operands).items():
        floating = torch.is_tensor(value) and value.is_floating_point()
        setattr(reference, name, value.double() if floating else value)
    return reference


def worst_error(backward, operands, outputs):
    """Largest relative error of y, or of dx, dweight and dbias, over each whole tensor; infinite for NaN."""
    reference = in_float64(operands)
    if backward:
        reference.save()
    expected = reference.backward() if backward else reference.forward()[:1]
    errors = [((is_.double() - right).norm() / right.norm()).item() for is_, right in zip(outputs, expected)]
    return max(error if error == error else math.inf for error in errors)


def sample(run, device, count):
    """Microseconds of one call, sorted, from this many samples of CALLS calls."""
    cuda = device.type == "cuda"
    times = []
    for i in range(count + 5):
        if cuda:
            start = torch.cuda.Event(enable_timing=True)
            end = torch.cuda.Event(enable_timing=True)
            start.record()
            run()
            end.record()
            end.synchronize()
            micros = start.elapsed_time(end) * 1e3
        else:
            begin = time.perf_counter()
            run()
            micros = (time.perf_counter() - begin) * 1e6
        if i >= 5:
            times.append(micros / CALLS)
    return sorted(times)


def rotating(calls):
    """Makes CALLS calls, in turn; each set keeps its results, so that outputs rotate through memory as inputs do."""
    results = [None] * len(calls)

    def run():
        for i in range(CALLS):
            results[i % len(calls)] = calls[i % len(calls)]()

    return run


def sets(bytes_per_call):
    return max(1, min(MOST_SETS, -(-FILLED // bytes_per_call)))


def time_copy(nbytes, device, samples):
    elements = max(1, nbytes // 8)
    pairs = []
    for _ in range(sets(nbytes)):
        pairs.append((torch.empty(elements, device=device), torch.randn(elements, device=device)))
    return sample(rotating([lambda pair=pair: pair[0].copy_(pair[1]) for pair in pairs]), device, samples)


def time_operation(op, provider, shape, dtype, nbytes, device, samples):
    backward = op.endswith("-backward")
    kind = LayerNorm if op.startswith("layer") else CudnnBatchNorm if provider == "torch-cudnn" else BatchNorm
    operands = [kind(shape, DTYPES[dtype], device) for _ in range(sets(nbytes))]
    if backward:
        for one in operands:
            one.save()
        calls = [one.backward for one in operands]
    elif provider == "torch-compile":
        compiled = torch.compile(kind.functional, dynamic=False)
        calls = [lambda one=one: compiled(*one.arguments()) for one in operands]
    else:
        calls = [one.forward for one in operands]
    error = worst_error(backward, operands[0], calls[0]())
    if error > TOLERANCE[dtype]:
        print(f"note: {op} {dtype} {'x'.join(map(str, shape))} {provider}: relative error {error:.2g} to float64")
    return sample(rotating(calls), device, samples)


def providers(op, compiled, device):
    """Who computes this operation; those that need no compiler, or only those that do."""
    if compiled:
        return [] if op.endswith("-backward") else ["torch-compile"]
    if op.startswith("batch") and device.type == "cuda" and torch.backends.cudnn.is_available():
        return ["torch", "torch-cudnn"]
    return ["torch"]


def driver():
    try:
        query = ["nvidia-smi", "--query-gpu=driver_version", "--format=csv,noheader"]
        return subprocess.run(query, capture_output=True, text=True, timeout=20).stdout.split("\n")[0].strip()
    except (OSError, subprocess.TimeoutExpired):
        return ""


class Rows:
    """The rows so far, on disk after each."""

    def __init__(self, args, device):
        self.rows = []
        self.path = args.json
        self.device = device
        cuda = device.type == "cuda"
        self.host = {
            "deviceName": torch.cuda.get_device_name(device) if cuda else f"{os.cpu_count()} threads",
            "driver": driver() if cuda else "",
            "runtime": f"PyTorch {torch.__version__}",
            "commit": args.commit,
            "date": datetime.datetime.now(datetime.timezone.utc).date().isoformat(),
        }

    def add(self, op, dtype, shape, provider, times, nbytes, copy_median):
        median = statistics.median(times)
        row = {
            "op": op,
            "dtype": dtype,
            "shape": shape,
            "provider": provider,
            "device": "cuda:0" if self.device.type == "cuda" else "cpu",
            "medianMicros": round(median, 3),
            "p10Micros": round(times[len(times) // 10], 3),
            "p90Micros": round(times[len(times) * 9 // 10], 3),
            "samples": len(times),
            "bytes": nbytes,
            "gigabytesPerSecond": round(nbytes / median * 1e-3, 3),
            "ofCopy": round(copy_median / median, 3) if copy_median else None,
            **self.host,
        }
        self.rows.append(row)
        of_copy = "" if row["ofCopy"] is None else f"{row['ofCopy']:8.2f}"
        print(
            f"{op:19}  {dtype:5} {shape:12}  {provider:13} {median:10.2f} {row['p10Micros']:10.2f} "
            f"{row['p90Micros']:10.2f} {row['gigabytesPerSecond']:8.1f} {of_copy}",
            flush=True,
        )
        if self.path:
            with open(self.path + ".part", "w", encoding="utf-8") as file:
                file.write("[\n" + ",\n".join(json.dumps(one) for one in self.rows) + "\n]\n")
            os.replace(self.path + ".part", self.path)
        return median


def arguments():
    parser = argparse.ArgumentParser(description="Times PyTorch's normalizations.")
    parser.add_argument("--device", default="cuda")
    parser.add_argument("--op", default=",".join(PASSES))
    parser.add_argument("--dtype", default=",".join(DTYPES))
    parser.add_argument("--row-shapes", default=ROW_SHAPES, help="for layer norm")
    parser.add_argument("--channel-shapes", default=CHANNEL_SHAPES, help="for batch norm")
    parser.add_argument("--samples", type=int, default=60)
    parser.add_argument("--seconds", type=float, default=1e9, help="start nothing more after this time")
    parser.add_argument("--compile", action="store_true", help="also time what torch.compile makes")
    parser.add_argument("--json", help="also write the rows to this file")
    parser.add_argument("--commit", default="")
    return parser.parse_args()


def cases(args, device):
    """What is timed, in this order: what has to be compiled comes last, as that takes long."""
    for compiled in (False, True) if args.compile else (False,):
        for op in args.op.split(","):
            for shape in (args.row_shapes if op.startswith("layer") else args.channel_shapes).split(","):
                for dtype in args.dtype.split(","):
                    for provider in providers(op, compiled, device):
                        yield op, shape, dtype, provider


def main():
    args = arguments()
    device = torch.device(args.device)
    if device.type == "cuda" and not torch.cuda.is_available():
        print("peers: PyTorch sees no GPU here")
        return 3
    torch.manual_seed(20)
    rows = Rows(args, device)
    copies = {}
    failures = 0
    end = time.monotonic() + args.seconds
    print(
        f"{'op':19}  {'dtype':5} {'shape':12}  {'provider':13} {'median µs':>10} {'p10':>10} "
        f"{'p90':>10} {'GB/s':>8}  of copy"
    )
    for op, shape, dtype, provider in cases(args, device):
        if time.monotonic() > end:
            print("peers: out of time")
            break
        dims = [int(dim) for dim in shape.split("x")]
        nbytes = PASSES[op] * torch.Size(dims).numel() * torch.empty(0, dtype=DTYPES[dtype]).element_size()
        if nbytes not in copies:
            times = time_copy(nbytes, device, args.samples)
            copies[nbytes] = rows.add("copy", "f32", str(max(1, nbytes // 8)), "torch", times, nbytes, None)
        try:
            times = time_operation(op, provider, dims, dtype, nbytes, device, args.samples)
            rows.add(op, dtype, shape, provider, times, nbytes, copies[nbytes])
        except Exception as error:  # each peer has errors of its own; the next one may still run
            failures += provider == "torch"
            said = "FAILED" if provider == "torch" else "skipped"
            print(f"{said}  {op} {dtype} {shape} {provider}: {(str(error) or repr(error)).splitlines()[0]}")
    return 1 if failures else 0


if __name__ == "__main__":
    with torch.no_grad():
        sys.exit(main())
