"""Convolutions whose weights lie in memory as oneDNN reads them, so that they aren't rearranged for every picture.

On the CPU a convolution rearranges its weights each time it is called, which for the deep layers of ResNeXt101 and a
single picture takes longer than the arithmetic. torch's own compiler packs them once, too; this needs no compiler on
the user's machine. The numbers are the same: bit by bit with AVX-512, and but for the order of summation on older CPUs,
where oneDNN may choose another kernel for packed weights.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import torch
from torch import nn

if TYPE_CHECKING:
    from collections.abc import Callable

    from torch import Tensor


def pack_convolutions(network: nn.Module, *, run: Callable[[], object]) -> int:
    """Replace the convolutions of a network on the CPU by packed ones; in place, and not to be undone.

    The sizes to pack for are seen by running the network once. Convolutions that aren't run then stay as they are, and
    so do those that pad with something else than a number of zeros, and those of a precision that the CPU can't pack.

    Args:
        network: In evaluation mode, on the CPU.
        run: Runs it once on images of the size that it will be fed with.

    Returns:
        How many were packed; none where torch lacks the operations, which are no public part of it.
    """
    if not _available():
        return 0
    sizes: dict[nn.Module, torch.Size] = {}

    def note(module: nn.Module, inputs: tuple[Tensor, ...]) -> None:
        # A head runs over a pyramid, its largest level first.
        sizes.setdefault(module, inputs[0].shape)

    handles = [module.register_forward_pre_hook(note) for module in network.modules() if _can_be_packed(module)]
    try:
        with torch.inference_mode():
            run()
    finally:
        for handle in handles:
            handle.remove()
    packed = {module: PackedConv2d(module, size) for module, size in sizes.items() if isinstance(module, nn.Conv2d)}
    for parent in list(network.modules()):
        for name, child in list(parent._modules.items()):
            if child in packed:
                setattr(parent, name, packed[child])
    return len(packed)


class PackedConv2d(nn.Module):
    """A convolution for prediction on the CPU: its weight is packed, and has no gradient.

    Args:
        convolution: Whose numbers it takes over; it must pad with zeros.
        size: `(N, C, H, W)` to pack for. Inputs of other sizes give the right answer, too, and may be slower.
    """

    def __init__(self, convolution: nn.Conv2d, size: torch.Size) -> None:
        super().__init__()
        assert not isinstance(convolution.padding, str)
        self.dtype = convolution.weight.dtype
        self._geometry = (
            list(convolution.padding),
            list(convolution.stride),
            list(convolution.dilation),
            convolution.groups,
        )
        # No parameters: a packed tensor can be neither moved nor cast nor saved.
        self._bias = None if convolution.bias is None else convolution.bias.detach()
        with torch.inference_mode():
            self._weight: Tensor = torch.ops.mkldnn._reorder_convolution_weight(
                convolution.weight.detach(), *self._geometry, list(size)
            )

    def forward(self, images: Tensor) -> Tensor:
        """`(N, C, H, W)` of any float type; computed and answered in the type of the weights."""
        output: Tensor = torch.ops.mkldnn._convolution_pointwise(
            images.to(self.dtype), self._weight, self._bias, *self._geometry, "none", [], ""
        )
        return output


def _available() -> bool:
    names = ("_reorder_convolution_weight", "_convolution_pointwise")
    return torch._C._has_mkldnn and all(hasattr(torch.ops.mkldnn, name) for name in names)


def can_pack(dtype: torch.dtype) -> bool:
    """Whether this CPU has packed convolutions of a type: those of half precision need AVX-512 or newer."""
    if dtype == torch.bfloat16:
        return bool(torch.ops.mkldnn._is_mkldnn_bf16_supported())
    return dtype == torch.float32 or bool(torch.ops.mkldnn._is_mkldnn_fp16_supported())


def _can_be_packed(module: nn.Module) -> bool:
    # A subclass may do more than a convolution.
    return (
        type(module) is nn.Conv2d
        and module.padding_mode == "zeros"
        and not isinstance(module.padding, str)
        and can_pack(module.weight.dtype)
    )
