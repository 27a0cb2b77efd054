"""Which photographs a model was trained on, and so can't be judged by."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from core.errors import SnapshotError
from core.project.arrays import SPLITS
from core.project.labels import Split
from core.project.snapshot import read_snapshot

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

    from core.project.arrays import LabelArrays, StoredArrays
    from core.project.project import Project

OUT_OF_FOLD = "out_of_fold"
"""Field of a model card: true where no prediction was made by a network that saw the photograph in training."""
SNAPSHOT_NAME = "snapshot.json"


def trained_on(
    project: Project, name: str, labels: LabelArrays, stored: StoredArrays, *, out_of_fold: bool = False
) -> NDArray[np.bool_]:
    """`(N,)` whether a model was trained on each photograph: as its snapshot says, else as the splits say now.

    Args:
        project: May be open read-only.
        name: A noted model.
        labels: Of N photographs.
        stored: What was read before, and is only read again where the project has changed since.
        out_of_fold: Whether its predictions are known to be out of fold, though its card doesn't say so.
    """
    if out_of_fold or project.model_card(name).get(OUT_OF_FOLD) is True:
        return np.zeros(len(labels.image_ids), dtype=bool)
    path = project.model_folder(name) / SNAPSHOT_NAME
    try:
        changed = path.stat().st_mtime_ns
        ids = stored.get("trained on", name, (changed,), lambda: _training_ids(project, path))
    except (OSError, SnapshotError):
        # Another tool's predictions, or a run whose folder was tidied away.
        on_side: NDArray[np.bool_] = labels.splits == SPLITS.index(Split.TRAIN)
        return on_side
    found: NDArray[np.bool_] = np.isin(labels.image_ids, ids)
    return found


def _training_ids(project: Project, path: Path) -> NDArray[np.int64]:
    hashes = {image.sha256 for image in read_snapshot(path).split(Split.TRAIN)}
    return np.array([record.id for record in project.images() if record.sha256 in hashes], dtype=np.int64)
