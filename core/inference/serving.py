"""What the inference worker does with a request: photographs decoded once, every model asked, answers as they come.

Explanations are given between two batches of a long request, since somebody waits for them at the window.
"""

from __future__ import annotations

from collections import OrderedDict
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, TypeVar

from core.errors import DermDeskError, ImageError, OutOfMemory
from core.images import decode, probe
from core.inference.card import CARD_NAME
from core.inference.checkpoint import BEST_NAME
from core.inference.explaining import Explainer
from core.inference.features import features_to_text
from core.inference.heat import energy_inside, heat_to_text
from core.inference.predictor import CPU_BATCH, GPU_BATCH, Predictor, is_out_of_memory
from core.inference.preprocessing import decode_side
from core.inference.requests import Explained, ImageFailed, Predicted, RequestDone

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    import numpy as np
    import torch
    from numpy.typing import NDArray

    from core.inference.requests import Event, Explain, ImageRef, ModelRef, Predict

_Network = TypeVar("_Network")

MODELS_KEPT = 8
"""Networks that stay loaded; the paper's six and two more."""
EXPLAINERS_KEPT = 2
"""Networks in float32 that stay loaded beside these; people look at one or two models' reasons at a time."""


class PhotoChanged(ImageError):
    """The photograph's file is no longer the one that was imported."""

    code = "changed_image"


@dataclass(frozen=True, slots=True)
class _Photo:
    """A decoded photograph: its pixels by decode side, and its original upright size."""

    image: ImageRef
    size: tuple[int, int]
    pixels: dict[int, NDArray[np.uint8]]


class Server:
    """Loaded models, and the way a request goes through them.

    Args:
        send: Called with each event, in the thread of `serve`.
        device: Where the models run.
        precision: One of `PRECISIONS`.
    """

    def __init__(self, send: Callable[[Event], None], *, device: torch.device, precision: str = "auto") -> None:
        self._send = send
        self._device = device
        self._predictors = _Kept(MODELS_KEPT, lambda run: Predictor.load(run, device=device, precision=precision))
        self._explainers = _Kept(EXPLAINERS_KEPT, lambda run: Explainer.load(run, device=device))

    def serve(
        self, request: Predict, *, cancelled: Callable[[], bool], between: Callable[[], None] = lambda: None
    ) -> None:
        """Answer a request; its last event is `RequestDone`.

        Args:
            request: Models and photographs.
            cancelled: Asked before each batch of each model; once it says True, no more answers are sent.
            between: Called before each batch of each model, for what can't wait until the request is done.
        """
        models = [] if cancelled() else self._models(request)
        sides = sorted({decode_side(model.card.image_size) for _, model in models})
        count = 0
        for lot in self._decoded(request, sides, cancelled=cancelled):
            for ref, model in models:
                # By the model's own batch, so that a cancel waits for one batch of one model at most.
                for start in range(0, len(lot), model.batch_size):
                    between()
                    if not cancelled():
                        count += self._ask(request, ref, model, lot[start : start + model.batch_size])
        self._send(RequestDone(request.request, count, cancelled=cancelled()))

    def explain(self, request: Explain, *, cancelled: bool = False) -> None:
        """Answer where a classifier looks; the last event is `RequestDone`."""
        count = 0
        if not cancelled:
            try:
                self._send(self._explained(request))
                count = 1
            except DermDeskError as error:
                self._fail(request, request.image.id, request.model.name, error)
        self._send(RequestDone(request.request, count, cancelled=cancelled))

    def _explained(self, request: Explain) -> Explained:
        explainer = self._explainers.get(request.model.run_folder)
        side = decode_side(explainer.card.image_size)
        outcome = _open(request.image, [side])
        if not isinstance(outcome, _Photo):
            raise outcome[1]
        try:
            found = explainer.explain(outcome.pixels[side], size=outcome.size, class_id=request.class_id)
        except RuntimeError as error:
            if not is_out_of_memory(error):
                raise
            raise OutOfMemory(
                f"The memory of {self._device} isn't enough to explain with {explainer.card.architecture}.",
                hint="Close other programs that use it.",
            ) from error
        height, width = found.heat.shape
        return Explained(
            request=request.request,
            model=request.model.name,
            image_id=request.image.id,
            class_id=found.class_id,
            probability=found.probability,
            width=width,
            height=height,
            heat=heat_to_text(found.heat),
            energy=energy_inside(found.heat, request.boxes, *outcome.size),
        )

    def _models(self, request: Predict) -> list[tuple[ModelRef, Predictor]]:
        models = []
        for ref in request.models:
            try:
                models.append((ref, self._predictors.get(ref.run_folder)))
            except DermDeskError as error:
                self._fail(request, None, ref.name, error)
        return models

    def _decoded(
        self, request: Predict, sides: Sequence[int], *, cancelled: Callable[[], bool]
    ) -> Iterator[list[_Photo]]:
        """Photographs in small lots, one lot decoded ahead; those that fail are reported and left out."""
        if not sides:
            return
        lots = _lots(request.images, CPU_BATCH if self._device.type == "cpu" else GPU_BATCH)
        with ThreadPoolExecutor(max_workers=2, thread_name_prefix="decode") as pool:
            ahead = [pool.submit(_open, image, sides) for image in next(lots, ())]
            while ahead and not cancelled():
                current, ahead = ahead, [pool.submit(_open, image, sides) for image in next(lots, ())]
                photos = []
                for waiting in current:
                    outcome = waiting.result()
                    if isinstance(outcome, _Photo):
                        photos.append(outcome)
                    else:
                        self._fail(request, outcome[0].id, None, outcome[1])
                # Yielded even when empty: the lot after it must still come.
                yield photos
            for waiting in ahead:
                waiting.cancel()

    def _ask(self, request: Predict, ref: ModelRef, model: Predictor, photos: Sequence[_Photo]) -> int:
        side = decode_side(model.card.image_size)
        try:
            answers = model.predict(
                [photo.pixels[side] for photo in photos],
                sizes=[photo.size for photo in photos],
                test_time=request.test_time,
                features=request.features,
            )
        except DermDeskError as error:
            for photo in photos:
                self._fail(request, photo.image.id, ref.name, error)
            return 0
        for photo, answer in zip(photos, answers, strict=True):
            values = answer.probabilities
            self._send(
                Predicted(
                    request=request.request,
                    model=ref.name,
                    image_id=photo.image.id,
                    class_ids=model.card.classes.ids,
                    probabilities=None if values is None else tuple(values.tolist()),
                    boxes=answer.boxes,
                    features="" if answer.features is None else features_to_text(answer.features),
                )
            )
        return len(photos)

    def _fail(self, request: Predict | Explain, image_id: int | None, model: str | None, error: DermDeskError) -> None:
        self._send(ImageFailed(request.request, image_id, model, error.code, error.message, error.hint))


class _Kept(Generic[_Network]):
    """Networks that stay loaded until their checkpoint or card changes, or others are asked more recently.

    Args:
        limit: How many stay.
        load: Loads one from its run folder.
    """

    def __init__(self, limit: int, load: Callable[[Path], _Network]) -> None:
        self._limit = limit
        self._load = load
        self._loaded: OrderedDict[Path, tuple[tuple[int, ...], _Network]] = OrderedDict()

    def get(self, run_folder: Path) -> _Network:
        """The network of a run folder; errors as its `load`."""
        stamp = tuple(
            path.stat().st_mtime_ns if path.exists() else 0 for path in (run_folder / BEST_NAME, run_folder / CARD_NAME)
        )
        known = self._loaded.pop(run_folder, None)
        network = known[1] if known and known[0] == stamp else self._load(run_folder)
        self._loaded[run_folder] = (stamp, network)
        while len(self._loaded) > self._limit:
            self._loaded.popitem(last=False)
        return network


def _open(image: ImageRef, sides: Sequence[int]) -> _Photo | tuple[ImageRef, DermDeskError]:
    try:
        info = probe(image.path)
        if image.sha256 and info.sha256 != image.sha256:
            raise PhotoChanged(
                "The photograph's file has changed since it was imported.", hint="Import it again.", path=image.path
            )
        return _Photo(image, (info.width, info.height), {side: decode(image.path, max_side=side) for side in sides})
    except DermDeskError as error:
        return image, error


def _lots(images: Sequence[ImageRef], size: int) -> Iterator[Sequence[ImageRef]]:
    """The first photograph alone, since somebody looks at it; then `size` at a time."""
    if images:
        yield images[:1]
    for start in range(1, len(images), size):
        yield images[start : start + size]
