"""What the inference worker is told and what it answers: one JSON object a line. Imports no torch.

A line that can't be understood decodes to None, because a pipe may carry what a library printed by mistake.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from core.geometry import Box

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

PRECISIONS = ("auto", "float32")
"""`auto`: half precision where the hardware has it."""
TEST_TIME = ("none", "flip", "crops")
"""Whether a photograph is also seen mirrored, or in its corners and middle, and the answers put together."""


@dataclass(frozen=True, slots=True)
class ModelRef:
    """A trained model to ask: its run name and run folder."""

    name: str
    run_folder: Path


@dataclass(frozen=True, slots=True)
class ImageRef:
    """A photograph to predict.

    Attributes:
        id: The project's image id, returned with each answer.
        path: The file.
        sha256: Content hash the answer is meant for; empty to take the file as it is.
        width: Upright width in pixels; 0 where the worker must look.
        height: Upright height in pixels; 0 where the worker must look.
    """

    id: int
    path: Path
    sha256: str = ""
    width: int = 0
    height: int = 0


@dataclass(frozen=True, slots=True)
class Predict:
    """Ask every model about every photograph, in the order given.

    Attributes:
        request: Number of the request, given by who asks.
        models: Whom to ask.
        images: About what.
        test_time: One of `TEST_TIME`.
        features: Whether a classifier's features of each photograph are wanted, too; a detector refuses.
    """

    kind: ClassVar[str] = "predict"
    request: int
    models: tuple[ModelRef, ...]
    images: tuple[ImageRef, ...]
    test_time: str = "none"
    features: bool = False


@dataclass(frozen=True, slots=True)
class Explain:
    """Ask where in a photograph a classifier's evidence lies; answered before the next batch of other requests.

    Attributes:
        request: Number of the request, given by who asks.
        model: A classifier.
        image: The photograph.
        class_id: The class to explain; None for the most probable one.
        boxes: Lesion boxes in upright pixels, for the energy inside them.
    """

    kind: ClassVar[str] = "explain"
    request: int
    model: ModelRef
    image: ImageRef
    class_id: int | None = None
    boxes: tuple[Box, ...] = ()


@dataclass(frozen=True, slots=True)
class Cancel:
    """End a request after the image at hand; a request that waits is dropped."""

    kind: ClassVar[str] = "cancel"
    request: int


@dataclass(frozen=True, slots=True)
class Shutdown:
    """Leave after the image at hand."""

    kind: ClassVar[str] = "shutdown"


@dataclass(frozen=True, slots=True)
class Ready:
    """The worker has its libraries loaded and listens."""

    kind: ClassVar[str] = "ready"
    device: str
    versions: Mapping[str, str] = field(default_factory=dict)
    pid: int = 0


@dataclass(frozen=True, slots=True)
class BoxRow:
    """One predicted box in upright pixels of the original photograph."""

    x1: float
    y1: float
    x2: float
    y2: float
    class_id: int
    score: float


@dataclass(frozen=True, slots=True)
class Predicted:
    """One model's answer for one photograph: probabilities of a classifier, or boxes of a detector.

    Attributes:
        request: Number of the request.
        model: Run name.
        image_id: The project's image id.
        class_ids: Ids of the model's classes, the order of `probabilities`.
        probabilities: Sum to 1; None for a detector.
        boxes: Best first; None for a classifier, empty where the detector found nothing.
        features: The vector, to be read with `core.inference.features.features_from_text`; empty where it wasn't asked.
    """

    kind: ClassVar[str] = "predicted"
    request: int
    model: str
    image_id: int
    class_ids: tuple[int, ...]
    probabilities: tuple[float, ...] | None = None
    boxes: tuple[BoxRow, ...] | None = None
    features: str = ""


@dataclass(frozen=True, slots=True)
class Explained:
    """Where the evidence for one class lies.

    Attributes:
        request: Number of the request.
        model: Run name.
        image_id: The project's image id.
        class_id: The class that is explained.
        probability: What the model gives this class.
        width: Of the heat map in pixels; it has the photograph's proportions, upright.
        height: Of the heat map in pixels.
        heat: The heat map, to be read with `core.inference.heat.heat_from_text`.
        energy: Share of the heat inside the boxes, 0 to 1; None without boxes or without heat.
    """

    kind: ClassVar[str] = "explained"
    request: int
    model: str
    image_id: int
    class_id: int
    probability: float
    width: int
    height: int
    heat: str
    energy: float | None = None


@dataclass(frozen=True, slots=True)
class ImageFailed:
    """One photograph, or one model (`model` set, `image_id` None), gave no answer; the rest goes on."""

    kind: ClassVar[str] = "image_failed"
    request: int
    image_id: int | None
    model: str | None
    code: str
    message: str
    hint: str = ""


@dataclass(frozen=True, slots=True)
class RequestDone:
    """A request has ended; `count` answers were sent."""

    kind: ClassVar[str] = "request_done"
    request: int
    count: int
    cancelled: bool = False


@dataclass(frozen=True, slots=True)
class WorkerFailed:
    """The worker can't go on, or could make nothing of a command."""

    kind: ClassVar[str] = "worker_failed"
    code: str
    message: str
    hint: str = ""


Command = Predict | Explain | Cancel | Shutdown
Event = Ready | Predicted | Explained | ImageFailed | RequestDone | WorkerFailed


def encode(message: Command | Event) -> str:
    """The message as one line of JSON, without the line's end."""
    data: dict[str, Any] = {"kind": message.kind}
    match message:
        case Predict():
            data |= {
                "request": message.request,
                "models": [_model_to_json(model) for model in message.models],
                "images": [_image_to_json(image) for image in message.images],
                "test_time": message.test_time,
                "features": message.features,
            }
        case Explain():
            data |= {
                "request": message.request,
                "model": _model_to_json(message.model),
                "image": _image_to_json(message.image),
                "class_id": message.class_id,
                "boxes": [box.as_tuple() for box in message.boxes],
            }
        case Cancel():
            data |= {"request": message.request}
        case Shutdown():
            pass
        case Ready():
            data |= {"device": message.device, "versions": dict(message.versions), "pid": message.pid}
        case Predicted():
            rows = message.boxes
            data |= {
                "request": message.request,
                "model": message.model,
                "image_id": message.image_id,
                "class_ids": message.class_ids,
                "probabilities": message.probabilities,
                "boxes": None
                if rows is None
                else [[row.x1, row.y1, row.x2, row.y2, row.class_id, row.score] for row in rows],
                "features": message.features,
            }
        case Explained():
            data |= {
                "request": message.request,
                "model": message.model,
                "image_id": message.image_id,
                "class_id": message.class_id,
                "probability": message.probability,
                "width": message.width,
                "height": message.height,
                "heat": message.heat,
                "energy": message.energy,
            }
        case ImageFailed():
            data |= {
                "request": message.request,
                "image_id": message.image_id,
                "model": message.model,
                "code": message.code,
                "message": message.message,
                "hint": message.hint,
            }
        case RequestDone():
            data |= {"request": message.request, "count": message.count, "cancelled": message.cancelled}
        case WorkerFailed():
            data |= {"code": message.code, "message": message.message, "hint": message.hint}
    return json.dumps(data, ensure_ascii=True, allow_nan=False, separators=(",", ":"))


def _model_to_json(model: ModelRef) -> dict[str, Any]:
    return {"name": model.name, "run_folder": str(model.run_folder)}


def _image_to_json(image: ImageRef) -> dict[str, Any]:
    return {
        "id": image.id,
        "path": str(image.path),
        "sha256": image.sha256,
        "width": image.width,
        "height": image.height,
    }


def _model(data: dict[str, Any]) -> ModelRef:
    return ModelRef(str(data["name"]), Path(data["run_folder"]))


def _image(data: dict[str, Any]) -> ImageRef:
    return ImageRef(
        int(data["id"]),
        Path(data["path"]),
        str(data.get("sha256", "")),
        int(data.get("width", 0)),
        int(data.get("height", 0)),
    )


def _predict(data: dict[str, Any]) -> Predict:
    return Predict(
        request=int(data["request"]),
        models=tuple(_model(entry) for entry in data["models"]),
        images=tuple(_image(entry) for entry in data["images"]),
        test_time=str(data.get("test_time", "none")),
        features=bool(data.get("features", False)),
    )


def _explain(data: dict[str, Any]) -> Explain:
    return Explain(
        request=int(data["request"]),
        model=_model(data["model"]),
        image=_image(data["image"]),
        class_id=None if data["class_id"] is None else int(data["class_id"]),
        boxes=tuple(Box(*map(float, numbers)) for numbers in data["boxes"]),
    )


def _predicted(data: dict[str, Any]) -> Predicted:
    probabilities, boxes = data["probabilities"], data["boxes"]
    return Predicted(
        request=int(data["request"]),
        model=str(data["model"]),
        image_id=int(data["image_id"]),
        class_ids=tuple(int(class_id) for class_id in data["class_ids"]),
        probabilities=None if probabilities is None else tuple(float(p) for p in probabilities),
        boxes=None
        if boxes is None
        else tuple(
            BoxRow(float(x1), float(y1), float(x2), float(y2), int(class_id), float(score))
            for x1, y1, x2, y2, class_id, score in boxes
        ),
        features=str(data.get("features", "")),
    )


def _explained(data: dict[str, Any]) -> Explained:
    return Explained(
        request=int(data["request"]),
        model=str(data["model"]),
        image_id=int(data["image_id"]),
        class_id=int(data["class_id"]),
        probability=float(data["probability"]),
        width=int(data["width"]),
        height=int(data["height"]),
        heat=str(data["heat"]),
        energy=None if data["energy"] is None else float(data["energy"]),
    )


def _image_failed(data: dict[str, Any]) -> ImageFailed:
    image_id, model = data["image_id"], data["model"]
    return ImageFailed(
        request=int(data["request"]),
        image_id=None if image_id is None else int(image_id),
        model=None if model is None else str(model),
        code=str(data["code"]),
        message=str(data["message"]),
        hint=str(data["hint"]),
    )


_DECODERS: dict[str, Callable[[dict[str, Any]], Command | Event]] = {
    Predict.kind: _predict,
    Explain.kind: _explain,
    Cancel.kind: lambda data: Cancel(int(data["request"])),
    Shutdown.kind: lambda data: Shutdown(),
    Ready.kind: lambda data: Ready(str(data["device"]), dict(data["versions"]), int(data["pid"])),
    Predicted.kind: _predicted,
    Explained.kind: _explained,
    ImageFailed.kind: _image_failed,
    RequestDone.kind: lambda data: RequestDone(int(data["request"]), int(data["count"]), bool(data["cancelled"])),
    WorkerFailed.kind: lambda data: WorkerFailed(str(data["code"]), str(data["message"]), str(data["hint"])),
}


def decode(line: str | bytes) -> Command | Event | None:
    """The message of one line, or None where the line is none of ours."""
    try:
        data = json.loads(line)
        return _DECODERS[data["kind"]](data)
    except (ValueError, KeyError, TypeError, AttributeError):
        return None
