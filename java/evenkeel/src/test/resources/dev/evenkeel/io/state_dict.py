"""Makes state_dict.safetensors: python state_dict.py FILE, with the packages torch and safetensors."""

import sys

import safetensors
import torch
from safetensors.torch import save_file
from torch import nn


def bits(values, integer, dtype):
    return torch.tensor(values, dtype=torch.int64).to(integer).view(dtype)


torch.manual_seed(0)
model = nn.Sequential()
model.add_module("conv", nn.Conv2d(1, 3, 2, bias=False))
model.add_module("bn", nn.BatchNorm2d(3))
model.add_module("ln", nn.LayerNorm((2, 2)))
model(torch.randn(4, 1, 3, 3))
state = dict(model.state_dict())

# a quiet and a signaling NaN with payloads, -0, the least positive value
state["bits.f64"] = bits([0x7FF8000000001234, 0x7FF0000000001234, -(2**63), 1], torch.int64, torch.float64)
state["bits.f32"] = bits([0x7FC01234, 0x7F801234, -(2**31), 1], torch.int32, torch.float32)
state["bits.f16"] = bits([0x7E12, 0x7C12, -(2**15), 1], torch.int16, torch.float16)
state["bits.bf16"] = bits([0x7FC1, 0x7F81, -(2**15), 1], torch.int16, torch.bfloat16)

state["other.u64"] = torch.tensor([2**63, 3], dtype=torch.uint64)
state["other.i64"] = torch.tensor([[-2, 3]])
state["other.c64"] = torch.tensor([1 + 2j])
state["other.u32"] = torch.tensor([2**32 - 2, 3], dtype=torch.uint32)
state["other.i32"] = torch.tensor([-2, 3], dtype=torch.int32)
state["other.u16"] = torch.tensor([2**16 - 2, 3], dtype=torch.uint16)
state["other.i16"] = torch.tensor([-2, 3], dtype=torch.int16)
state["other.f8_e4m3"] = bits([0x38, 0x7F], torch.int8, torch.float8_e4m3fn)
state["other.f8_e5m2"] = bits([0x3C, 0x7D], torch.int8, torch.float8_e5m2)
state["other.i8"] = torch.tensor([-2, 3], dtype=torch.int8)
state["other.u8"] = torch.tensor([254, 3], dtype=torch.uint8)
state["other.bool"] = torch.tensor([True, False])
state["other.empty"] = torch.zeros(0, 4)

# names that sort otherwise by UTF-16 than byte by byte, and one to be escaped
state["\U0001F600"] = torch.ones(1)
state["\uFF01"] = torch.ones(1)
state['na\u00EFve "x"\n'] = torch.ones(1)

made_by = f"safetensors {safetensors.__version__}, torch {torch.__version__}"
save_file(state, sys.argv[1], metadata={"format": "pt", "made_by": made_by})
