"""A project: one folder with photographs' labels, splits, predictions and history, and the right to change them."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from itertools import islice
from typing import TYPE_CHECKING, Any, Self

from sqlalchemy import select

from core.errors import ProjectDamaged, ProjectError
from core.project import schema
from core.project.adding import Adder
from core.project.class_rows import read_classes
from core.project.engine import read_numbers
from core.project.groupings import read_groupings
from core.project.heat_rows import read_heat, write_heat
from core.project.image_rows import (
    read_counts,
    read_images,
    read_progress,
    read_reasons,
    read_roots,
    relink_root,
    require_root,
    write_splits,
)
from core.project.journal import Journal
from core.project.label_rows import read_labels, require_labels
from core.project.lock import user_name
from core.project.opening import RUNS_NAME, make_database, open_to_read, open_to_write
from core.project.prediction_rows import (
    delete_predictions,
    read_card,
    read_models,
    read_predictions,
    write_model,
    write_predictions,
)
from core.project.query_rows import QueryWords, read_matching, read_words
from core.project.records import AddReport, ClassProgress
from core.project.roots import read_root_files
from core.project.steps import Step

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
    from concurrent.futures import Future
    from pathlib import Path
    from types import TracebackType

    import numpy as np
    from numpy.typing import NDArray

    from core.classes import ClassTable
    from core.project.arrays import BoxArrays, LabelArrays, PredictionArrays, StoredArrays
    from core.project.engine import Database
    from core.project.labels import Edit, ImageLabels, Split
    from core.project.lock import ProjectLock
    from core.project.query import Query
    from core.project.records import Counts, HeatShare, HistoryEntry, ImageRecord, NewImage, PredictedModel, Prediction
    from core.project.roots import RootFile

BATCH = 500
"""Photographs added in one transaction."""


class Project:
    """An open project. Made by `create` or `open`, ended by `close`; a context manager; changed by one thread.

    Every change is one transaction and is on the disk when the method returns; `apply_soon` alone returns before.
    Other threads may read, too.

    Raises:
        ProjectReadOnly: By every method that changes something, when opened read-only.
        ProjectDamaged: The file can't be read any more.
    """

    def __init__(self, folder: Path, database: Database, lock: ProjectLock | None, who: str) -> None:
        self.folder = folder
        self.who = who
        self._database = database
        self._lock = lock
        self.is_closed = False
        self._classes: ClassTable | None = None
        self.journal = Journal(database, who=lambda: self.who, classes_changed=self._forget_classes)
        with database.reading() as connection:
            row = connection.execute(select(schema.project)).first()
        if row is None:
            raise ProjectDamaged("The project file lost its first row.", path=database.path)
        self.id = str(row.id)
        self.name = str(row.name)

    @classmethod
    def create(cls, folder: Path, classes: ClassTable, *, who: str | None = None) -> Project:
        """Make a project in a folder, which is made too, and open it for writing.

        Raises:
            ProjectError: There is one already, or the place can't be written.
        """
        folder, who = folder.absolute(), who or user_name()
        database, lock = make_database(folder, classes, who)
        return cls._opened(folder, database, lock, who)

    @classmethod
    def open(cls, folder: Path, *, read_only: bool = False, who: str | None = None) -> Project:
        """Open a project; one with an older schema is upgraded after a copy was put into its `backups` folder.

        Raises:
            ProjectMissing: There is no project in this folder.
            ProjectLocked: Another living process has it open for writing; the error says who and since when.
            ProjectTooNew: A newer DermDesk wrote it; it was not touched.
            ProjectDamaged: Its file is no readable project database.
            ProjectError: The folder can't be read or written, or an older project was asked for read-only.
        """
        folder, who = folder.absolute(), who or user_name()
        database, lock = (open_to_read(folder), None) if read_only else open_to_write(folder, who)
        return cls._opened(folder, database, lock, who)

    @classmethod
    def _opened(cls, folder: Path, database: Database, lock: ProjectLock | None, who: str) -> Project:
        try:
            return cls(folder, database, lock, who)
        except BaseException:
            database.close()
            if lock is not None:
                lock.release()
            raise

    def close(self) -> None:
        """Close the file and give the lock back; may be called twice."""
        self.is_closed = True
        self._database.close()
        if self._lock is not None:
            self._lock.release()
            self._lock = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()

    @property
    def read_only(self) -> bool:
        return self._database.read_only

    @property
    def runs_folder(self) -> Path:
        """Where run folders live; made when the project was."""
        return self.folder / RUNS_NAME

    @property
    def classes(self) -> ClassTable:
        """The classes in use, in the order people see them."""
        # A read-only project asks each time, since the writer may have changed them.
        if self._classes is None or self.read_only:
            with self._database.reading() as connection:
                self._classes = read_classes(connection)
        return self._classes

    def set_classes(self, classes: ClassTable) -> None:
        """Replace the class table: rename, recolour, reorder, add, remove.

        Raises:
            ClassTableError: Labels use a class that would go, or the id of a removed class would get a new meaning.
        """
        self.journal.note_set(classes)

    def add_classes(self, names: Iterable[str]) -> ClassTable:
        """Add a class for each name that none answers to yet, with ids never used before; returns the new table."""
        self.journal.note_added(names)
        return self.classes

    def _forget_classes(self) -> None:
        self._classes = None

    def add_root(self, path: Path) -> int:
        """Note a folder of photographs and return its id; a known one keeps its id.

        Raises:
            ProjectError: It is no folder.
        """
        with self._database.writing() as connection:
            return require_root(connection, self.folder, path)

    def roots(self) -> dict[int, Path]:
        """Absolute folders of photographs by id."""
        with self._database.reading() as connection:
            return read_roots(connection, self.folder)

    def root_files(self, root: Path) -> list[RootFile]:
        """What should lie in a folder of photographs, ordered by path; nothing for a folder that is none."""
        with self._database.reading() as connection:
            found = [key for key, path in read_roots(connection, self.folder).items() if path in (root, root.resolve())]
            return read_root_files(connection, found[0]) if found else []

    def relink_root(self, old: Path, new: Path) -> int:
        """Say that photographs moved from one folder to another; returns how many.

        Raises:
            ProjectError: `old` is unknown, or `new` is no folder, is known already or holds none of them.
        """
        with self._database.writing() as connection:
            return relink_root(connection, self.folder, old, new)

    def add_images(
        self, root: Path, images: Iterable[NewImage], *, progress: Callable[[int], None] | None = None
    ) -> AddReport:
        """Add photographs that lie below a root; see `Adder` for what becomes of known ones.

        Args:
            root: The folder their relative paths start from.
            images: The photographs; read lazily, a transaction every `BATCH`.
            progress: Told after each batch how many have been looked at.

        Raises:
            ProjectError: The root is no folder, a relative path leaves it, or a box's uid is taken.
            ClassTableError: A label names a class the project doesn't have.
        """
        with self._database.writing() as connection:
            adder = Adder(connection, self.folder, root)
        total, looked_at = AddReport(), 0
        incoming = iter(images)
        while batch := list(islice(incoming, BATCH)):
            with self._database.writing() as connection:
                report = adder.add(connection, batch, who=self.who, at=_now())
            total += report
            looked_at += len(batch)
            if progress is not None:
                progress(looked_at)
        return total

    def images(self, *, split: Split | None = None, ids: Collection[int] | None = None) -> list[ImageRecord]:
        """Photographs ordered by relative path, all or those of a split or with given ids."""
        with self._database.reading() as connection:
            return read_images(connection, self.folder, split=split, ids=ids)

    def image(self, image_id: int) -> ImageRecord:
        """One photograph.

        Raises:
            ProjectError: The project has none with this id.
        """
        found = self.images(ids=(image_id,))
        if not found:
            raise ProjectError(f"The project has no photograph with the id {image_id}.")
        return found[0]

    @property
    def is_empty(self) -> bool:
        """Whether it has no photograph yet."""
        with self._database.reading() as connection:
            return connection.scalar(select(schema.images.c.id).limit(1)) is None

    def image_ids(self, *, shuffled: bool = False) -> list[int]:
        """Ids of all photographs, ordered as `images`; or in the order of their content hashes, which tells nothing."""
        table = schema.images
        by = table.c.sha256 if shuffled else table.c.relative_path
        with self._database.reading() as connection:
            return read_numbers(connection, select(table.c.id).order_by(by, table.c.id))

    def matching(self, query: Query) -> set[int]:
        """Ids of the photographs that fulfil a query."""
        with self._database.reading() as connection:
            return read_matching(connection, query)

    def reasons(self, limit: int = 12) -> list[str]:
        """Reasons of rejected photographs and of noise, the most usual first."""
        with self._database.reading() as connection:
            return read_reasons(connection, limit)

    def query_words(self) -> QueryWords:
        """What the words of a query can mean here: classes, models and annotators, for `query_text.parse`."""
        with self._database.reading() as connection:
            return read_words(connection)

    def counts(self) -> Counts:
        """How many photographs there are by state, class and split; quick enough to ask after each edit."""
        with self._database.reading() as connection:
            return read_counts(connection)

    def class_progress(self) -> list[ClassProgress]:
        """How far each class has come, in the order of the class table, then those without a class where there are."""
        with self._database.reading() as connection:
            found, classes = read_progress(connection), read_classes(connection)
        known = [found.get(key, ClassProgress(key, 0, 0, 0)) for key in classes.ids]
        return [*known, found[None]] if None in found else known

    def labels(self, image_id: int) -> ImageLabels:
        """The human labels of one photograph.

        Raises:
            ProjectError: The project has none with this id.
        """
        with self._database.reading() as connection:
            return require_labels(connection, (image_id,))[image_id]

    def labels_of(self, ids: Collection[int] | None = None) -> dict[int, ImageLabels]:
        """Human labels by image id, of all photographs or those in `ids` that exist, in two queries."""
        with self._database.reading() as connection:
            return read_labels(connection, ids)

    def read_all(self) -> tuple[ClassTable, list[ImageRecord], dict[int, ImageLabels]]:
        """Classes, photographs and labels of one and the same moment, also while another process writes."""
        with self._database.reading() as connection:
            return read_classes(connection), read_images(connection, self.folder), read_labels(connection)

    def apply(self, edit: Edit) -> int | None:
        """Do an edit: labels and a history row in one transaction; returns the step's id, None for no change.

        Raises:
            StaleEdit: The stored labels aren't those the edit started from; nothing was written.
            ClassTableError: The edit names a class the project doesn't have.
            ProjectError: The photograph is unknown, or a box's uid belongs to another photograph.
        """
        return self.apply_all((edit,))

    def apply_all(self, edits: Sequence[Edit], *, what: str = "") -> int | None:
        """Do several edits in order, all or none, as one step named by `what` or the first; errors as `apply`."""
        return self.journal.do(Step(what or (edits[0].what if edits else ""), tuple(edits)))

    def apply_soon(self, edit: Edit) -> Future[int | None]:
        """Do an edit in a thread of its own; the future has what `apply` would have returned or raised.

        It is on the disk when the future is done. Whatever is asked of the project before waits for it.
        """
        return self._database.behind.submit(lambda: self.apply(edit))

    def history(self, image_id: int | None = None, limit: int = 100) -> list[HistoryEntry]:
        """Changes of one photograph or of all, the newest first."""
        return self.journal.history(image_id, limit=limit)

    def set_splits(self, assignments: Mapping[int, Split | None], *, what: str) -> int:
        """Put photographs on sides; returns how many changed theirs.

        Raises:
            ProjectError: A photograph is unknown, or a patient would be on two sides.
        """
        with self._database.writing() as connection:
            return write_splits(connection, assignments, who=self.who, at=_now(), what=what)

    def add_model(self, name: str, card: Mapping[str, Any], run_folder: Path) -> None:
        """Note a model by its run name and card (plain data); renews the card of a known one.

        Raises:
            ProjectError: The card lacks a field, or its classes differ from stored predictions of this name.
        """
        inside = run_folder.absolute()
        stored = inside.relative_to(self.folder).as_posix() if inside.is_relative_to(self.folder) else str(inside)
        with self._database.writing() as connection:
            write_model(connection, name, card, stored, at=_now())

    def model_card(self, name: str) -> dict[str, Any]:
        """The card of a noted model, as plain data.

        Raises:
            UnknownModel: No such model was noted.
        """
        with self._database.reading() as connection:
            return read_card(connection, name)[0]

    def model_folder(self, name: str) -> Path:
        """The run folder of a noted model.

        Raises:
            UnknownModel: No such model was noted.
        """
        with self._database.reading() as connection:
            return self.folder / read_card(connection, name)[1]

    def store_predictions(self, predictions: Sequence[Prediction]) -> None:
        """Keep predictions; each replaces what its model said of the photograph before. Human rows are never touched.

        Raises:
            UnknownModel: A model was never noted with `add_model`.
            ProjectError: A prediction doesn't fit its model card, or its photograph is unknown.
        """
        with self._database.writing() as connection:
            write_predictions(connection, predictions, at=_now())

    def store_heat(self, shares: Sequence[HeatShare]) -> None:
        """Keep how much of heat maps lies in the lesion boxes; new predictions of the same make the model forget it.

        Raises:
            UnknownModel: A model was never noted with `add_model`.
            ProjectError: A photograph is unknown.
        """
        with self._database.writing() as connection:
            write_heat(connection, shares, at=_now())

    def heat_shares(self, models: Collection[str] | None = None, *, below: float | None = None) -> list[HeatShare]:
        """Stored shares of heat by model and image id, also of boxes that have changed since (see `HeatShare`)."""
        with self._database.reading() as connection:
            return read_heat(connection, models=models, below=below)

    def predictions(
        self, image_id: int | None = None, models: Collection[str] | None = None, split: Split | None = None
    ) -> list[Prediction]:
        """Stored predictions ordered by model and image id; no entry where a model never saw the photograph.

        Raises:
            UnknownModel: A name in `models` was never noted.
        """
        ids = None if image_id is None else (image_id,)
        with self._database.reading() as connection:
            return read_predictions(connection, image_ids=ids, models=models, split=split)

    def label_arrays(self, stored: StoredArrays) -> tuple[ClassTable, LabelArrays]:
        """Classes and labels of all photographs as arrays; from `stored` where nothing changed since."""
        from core.project.arrays import read_label_arrays  # brings numpy along, which most commands do without

        stored.belong_to(self.id)
        with self._database.reading() as connection:
            return read_label_arrays(connection, stored)

    def size_arrays(self, stored: StoredArrays) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
        """Ids of all photographs, rising, and their upright width and height; from `stored` if nothing changed."""
        from core.project.arrays import read_sizes

        stored.belong_to(self.id)
        with self._database.reading() as connection:
            return read_sizes(connection, stored)

    def prediction_arrays(self, models: Sequence[str], stored: StoredArrays) -> dict[str, PredictionArrays]:
        """What models say of all photographs they have seen, by name; from `stored` where nothing changed since.

        Raises:
            UnknownModel: A name was never noted.
        """
        from core.project.arrays import read_prediction_arrays

        stored.belong_to(self.id)
        with self._database.reading() as connection:
            return read_prediction_arrays(connection, models, stored)

    def box_arrays(self, detector: str, stored: StoredArrays) -> tuple[BoxArrays, BoxArrays]:
        """Human boxes, and those of a detector, of one and the same moment; from `stored` where nothing changed.

        Raises:
            UnknownModel: The detector was never noted.
        """
        from core.project.arrays import read_human_boxes, read_predicted_boxes

        stored.belong_to(self.id)
        with self._database.reading() as connection:
            return read_human_boxes(connection, stored), read_predicted_boxes(connection, detector, stored)

    def groupings(self) -> dict[str, dict[int, str]]:
        """What photographs can be grouped by: patient, annotator and metadata columns, each by image id."""
        with self._database.reading() as connection:
            return read_groupings(connection)

    def predicted_models(self) -> list[PredictedModel]:
        """Models with stored predictions, by name."""
        with self._database.reading() as connection:
            return read_models(connection)

    def clear_predictions(self, model: str) -> int:
        """Forget a model's predictions; accepted boxes stay. Returns of how many photographs.

        Raises:
            UnknownModel: No such model was noted.
        """
        with self._database.writing() as connection:
            return delete_predictions(connection, model)

    def get_setting(self, key: str) -> Any:  # noqa: ANN401
        """A setting's JSON value, or None where it was never set."""
        table = schema.settings
        with self._database.reading() as connection:
            return connection.scalar(select(table.c.value).where(table.c.key == key))

    def set_setting(self, key: str, value: Any) -> None:  # noqa: ANN401
        """Keep a JSON value under a key.

        Raises:
            ProjectError: The value is no JSON.
        """
        try:
            json.dumps(value)
        except (TypeError, ValueError) as error:
            raise ProjectError(f"Setting {key!r} needs a JSON value: {error}.") from error
        table = schema.settings
        with self._database.writing() as connection:
            connection.execute(table.delete().where(table.c.key == key))
            connection.execute(table.insert().values(key=key, value=value))


def _now() -> datetime:
    return datetime.now(UTC)
