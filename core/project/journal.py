"""The journal of a project: doing, undoing and redoing steps, changing classes, and what was done by whom."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from core.project.class_editing import labels_with_class_replaced, merged, with_added, without
from core.project.class_rows import (
    ClassUsage,
    extended,
    fresh_id,
    images_with_class,
    read_classes,
    read_usage,
    write_classes,
)
from core.project.label_rows import HistoryGroup, read_groups, read_history, read_labels
from core.project.labels import Edit
from core.project.steps import (
    ClassChange,
    Stacks,
    Step,
    StepRecord,
    Turn,
    do_step,
    note_classes,
    read_class_steps,
    read_images_of_steps,
    read_stacks,
    read_step,
    turn_step,
)
from core.project.verifying import read_annotators

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable

    from sqlalchemy import Connection

    from core.classes import ClassTable
    from core.project.engine import Database
    from core.project.records import HistoryEntry


class Journal:
    """What a person does to labels and classes, a transaction a step. Made by `Project`, as its `journal`.

    Args:
        database: The project's.
        who: Asked for the person's name at each step.
        classes_changed: Told once the class table is another one.

    Raises:
        ProjectReadOnly: By every method that changes something, when the project was opened read-only.
    """

    def __init__(self, database: Database, *, who: Callable[[], str], classes_changed: Callable[[], None]) -> None:
        self._database = database
        self._who = who
        self._classes_changed = classes_changed

    # Steps

    def do(self, step: Step) -> int | None:
        """Do a step; returns its id, or None where it changes nothing.

        Raises:
            StaleEdit: Labels or classes aren't those it started from; nothing was written.
            ClassTableError: It names a class the project doesn't have, or takes away one that is used.
            ProjectError: A photograph is unknown.
        """
        with self._database.writing() as connection:
            return self._do(connection, step)

    def _do(self, connection: Connection, step: Step) -> int | None:
        step_id = do_step(connection, step, who=self._who(), at=datetime.now(UTC))
        if step.classes is not None:
            self._classes_changed()
        return step_id

    def undo(self, step_id: int) -> Step:
        """Take a step back; returns what was done for it. Errors as `do`."""
        return self._turn(step_id, Turn.UNDO)

    def redo(self, step_id: int) -> Step:
        """Do again a step that was taken back; returns what was done. Errors as `do`."""
        return self._turn(step_id, Turn.REDO)

    def _turn(self, step_id: int, turn: Turn) -> Step:
        with self._database.writing() as connection:
            done = turn_step(connection, step_id, turn, who=self._who(), at=datetime.now(UTC))
        if done.classes is not None:
            self._classes_changed()
        return done

    def stacks(self, who: str) -> Stacks:
        """What this person can undo and redo, also from before the project was last opened.

        Steps of others are none of theirs; where others changed the same photographs since, undoing raises
        `StaleEdit`.
        """
        with self._database.reading() as connection:
            return read_stacks(connection, who)

    def step(self, step_id: int) -> Step:
        """A step with its edits.

        Raises:
            ProjectError: There is none with this id.
        """
        with self._database.reading() as connection:
            return read_step(connection, step_id)

    def images_of(self, step_ids: Collection[int]) -> dict[int, frozenset[int]]:
        """Photographs that steps changed, by step id."""
        with self._database.reading() as connection:
            return read_images_of_steps(connection, step_ids)

    # Classes

    def change_classes(self, after: ClassTable, what: str) -> int | None:
        """Make this the class table, as a step: rename, recode, recolour, reorder, remove what is unused.

        Raises:
            ClassTableError: Labels use a class that would go, or the id of a removed class would get a new meaning.
        """
        with self._database.writing() as connection:
            return self._do(connection, Step(what, classes=ClassChange(read_classes(connection), after)))

    def next_class_id(self) -> int:
        """An id that no class, removed ones included, ever had."""
        with self._database.reading() as connection:
            return fresh_id(connection)

    def add_class(self, name: str, *, code: str = "", colour: str = "", what: str = "") -> int:
        """Add a class with an id never used before, as a step; returns that id.

        Raises:
            ClassTableError: The name or the code is taken.
        """
        with self._database.writing() as connection:
            classes, class_id = read_classes(connection), fresh_id(connection)
            after = with_added(classes, class_id, name, code=code, colour=colour)
            self._do(connection, Step(what or f"Add class {name.strip()}", classes=ClassChange(classes, after)))
        return class_id

    def merge_classes(self, source: int, target: int, *, keep_names: bool = True, what: str = "") -> int | None:
        """Give all that has the class `source` the class `target` and remove `source`, as one step.

        States stay as they are, for nobody looked at the photographs again.

        Args:
            source: The class that goes.
            target: The class that stays.
            keep_names: Whether the names of `source` become aliases of `target`.
            what: What a person would call it.

        Raises:
            ClassTableError: A class is unknown, or both are one.
        """
        with self._database.writing() as connection:
            classes = read_classes(connection)
            after = merged(classes, source, target)
            if not keep_names:
                after = without(classes, source)
            what = what or f"Merge class {classes.get(source).name} into {classes.get(target).name}"
            labels = read_labels(connection, images_with_class(connection, source))
            edits = tuple(
                Edit(image_id, before, labels_with_class_replaced(before, source, target), what)
                for image_id, before in labels.items()
            )
            return self._do(connection, Step(what, edits, ClassChange(classes, after)))

    def note_set(self, classes: ClassTable) -> None:
        """Replace the class table; the history has it, undo hasn't."""
        self._note(lambda connection: classes, "Set classes")

    def note_added(self, names: Iterable[str]) -> None:
        """Add a class for each name that none answers to; the history has it, undo hasn't, since it came with data."""
        self._note(lambda connection: extended(connection, names), "Add classes")

    def _note(self, wanted: Callable[[Connection], ClassTable], what: str) -> None:
        with self._database.writing() as connection:
            before = read_classes(connection)
            after = wanted(connection)
            write_classes(connection, after)
            note_classes(connection, what, ClassChange(before, after), who=self._who(), at=datetime.now(UTC))
        self._classes_changed()

    def class_usage(self) -> dict[int, ClassUsage]:
        """How much human work names each class, by id; classes nobody uses are left out."""
        with self._database.reading() as connection:
            return read_usage(connection)

    # History

    def class_steps(self, limit: int = 200) -> list[StepRecord]:
        """Steps that changed the class table, the newest first."""
        with self._database.reading() as connection:
            return read_class_steps(connection, limit)

    def history(
        self, image_id: int | None = None, *, limit: int = 100, older_than: int | None = None
    ) -> list[HistoryEntry]:
        """Changes of one photograph or of all, the newest first, those before the row `older_than` where given."""
        with self._database.reading() as connection:
            return list(read_history(connection, image_id, limit, older_than=older_than))

    def annotators(self, ids: Collection[int]) -> dict[int, str | None]:
        """Who gave photographs the boxes and diagnosis they have now, by image id; see `verifying.annotator_of`."""
        with self._database.reading() as connection:
            return read_annotators(connection, ids)

    def groups(self, *, limit: int = 50, older_than: int | None = None) -> list[HistoryGroup]:
        """Changes of the project, those of one step, import or split together, the newest first."""
        with self._database.reading() as connection:
            return read_groups(connection, limit, older_than=older_than)
