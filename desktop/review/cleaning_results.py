"""What a cleaning round has brought: gains with their intervals, and the photographs that flipped, to be opened."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QHeaderView, QLabel, QVBoxLayout, QWidget

from desktop.charts.sheet import Cell, Heading, Sheet, SheetData
from desktop.evaluate.agreement_page import p_text
from desktop.review.cleaning_text import headline, interval_text, points, title_of
from desktop.theme import SPACE
from desktop.wording import count_text
from desktop.wrapped_label import WrappedLabel

if TYPE_CHECKING:
    from core.review.cleaning_comparison import Gain, Gains, RoundComparison


FRAME = 1
"""Width of the line around a table."""


@dataclass(frozen=True, slots=True)
class Flips:
    """Photographs that flipped, as a click hands them on.

    Attributes:
        ids: Their ids.
        reason: Why they are shown.
    """

    ids: tuple[int, ...]
    reason: str


class ResultsDialog(QDialog):
    """A table a way of judging: by today's labels, and where test labels were edited, by those of the beginning.

    Signals:
        flips_chosen: Show these `Flips`.
    """

    flips_chosen = Signal(object)

    def __init__(self, found: RoundComparison, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("{0}: before and after").format(found.round.name))
        self._found = found
        self.sheets: list[Sheet] = []
        layout = QVBoxLayout(self)
        layout.setContentsMargins(3 * SPACE, 3 * SPACE, 3 * SPACE, 2 * SPACE)
        layout.setSpacing(SPACE)
        self.headline = WrappedLabel(self._headline())
        self.headline.setObjectName("emptyTitle")
        layout.addWidget(self.headline)
        if found.start is not None:
            changed = count_text(len(found.test_changes.photographs), "photo")
            self._say(
                layout,
                self.tr(
                    "The round changed {0} of the test split, so the gain is judged twice: by the labels as they are "
                    "now, and by those of the beginning, which the round didn't touch."
                ).format(changed),
            )
        self._add(layout, self.tr("By today's labels"), found.today)
        if found.start is not None:
            self._add(layout, self.tr("By the labels of the beginning"), found.start)
        self._say(layout, self._note())
        layout.addStretch(1)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        layout.addWidget(buttons)
        self.resize(max(720, max(sheet.minimumWidth() for sheet in self.sheets) + 6 * SPACE), 10)

    def _headline(self) -> str:
        gains = self._found.today
        gain, ends = headline(gains)
        if len(gains.models) == 1:
            text = self.tr("{0}: {1} points of weighted accuracy (95 %: {2}).")
            return text.format(title_of(gains.models[0]), points(gain), interval_text(ends))
        text = self.tr("{0} points of weighted accuracy in the mean of {1} (95 %: {2}).")
        return text.format(points(gain), count_text(len(gains.models), "model"), interval_text(ends))

    def _note(self) -> str:
        found = self._found
        said = []
        if found.lacking:
            said.append(
                self.tr("Left out: {0} that not all runs have predicted.").format(
                    count_text(len(found.lacking), "photo")
                )
            )
        if found.learned:
            said.append(
                self.tr("Left out: {0} that a run had learned from.").format(count_text(len(found.learned), "photo"))
            )
        drawn = self.tr("patients") if found.today.patients else self.tr("photos")
        said.append(
            self.tr(
                "Intervals are from {0} resamples of {1}. They tell what so few photos can say; another seed of the "
                "training may move the gain, too. p is McNemar's, raised for several models."
            ).format(f"{found.resamples:,}", drawn)
        )
        return " ".join(said)

    def _add(self, layout: QVBoxLayout, title: str, gains: Gains) -> None:
        heading = QLabel(title)
        heading.setObjectName("heading")
        layout.addSpacing(SPACE)
        layout.addWidget(heading)
        sheet = Sheet()
        sheet.set_sheet(self._sheet(title, gains))
        sheet.setProperty("framed", True)
        sheet.setMinimumWidth(sheet.wanted_width() + 2 * FRAME)
        sheet.horizontalHeader().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        rows = sheet.verticalHeader().length() + sheet.horizontalHeader().sizeHint().height()
        sheet.setFixedHeight(rows + 2 * FRAME)
        sheet.cell_chosen.connect(self.flips_chosen)
        self.sheets.append(sheet)
        layout.addWidget(sheet)
        where = count_text(gains.n, "photo")
        if gains.patients is not None:
            where = self.tr("{0} of {1}").format(where, count_text(gains.patients, "patient"))
        self._say(layout, where)

    def _sheet(self, title: str, gains: Gains) -> SheetData:
        headings = (
            Heading(self.tr("Model"), number=False),
            Heading(self.tr("Before, %")),
            Heading(self.tr("After, %")),
            Heading(self.tr("Gain"), self.tr("Points of weighted accuracy")),
            Heading(self.tr("95 % interval"), number=False),
            Heading(self.tr("p")),
            Heading(self.tr("Mended"), self.tr("Wrong before, right after")),
            Heading(self.tr("Broken"), self.tr("Right before, wrong after")),
        )
        rows = [self._row(gain, title) for gain in gains.all()]
        if len(gains.models) > 1:
            rows.append(
                (
                    Cell(self.tr("Mean of the models"), strong=True),
                    Cell(""),
                    Cell(""),
                    Cell(points(gains.mean), 100 * gains.mean, strong=True),
                    Cell(interval_text(gains.mean_interval), strong=True),
                    *(Cell(""),) * 3,
                )
            )
        return SheetData(title, headings, tuple(rows))

    def _row(self, gain: Gain, judged: str) -> tuple[Cell, ...]:
        name = title_of(gain)
        return (
            Cell(name, tip=self.tr("{0} before, {1} after").format(gain.baseline, gain.retrained)),
            Cell(f"{100 * gain.before:.1f}", 100 * gain.before),
            Cell(f"{100 * gain.after:.1f}", 100 * gain.after),
            Cell(points(gain.gain), 100 * gain.gain),
            Cell(interval_text(gain.interval)),
            Cell(p_text(gain.adjusted), gain.adjusted),
            self._flips(gain.mended, self.tr("mended by the round, {0}: {1}").format(name, judged)),
            self._flips(gain.broken, self.tr("broken by the round, {0}: {1}").format(name, judged)),
        )

    def _flips(self, ids: tuple[int, ...], reason: str) -> Cell:
        return Cell(f"{len(ids):,}", len(ids), Flips(ids, reason) if ids else None)

    def _say(self, layout: QVBoxLayout, text: str) -> None:
        label = WrappedLabel(text)
        label.setObjectName("small")
        layout.addWidget(label)
