"""A trained model, ready to be asked: photographs in, probabilities or boxes in upright pixels out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import torch

from core.errors import CheckpointError, DermDeskError, OutOfMemory, UnsupportedOperation
from core.geometry import MIN_SIDE
from core.inference.card import read_card
from core.inference.catalogue import Task
from core.inference.checkpoint import BEST_NAME, load_checkpoint
from core.inference.folding import fold_batchnorm
from core.inference.packing import pack_convolutions
from core.inference.precision import choose_dtype, use_precision
from core.inference.preprocessing import to_tensor
from core.inference.requests import BoxRow
from core.inference.roi_align import use_fast_roi_align
from core.inference.test_time import back_in_photograph, mean_probabilities, merged_boxes, views
from core.inference.zoo.classifiers import build_classifier, classifier_head
from core.inference.zoo.detectors import Detector, build_detector

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from numpy.typing import NDArray
    from torch import Tensor, nn

    from core.inference.card import ModelCard
    from core.inference.features import Features
    from core.inference.zoo.detectors import Detections

GPU_BATCH = 32
CPU_BATCH = 4
"""Of classifiers; NASNet-A mobile takes half the time an image by it. Detectors gain nothing and go one by one."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a model says about one photograph.

    Attributes:
        probabilities: `(C,)` float64 in the order of the card's classes, sum 1; None for a detector.
        boxes: Best first, in upright pixels inside the photograph; None for a classifier.
        features: `(D,)` float16 of length 1, what the head of a classifier is fed with; None where it wasn't asked.
    """

    probabilities: NDArray[np.float64] | None = None
    boxes: tuple[BoxRow, ...] | None = None
    features: Features | None = None


def choose_device(name: str = "auto") -> torch.device:
    """The device called `name`; for `auto` the first GPU, or the CPU where there is none.

    Raises:
        DermDeskError: There is no such device on this machine.
    """
    if name == "auto":
        return torch.device("cuda" if torch.cuda.is_available() else "cpu")
    try:
        device = torch.device(name)
    except RuntimeError:
        raise DermDeskError(f"{name!r} names no device.", hint="Use auto, cpu, cuda or cuda:0.") from None
    if device.type == "cuda" and (device.index or 0) >= torch.cuda.device_count():
        raise DermDeskError(
            f"This machine has no device {name!r} that torch can use.",
            hint="Use `--device cpu`, or see `dermdesk doctor`.",
        )
    return device


class Predictor:
    """A network in evaluation mode with the card that says how to feed it.

    Args:
        card: The model card; preprocessing and classes come from it alone.
        network: A classifier that makes logits, or a `Detector`.
        device: Where it runs.
        batch_size: Photographs at a time at most; halved for good when memory runs out.
        dtype: Type that its convolutions compute in; its weights are changed to it.
    """

    def __init__(
        self,
        card: ModelCard,
        network: nn.Module,
        *,
        device: torch.device,
        batch_size: int | None = None,
        dtype: torch.dtype = torch.float32,
    ) -> None:
        self.card = card
        self.device = device
        self.dtype = dtype
        on_cpu = CPU_BATCH if card.task is Task.CLASSIFICATION else 1
        self.batch_size = batch_size or (on_cpu if device.type == "cpu" else GPU_BATCH)
        # Convolutions run faster on this layout, on the CPU too; torch's type hints don't know the argument.
        network = network.to(device=device, memory_format=torch.channels_last)  # type: ignore[call-overload]
        self._network = network.eval().requires_grad_(False)
        self._head = ""
        use_precision(self._network, dtype)

    @classmethod
    def load(
        cls,
        run_folder: Path,
        *,
        device: torch.device | None = None,
        batch_size: int | None = None,
        precision: str = "auto",
    ) -> Predictor:
        """The best checkpoint of a run folder, its batch normalisation folded into its convolutions.

        Args:
            run_folder: Folder with `card.json` and `best.pt`.
            device: Where it runs; `choose_device()` where not given.
            batch_size: Photographs at a time at most.
            precision: `auto` for half precision where the hardware has it, or `float32`.

        Raises:
            CheckpointError: Card or checkpoint is missing or damaged, or they don't belong together.
            UnknownModel: The card names an architecture this DermDesk hasn't.
        """
        card = read_card(run_folder)
        device = device or choose_device()
        network = load_network(card, run_folder).eval()
        fold_batchnorm(network.backbone if isinstance(network, Detector) else network, card.image_size)
        predictor = cls(card, network, device=device, batch_size=batch_size, dtype=choose_dtype(precision, device))
        if card.task is Task.CLASSIFICATION:
            # Before the layers take other forms, in which it wouldn't be known any more.
            predictor._head = classifier_head(network)
        if device.type == "cpu":
            predictor.prepare_for_cpu()
        return predictor

    def prepare_for_cpu(self) -> None:
        """Give the network the forms of its layers that a CPU runs fastest; the answers stay the same."""
        use_fast_roi_align(self._network)
        blank = [torch.zeros(3, *self.card.image_size)] * self.batch_size
        pack_convolutions(self._network, run=lambda: self._run(blank))

    def predict(
        self,
        photos: Sequence[NDArray[np.uint8]],
        *,
        sizes: Sequence[tuple[int, int]] | None = None,
        test_time: str = "none",
        features: bool = False,
    ) -> list[Answer]:
        """One answer a photograph, in order.

        Args:
            photos: `(H, W, 3)` RGB, upright; may be reduced copies.
            sizes: Upright width and height of each original in pixels, in whose frame boxes come back; the arrays'
                own sizes where not given.
            test_time: One of `TEST_TIME`: what else is looked at besides the photograph as it is.
            features: Whether to give the features, too; they are of the photograph as it is alone.

        Raises:
            DermDeskError: There is no such test-time option.
            UnsupportedOperation: Features are asked of a detector, or with a test-time option.
            OutOfMemory: Not even one photograph fits.
            CheckpointError: The network makes numbers that aren't finite.
        """
        frames = sizes or [(photo.shape[1], photo.shape[0]) for photo in photos]
        if features and (self.card.task is not Task.CLASSIFICATION or test_time != "none"):
            raise UnsupportedOperation(
                f"{self.card.name!r} gives no features of photographs in this way.",
                hint="Ask a classifier, without a test-time option.",
            )
        if test_time == "none":
            return self._predict_all(photos, frames, features=features)
        answers = []
        for photo, (width, height) in zip(photos, frames, strict=True):
            seen = views(photo, test_time)
            parts = self._predict_all(
                [view.pixels for view in seen],
                [(max(1, round(width * view.share)), max(1, round(height * view.share))) for view in seen],
            )
            if self.card.task is Task.CLASSIFICATION:
                kept = [part.probabilities for part in parts if part.probabilities is not None]
                answers.append(Answer(probabilities=mean_probabilities(kept)))
            else:
                rows = [
                    row
                    for view, part in zip(seen, parts, strict=True)
                    for row in back_in_photograph(part.boxes or (), view, width, height)
                ]
                answers.append(Answer(boxes=merged_boxes(rows)))
        return answers

    def _predict_all(
        self, photos: Sequence[NDArray[np.uint8]], frames: Sequence[tuple[int, int]], *, features: bool = False
    ) -> list[Answer]:
        inputs = [to_tensor(photo, self.card.image_size, self.card.mean, self.card.std) for photo in photos]
        answers: list[Answer] = []
        while len(answers) < len(inputs):
            start = len(answers)
            try:
                answers += self._predict_batch(
                    inputs[start : start + self.batch_size], frames[start:], features=features
                )
            except RuntimeError as error:
                if not is_out_of_memory(error):
                    raise
                self._use_smaller_batch(error)
        return answers

    def _use_smaller_batch(self, error: Exception) -> None:
        if self.batch_size == 1:
            raise OutOfMemory(
                f"The memory of {self.device} isn't enough for one photograph with {self.card.architecture}.",
                hint="Close other programs that use it, or predict on the CPU.",
            ) from error
        self.batch_size = max(1, self.batch_size // 2)
        if self.device.type == "cuda":
            torch.cuda.empty_cache()

    @torch.inference_mode()
    def _run(self, inputs: Sequence[Tensor]) -> Any:  # noqa: ANN401 - logits, or a `Detections` an image
        images = torch.stack(list(inputs)).to(self.device, memory_format=torch.channels_last)
        with torch.autocast(self.device.type, self.dtype, enabled=self.dtype != torch.float32):
            return self._network(images)

    @torch.inference_mode()
    def _predict_batch(
        self, inputs: Sequence[Tensor], frames: Sequence[tuple[int, int]], *, features: bool = False
    ) -> list[Answer]:
        seen: list[Tensor] = []
        name = (self._head or classifier_head(self._network)) if features else ""
        # The module as it is now: a convolution may have been replaced by a packed one.
        head = self._network.get_submodule(name) if name else None
        handle = head.register_forward_pre_hook(lambda _, fed: seen.append(fed[0])) if head is not None else None
        try:
            output = self._run(inputs)
        finally:
            if handle is not None:
                handle.remove()
        if isinstance(self._network, Detector):
            return [Answer(boxes=self._boxes(one, frame)) for one, frame in zip(output, frames, strict=False)]
        logits: Tensor = output
        if not bool(torch.isfinite(logits).all()):
            raise self._not_finite()
        # In float64, so that a row sums to 1 to the last digits that are stored.
        probabilities = torch.softmax(logits.double(), dim=1).cpu().numpy()
        if not features:
            return [Answer(probabilities=row) for row in probabilities]
        vectors = _of_length_one(seen[-1])
        return [Answer(probabilities=row, features=mine) for row, mine in zip(probabilities, vectors, strict=True)]

    def _boxes(self, found: Detections, frame: tuple[int, int]) -> tuple[BoxRow, ...]:
        width, height = frame
        if not bool(torch.isfinite(found.boxes).all() & torch.isfinite(found.scores).all()):
            raise self._not_finite()
        input_height, input_width = self.card.image_size
        scale = np.array([width / input_width, height / input_height] * 2)
        boxes = found.boxes.double().cpu().numpy() * scale
        boxes = np.clip(boxes, 0.0, [width, height, width, height])
        ids = self.card.classes.ids
        rows = zip(boxes.tolist(), found.labels.tolist(), found.scores.tolist(), strict=True)
        return tuple(
            BoxRow(x1, y1, x2, y2, ids[label], score)
            for (x1, y1, x2, y2), label, score in rows
            # A sliver at the photograph's edge could never be accepted as a lesion box.
            if x2 - x1 >= MIN_SIDE and y2 - y1 >= MIN_SIDE
        )

    def _not_finite(self) -> CheckpointError:
        return CheckpointError(
            f"The model {self.card.name!r} answers with numbers that aren't finite.",
            hint="Its training went astray; train it again with a lower learning rate.",
        )


def _of_length_one(fed: Tensor) -> Features:
    """What a head was fed with as `(N, D)`; maps, which the head of a SqueezeNet is fed with, are pooled."""
    pooled = fed.float()
    if pooled.ndim == 4:
        pooled = pooled.mean((2, 3))
    vectors: Features = torch.nn.functional.normalize(pooled.flatten(1), dim=1).half().cpu().numpy()
    return vectors


def build_network(card: ModelCard) -> nn.Module:
    """The network a card describes, without its trained weights.

    Raises:
        UnknownModel: This DermDesk has no such architecture.
    """
    if card.task is Task.DETECTION:
        return build_detector(card.architecture, len(card.classes), initialise=False)
    return build_classifier(card.architecture, len(card.classes))


def load_network(card: ModelCard, run_folder: Path) -> nn.Module:
    """The network a card describes with the best checkpoint's weights, on the CPU.

    Raises:
        CheckpointError: The checkpoint is missing or damaged, or isn't of this network.
        UnknownModel: This DermDesk has no such architecture.
    """
    network = build_network(card)
    state = load_checkpoint(run_folder / BEST_NAME)["model"]
    try:
        network.load_state_dict(state)
    except RuntimeError as error:
        raise CheckpointError(
            f"The checkpoint isn't the {card.architecture} with {len(card.classes)} classes its card describes.",
            hint="Card and checkpoint come from different runs; train again.",
            path=run_folder,
        ) from error
    return network


def is_out_of_memory(error: Exception) -> bool:
    """Whether torch ran out of memory, on a GPU or on the CPU."""
    # On the CPU torch raises a plain RuntimeError.
    return isinstance(error, torch.OutOfMemoryError) or "can't allocate memory" in str(error)
