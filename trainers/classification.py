"""Training CNNs: cross-entropy on the class of a photograph (paper, section V-A)."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np
import torch
from torch import nn
from torch.nn import functional

from core.inference.zoo.classifiers import build_classifier, classifier_head
from core.metrics.classification import balanced_accuracy, top_k, weighted_accuracy
from trainers.augment import augment_photo
from trainers.previews import Answer
from trainers.task import Batch, Scorer, Scores, TrainingNetwork, TrainingTask

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray
    from torch import Tensor

    from core.inference.catalogue import Architecture
    from core.jobs.recipe import Recipe
    from trainers.photos import PhotoCache
    from trainers.selection import Example

_TOP = 3

ClassSample = tuple["Tensor", int]
"""uint8 `(3, H, W)` and the position of its class."""


class ClassifierNetwork(TrainingNetwork):
    """A CNN with cross-entropy, each class with its weight and its margin.

    Args:
        model: The CNN.
        weights: `(classes,)`.
        margins: `(classes,)`, added to the logits while learning (Menon et al. 2021, arXiv 2007.07314, equation 10).
        mean: Of the architecture.
        std: Of the architecture.
    """

    weights: Tensor
    margins: Tensor

    def __init__(
        self, model: nn.Module, weights: Tensor, margins: Tensor, *, mean: Sequence[float], std: Sequence[float]
    ) -> None:
        head = classifier_head(model)
        inside = {id(module) for module in model.get_submodule(head).modules()}
        # Leaves alone: a container would take the head along.
        backbone = [part for part in model.modules() if id(part) not in inside and not any(part.children())]
        super().__init__(model, backbone, mean=mean, std=std)
        self.register_buffer("weights", weights, persistent=False)
        self.register_buffer("margins", margins, persistent=False)

    def forward(self, images: Tensor, classes: Tensor) -> Tensor:
        """Mean loss of a batch, weighted by class; images uint8 `(N, 3, H, W)`."""
        logits = self.model(self.normalise(images)) + self.margins
        return functional.cross_entropy(logits, classes, weight=self.weights)


class ClassificationTask(TrainingTask[ClassSample]):
    """One class a photograph.

    Args:
        architecture: A classifier.
        recipe: How to train it.
        train: What it learns from, for class weights.
        classes: Number of classes.
        train_photos: Where training photographs come from.
        val_photos: Where validation photographs come from.
    """

    def __init__(
        self,
        architecture: Architecture,
        recipe: Recipe,
        *,
        train: Sequence[Example],
        classes: int,
        train_photos: PhotoCache,
        val_photos: PhotoCache,
    ) -> None:
        super().__init__(architecture, recipe)
        self._classes = classes
        self._train_photos = train_photos
        self._val_photos = val_photos
        counts = np.bincount([_class_of(example) for example in train], minlength=classes)
        self._weights = _balanced(counts) if recipe.class_weights == "balanced" else np.ones(classes)
        shown = np.ones(classes) if recipe.sampling == "balanced" else counts
        self._margins = recipe.logit_adjustment * _log_shares(shown)

    def build(self) -> nn.Module:
        return build_classifier(self.architecture.name, self._classes)

    def network(self, model: nn.Module, *, pretrained: bool) -> ClassifierNetwork:
        weights = torch.tensor(self._weights, dtype=torch.float32)
        margins = torch.tensor(self._margins, dtype=torch.float32)
        return ClassifierNetwork(model, weights, margins, mean=self.architecture.mean, std=self.architecture.std)

    def train_sample(self, example: Example, epoch: int) -> ClassSample:
        image = augment_photo(
            self._train_photos.get(example.image),
            size=self.image_size,
            fill=self.architecture.mean,
            recipe=self.recipe,
            random=self.random_for(example, epoch),
        )
        return image, _class_of(example)

    def val_sample(self, example: Example) -> ClassSample:
        photo = self._val_photos.get(example.image)
        return torch.from_numpy(photo).permute(2, 0, 1).contiguous(), _class_of(example)

    def collate(self, samples: Sequence[ClassSample]) -> Batch:
        classes = torch.tensor([index for _, index in samples])
        weight = float(sum(self._weights[index] for _, index in samples))
        return Batch((torch.stack([image for image, _ in samples]), classes), weight=weight, size=len(samples))

    def answers(self, network: TrainingNetwork, batch: Batch) -> list[Answer]:
        probabilities = network.model(network.normalise(batch.inputs[0])).float().softmax(dim=1)
        scores, classes = probabilities.topk(min(_TOP, self._classes), dim=1)
        return [Answer(tuple(row), tuple(of)) for row, of in zip(classes.tolist(), scores.tolist(), strict=True)]

    def scorer(self) -> ClassScorer:
        return ClassScorer(self._classes, best_by=self.recipe.best_by)

    def order(self, examples: Sequence[Example], epoch: int) -> list[Example]:
        if self.recipe.sampling == "natural":
            return super().order(examples, epoch)
        random = np.random.default_rng((self.recipe.seed, epoch))
        classes = [_class_of(example) for example in examples]
        share = 1.0 / np.bincount(classes)[classes]
        drawn = random.choice(len(examples), size=len(examples), p=share / share.sum())
        return [examples[index] for index in drawn]


class ClassScorer(Scorer):
    """Weighted accuracy, balanced accuracy and top-3 over the validation photographs.

    Args:
        classes: Number of classes.
        best_by: The metric that says which model is better, and that people see first.
    """

    def __init__(self, classes: int, *, best_by: str = "weighted_accuracy") -> None:
        self._classes = classes
        self._best_by = best_by
        self._loss = 0.0
        self._truth: list[NDArray[np.int64]] = []
        self._probabilities: list[NDArray[np.float32]] = []

    def add(self, network: TrainingNetwork, batch: Batch) -> None:
        images, classes = batch.inputs
        logits = network.model(network.normalise(images)).float()
        self._loss += float(functional.cross_entropy(logits, classes, reduction="sum"))
        self._truth.append(classes.cpu().numpy())
        self._probabilities.append(logits.softmax(dim=1).cpu().numpy())

    def absorb(self, other: ClassScorer) -> None:
        self._loss += other._loss
        self._truth += other._truth
        self._probabilities += other._probabilities

    def scores(self) -> Scores:
        truth, probabilities = np.concatenate(self._truth), np.concatenate(self._probabilities)
        predicted = probabilities.argmax(axis=1)
        metrics = {
            "weighted_accuracy": weighted_accuracy(truth, predicted, classes=self._classes),
            "balanced_accuracy": balanced_accuracy(truth, predicted, classes=self._classes),
        }
        if self._classes > _TOP:
            metrics["top_3"] = top_k(truth, probabilities, k=_TOP)
        loss = self._loss / len(truth)
        finite = loss if math.isfinite(loss) else None
        best = metrics.pop(self._best_by)
        return Scores(finite, {self._best_by: best, **metrics}, (best, -loss if finite is not None else -math.inf))


def _class_of(example: Example) -> int:
    assert example.class_index is not None
    return example.class_index


def _log_shares(counts: NDArray[np.int64] | NDArray[np.float64]) -> NDArray[np.float64]:
    """Logarithms of the classes' shares; a class without any photograph counts as if it had one."""
    least = np.maximum(counts, 1)
    return np.asarray(np.log(least / least.sum()), dtype=np.float64)


def _balanced(counts: NDArray[np.int64]) -> NDArray[np.float64]:
    """Weights in inverse proportion to the counts, mean 1 over the photographs; 1 for classes without any."""
    present = counts > 0
    weights = np.ones(len(counts))
    weights[present] = counts.sum() / (present.sum() * counts[present])
    return weights
