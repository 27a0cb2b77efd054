"""RetinaNet and Faster R-CNN from mmdet, behind two methods: `loss` to train and `detect` to predict."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import torch
from torch import nn

from core.errors import UnknownModel
from core.inference.catalogue import Task, architecture, architectures
from core.inference.zoo.detector_configs import detector_config
from core.inference.zoo.mmdet_bridge import import_mmdet

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from torch import Tensor

MAX_BOXES = 100
MIN_SCORE = 0.05


@dataclass(frozen=True, slots=True)
class Detections:
    """Boxes of one image, best first.

    Attributes:
        boxes: `(n, 4)` x1, y1, x2, y2 in pixels of the network's input.
        scores: `(n,)`, 0 to 1.
        labels: `(n,)` int64, positions in the class table.
    """

    boxes: Tensor
    scores: Tensor
    labels: Tensor


class Detector(nn.Module):
    """An mmdet detector that takes normalised images and plain tensors.

    Args:
        network: The mmdet model; its parameters keep mmdet's names under `network.`.
    """

    def __init__(self, network: nn.Module) -> None:
        super().__init__()
        self.network = network

    def loss(self, images: Tensor, boxes: Sequence[Tensor], labels: Sequence[Tensor]) -> dict[str, Tensor]:
        """Training losses of a batch, one scalar a name; their sum is what to minimise.

        Args:
            images: `(N, 3, H, W)` float, normalised.
            boxes: `N` tensors `(n, 4)` x1, y1, x2, y2 in input pixels; `(0, 4)` for an image without a lesion.
            labels: `N` tensors `(n,)` int64, positions in the class table.
        """
        mmdet = import_mmdet()
        samples = mmdet.samples(images)
        for sample, image_boxes, image_labels in zip(samples, boxes, labels, strict=True):
            sample.gt_instances = mmdet.instances(bboxes=image_boxes.to(images), labels=image_labels.to(images.device))
        raw: dict[str, Tensor | list[Tensor]] = self.network.loss(images, samples)  # type: ignore[operator]
        # mmdet also returns an accuracy, which is no loss.
        return {
            name: torch.stack([part.mean() for part in value]).sum() if isinstance(value, list) else value.mean()
            for name, value in raw.items()
            if "loss" in name
        }

    @torch.inference_mode()
    def detect(self, images: Tensor) -> list[Detections]:
        """Up to `MAX_BOXES` boxes an image with score >= `MIN_SCORE`, clipped to the input.

        Args:
            images: `(N, 3, H, W)` float, normalised.
        """
        samples = self.network.predict(images, import_mmdet().samples(images), rescale=False)  # type: ignore[operator]
        return [
            Detections(found.bboxes, found.scores, found.labels)
            for found in (sample.pred_instances for sample in samples)
        ]

    def forward(self, images: Tensor) -> list[Detections]:
        """As `detect`; training goes through `loss`."""
        return self.detect(images)

    @property
    def backbone(self) -> nn.Module:
        """The convolutional backbone, without pyramid and heads."""
        backbone = self.network.backbone
        assert isinstance(backbone, nn.Module)
        return backbone

    def freeze_like_pretrained(self) -> None:
        """Freeze what mmdet freezes when a backbone starts from ImageNet: stem, first stage and all running statistics.

        A backbone trained from scratch must not be frozen, so this is asked for once weights were loaded.
        """
        backbone: Any = self.backbone
        backbone.frozen_stages = 1
        backbone.norm_eval = True
        backbone.train(backbone.training)

    def head_parameters(self) -> Iterator[nn.Parameter]:
        """Parameters outside the backbone."""
        inside = {id(parameter) for parameter in self.backbone.parameters()}
        return (parameter for parameter in self.parameters() if id(parameter) not in inside)


def build_detector(
    name: str, num_classes: int, *, min_score: float = MIN_SCORE, max_boxes: int = MAX_BOXES, initialise: bool = True
) -> Detector:
    """An untrained detector; nothing is downloaded.

    RetinaNet has the focal loss with alpha 0.25 and gamma 2; both have mmdet's standard anchors (paper, section IV-C).

    Args:
        name: A detector of the catalogue.
        num_classes: Lesion classes; background is not counted.
        min_score: Boxes below this score are dropped.
        max_boxes: Boxes kept an image.
        initialise: Whether to draw random weights; not needed where a whole state dict is loaded next.

    Raises:
        UnknownModel: It is no detector.
    """
    entry = architecture(name)
    if entry.task is not Task.DETECTION:
        names = ", ".join(other.name for other in architectures(Task.DETECTION))
        raise UnknownModel(f"{name!r} is no detector.", hint=f"Detectors: {names}.")
    config = detector_config(entry, num_classes, min_score=min_score, max_boxes=max_boxes)
    network = import_mmdet().build(config)
    if initialise:
        network.init_weights()  # type: ignore[operator]
    return Detector(network)
