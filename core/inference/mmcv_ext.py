"""The compiled half of mmcv, `mmcv._ext`, on top of torchvision: nothing to compile, no CUDA toolkit.

mmdet's detectors need three of its operations: non-maximum suppression, RoIAlign (asked from torchvision directly, by
`use_torchvision=True` in the detector's configuration) and the sigmoid focal loss (Lin et al. 2017, arXiv 1708.02002,
with its gradient), which mmdet calls on CUDA only. Every other operation raises `UnsupportedOperation` by name, when
it is called, not when it is imported. See docs/adr for the comparison with the compiled operations.
"""

from __future__ import annotations

import sys
from importlib.machinery import ModuleSpec
from types import ModuleType
from typing import TYPE_CHECKING, Any, NoReturn

import torch
import torchvision

from core.errors import UnsupportedOperation

if TYPE_CHECKING:
    from collections.abc import Callable

    from torch import Tensor

EXTENSION = "mmcv._ext"


def install() -> ModuleType:
    """Register the module `mmcv._ext`; to be called before mmcv or mmdet is imported. Calling it again is harmless.

    A compiled extension that happens to be installed is left unused, so that every machine computes the same way.

    Raises:
        UnsupportedOperation: mmcv's own extension was imported earlier in this process.
    """
    loaded = sys.modules.get(EXTENSION)
    if isinstance(loaded, TorchvisionExtension):
        return loaded
    if loaded is not None:
        raise UnsupportedOperation(
            f"{EXTENSION} was imported before DermDesk could provide it.",
            hint="Import core.inference before mmcv and mmdet.",
        )
    extension = TorchvisionExtension(EXTENSION, __doc__)
    extension.__spec__ = ModuleSpec(EXTENSION, None)
    sys.modules[EXTENSION] = extension
    return extension


class TorchvisionExtension(ModuleType):
    """Module whose unknown operations exist, since mmcv looks all of them up on import, but refuse to be called."""

    def __getattr__(self, name: str) -> Callable[..., NoReturn]:
        if name.startswith("__"):
            raise AttributeError(name)

        def missing(*_args: Any, **_kwargs: Any) -> NoReturn:  # noqa: ANN401 - any of mmcv's eighty signatures
            raise UnsupportedOperation(
                f"mmcv's compiled operation {name!r} is not among those DermDesk provides.",
                hint="Only RetinaNet's and Faster R-CNN's operations are: nms, RoIAlign and sigmoid focal loss.",
            )

        missing.__name__ = name
        return missing

    @staticmethod
    def nms(bboxes: Tensor, scores: Tensor, *, iou_threshold: float, offset: int = 0) -> Tensor:
        """Indices of the kept boxes, best first.

        Args:
            bboxes: `(N, 4)` x1, y1, x2, y2 in pixels.
            scores: `(N,)`.
            iou_threshold: A box that overlaps a better one by more than this goes.
            offset: 1 for the old convention in which a box's last pixel belongs to it.
        """
        if offset:
            bboxes = bboxes + bboxes.new_tensor([0.0, 0.0, offset, offset])
        kept: Tensor = torchvision.ops.nms(bboxes, scores, iou_threshold)
        return kept

    @staticmethod
    def sigmoid_focal_loss_forward(
        logits: Tensor, target: Tensor, weight: Tensor, output: Tensor, *, gamma: float, alpha: float
    ) -> None:
        """Write the focal loss of each logit into `output`.

        Args:
            logits: `(N, C)`.
            target: `(N,)` class indices; `C` is background.
            weight: `(C,)` class weights, or empty.
            output: `(N, C)`, overwritten.
            gamma: Focusing parameter.
            alpha: Weight of the positive class.
        """
        x, positive = _at_least_float32(logits), _one_hot(logits, target)
        p = torch.sigmoid(x)
        log_p, log_q = torch.nn.functional.logsigmoid(x), torch.nn.functional.logsigmoid(-x)
        loss = torch.where(positive, -alpha * (1 - p) ** gamma * log_p, -(1 - alpha) * p**gamma * log_q)
        output.copy_(_weighted(loss, target, weight))

    @staticmethod
    def sigmoid_focal_loss_backward(
        logits: Tensor, target: Tensor, weight: Tensor, grad_input: Tensor, *, gamma: float, alpha: float
    ) -> None:
        """Write the derivative of the focal loss by each logit into `grad_input`; arguments as in the forward."""
        x, positive = _at_least_float32(logits), _one_hot(logits, target)
        p = torch.sigmoid(x)
        log_p, log_q = torch.nn.functional.logsigmoid(x), torch.nn.functional.logsigmoid(-x)
        of_positive = alpha * (1 - p) ** gamma * (gamma * p * log_p - (1 - p))
        of_negative = (1 - alpha) * p**gamma * (p - gamma * (1 - p) * log_q)
        grad_input.copy_(_weighted(torch.where(positive, of_positive, of_negative), target, weight))


def _at_least_float32(logits: Tensor) -> Tensor:
    """Half precision would lose the small losses of easy background."""
    return logits if logits.dtype == torch.float64 else logits.float()


def _one_hot(logits: Tensor, target: Tensor) -> Tensor:
    """`(N, C)` mask of the target classes; a background row is empty."""
    return target[:, None] == torch.arange(logits.shape[1], device=target.device)


def _weighted(values: Tensor, target: Tensor, weight: Tensor) -> Tensor:
    """`values` times the weight of each row's class, as mmcv's kernels do; background rows count once."""
    if not weight.numel():
        return values
    return values * torch.cat([weight, weight.new_ones(1)])[target.clamp(max=weight.numel())][:, None]
