"""The decisions of the window of second readings: what it lists, and what becomes of what is asked for."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from core.errors import DermDeskError
from core.project.project import Project
from desktop.jobs.background import Errand
from desktop.readings.dialog import ReadingRow
from desktop.translating import core_text, told
from desktop.wording import count_text

if TYPE_CHECKING:
    from pathlib import Path

    from core.classes import ClassTable
    from core.review.readings import Compared, Reading
    from desktop.readings.dialog import ReadingsDialog
    from desktop.session import Session


@dataclass(frozen=True, slots=True)
class _Found:
    """A reading beside the project, or why it can't be put there."""

    reading: Reading
    compared: Compared | None
    problem: str = ""


@dataclass(frozen=True, slots=True)
class _Listed:
    found: tuple[_Found, ...]
    broken: tuple[tuple[str, str], ...]


class ReadingsController(QObject):
    """Connects the dialog with the project; reads in a thread of its own.

    Attributes:
        to_open: Folder of the reading that was asked to be opened when the dialog closed.
        to_settle: The reading whose conflicts were asked to be settled.
    """

    def __init__(self, session: Session, view: ReadingsDialog) -> None:
        super().__init__(view)
        self._session, self._view = session, view
        self.to_open: Path | None = None
        self.to_settle: Compared | None = None
        self._found: tuple[_Found, ...] = ()
        self._errand: Errand[_Listed] | None = None
        self._beginning: Errand[Reading] | None = None
        self._choose = ""
        view.begin_asked.connect(self.begin)
        view.open_asked.connect(self.open)
        view.settle_asked.connect(self.settle)
        view.verify_asked.connect(self.verify)
        view.set_writable(not session.read_only)
        self.read()

    def read(self, *, choose: str = "") -> None:
        """List the readings and compare them anew."""
        folder = self._session.project.folder
        self._choose = choose
        self._errand = Errand(lambda: _listed(folder), self)
        self._errand.done.connect(self._show)
        self._errand.failed.connect(self._failed)
        self._view.set_busy(True)
        self._errand.start()

    def begin(self, reader: str, size: int, seed: int) -> None:
        """Make a reading."""
        folder = self._session.project.folder

        def work() -> Reading:
            from core.review.readings import begin_reading

            with Project.open(folder, read_only=True) as project:
                return begin_reading(project, size, seed=seed, reader=reader)

        self._beginning = Errand(work, self)
        self._beginning.done.connect(self._begun)
        self._beginning.failed.connect(self._failed)
        self._view.set_busy(True)
        self._beginning.start()

    def open(self, row: int) -> None:
        """Close the dialog, to open a reading."""
        if 0 <= row < len(self._found):
            self.to_open = self._found[row].reading.folder
            self._view.accept()

    def settle(self, row: int) -> None:
        """Close the dialog, to settle the conflicts of a reading."""
        found = self._found[row]
        if found.compared is not None and found.compared.conflicts:
            self.to_settle = found.compared
            self._view.accept()

    def verify(self, row: int) -> None:
        """Mark verified what both readers say the same of, as one step."""
        from core.review.settling import verify_agreed

        compared = self._found[row].compared
        if compared is None:
            return
        edits = verify_agreed(compared.pairs, self._session.project.classes)
        number = len(edits)
        what = f"Second reading: verify {number} photograph" + ("" if number == 1 else "s")
        if self._session.apply_all(edits, what):
            self._view.say(self.tr("{0} verified; Undo takes it back.").format(count_text(number, "photograph")))
        else:
            self._view.say(self.tr("They have been changed meanwhile; nothing was verified."), "problem")
        self.read()

    def _begun(self, reading: Reading) -> None:
        self._view.say(
            self.tr("{0} is to read {1}. Open the reading when {0} sits here.").format(
                reading.reader, count_text(reading.total, "photograph")
            )
        )
        self._view.reader.clear()
        self.read(choose=reading.name)

    def _failed(self, error: Exception) -> None:
        self._view.set_busy(False)
        self._view.say(told(error), "problem")

    def _show(self, listed: _Listed) -> None:
        self._found = listed.found
        self._view.set_busy(False)
        classes = self._session.project.classes
        self._view.set_rows([self._row(entry, classes) for entry in listed.found], choose=self._choose)
        if listed.broken:
            lines = [f"{name}: {core_text(reason)}" for name, reason in listed.broken]
            self._view.say("\n".join(lines), "problem")

    def _row(self, found: _Found, classes: ClassTable) -> ReadingRow:
        from core.review.settling import verify_agreed

        reading = found.reading
        read = self.tr("{0} of {1}").format(reading.read, reading.total)
        if found.compared is None:
            return ReadingRow(reading.name, reading.reader, read, problem=found.problem)
        said = found.compared.agreement
        return ReadingRow(
            reading.name,
            reading.reader,
            read,
            _number(said.f1),
            _number(said.mean_iou),
            _number(said.kappa),
            len(found.compared.conflicts),
            found.compared.settled,
            len(verify_agreed(found.compared.pairs, classes)),
            tuple((entry.name, _number(said.kappa_by_class.get(entry.id, math.nan))) for entry in classes),
        )


def _listed(folder: Path) -> _Listed:
    from core.review.readings import compare_reading, readings

    found = []
    with Project.open(folder, read_only=True) as project:
        listed = readings(folder)
        for reading in listed.readings:
            try:
                found.append(_Found(reading, compare_reading(project, reading)))
            except DermDeskError as error:
                found.append(_Found(reading, None, told(error)))
    return _Listed(tuple(found), tuple((entry.folder.name, entry.reason) for entry in listed.broken))


def _number(value: float) -> str:
    return "-" if math.isnan(value) else f"{value:.2f}"
