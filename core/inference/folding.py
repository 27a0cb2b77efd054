"""Batch normalisation folded into the convolution before it: the same numbers with one pass over the picture less."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import torch
from torch import nn
from torch.nn.utils.fusion import fuse_conv_bn_weights
from torch.overrides import TorchFunctionMode
from torch.utils._pytree import tree_leaves

if TYPE_CHECKING:
    from collections.abc import Callable


def fold_batchnorm(network: nn.Module, image_size: tuple[int, int]) -> int:
    """Fold each batch normalisation that alone reads the output of a convolution; in place.

    Which these are is seen by running the network once: it works for any way a network is written, and whatever else
    reads a convolution's output (as a slice of NASNet-A mobile's does) keeps it from being folded.

    Args:
        network: In evaluation mode; takes `(1, 3, H, W)`.
        image_size: Height and width of its input.

    Returns:
        How many were folded.
    """
    names = dict(network.named_modules())
    parameter = next(network.parameters())
    example = torch.zeros((1, 3, *image_size), device=parameter.device, dtype=parameter.dtype)
    pairs = _pairs(network, example)
    for norm_name, convolution in pairs:
        norm = names[norm_name]
        assert isinstance(norm, nn.BatchNorm2d)
        assert norm.running_mean is not None
        assert norm.running_var is not None
        convolution.weight, convolution.bias = fuse_conv_bn_weights(
            convolution.weight, convolution.bias, norm.running_mean, norm.running_var, norm.eps, norm.weight, norm.bias
        )
        convolution.requires_grad_(False)
        parent, _, last = norm_name.rpartition(".")
        setattr(network.get_submodule(parent), last, nn.Identity())
    return len(pairs)


def _pairs(network: nn.Module, example: torch.Tensor) -> list[tuple[str, nn.Conv2d]]:
    """Names of the normalisations to fold, each with the convolution it goes into."""
    made_by: dict[int, nn.Conv2d] = {}
    kept: list[torch.Tensor] = []
    readers = _Readers()
    runs: dict[nn.Module, int] = {}
    found: dict[str, tuple[nn.Conv2d, int]] = {}
    # A module under two names runs as often as both are called, so counting runs covers it.
    names = {module: name for name, module in network.named_modules()}

    def note_convolution(module: nn.Module, _inputs: Any, output: torch.Tensor) -> None:  # noqa: ANN401
        assert isinstance(module, nn.Conv2d)
        runs[module] = runs.get(module, 0) + 1
        made_by[id(output)] = module
        kept.append(output)  # or another tensor could get its id
        readers.count[id(output)] = 0  # an earlier tensor may have had it

    def note_norm(module: nn.Module, inputs: tuple[torch.Tensor, ...]) -> None:
        runs[module] = runs.get(module, 0) + 1
        convolution = made_by.get(id(inputs[0]))
        if convolution is not None:
            found[names[module]] = (convolution, id(inputs[0]))

    handles = []
    for module in names:
        if isinstance(module, nn.Conv2d):
            handles.append(module.register_forward_hook(note_convolution))
        elif isinstance(module, nn.BatchNorm2d) and module.track_running_stats:
            handles.append(module.register_forward_pre_hook(note_norm))
    try:
        with torch.inference_mode(), readers:
            network(example)
    finally:
        for handle in handles:
            handle.remove()
    modules = {name: module for module, name in names.items()}
    return [
        (name, convolution)
        for name, (convolution, output) in found.items()
        if readers.count[output] == 1
        # Its weights may be read past it, too.
        and readers.count[id(convolution.weight)] == 1
        and runs[convolution] == 1
        and runs[modules[name]] == 1
    ]


class _Readers(TorchFunctionMode):
    """Counts, by tensor id, the operations that make tensors from a tensor."""

    def __init__(self) -> None:
        super().__init__()
        self.count: dict[int, int] = {}

    def __torch_function__(
        self,
        func: Callable[..., Any],
        types: Any,  # noqa: ANN401
        args: tuple[Any, ...] = (),
        kwargs: dict[str, Any] | None = None,
    ) -> Any:  # noqa: ANN401
        result = func(*args, **(kwargs or {}))
        if any(isinstance(leaf, torch.Tensor) for leaf in tree_leaves(result)):
            read = {id(leaf) for leaf in tree_leaves((args, kwargs)) if isinstance(leaf, torch.Tensor)}
            for key in read:
                self.count[key] = self.count.get(key, 0) + 1
        return result
