"""Weights a person brings: checked, copied into the weights folder, and fitted to a network with another head.

Files of the zoo's own publishers fit as they are: torchvision's state dicts (also DenseNet's older names),
pretrainedmodels' with 1000 or 1001 classes, mmdet's checkpoints (`{"state_dict": ..., "meta": ...}`) and its backbones.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import tempfile
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import torch

from core.errors import DamagedWeights, MissingWeights, WrongWeights
from core.inference.catalogue import Task, architecture
from core.inference.safe_load import load_file
from core.inference.weights_folder import Part, WeightsFile, describe, description_path, list_weights, weights_folder
from core.inference.zoo.classifiers import build_classifier, classifier_head
from core.inference.zoo.detectors import Detector, build_detector

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from torch import Tensor, nn

_HASH_IN_NAME = re.compile(r"-([0-9a-f]{8,64})\.[a-z]+$")
_DATE = re.compile(r"(19|20)\d\d(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])")
_NESTED = ("state_dict", "model_state_dict", "model")
_OLD_DENSENET_NAME = re.compile(r"(denselayer\d+\.(?:norm|relu|conv))\.([12]\.)")
_SHOWN = 3


@dataclass(frozen=True, slots=True)
class LoadReport:
    """What became of each tensor when a file was fitted to a network; names are the network's.

    Attributes:
        part: What the file filled: the whole network but its head, or a detector's backbone.
        matched: Loaded.
        missing: In the network alone, left as initialised.
        unexpected: In the file alone, not used.
        mismatched: In both with different shapes, left as initialised: the head, made for other classes.
    """

    part: Part
    matched: tuple[str, ...]
    missing: tuple[str, ...]
    unexpected: tuple[str, ...]
    mismatched: tuple[str, ...]


def import_weights(path: Path, name: str, *, folder: Path | None = None) -> WeightsFile:
    """Check that a file holds weights of the architecture and copy it into the weights folder.

    Importing the same content again returns the earlier import.

    Args:
        path: The file, as its publisher named it.
        name: An architecture of the catalogue.
        folder: Weights folder; the person's own where not given.

    Raises:
        UnknownModel: There is no such architecture.
        MissingWeights: There is no such file.
        DamagedWeights: It is cut short or altered, or isn't what the hash in its name promises.
        UnsafeWeights: It holds pickled code.
        WrongWeights: It belongs to another architecture.
    """
    entry = architecture(name)
    sha256 = _checked_hash(path)
    folder = folder or weights_folder()
    for known in list_weights(folder=folder):
        if (known.architecture, known.sha256) == (entry.name, sha256):
            return known
    part = _fit(_empty_network(entry.name), read_state_dict(path), path).part
    target = folder / entry.name / path.name
    if target.exists():
        target = target.with_name(f"{path.stem}-{sha256[:8]}{path.suffix}")
    target.parent.mkdir(parents=True, exist_ok=True)
    _copy(path, target)
    weights = WeightsFile(entry.name, target, sha256, target.stat().st_size, part, datetime.now(UTC))
    # Written last: a file without its description doesn't count.
    _write_json(description_path(target), describe(weights))
    return weights


def load_into(model: nn.Module, path: Path) -> LoadReport:
    """Fill a classifier or a `Detector` from a weights file; the head stays as initialised, whatever its size.

    Raises:
        MissingWeights: There is no such file.
        DamagedWeights: It can't be read.
        UnsafeWeights: It holds pickled code.
        WrongWeights: It belongs to another architecture.
    """
    state = read_state_dict(path)
    report = _fit(model, state, path)
    target = _network(model)
    matched = set(report.matched)
    named = _renamed(state, report.part)
    target.load_state_dict({key: value for key, value in named.items() if key in matched}, strict=False)
    return report


def read_state_dict(path: Path) -> dict[str, Tensor]:
    """Tensors by name, out of a plain state dict or one nested as publishers do; `module.` and the like taken off.

    Raises:
        WeightsError: As `load_into`.
    """
    content = load_file(path)
    if isinstance(content, dict):
        content = next((content[key] for key in _NESTED if isinstance(content.get(key), dict)), content)
    if not isinstance(content, dict):
        raise DamagedWeights("The file holds no tensors by name.", hint="A state dict is needed.", path=path)
    state = {str(key): value for key, value in content.items() if isinstance(value, torch.Tensor)}
    if not state:
        raise DamagedWeights("The file holds no tensors.", hint="A state dict is needed.", path=path)
    # `module.` of data parallel training, `network.` of DermDesk's own detectors.
    for prefix in ("module.", "network."):
        if all(key.startswith(prefix) for key in state):
            state = {key.removeprefix(prefix): value for key, value in state.items()}
    return {_OLD_DENSENET_NAME.sub(r"\1\2", key): value for key, value in state.items()}


def _fit(model: nn.Module, state: Mapping[str, Tensor], path: Path) -> LoadReport:
    network = _network(model)
    wanted = network.state_dict()
    part = Part.MODEL
    if isinstance(model, Detector) and not any(key.startswith("backbone.") for key in state):
        part = Part.BACKBONE
    found = _renamed(state, part)
    heads = _heads(model)
    # A backbone's file comes with the head of the classifier it was trained as.
    foreign_heads = ("backbone.fc.", "backbone.last_linear.") if part is Part.BACKBONE else ()

    def in_head(key: str) -> bool:
        return key.startswith((*heads, *foreign_heads))

    same = [key for key in wanted if key in found and found[key].shape == wanted[key].shape and not in_head(key)]
    mismatched = [key for key in wanted if key in found and (found[key].shape != wanted[key].shape or in_head(key))]
    missing = [key for key in wanted if key not in found and not key.endswith("num_batches_tracked")]
    unexpected = [key for key in found if key not in wanted]
    required = [key for key in missing if part is Part.MODEL or key.startswith("backbone.")]
    wrong = [key for key in (*required, *mismatched, *unexpected) if not in_head(key)]
    if wrong or not same:
        shown = ", ".join(wrong[:_SHOWN]) + (f" and {len(wrong) - _SHOWN} more" if len(wrong) > _SHOWN else "")
        raise WrongWeights(
            f"The weights belong to another network: {len(same)} of {len(wanted)} tensors fit; not so {shown}.",
            hint="Choose the architecture these weights were made for.",
            path=path,
        )
    return LoadReport(part, tuple(same), tuple(missing), tuple(unexpected), tuple(mismatched))


def _renamed(state: Mapping[str, Tensor], part: Part) -> dict[str, Tensor]:
    return {f"backbone.{key}": value for key, value in state.items()} if part is Part.BACKBONE else dict(state)


def _network(model: nn.Module) -> nn.Module:
    return model.network if isinstance(model, Detector) else model


def _heads(model: nn.Module) -> tuple[str, ...]:
    if isinstance(model, Detector):
        return ("bbox_head.retina_cls.", "roi_head.bbox_head.fc_cls.", "roi_head.bbox_head.fc_reg.")
    return (f"{classifier_head(model)}.",)


def _empty_network(name: str) -> nn.Module:
    """The network's shapes alone: no memory, no initialisation."""
    with torch.device("meta"):
        if architecture(name).task is Task.DETECTION:
            return build_detector(name, 1, initialise=False)
        return build_classifier(name, 1)


def _checked_hash(path: Path) -> str:
    try:
        with path.open("rb") as stream:
            sha256 = hashlib.file_digest(stream, "sha256").hexdigest()
    except (FileNotFoundError, IsADirectoryError):
        raise MissingWeights("There is no weights file at this place.", path=path) from None
    except OSError as error:
        raise DamagedWeights(f"The weights file can't be read: {error}.", path=path) from error
    promised = _HASH_IN_NAME.search(path.name)
    # `resnet50-20240131.pth` is somebody's date, not a hash.
    if promised and not _DATE.fullmatch(promised[1]) and not sha256.startswith(promised[1]):
        raise DamagedWeights(
            f"The file's name promises a SHA-256 that starts with {promised[1]}, but it starts with {sha256[:8]}.",
            hint="Copy or download it again, or rename it if that is no hash.",
            path=path,
        )
    return sha256


def _copy(source: Path, target: Path) -> None:
    handle, temporary = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.")
    try:
        with source.open("rb") as reader, os.fdopen(handle, "wb") as writer:
            shutil.copyfileobj(reader, writer, 1 << 20)
            writer.flush()
            os.fsync(writer.fileno())
        os.replace(temporary, target)
    except BaseException:
        os.unlink(temporary)
        raise


def _write_json(path: Path, data: dict[str, Any]) -> None:
    temporary = path.with_name(f".{path.name}.new")
    temporary.write_text(json.dumps(data, indent=2), encoding="utf-8")
    os.replace(temporary, path)
