"""Values that go into the store and come out of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from core.geometry import Box
    from core.project.labels import ImageState, LesionBox, Split


@dataclass(frozen=True, slots=True)
class ImageRecord:
    """A photograph as the project knows it; sizes are upright pixels.

    Attributes:
        id: Stable number in this project.
        path: Where the file should be, absolute.
        relative_path: Place below its root, with forward slashes.
        sha256: Hash of the file's content.
        width: Pixels across, once upright.
        height: Pixels down, once upright.
        orientation: EXIF orientation of the file, 1 to 8.
        split: The side it is on, None where none was given.
        patient: Whose photograph it is, as the metadata say.
        diagnosis: Class id of the whole photograph.
        state: How far its labelling has come.
        box_count: How many human boxes it has.
        metadata: Further columns of the metadata table.
        image_class: The diagnosis; without one, the class that all boxes share.
        flagged: Whether somebody wants to come back to it.
        reason: Why it was rejected or called noise.
    """

    id: int
    path: Path
    relative_path: str
    sha256: str
    width: int
    height: int
    orientation: int
    split: Split | None
    patient: str | None
    diagnosis: int | None
    state: ImageState
    box_count: int
    metadata: dict[str, str]
    image_class: int | None = None
    flagged: bool = False
    reason: str = ""


@dataclass(frozen=True, slots=True)
class NewImage:
    """A photograph to be added.

    For a photograph the project already knows, these fill what is still empty and nobody has edited; they never
    replace anything.
    """

    path: Path
    relative_path: str
    sha256: str
    width: int
    height: int
    orientation: int
    file_size: int
    diagnosis: int | None = None
    patient: str | None = None
    split: Split | None = None
    boxes: tuple[LesionBox, ...] = ()
    metadata: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class AddReport:
    """What `Project.add_images` did.

    Attributes:
        added: Photographs new to the project.
        known: Photographs already there and left as they were.
        updated: Photographs already there whose path or empty fields were brought up to date.
        boxes: Human boxes that came with them.
        changed: Files that are no longer the photograph that was labelled (another size); left as they were.
    """

    added: int = 0
    known: int = 0
    updated: int = 0
    boxes: int = 0
    changed: tuple[Path, ...] = ()

    def __add__(self, other: AddReport) -> AddReport:
        return AddReport(
            self.added + other.added,
            self.known + other.known,
            self.updated + other.updated,
            self.boxes + other.boxes,
            self.changed + other.changed,
        )


@dataclass(frozen=True, slots=True)
class PredictedBox:
    """A detector's box in upright pixels, with its score from 0 to 1. `id` is set once stored."""

    box: Box
    class_id: int
    score: float
    id: int | None = None


@dataclass(frozen=True, slots=True)
class Prediction:
    """What one model says about one photograph.

    Attributes:
        model: Run name.
        image_id: The photograph.
        probabilities: One a class, in the order of `class_ids`; None for a detector.
        boxes: Predicted boxes, best first; empty for a detector that found nothing; None for a classifier.
        class_ids: Class ids the model was trained for.
    """

    model: str
    image_id: int
    probabilities: tuple[float, ...] | None
    boxes: tuple[PredictedBox, ...] | None
    class_ids: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class PredictedModel:
    """A model of the project, and of how many photographs it has stored predictions."""

    name: str
    architecture: str
    task: str
    class_ids: tuple[int, ...]
    images: int


@dataclass(frozen=True, slots=True)
class HeatShare:
    """How much of a classifier's heat map of a photograph lies in its lesion boxes.

    Attributes:
        model: Run name.
        image_id: The photograph.
        class_id: The class whose evidence it is.
        share: 0 to 1.
        boxes: The boxes it was compared with (`heat_rows.boxes_digest`): others make it stale.
        how: How the heat map was made.
    """

    model: str
    image_id: int
    class_id: int
    share: float
    boxes: str
    how: str = "Grad-CAM"


@dataclass(frozen=True, slots=True)
class HistoryEntry:
    """One change of a photograph: who, when (UTC), what, and plain data of what it was before and after.

    `kind` is "edit" (by a person), "import" or "split"; `before` and `after` are labels (`labels_from_json` reads
    them), or `{"split": ...}` for a split. `step_id` names the step it was part of, where there is one.
    """

    id: int
    image_id: int
    at: datetime
    who: str
    kind: str
    what: str
    before: dict[str, Any]
    after: dict[str, Any]
    step_id: int | None = None


@dataclass(frozen=True, slots=True)
class ClassProgress:
    """How far the photographs of one class have come.

    Attributes:
        class_id: Class of the whole photograph (see `ImageLabels.image_class`); None for those without one.
        photographs: All of them, also rejected ones and noise.
        labelled: Those that are labelled, verified ones among them.
        verified: Those that somebody looked at again.
    """

    class_id: int | None
    photographs: int
    labelled: int
    verified: int


@dataclass(frozen=True, slots=True)
class Counts:
    """Numbers for the status bar.

    Attributes:
        images: Photographs in the project.
        boxes: Human lesion boxes.
        by_state: Photographs by `ImageState` value.
        by_class: Photographs by class id (see `ImageLabels.image_class`); None counts those without one.
        by_split: Photographs by `Split` value; None counts those without one.
    """

    images: int
    boxes: int
    by_state: dict[str, int]
    by_class: dict[int | None, int]
    by_split: dict[str | None, int]
