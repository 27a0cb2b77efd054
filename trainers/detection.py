"""Training detectors: boxes with a class each, validated as the paper does, by the class of the surest box."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np
import torch

from core.inference.zoo.detectors import Detector, build_detector
from core.inference.zoo.mmdet_bridge import import_mmdet
from core.metrics.average_precision import average_precision
from core.metrics.box_table import box_table
from core.metrics.detection import box_scores, detector_image_class
from core.metrics.matching import Matching, match_boxes
from trainers.augment import augment_with_boxes
from trainers.previews import Answer
from trainers.task import Batch, Scorer, Scores, TrainingNetwork, TrainingTask

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray
    from torch import Tensor, nn

    from core.inference.catalogue import Architecture
    from core.inference.zoo.detectors import Detections
    from core.jobs.recipe import Recipe
    from core.metrics.box_table import BoxTable
    from trainers.photos import PhotoCache
    from trainers.selection import Example

BoxSample = tuple["Tensor", "Tensor", "Tensor", frozenset[int]]
"""uint8 `(3, H, W)`; boxes `(n, 4)` in its pixels; their classes `(n,)`; the classes right for the photograph."""


_Boxes = tuple["NDArray[np.float64]", "NDArray[np.float64]", "NDArray[np.float64]"]
"""Of a photograph: boxes `(n, 4)`, classes `(n,)`, scores `(n,)`."""


class DetectorNetwork(TrainingNetwork):
    """A detector whose forward pass is the sum of its losses.

    Args:
        model: The detector.
        mean: Of the architecture.
        std: Of the architecture.
    """

    def __init__(self, model: Detector, *, mean: Sequence[float], std: Sequence[float]) -> None:
        super().__init__(model, [model.backbone], mean=mean, std=std)
        self.detector = (model,)  # in a tuple, since it is registered as `model` already

    def forward(self, images: Tensor, boxes: list[Tensor], classes: list[Tensor]) -> Tensor:
        """Mean loss of a batch; images uint8 `(N, 3, H, W)`, boxes in their pixels."""
        losses = self.detector[0].loss(self.normalise(images), boxes, classes)
        return torch.stack(list(losses.values())).sum()


class DetectionTask(TrainingTask[BoxSample]):
    """Boxes with a class each.

    Args:
        architecture: A detector.
        recipe: How to train it.
        classes: Number of classes.
        train_photos: Where training photographs come from.
        val_photos: Where validation photographs come from.
    """

    def __init__(
        self,
        architecture: Architecture,
        recipe: Recipe,
        *,
        classes: int,
        train_photos: PhotoCache,
        val_photos: PhotoCache,
    ) -> None:
        super().__init__(architecture, recipe)
        # Now, not when the network is built: importing draws random numbers, and by then the seed is set.
        import_mmdet()
        self._classes = classes
        self._train_photos = train_photos
        self._val_photos = val_photos

    def build(self) -> Detector:
        return build_detector(self.architecture.name, self._classes)

    def network(self, model: nn.Module, *, pretrained: bool) -> DetectorNetwork:
        assert isinstance(model, Detector)
        if pretrained:
            # Batches of four are too small to learn running statistics from.
            model.freeze_like_pretrained()
        return DetectorNetwork(model, mean=self.architecture.mean, std=self.architecture.std)

    def train_sample(self, example: Example, epoch: int) -> BoxSample:
        photo = self._train_photos.get(example.image)
        image, boxes, kept = augment_with_boxes(
            photo,
            _scaled(example, photo.shape[:2]),
            size=self.image_size,
            recipe=self.recipe,
            random=self.random_for(example, epoch),
        )
        return image, boxes, torch.from_numpy(example.box_classes)[kept], _right_classes(example)

    def val_sample(self, example: Example) -> BoxSample:
        image = torch.from_numpy(self._val_photos.get(example.image)).permute(2, 0, 1).contiguous()
        boxes = torch.from_numpy(_scaled(example, self.image_size))
        return image, boxes, torch.from_numpy(example.box_classes), _right_classes(example)

    def collate(self, samples: Sequence[BoxSample]) -> Batch:
        images, boxes, classes, right = zip(*samples, strict=True)
        inputs = (torch.stack(images), list(boxes), list(classes))
        return Batch(inputs, weight=float(len(samples)), size=len(samples), image_classes=right)

    def answers(self, network: TrainingNetwork, batch: Batch) -> list[Answer]:
        assert isinstance(network, DetectorNetwork)
        found = network.detector[0].detect(network.normalise(batch.inputs[0]))
        return [
            Answer(
                tuple(detections.labels.tolist()),
                tuple(detections.scores.float().tolist()),
                tuple(map(tuple, detections.boxes.float().tolist())),
            )
            for detections in found
        ]

    def scorer(self) -> BoxScorer:
        return BoxScorer(self._classes)


class BoxScorer(Scorer):
    """Photographs whose surest box has the right class, lesions found at IoU 0.5, and COCO's average precision.

    In pixels of the network's input: an IoU is the same however a photograph is stretched.

    Args:
        classes: Number of classes.
    """

    def __init__(self, classes: int) -> None:
        self._classes = classes
        self._drawn: list[_Boxes] = []
        self._found: list[_Boxes] = []
        self._loss = 0.0
        self._images = 0
        self._right = 0
        self._matchings: list[Matching] = []

    def add(self, network: TrainingNetwork, batch: Batch) -> None:
        assert isinstance(network, DetectorNetwork)
        images, boxes, classes = batch.inputs
        self._loss += float(network(images, boxes, classes)) * batch.size
        self._images += batch.size
        found = network.detector[0].detect(network.normalise(images))
        for detections, image_boxes, image_classes, image_right in zip(
            found, boxes, classes, batch.image_classes, strict=True
        ):
            self._right += detector_image_class(detections.labels.tolist(), detections.scores.tolist()) in image_right
            self._matchings.append(_match(detections, image_boxes, image_classes))
            self._drawn.append((_numbers(image_boxes), _numbers(image_classes), np.ones(len(image_boxes))))
            self._found.append((_numbers(detections.boxes), _numbers(detections.labels), _numbers(detections.scores)))

    def absorb(self, other: BoxScorer) -> None:
        self._loss += other._loss
        self._images += other._images
        self._right += other._right
        self._matchings += other._matchings
        self._drawn += other._drawn
        self._found += other._found

    def scores(self) -> Scores:
        loss = self._loss / self._images
        recall = box_scores(self._matchings).recall
        precision = average_precision(_table(self._drawn), _table(self._found), classes=self._classes)
        metrics = {
            "image_accuracy": self._right / self._images,
            "recall_50": _share(recall),
            "map_50": _share(precision.map_50),
            "map_50_95": _share(precision.map_50_95),
        }
        finite = loss if math.isfinite(loss) else None
        rank = (metrics["image_accuracy"], metrics["recall_50"], -loss if finite is not None else -math.inf)
        return Scores(finite, metrics, rank)


def _numbers(values: Tensor) -> NDArray[np.float64]:
    return np.asarray(values.double().cpu().numpy(), dtype=np.float64)


def _table(photographs: Sequence[_Boxes]) -> BoxTable:
    """The boxes of photographs, each with its classes and scores, as one table."""
    places = np.repeat(np.arange(len(photographs)), [len(boxes) for boxes, _, _ in photographs])
    boxes, classes, scores = (
        np.concatenate([part[number] for part in photographs]) if photographs else np.zeros(0) for number in range(3)
    )
    return box_table(places, boxes.reshape(-1, 4), classes.astype(np.int64), scores, photographs=len(photographs))


def _share(value: float) -> float:
    """0 where there is no lesion to find."""
    return 0.0 if math.isnan(value) else value


def _match(detections: Detections, boxes: Tensor, classes: Tensor) -> Matching:
    return match_boxes(
        detections.boxes.float().cpu().numpy(),
        detections.scores.float().cpu().numpy(),
        boxes.cpu().numpy(),
        predicted_classes=detections.labels.cpu().numpy(),
        truth_classes=classes.cpu().numpy(),
    )


def _scaled(example: Example, size: tuple[int, int]) -> np.ndarray[tuple[int, int], np.dtype[np.float32]]:
    """The example's boxes in a photograph resized to `size` (height, width)."""
    height, width = size
    factors = np.array([width / example.image.width, height / example.image.height] * 2, dtype=np.float32)
    return np.asarray(example.boxes * factors, dtype=np.float32).reshape(-1, 4)


def _right_classes(example: Example) -> frozenset[int]:
    if example.class_index is not None:
        return frozenset({example.class_index})
    return frozenset(int(index) for index in example.box_classes)
