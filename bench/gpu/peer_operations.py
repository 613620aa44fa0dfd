"""What peers.py times: the operations by the names that the command has for them, as each provider computes them."""

import math

import torch

try:
    import triton
    import triton_norms
except ImportError:
    triton = None

EPS = 1e-5
MOMENTUM = 0.1
DTYPES = {"f32": torch.float32, "f16": torch.float16, "bf16": torch.bfloat16, "f64": torch.float64}


def runtime():
    parts = [f"PyTorch {torch.__version__}"]
    if torch.version.cuda:
        parts.append(f"CUDA {torch.version.cuda}")
    if torch.backends.cudnn.is_available():
        parts.append(f"cuDNN {torch.backends.cudnn.version()}")
    if triton:
        parts.append(f"Triton {triton.__version__}")
    return ", ".join(parts)


def normal(shape, dtype, device, mean=0.0, std=1.0):
    return (torch.randn(shape, device=device) * std + mean).to(dtype)


def operands(op, shape, dtype, device):
    """What one call of an operation works on."""
    backward = op.endswith("-backward")
    name = op.removesuffix("-backward")
    if name in ("layer-norm", "rms-norm"):
        return RowNorm(name == "rms-norm", backward, shape, DTYPES[dtype], device)
    if name in ("batch-norm", "batch-norm-last"):
        return BatchNorm(name.endswith("-last"), backward, shape, DTYPES[dtype], device)
    raise ValueError(f"no peer has the operation {op}")


class Norm:
    """A normalization: its gradients by autograd in float64 are what results are compared with."""

    def tensors(self):
        """All that gradients are taken of."""
        return [tensor for tensor in (self.x, self.weight, self.bias) if tensor is not None]

    def graph(self, function, tensors):
        """The output of a function with all that its gradients need."""
        with torch.enable_grad():
            leaves = [tensor.detach().requires_grad_() for tensor in tensors]
            return function(*leaves), leaves

    def expected(self):
        """y, or dx and the gradients of the parameters, in float64."""
        tensors = [tensor.double() for tensor in self.tensors()]
        if not self.backward:
            return [self.plain(*tensors)]
        y, leaves = self.graph(self.plain, tensors)
        return list(torch.autograd.grad(y, leaves, self.dy.double()))

    def autograd(self, function):
        """Time of the gradients alone: the graph stays."""
        y, leaves = self.graph(function, self.tensors())
        return lambda: torch.autograd.grad(y, leaves, self.dy, retain_graph=True)

    def compiled(self):
        if self.backward:
            # else the graph may be used only once
            torch._functorch.config.donated_buffer = False
        torch._dynamo.reset()
        function = torch.compile(self.plain, dynamic=False)
        if not self.backward:
            tensors = self.tensors()
            return lambda: function(*tensors)
        held = []

        def gradients():
            if not held:
                held.append(self.autograd(function))
            return held[0]()

        return gradients

    def copies(self):
        elements = max(1, self.tensor_passes() * self.x.numel() // 2)
        target, source = (torch.zeros(elements, dtype=self.x.dtype, device=self.x.device) for _ in range(2))
        calls = {"copy-torch": lambda: target.copy_(source)}
        if triton:
            calls["copy-triton"] = lambda: triton_norms.copy(source, target)
        return calls

    def tensor_passes(self):
        return 3 if self.backward else 2

    def calls(self):
        calls = self.copies()
        calls["torch"] = self.eager
        calls["torch-compile"] = self.compiled()
        if triton and self.in_triton() is not None:
            calls["triton"] = self.in_triton()
        calls.update(self.others())
        return calls

    def others(self):
        return {}

    def error(self, result, expected, provider):
        """Largest relative error of any output over the whole tensor; None for copies."""
        if provider.startswith("copy"):
            return None
        results = [result] if torch.is_tensor(result) else [one for one in result if one is not None]
        worst = 0.0
        for is_, right in zip(results, expected):
            error = ((is_.double() - right).norm() / right.norm()).item()
            worst = max(worst, error if error == error else math.inf)
        return worst


class RowNorm(Norm):
    """Layer or RMS norm over the last dimension."""

    def __init__(self, rms, backward, shape, dtype, device):
        self.backward = backward
        self.row = list(shape[-1:])
        self.rms = rms
        self.x = normal(shape, dtype, device, mean=0.5)
        self.dy = normal(shape, dtype, device)
        self.weight = normal(self.row, dtype, device, mean=1.0, std=0.1)
        self.bias = None if rms else normal(self.row, dtype, device, std=0.1)
        if not backward:
            self.eager = lambda: self.plain(*self.tensors())
        elif rms:
            self.eager = self.autograd(self.plain)
        else:
            _, mean, rstd = torch.native_layer_norm(self.x, self.row, self.weight, self.bias, EPS)
            self.eager = lambda: torch.ops.aten.native_layer_norm_backward(
                self.dy, self.x, self.row, mean, rstd, self.weight, self.bias, [True, True, True]
            )

    def plain(self, x, weight, bias=None):
        if self.rms:
            return torch.nn.functional.rms_norm(x, self.row, weight, EPS)
        return torch.nn.functional.layer_norm(x, self.row, weight, bias, EPS)

    def in_triton(self):
        if not self.backward:
            return lambda: triton_norms.row_forward(self.x, self.weight, self.bias, EPS)[0]
        saved = []

        def gradients():
            if not saved:
                saved.extend(triton_norms.row_forward(self.x, self.weight, self.bias, EPS)[1:])
            return triton_norms.row_backward(self.dy, self.x, self.weight, *saved)

        return gradients


class BatchNorm(Norm):
    """Batch norm in training; channels are the second dimension, or lie last in memory."""

    def __init__(self, last, backward, shape, dtype, device):
        self.backward = backward
        kind = torch.float64 if dtype == torch.float64 else torch.float32
        channels = list(shape[1:2])
        self.x = normal(shape, dtype, device, mean=0.5)
        self.dy = normal(shape, dtype, device)
        if last:
            self.x, self.dy = self.channels_last(self.x), self.channels_last(self.dy)
        self.weight = normal(channels, kind, device, mean=1.0, std=0.1)
        self.bias = normal(channels, kind, device, std=0.1)
        self.running = [torch.zeros(channels, dtype=kind, device=device), torch.ones(channels, dtype=kind, device=device)]
        self.eager = self.native_backward() if backward else self.native

    @staticmethod
    def channels_last(x):
        # a matrix already has its channels last
        return x.to(memory_format=torch.channels_last) if x.dim() == 4 else x

    def plain(self, x, weight, bias):
        running = self.running if x.dtype != torch.float64 else [one.double() for one in self.running]
        return torch.nn.functional.batch_norm(x, *running, weight, bias, True, MOMENTUM, EPS)

    def native(self):
        return torch.native_batch_norm(self.x, self.weight, self.bias, *self.running, True, MOMENTUM, EPS)[0]

    def native_backward(self):
        _, mean, rstd = torch.native_batch_norm(
            self.x, self.weight, self.bias, *self.running, True, MOMENTUM, EPS
        )
        return lambda: torch.ops.aten.native_batch_norm_backward(
            self.dy, self.x, self.weight, *self.running, mean, rstd, True, EPS, [True, True, True]
        )

    def in_triton(self):
        if self.backward:
            return None
        return lambda: triton_norms.batch_forward(
            self.x, self.weight, self.bias, *self.running, MOMENTUM, EPS
        )[0]

    def cudnn_forward(self):
        return torch.ops.aten.cudnn_batch_norm(
            self.x, self.weight, self.bias, *self.running, True, MOMENTUM, EPS
        )

    def others(self):
        if self.x.device.type != "cuda" or not torch.backends.cudnn.is_available():
            return {}
        if not self.backward:
            return {"torch-cudnn": lambda: self.cudnn_forward()[0]}
        saved = []

        def gradients():
            if not saved:
                saved.extend(self.cudnn_forward())
            return torch.ops.aten.cudnn_batch_norm_backward(
                self.x, self.dy, self.weight, *self.running, saved[1], saved[2], EPS, saved[3]
            )

        return {"torch-cudnn": gradients}
