"""In which numbers a network computes: half precision where the hardware has it, float32 at its ends and elsewhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

import torch
from torch import nn
from torch.nn import functional

from core.errors import DermDeskError
from core.inference.requests import PRECISIONS
from core.inference.zoo.classifiers import classifier_head
from core.inference.zoo.detectors import Detector

if TYPE_CHECKING:
    from torch import Tensor

_OUTPUTS = ("retina_cls", "retina_reg", "rpn_cls", "rpn_reg", "fc_cls", "fc_reg")
"""mmdet's last layers, whose numbers become scores and boxes."""


def choose_dtype(precision: str, device: torch.device) -> torch.dtype:
    """The type that convolutions compute in.

    A rule by capability and no measurement, so that a machine gives the same answers each time: bfloat16 on CPUs with
    AVX512-BF16 or AMX and on GPUs since Ampere, float16 on Volta and Turing, float32 elsewhere.

    Args:
        precision: One of `PRECISIONS`.
        device: Where the network runs.

    Raises:
        DermDeskError: There is no such precision.
    """
    if precision not in PRECISIONS:
        raise DermDeskError(f"{precision!r} is no precision.", hint=f"Use one of {', '.join(PRECISIONS)}.")
    if precision == "float32":
        return torch.float32
    if device.type == "cuda":
        major, _ = torch.cuda.get_device_capability(device)
        return torch.bfloat16 if major >= 8 else torch.float16 if major == 7 else torch.float32
    if device.type == "cpu" and (torch.cpu._is_avx512_bf16_supported() or torch.cpu._is_amx_tile_supported()):
        return torch.bfloat16
    return torch.float32


class _InFloat32(nn.Module):
    """A network's last layer, left in float32: its outputs are compared digit by digit."""

    def __init__(self, layer: nn.Linear | nn.Conv2d) -> None:
        super().__init__()
        self.layer = layer

    def forward(self, features: Tensor) -> Tensor:
        """As the layer, whatever the features' type."""
        with torch.autocast(features.device.type, enabled=False):
            if isinstance(self.layer, nn.Linear):
                return functional.linear(features.float(), self.layer.weight, self.layer.bias)
            output: Tensor = self.layer(features.float())
            return output


def use_precision(network: nn.Module, dtype: torch.dtype) -> None:
    """Keep the weights of convolutions and linear layers in `dtype`; those of normalisations and of the end in float32.

    The network is to be run under `torch.autocast` with the same type, which casts what flows between them. In place.
    """
    if dtype == torch.float32:
        return
    if isinstance(network, Detector):
        ends = [name for name, _ in network.named_modules() if name.rpartition(".")[2] in _OUTPUTS]
    else:
        has_layers = any(isinstance(module, nn.Linear | nn.Conv2d) for module in network.modules())
        ends = [classifier_head(network)] if has_layers else []
    for name in ends:
        layer = network.get_submodule(name)
        assert isinstance(layer, nn.Linear | nn.Conv2d)
        parent, _, last = name.rpartition(".")
        setattr(network.get_submodule(parent), last, _InFloat32(layer))
    at_the_end = {module.layer for module in network.modules() if isinstance(module, _InFloat32)}
    for module in network.modules():
        if isinstance(module, nn.Linear | nn.Conv2d) and module not in at_the_end:
            module.to(dtype)
