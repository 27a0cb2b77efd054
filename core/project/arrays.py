"""Labels and predictions of the whole project as arrays: what evaluation reads, in a few queries and no row objects.

`StoredArrays` keeps what was read and the number of changes it was read at (`core.project.versions`), so that it is
read again only where the project has changed since.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np
from sqlalchemy import LargeBinary, case, func, select, type_coerce

from core.errors import UnknownModel
from core.project import schema
from core.project.class_rows import read_classes
from core.project.labels import ImageState, Split
from core.project.packed import BOX_NUMBERS, DTYPE
from core.project.versions import read_versions

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray
    from sqlalchemy import Connection, Select

    from core.classes import ClassTable

NOTHING = -1
"""In arrays of class ids: no class. Of splits: none. Of patients: nobody known."""
STATES = tuple(ImageState)
SPLITS = tuple(Split)
_JUDGED = case((schema.images.c.verdicts.is_(None), 0), else_=1)


@dataclass(frozen=True, slots=True, eq=False)
class LabelArrays:
    """What people say of all photographs, ordered by relative path.

    Attributes:
        image_ids: `(N,)`.
        classes: `(N,)` ids of their classes (`ImageLabels.image_class`), or `NOTHING`.
        states: `(N,)` positions in `STATES`.
        splits: `(N,)` positions in `SPLITS`, or `NOTHING`.
        patients: `(N,)` numbers that photographs of one patient share, or `NOTHING`.
        judged: `(N,)` whether a reviewer has said something of a suspect or a suggestion on it.
    """

    image_ids: NDArray[np.int64]
    classes: NDArray[np.int64]
    states: NDArray[np.int64]
    splits: NDArray[np.int64]
    patients: NDArray[np.int64]
    judged: NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False)
class PredictionArrays:
    """What one model says of M photographs.

    Attributes:
        image_ids: `(M,)`, rising.
        probabilities: `(M, C)` in the order of the model's class ids; None for a detector.
        image_classes: `(M,)` class id of a detector's surest box, or `NOTHING` where it found none.
    """

    image_ids: NDArray[np.int64]
    probabilities: NDArray[np.float64] | None
    image_classes: NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class BoxArrays:
    """Boxes of many photographs, those of one beside each other and in their order.

    Attributes:
        image_ids: `(B,)` whose each is; rising.
        boxes: `(B, 4)` x1, y1, x2, y2 in upright pixels.
        class_ids: `(B,)`.
        scores: `(B,)`; 1 for human boxes.
    """

    image_ids: NDArray[np.int64]
    boxes: NDArray[np.float64]
    class_ids: NDArray[np.int64]
    scores: NDArray[np.float64]


@dataclass(slots=True)
class StoredArrays:
    """What was read of one project, by what it is and at which version; used by one thread at a time."""

    project: str = ""
    kept: dict[tuple[str, str], tuple[tuple[int, ...], Any]] = field(default_factory=dict)

    def get(self, kind: str, name: str, version: tuple[int, ...], read: Callable[[], Any]) -> Any:  # noqa: ANN401
        """What was read at this version, or what `read` reads now."""
        found = self.kept.get((kind, name))
        if found is None or found[0] != version:
            found = (version, read())
            self.kept[kind, name] = found
        return found[1]

    def belong_to(self, project: str) -> None:
        """Forget everything that is another project's."""
        if project != self.project:
            self.project = project
            self.kept.clear()


def read_label_arrays(connection: Connection, stored: StoredArrays) -> tuple[ClassTable, LabelArrays]:
    """Classes and labels of one and the same moment."""
    versions = read_versions(connection)
    labels = stored.get("labels", "", (versions["images"], versions["boxes"]), lambda: _labels(connection))
    classes = stored.get("classes", "", (versions["classes"],), lambda: read_classes(connection))
    return classes, labels


def read_sizes(connection: Connection, stored: StoredArrays) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """Ids of all photographs `(N,)`, rising, and their upright width and height in pixels `(N, 2)`."""
    version = (read_versions(connection)["images"],)
    found: tuple[NDArray[np.int64], NDArray[np.float64]] = stored.get("sizes", "", version, lambda: _sizes(connection))
    return found


def read_prediction_arrays(
    connection: Connection, names: Sequence[str], stored: StoredArrays
) -> dict[str, PredictionArrays]:
    """Predictions by model name.

    Raises:
        UnknownModel: A name is no model of the project.
    """
    versions = read_versions(connection)
    version = (versions["models"], versions["predictions"])
    ids = _model_ids(connection, names)
    wanted = [name for name in names if stored.kept.get(("predictions", name), ((),))[0] != version]
    if wanted:
        found = _predictions(connection, {name: ids[name] for name in wanted})
        for name in wanted:
            stored.kept["predictions", name] = (version, found[name])
    return {name: stored.kept["predictions", name][1] for name in names}


def read_human_boxes(connection: Connection, stored: StoredArrays) -> BoxArrays:
    """All lesion boxes that people drew."""
    version = (read_versions(connection)["boxes"],)
    found: BoxArrays = stored.get("human", "", version, lambda: _human(connection))
    return found


def read_predicted_boxes(connection: Connection, name: str, stored: StoredArrays) -> BoxArrays:
    """All boxes of a detector.

    Raises:
        UnknownModel: The project has no such model.
    """
    versions = read_versions(connection)
    key = _model_ids(connection, [name])[name]
    version = (versions["models"], versions["predictions"])
    found: BoxArrays = stored.get("boxes", name, version, lambda: _predicted(connection, key))
    return found


def _model_ids(connection: Connection, names: Sequence[str]) -> dict[str, int]:
    table = schema.models
    known = {row[0]: row[1] for row in connection.execute(select(table.c.name, table.c.id))}
    for name in names:
        if name not in known:
            raise UnknownModel(f"The project knows no model {name!r}.", hint=f"It knows: {', '.join(known) or 'none'}.")
    return {name: known[name] for name in names}


def _labels(connection: Connection) -> LabelArrays:
    images, boxes = schema.images, schema.boxes
    query = select(images.c.id, images.c.diagnosis, images.c.state, images.c.split, images.c.patient, _JUDGED)
    rows = _tuples(connection, query.order_by(images.c.relative_path, images.c.id))
    ids, diagnoses, states, splits, patients, judged = _columns(rows, 6)
    state_numbers = {state.value: number for number, state in enumerate(STATES)}
    split_numbers: dict[str | None, int] = {
        None: NOTHING,
        **{split.value: number for number, split in enumerate(SPLITS)},
    }
    # The rule of `labels.image_class`: boxes are asked only where there is no diagnosis.
    of_boxes = (
        select(boxes.c.image_id, func.min(boxes.c.class_id))
        .join(images, images.c.id == boxes.c.image_id)
        .where(images.c.diagnosis.is_(None))
        .group_by(boxes.c.image_id)
        .having(func.min(boxes.c.class_id) == func.max(boxes.c.class_id))
    )
    shared = {row[0]: row[1] for row in connection.execute(of_boxes)}
    numbers: dict[str, int] = {}
    return LabelArrays(
        image_ids=_integers(ids),
        classes=_integers(
            [
                shared.get(image_id, NOTHING) if diagnosis is None else diagnosis
                for image_id, diagnosis in zip(ids, diagnoses, strict=True)
            ]
        ),
        states=_integers([state_numbers[state] for state in states]),
        splits=_integers([split_numbers[split] for split in splits]),
        # An empty name is nobody's, as it is where patients are kept together.
        patients=_integers([numbers.setdefault(name, len(numbers)) if name else NOTHING for name in patients]),
        judged=np.array(judged, dtype=np.bool_),
    )


def _sizes(connection: Connection) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    images = schema.images
    rows = _tuples(connection, select(images.c.id, images.c.width, images.c.height).order_by(images.c.id))
    ids, widths, heights = _columns(rows, 3)
    return _integers(ids), np.array([widths, heights], dtype=np.float64).T.reshape(-1, 2)


def _predictions(connection: Connection, ids: dict[str, int]) -> dict[str, PredictionArrays]:
    table, models = schema.predictions, schema.models
    lengths = {
        row[0]: len(row[1])
        for row in connection.execute(select(models.c.id, models.c.class_ids).where(models.c.id.in_(ids.values())))
    }
    found = {}
    for name, key in ids.items():
        query = (
            select(
                table.c.image_id,
                table.c.image_class,
                # As bytes: they become one array together, not a tuple each.
                type_coerce(table.c.probabilities, LargeBinary),
            )
            .where(table.c.model_id == key)
            .order_by(table.c.image_id)
        )
        images, named, vectors = _columns(_tuples(connection, query), 3)
        given = [vector for vector in vectors if vector is not None]
        probabilities = None
        if len(given) == len(vectors):
            probabilities = np.frombuffer(b"".join(given), dtype=DTYPE).reshape(-1, lengths[key]).astype(np.float64)
        found[name] = PredictionArrays(
            image_ids=_integers(images),
            probabilities=probabilities,
            image_classes=_integers([NOTHING if class_id is None else class_id for class_id in named]),
        )
    return found


def _human(connection: Connection) -> BoxArrays:
    table = schema.boxes
    query = select(table.c.image_id, table.c.x1, table.c.y1, table.c.x2, table.c.y2, table.c.class_id)
    columns = _columns(_tuples(connection, query.order_by(table.c.image_id, table.c.position)), 6)
    return BoxArrays(
        image_ids=_integers(columns[0]),
        boxes=np.array(columns[1:5], dtype=np.float64).reshape(4, -1).T.copy(),
        class_ids=_integers(columns[5]),
        scores=np.ones(len(columns[0])),
    )


def _predicted(connection: Connection, key: int) -> BoxArrays:
    table = schema.predictions
    query = select(table.c.image_id, table.c.packed_boxes).where(
        table.c.model_id == key, table.c.packed_boxes.is_not(None)
    )
    images, packed = _columns(_tuples(connection, query.order_by(table.c.image_id)), 2)
    numbers = np.frombuffer(b"".join(packed), dtype=DTYPE).reshape(-1, BOX_NUMBERS)
    counts = _integers([len(data) for data in packed]) // (8 * BOX_NUMBERS)
    return BoxArrays(
        image_ids=np.repeat(_integers(images), counts),
        boxes=numbers[:, :4].astype(np.float64),
        class_ids=numbers[:, 4].astype(np.int64),
        scores=numbers[:, 5].astype(np.float64),
    )


def _tuples(connection: Connection, query: Select[Any]) -> list[Any]:
    """Rows as the driver gives them: SQLAlchemy's own cost as much again, and here are a hundred thousand.

    The connection has begun its transaction by an earlier query; the query holds no text a person wrote.
    """
    statement = query.compile(dialect=connection.dialect, compile_kwargs={"literal_binds": True})
    cursor = connection.connection.cursor()
    try:
        cursor.execute(str(statement))
        return list(cursor.fetchall())
    finally:
        cursor.close()


def _columns(rows: Sequence[Any], number: int) -> list[tuple[Any, ...]]:
    return list(zip(*rows, strict=True)) if rows else [()] * number


def _integers(values: Sequence[int]) -> NDArray[np.int64]:
    return np.array(values, dtype=np.int64)
