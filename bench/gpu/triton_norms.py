"""Normalizations in Triton, written for the comparison: plain, and as fast as plain Triton is.

Rows (layer and RMS norm): one program holds a row in registers and reads it once. Backward: some programs for each
multiprocessor take rows in turns, keep the sums for dweight and dbias in registers, and a second kernel adds up what
they leave. Channels (batch norm in training, forward): pieces of every channel give mean and squares, a second kernel
merges them and updates the running statistics, a third one applies them.
"""

import torch
import triton
import triton.language as tl

WIDEST_ROW = 65536
PIECE = 4096
ROWS = 64
COLUMNS = 64


@triton.jit
def row_forward_kernel(x, weight, bias, y, mean, rstd, n, eps, RMS: tl.constexpr, BLOCK: tl.constexpr):
    row = tl.program_id(0).to(tl.int64)
    at = tl.arange(0, BLOCK)
    inside = at < n
    values = tl.load(x + row * n + at, mask=inside, other=0.0).to(tl.float32)
    if RMS:
        centred = values
    else:
        centre = tl.sum(values, 0) / n
        centred = tl.where(inside, values - centre, 0.0)
        tl.store(mean + row, centre)
    scale = 1.0 / tl.sqrt(tl.sum(centred * centred, 0) / n + eps)
    tl.store(rstd + row, scale)
    out = centred * scale * tl.load(weight + at, mask=inside, other=0.0).to(tl.float32)
    if not RMS:
        out += tl.load(bias + at, mask=inside, other=0.0).to(tl.float32)
    tl.store(y + row * n + at, out.to(y.dtype.element_ty), mask=inside)


@triton.jit
def row_backward_kernel(
    x, dy, weight, mean, rstd, dx, dweights, dbiases, rows, n, RMS: tl.constexpr, BLOCK: tl.constexpr
):
    program = tl.program_id(0)
    at = tl.arange(0, BLOCK)
    inside = at < n
    gain = tl.load(weight + at, mask=inside, other=0.0).to(tl.float32)
    dweight = tl.zeros([BLOCK], tl.float32)
    dbias = tl.zeros([BLOCK], tl.float32)
    for row32 in range(program, rows, tl.num_programs(0)):
        row = tl.cast(row32, tl.int64)
        scale = tl.load(rstd + row)
        centre = 0.0
        if not RMS:
            centre = tl.load(mean + row)
        values = tl.load(x + row * n + at, mask=inside, other=0.0).to(tl.float32)
        gradient = tl.load(dy + row * n + at, mask=inside, other=0.0).to(tl.float32)
        normalized = tl.where(inside, (values - centre) * scale, 0.0)
        dweight += gradient * normalized
        weighted = gradient * gain
        out = weighted - normalized * (tl.sum(weighted * normalized, 0) / n)
        if not RMS:
            dbias += gradient
            out -= tl.sum(weighted, 0) / n
        tl.store(dx + row * n + at, (out * scale).to(dx.dtype.element_ty), mask=inside)
    tl.store(dweights + program * n + at, dweight, mask=inside)
    if not RMS:
        tl.store(dbiases + program * n + at, dbias, mask=inside)


@triton.jit
def sum_columns_kernel(parts, out, programs, n, ROWS: tl.constexpr, COLUMNS: tl.constexpr):
    column = tl.program_id(0) * COLUMNS + tl.arange(0, COLUMNS)
    total = tl.zeros([ROWS, COLUMNS], tl.float32)
    for first in range(0, programs, ROWS):
        row = first + tl.arange(0, ROWS)
        inside = (row[:, None] < programs) & (column[None, :] < n)
        total += tl.load(parts + row[:, None] * n + column[None, :], mask=inside, other=0.0)
    tl.store(out + column, tl.sum(total, 0).to(out.dtype.element_ty), mask=column < n)


@triton.jit
def plane_moments_kernel(x, means, squares, channels, plane, count, pieces, PIECE: tl.constexpr):
    """Mean and centred squares of one piece of one channel, channels first."""
    channel = tl.program_id(0)
    piece = tl.program_id(1)
    at = piece * PIECE + tl.arange(0, PIECE)
    inside = at < count
    where = (at // plane).to(tl.int64) * channels * plane + channel * plane + at % plane
    values = tl.load(x + where, mask=inside, other=0.0).to(tl.float32)
    number = tl.minimum(PIECE, count - piece * PIECE)
    centre = tl.sum(values, 0) / number
    centred = tl.where(inside, values - centre, 0.0)
    tl.store(means + channel * pieces + piece, centre)
    tl.store(squares + channel * pieces + piece, tl.sum(centred * centred, 0))


@triton.jit
def column_moments_kernel(
    x, means, squares, channels, count, pieces, ROWS: tl.constexpr, COLUMNS: tl.constexpr
):
    """As above for channels that lie last: a tile of pixels and channels."""
    channel = tl.program_id(0) * COLUMNS + tl.arange(0, COLUMNS)
    piece = tl.program_id(1)
    row = piece * ROWS + tl.arange(0, ROWS)
    inside = (row[:, None] < count) & (channel[None, :] < channels)
    where = row[:, None].to(tl.int64) * channels + channel[None, :]
    values = tl.load(x + where, mask=inside, other=0.0).to(tl.float32)
    number = tl.minimum(ROWS, count - piece * ROWS)
    centre = tl.sum(values, 0) / number
    centred = tl.where(inside, values - centre[None, :], 0.0)
    tl.store(means + channel * pieces + piece, centre, mask=channel < channels)
    tl.store(squares + channel * pieces + piece, tl.sum(centred * centred, 0), mask=channel < channels)


@triton.jit
def merge_moments_kernel(
    means, squares, mean, rstd, running_mean, running_var, count, pieces, momentum, eps,
    PIECE: tl.constexpr, BLOCK: tl.constexpr,
):
    channel = tl.program_id(0)
    at = tl.arange(0, BLOCK)
    total = 0.0
    for first in range(0, pieces, BLOCK):
        piece = first + at
        number = tl.minimum(PIECE, tl.maximum(0, count - piece * PIECE)).to(tl.float32)
        total += tl.sum(tl.load(means + channel * pieces + piece, mask=piece < pieces, other=0.0) * number, 0)
    centre = total / count
    square = 0.0
    for first in range(0, pieces, BLOCK):
        piece = first + at
        number = tl.minimum(PIECE, tl.maximum(0, count - piece * PIECE)).to(tl.float32)
        apart = tl.load(means + channel * pieces + piece, mask=piece < pieces, other=0.0) - centre
        own = tl.load(squares + channel * pieces + piece, mask=piece < pieces, other=0.0)
        square += tl.sum(own + number * apart * apart, 0)
    tl.store(mean + channel, centre)
    tl.store(rstd + channel, 1.0 / tl.sqrt(square / count + eps))
    old = tl.load(running_mean + channel)
    tl.store(running_mean + channel, old + momentum * (centre - old))
    old = tl.load(running_var + channel)
    tl.store(running_var + channel, old + momentum * (square / (count - 1) - old))


@triton.jit
def plane_apply_kernel(x, y, mean, rstd, weight, bias, channels, plane, BLOCK: tl.constexpr):
    row = tl.program_id(0).to(tl.int64)
    channel = row % channels
    at = tl.program_id(1) * BLOCK + tl.arange(0, BLOCK)
    inside = at < plane
    gain = tl.load(rstd + channel) * tl.load(weight + channel)
    values = tl.load(x + row * plane + at, mask=inside, other=0.0).to(tl.float32)
    out = (values - tl.load(mean + channel)) * gain + tl.load(bias + channel)
    tl.store(y + row * plane + at, out.to(y.dtype.element_ty), mask=inside)


@triton.jit
def column_apply_kernel(x, y, mean, rstd, weight, bias, channels, total, BLOCK: tl.constexpr):
    at = tl.program_id(0).to(tl.int64) * BLOCK + tl.arange(0, BLOCK)
    inside = at < total
    channel = at % channels
    gain = tl.load(rstd + channel) * tl.load(weight + channel)
    values = tl.load(x + at, mask=inside, other=0.0).to(tl.float32)
    out = (values - tl.load(mean + channel)) * gain + tl.load(bias + channel)
    tl.store(y + at, out.to(y.dtype.element_ty), mask=inside)


def multiprocessors(device):
    return torch.cuda.get_device_properties(device).multi_processor_count if device.type == "cuda" else 4


def warps(block):
    return max(1, min(16, block // 512))


def row_forward(x, weight, bias, eps):
    """y, mean (None for RMS norm, which has no bias) and rstd."""
    n = x.shape[-1]
    if n > WIDEST_ROW:
        raise ValueError(f"rows of {n} elements: at most {WIDEST_ROW} fit into a program")
    rows = x.numel() // n
    y = torch.empty_like(x)
    mean = torch.empty(rows, device=x.device)
    rstd = torch.empty(rows, device=x.device)
    block = triton.next_power_of_2(n)
    row_forward_kernel[(rows,)](
        x, weight, bias, y, mean, rstd, n, eps, RMS=bias is None, BLOCK=block, num_warps=warps(block)
    )
    return y, None if bias is None else mean, rstd


def row_backward(dy, x, weight, mean, rstd):
    """dx, dweight and dbias (None for RMS norm)."""
    n = x.shape[-1]
    rows = x.numel() // n
    block = triton.next_power_of_2(n)
    programs = min(rows, multiprocessors(x.device) * max(1, min(8, 8192 // block)))
    dx = torch.empty_like(x)
    dweights = torch.empty((programs, n), device=x.device)
    dbiases = None if mean is None else torch.empty((programs, n), device=x.device)
    row_backward_kernel[(programs,)](
        x, dy, weight, mean, rstd, dx, dweights, dbiases, rows, n, RMS=mean is None, BLOCK=block,
        num_warps=warps(block),
    )
    sums = []
    for parts in (dweights, dbiases):
        out = None if parts is None else torch.empty_like(weight)
        if parts is not None:
            sum_columns_kernel[(triton.cdiv(n, COLUMNS),)](parts, out, programs, n, ROWS=ROWS, COLUMNS=COLUMNS)
        sums.append(out)
    return dx, sums[0], sums[1]


def batch_forward(x, weight, bias, running_mean, running_var, momentum, eps):
    """y, mean and rstd; running statistics are updated."""
    channels = x.shape[1]
    plane = x.numel() // x.shape[0] // channels
    count = x.shape[0] * plane
    last = not x.is_contiguous()
    piece = ROWS if last else PIECE
    pieces = triton.cdiv(count, piece)
    means = torch.empty((channels, pieces), device=x.device)
    squares = torch.empty_like(means)
    mean = torch.empty(channels, device=x.device)
    rstd = torch.empty_like(mean)
    y = torch.empty_like(x)
    if last:
        grid = (triton.cdiv(channels, COLUMNS), pieces)
        column_moments_kernel[grid](x, means, squares, channels, count, pieces, ROWS=ROWS, COLUMNS=COLUMNS)
    else:
        plane_moments_kernel[(channels, pieces)](x, means, squares, channels, plane, count, pieces, PIECE=PIECE)
    merge_moments_kernel[(channels,)](
        means, squares, mean, rstd, running_mean, running_var, count, pieces, momentum, eps, PIECE=piece, BLOCK=1024
    )
    if last:
        column_apply_kernel[(triton.cdiv(x.numel(), 2048),)](
            x, y, mean, rstd, weight, bias, channels, x.numel(), BLOCK=2048
        )
    else:
        block = max(64, min(2048, triton.next_power_of_2(plane)))
        plane_apply_kernel[(x.shape[0] * channels, triton.cdiv(plane, block))](
            x, y, mean, rstd, weight, bias, channels, plane, BLOCK=block
        )
    return y, mean, rstd


@triton.jit
def copy_kernel(x, y, total, BLOCK: tl.constexpr):
    at = tl.program_id(0).to(tl.int64) * BLOCK + tl.arange(0, BLOCK)
    tl.store(y + at, tl.load(x + at, mask=at < total), mask=at < total)


def copy(x, y):
    """y = x, which both are contiguous."""
    copy_kernel[(triton.cdiv(x.numel(), 4096),)](x, y, x.numel(), BLOCK=4096, num_warps=8)
