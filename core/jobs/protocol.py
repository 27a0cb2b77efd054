"""What a training process says (events) and hears (commands): one JSON object a line, as values."""

from __future__ import annotations

import json
import math
import types
import typing
from dataclasses import dataclass, field, fields
from typing import Any

PROTOCOL = 1
"""Raised when a line of this version can't be understood by readers of the last one."""


@dataclass(frozen=True, slots=True)
class Hello:
    """The first event: the process runs, and on what.

    Attributes:
        pid: Its process number.
        device: What it trains on, in words.
        versions: Version of each library that matters, by name.
        protocol: Version of these events.
    """

    pid: int
    device: str = ""
    versions: dict[str, str] = field(default_factory=dict)
    protocol: int = PROTOCOL


@dataclass(frozen=True, slots=True)
class Heartbeat:
    """The process is alive, though it may be busy with one long step."""


@dataclass(frozen=True, slots=True)
class Phase:
    """A part of the work has begun or moved on.

    Attributes:
        name: `reading`, `building`, `training`, `validating` or `saving`.
        message: The same for a person.
        done: How much of it is done, of `total`; both 0 where it can't be counted.
        total: How much of it there is.
    """

    name: str
    message: str = ""
    done: int = 0
    total: int = 0


@dataclass(frozen=True, slots=True)
class Step:
    """Some steps of learning are done. Not every step is told; the last of an epoch always is.

    Attributes:
        epoch: 1 for the first.
        epochs: How many there may be.
        step: Steps done in this epoch.
        steps: Steps an epoch has.
        loss: Training loss of this step.
        lr: Learning rate of this step.
        images_per_second: Photographs trained on, over the last seconds.
        gpu_bytes: Memory that training holds of the GPU; None without one.
    """

    epoch: int
    epochs: int
    step: int
    steps: int
    loss: float
    lr: float
    images_per_second: float
    gpu_bytes: float | None = None


@dataclass(frozen=True, slots=True)
class EpochEnd:
    """An epoch is done and validated.

    Attributes:
        epoch: 1 for the first.
        epochs: How many there may be.
        train_loss: Mean over its photographs.
        val_loss: Mean over the validation photographs; None where it can't be computed.
        metrics: Validation metrics by name, 0 to 1.
        lr: Learning rate at its end.
        seconds: What it took, validation included.
        best: Whether its model is the best so far, and was kept as such.
    """

    epoch: int
    epochs: int
    train_loss: float
    val_loss: float | None
    metrics: dict[str, float]
    lr: float
    seconds: float
    best: bool


@dataclass(frozen=True, slots=True)
class PreviewPhoto:
    """What the model says of one validation photograph. Classes by their stable ids.

    Attributes:
        image_id: The photograph.
        classes: Of a classifier, the most probable ones; of a detector, that of each box. The surest first.
        scores: The probability of each, 0 to 1.
        boxes: Of a detector, x1, y1, x2, y2 in upright pixels of each; else empty.
        true_class: Its class; None where only its boxes have one.
    """

    image_id: int
    classes: tuple[int, ...]
    scores: tuple[float, ...]
    boxes: tuple[tuple[float, ...], ...] = ()
    true_class: int | None = None


@dataclass(frozen=True, slots=True)
class Preview:
    """What the model of an epoch says of a handful of validation photographs, the same ones each time.

    Attributes:
        epoch: 1 for the first.
        photos: Of each photograph; at most six.
    """

    epoch: int
    photos: tuple[PreviewPhoto, ...]


@dataclass(frozen=True, slots=True)
class Warned:
    """Something a person should know, which doesn't end the run."""

    message: str


@dataclass(frozen=True, slots=True)
class Failed:
    """The run ended without finishing.

    Attributes:
        code: `out_of_memory`, `bad_image`, `non_finite_loss`, `missing_weights`, `disk_full`, `crashed`, or the code of
            another typed error.
        message: What happened.
        hint: What to do next.
    """

    code: str
    message: str
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Finished:
    """The last event of a run that ended as it should.

    Attributes:
        state: `completed` or `stopped`.
        best_epoch: Epoch of the best model; 0 where no model was validated.
        best_metric: Its validation result, 0 to 1; None where no model was validated.
        metrics: All its validation metrics by name.
    """

    state: str
    best_epoch: int = 0
    best_metric: float | None = None
    metrics: dict[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Stop:
    """Finish the step, validate, keep the best, end."""


Event = Hello | Heartbeat | Phase | Step | EpochEnd | Preview | Warned | Failed | Finished
Command = Stop

_EVENTS: dict[str, type[Any]] = {
    "hello": Hello,
    "heartbeat": Heartbeat,
    "phase": Phase,
    "step": Step,
    "epoch_end": EpochEnd,
    "preview": Preview,
    "warned": Warned,
    "failed": Failed,
    "finished": Finished,
}
_COMMANDS: dict[str, type[Any]] = {"stop": Stop}
_NAMES = {kind: name for name, kind in {**_EVENTS, **_COMMANDS}.items()}
_HINTS = {kind: typing.get_type_hints(kind) for kind in (*_NAMES, PreviewPhoto)}


def encode(event: Event, *, at: float | None = None) -> str:
    """One line, without its line end. Numbers that aren't finite are written as null.

    Args:
        event: What happened.
        at: When, in seconds since 1970; `decode` passes over it.
    """
    return _encode("event", event, {} if at is None else {"at": round(at, 3)})


def decode(line: str | bytes) -> Event | None:
    """The event in a line; None for anything else. Never raises, since libraries print what they like."""
    return typing.cast("Event | None", _decode(line, "event", _EVENTS))


def encode_command(command: Command) -> str:
    """One line, without its line end."""
    return _encode("command", command, {})


def decode_command(line: str | bytes) -> Command | None:
    """The command in a line; None for anything else."""
    return typing.cast("Command | None", _decode(line, "command", _COMMANDS))


def _encode(key: str, value: Event | Command, more: dict[str, float]) -> str:
    # ASCII, since U+2028 and a lone surrogate would otherwise break lines or the encoding of the pipe.
    body = {entry.name: _finite(getattr(value, entry.name)) for entry in fields(value)}
    return json.dumps({key: _NAMES[type(value)], **body, **more}, ensure_ascii=True, allow_nan=False)


def _finite(value: Any) -> Any:  # noqa: ANN401 - any field's value
    if isinstance(value, float) and not math.isfinite(value):
        return None
    if isinstance(value, dict):
        return {name: _finite(entry) for name, entry in value.items()}
    if isinstance(value, tuple):
        return [_finite(entry) for entry in value]
    if isinstance(value, PreviewPhoto):
        return {entry.name: _finite(getattr(value, entry.name)) for entry in fields(value)}
    return value


def _decode(line: str | bytes, key: str, kinds: dict[str, type[Any]]) -> Any:  # noqa: ANN401 - one of `kinds`
    try:
        data = json.loads(line)
    except (ValueError, RecursionError):
        return None
    if not isinstance(data, dict):
        return None
    name = data.get(key)
    kind = kinds.get(name) if isinstance(name, str) else None
    if kind is None:
        return None
    try:
        return _built(data, kind)
    except (TypeError, ValueError, OverflowError, RecursionError):  # a field is missing or of another type
        return None


def _built(data: dict[str, Any], kind: type[Any]) -> Any:  # noqa: ANN401 - a `kind`
    return kind(**{field: _typed(data[field], hint) for field, hint in _HINTS[kind].items() if field in data})


def _typed(value: Any, hint: Any) -> Any:  # noqa: ANN401 - JSON in, a field's value out
    """The JSON value as the field's type. Null in a float field was a number that isn't finite."""
    # Plain types first: nearly all fields have one, and a window may have ten thousand events a second to read.
    if hint is float:
        if value is None:
            return math.nan
        if isinstance(value, bool) or not isinstance(value, (int, float)):
            raise TypeError
        return float(value)
    if hint is int or hint is str:
        if type(value) is not hint:
            raise TypeError
        return value
    if isinstance(hint, types.UnionType):  # float | None, int | None
        return None if value is None else _typed(value, typing.get_args(hint)[0])
    if typing.get_origin(hint) is tuple:
        if not isinstance(value, list):
            raise TypeError
        return tuple(_typed(entry, typing.get_args(hint)[0]) for entry in value)
    if hint is PreviewPhoto:
        if not isinstance(value, dict):
            raise TypeError
        return _built(value, PreviewPhoto)
    if typing.get_origin(hint) is dict:
        if not isinstance(value, dict):
            raise TypeError
        _, inner = typing.get_args(hint)
        return {name: _typed(entry, inner) for name, entry in value.items()}
    if type(value) is not hint:
        raise TypeError
    return value
