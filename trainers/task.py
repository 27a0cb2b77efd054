"""What the loop needs of a task: networks that return a loss, batches made of examples, scores of a validation."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Generic, Self, TypeVar

import numpy as np
import torch
from torch import nn

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from torch import Tensor

    from core.inference.catalogue import Architecture
    from core.jobs.recipe import Recipe
    from trainers.previews import Answer
    from trainers.selection import Example

Sample = TypeVar("Sample")


class Normalise(nn.Module):
    """As `core.inference.preprocessing.normalise`, for a batch, on the device: a quarter of the bytes cross the bus.

    Args:
        mean: Per channel, RGB in 0 to 1.
        std: Per channel, RGB in 0 to 1.
    """

    scale: Tensor
    shift: Tensor

    def __init__(self, mean: Sequence[float], std: Sequence[float]) -> None:
        super().__init__()
        deviation = torch.tensor(std, dtype=torch.float32)
        self.register_buffer("scale", (deviation * 255.0)[:, None, None], persistent=False)
        shift = torch.tensor(mean, dtype=torch.float32) / deviation
        self.register_buffer("shift", shift[:, None, None], persistent=False)

    def forward(self, images: Tensor) -> Tensor:
        """uint8 `(N, 3, H, W)` as float32 of the same shape."""
        return images.to(torch.float32).div_(self.scale).sub_(self.shift)


class TrainingNetwork(nn.Module):
    """A model with its normalisation, whose forward pass is its loss.

    Args:
        model: The network that is trained; its state dict is what checkpoints hold.
        backbone: The parts that a frozen backbone means.
        mean: Of the architecture.
        std: Of the architecture.
    """

    def __init__(
        self, model: nn.Module, backbone: Sequence[nn.Module], *, mean: Sequence[float], std: Sequence[float]
    ) -> None:
        super().__init__()
        self.model = model
        self.normalise = Normalise(mean, std)
        self._frozen = False
        # Kept from nn.Module's registry: they are inside the model already.
        self._backbone = (tuple(backbone),)
        self._thawable = [
            parameter for part in backbone for parameter in part.parameters(recurse=True) if parameter.requires_grad
        ]

    def freeze_backbone(self, frozen: bool) -> None:
        """Whether the backbone keeps its weights and running statistics as they are."""
        self._frozen = frozen
        for parameter in self._thawable:
            parameter.requires_grad_(not frozen)
            if frozen:
                parameter.grad = None
        self.train(self.training)

    def train(self, mode: bool = True) -> Self:
        """As for any module, but a frozen backbone stays in evaluation mode."""
        super().train(mode)
        if self._frozen:
            for part in self._backbone[0]:
                part.eval()
        return self


@dataclass(frozen=True, slots=True)
class Batch:
    """Examples stacked for a network.

    Attributes:
        inputs: What the network's forward pass takes, images first.
        weight: What its mean loss counts in the loss of a larger batch.
        size: Photographs in it.
        image_classes: For detectors, the classes that are right for each photograph.
    """

    inputs: tuple[Any, ...]
    weight: float
    size: int
    image_classes: tuple[frozenset[int], ...] = ()


@dataclass(frozen=True, slots=True)
class Scores:
    """What validation says of a model.

    Attributes:
        loss: Mean over the photographs; None where it isn't finite.
        metrics: By name, 0 to 1; the first is the one people see.
        rank: The larger, the better the model; compared entry by entry.
    """

    loss: float | None
    metrics: dict[str, float]
    rank: tuple[float, ...]


class Scorer(ABC):
    """Gathers what a model says about batch after batch of validation photographs."""

    @abstractmethod
    def add(self, network: TrainingNetwork, batch: Batch) -> None:
        """Ask the model, which is in evaluation mode, about a batch on its device."""

    @abstractmethod
    def absorb(self, other: Self) -> None:
        """Count what another one has gathered, perhaps in another process."""

    @abstractmethod
    def scores(self) -> Scores:
        """The verdict over all batches so far."""


class TrainingTask(ABC, Generic[Sample]):
    """Classification or detection, as the loop sees it.

    Args:
        architecture: What is trained.
        recipe: How.
    """

    def __init__(self, architecture: Architecture, recipe: Recipe) -> None:
        self.architecture = architecture
        self.recipe = recipe
        self.image_size = (recipe.image_size, recipe.image_size)

    @abstractmethod
    def build(self) -> nn.Module:
        """The model, untrained."""

    @abstractmethod
    def network(self, model: nn.Module, *, pretrained: bool) -> TrainingNetwork:
        """The model made ready for training."""

    @abstractmethod
    def train_sample(self, example: Example, epoch: int) -> Sample:
        """An example as the network sees it in this epoch; the same each time it's asked for. Safe between threads.

        Raises:
            ImageError: Its photograph can't be read.
        """

    @abstractmethod
    def val_sample(self, example: Example) -> Sample:
        """An example prepared as for prediction. Safe between threads.

        Raises:
            ImageError: Its photograph can't be read.
        """

    @abstractmethod
    def collate(self, samples: Sequence[Sample]) -> Batch:
        """Samples stacked."""

    @abstractmethod
    def answers(self, network: TrainingNetwork, batch: Batch) -> list[Answer]:
        """What the network, in evaluation mode, says of each photograph of a batch on its device."""

    @abstractmethod
    def scorer(self) -> Scorer:
        """A fresh one for a validation."""

    def order(self, examples: Sequence[Example], epoch: int) -> list[Example]:
        """The examples of an epoch, in its order: a function of seed and epoch alone."""
        random = np.random.default_rng((self.recipe.seed, epoch))
        return [examples[index] for index in random.permutation(len(examples))]

    def random_for(self, example: Example, epoch: int) -> np.random.Generator:
        """Where the augmentation of this example in this epoch takes its chance from."""
        return np.random.default_rng((self.recipe.seed, epoch, int(example.image.sha256[:15] or "0", 16)))


def groups_of(examples: Sequence[Example], size: int) -> Iterator[Sequence[Example]]:
    """Batches of `size` in order, the last one smaller; a lone last example is left out.

    Batch normalisation can't learn from one example. The next epoch has another order, so none is left out for good.
    """
    for start in range(0, len(examples), size):
        group = examples[start : start + size]
        if len(group) > 1 or start == 0 or size == 1:
            yield group
