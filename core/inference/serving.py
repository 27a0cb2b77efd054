"""What the inference worker does with a request: photographs decoded once, every model asked, answers as they come."""

from __future__ import annotations

from collections import OrderedDict
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING

from core.errors import DermDeskError, ImageError
from core.images import decode, probe
from core.inference.card import CARD_NAME
from core.inference.checkpoint import BEST_NAME
from core.inference.predictor import CPU_BATCH, GPU_BATCH, Predictor
from core.inference.preprocessing import decode_side
from core.inference.requests import ImageFailed, Predicted, RequestDone

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    import numpy as np
    import torch
    from numpy.typing import NDArray

    from core.inference.requests import Event, ImageRef, ModelRef, Predict

MODELS_KEPT = 8
"""Networks that stay loaded; the paper's six and two more."""


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
    """

    def __init__(self, send: Callable[[Event], None], *, device: torch.device) -> None:
        self._send = send
        self._device = device
        self._loaded: OrderedDict[Path, tuple[tuple[int, ...], Predictor]] = OrderedDict()

    def serve(self, request: Predict, *, cancelled: Callable[[], bool]) -> None:
        """Answer a request; its last event is `RequestDone`.

        Args:
            request: Models and photographs.
            cancelled: Asked before each batch of each model; once it says True, no more answers are sent.
        """
        models = [] if cancelled() else self._models(request)
        sides = sorted({decode_side(model.card.image_size) for _, model in models})
        count = 0
        for lot in self._decoded(request, sides, cancelled=cancelled):
            for ref, model in models:
                # By the model's own batch, so that a cancel waits for one batch of one model at most.
                for start in range(0, len(lot), model.batch_size):
                    if not cancelled():
                        count += self._ask(request, ref, model, lot[start : start + model.batch_size])
        self._send(RequestDone(request.request, count, cancelled=cancelled()))

    def _models(self, request: Predict) -> list[tuple[ModelRef, Predictor]]:
        models = []
        for ref in request.models:
            try:
                models.append((ref, self._load(ref.run_folder)))
            except DermDeskError as error:
                self._fail(request, None, ref.name, error)
        return models

    def _load(self, run_folder: Path) -> Predictor:
        stamp = tuple(
            path.stat().st_mtime_ns if path.exists() else 0 for path in (run_folder / BEST_NAME, run_folder / CARD_NAME)
        )
        known = self._loaded.pop(run_folder, None)
        predictor = known[1] if known and known[0] == stamp else Predictor.load(run_folder, device=self._device)
        self._loaded[run_folder] = (stamp, predictor)
        while len(self._loaded) > MODELS_KEPT:
            self._loaded.popitem(last=False)
        return predictor

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
            answers = model.predict([photo.pixels[side] for photo in photos], sizes=[photo.size for photo in photos])
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
                )
            )
        return len(photos)

    def _fail(self, request: Predict, image_id: int | None, model: str | None, error: DermDeskError) -> None:
        self._send(ImageFailed(request.request, image_id, model, error.code, error.message, error.hint))


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
