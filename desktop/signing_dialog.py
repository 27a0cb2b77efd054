"""Signing off a version from the window: what would be signed, and earlier versions beside the labels of today."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QLineEdit,
    QProgressBar,
    QPushButton,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from core.errors import DermDeskError
from core.project.project import Project
from core.project.signing import (
    Standing,
    Version,
    VersionCheck,
    VersionList,
    check_version,
    sign_off,
    stand,
    versions,
)
from core.project.snapshot import freeze
from desktop.jobs.background import Errand
from desktop.theme import SPACE, redress
from desktop.translating import core_text, told
from desktop.wording import count_text, date_text, percent_text
from desktop.wrapped_label import WrappedLabel

if TYPE_CHECKING:
    from pathlib import Path

SHORT_HASH = 12


@dataclass(frozen=True, slots=True)
class _Seen:
    standing: Standing | None
    problem: str
    listed: VersionList
    checks: dict[str, VersionCheck]


class SigningDialog(QDialog):
    """Name and note of a version, what it would hold, *Sign off*, and the versions signed before.

    Args:
        project: The open one.
        who: The person at work, who signs.
        parent: The window.
    """

    def __init__(self, project: Project, who: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._project, self._who = project, who
        self._seen: _Seen | None = None
        self._errand: Errand[_Seen] | None = None
        self._signing: Errand[Version] | None = None
        self.setWindowTitle(self.tr("Sign off a version"))
        self.resize(820, 600)
        note = WrappedLabel(
            self.tr(
                "A version freezes the labels of now under a name, with whoever answers for them. Its hash is over "
                "photographs, classes, sides and boxes: the same labels have the same hash on every computer."
            )
        )
        note.setObjectName("muted")
        self.name = QLineEdit(datetime.now().astimezone().strftime("%Y-%m-%d"))
        self.name.setAccessibleName(self.tr("Name"))
        self.name.selectAll()  # what is typed first takes its place: a signature stays for good
        self.note = QLineEdit()
        self.note.setAccessibleName(self.tr("Note"))
        self.note.setPlaceholderText(self.tr("What it is for"))
        self._counts = WrappedLabel()
        self.unlabelled = QCheckBox()
        form = QFormLayout()
        form.setHorizontalSpacing(2 * SPACE)
        form.setVerticalSpacing(SPACE)
        form.addRow(self.tr("Name"), self.name)
        form.addRow(self.tr("Note"), self.note)
        form.addRow(self.tr("Signed by"), QLabel(who))
        form.addRow(self.tr("Holds"), self._counts)
        form.addRow("", self.unlabelled)
        self.table = QTableWidget(0, 6)
        self.table.setAccessibleName(self.tr("Signed-off versions"))
        self.table.setProperty("framed", True)
        self.table.setShowGrid(False)
        self.table.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        self.table.setSelectionBehavior(QTableWidget.SelectionBehavior.SelectRows)
        self.table.setSelectionMode(QTableWidget.SelectionMode.SingleSelection)
        self.table.setTabKeyNavigation(False)
        self.table.verticalHeader().hide()
        self.table.setHorizontalHeaderLabels(
            [self.tr("Version"), self.tr("Signed"), self.tr("By"), self.tr("Verified"), self.tr("Hash"),
             self.tr("Today")]
        )  # fmt: skip
        header = self.table.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(5, QHeaderView.ResizeMode.Stretch)
        header.setHighlightSections(False)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self._none = QLabel(self.tr("No version yet."))
        self._none.setObjectName("muted")
        self._none.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._busy = QProgressBar()
        self._busy.setRange(0, 0)
        self._busy.setTextVisible(False)
        self._busy.setFixedHeight(5)
        policy = self._busy.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        self._busy.setSizePolicy(policy)
        self._said = WrappedLabel()
        self.sign = QPushButton(self.tr("Sign off"))
        self.sign.setProperty("primary", True)
        self.sign.setMinimumWidth(110)
        self.sign.setDefault(True)
        self.copy = QPushButton(self.tr("Copy hash"))
        self.copy.setAutoDefault(False)
        self.copy.setToolTip(self.tr("All 64 digits of the chosen version's hash"))
        row = QHBoxLayout()
        row.addWidget(self.copy)
        row.addStretch(1)
        row.addWidget(self.sign)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(3 * SPACE, 3 * SPACE, 3 * SPACE, 2 * SPACE)
        layout.setSpacing(2 * SPACE)
        layout.addWidget(note)
        layout.addLayout(form)
        layout.addWidget(self.table, 1)
        layout.addWidget(self._none, 1)
        layout.addWidget(self._busy)
        layout.addWidget(self._said)
        layout.addLayout(row)
        layout.addWidget(buttons)
        self.unlabelled.hide()
        self._said.hide()
        self.name.textChanged.connect(lambda _text: self._enable())
        self.unlabelled.toggled.connect(lambda _on: self._enable())
        self.table.itemSelectionChanged.connect(self._enable)
        self.sign.clicked.connect(lambda _on=False: self.sign_now())
        self.copy.clicked.connect(lambda _on=False: self.copy_hash())
        buttons.rejected.connect(self.reject)
        self.read()

    @property
    def said(self) -> str:
        """What came of the last attempt."""
        return self._said.text()

    @property
    def counts(self) -> str:
        """What would be signed, in words."""
        return self._counts.text()

    @property
    def is_ready(self) -> bool:
        """Whether versions and counts are shown."""
        return self._seen is not None

    def read(self) -> None:
        """Count the labels of now and check the versions, in the background."""
        folder = self._project.folder
        self._seen = None
        self._errand = Errand(lambda: _look(folder), self)
        self._errand.done.connect(self._show)
        self._errand.failed.connect(self._failed)
        self._busy.show()
        self._enable()
        self._errand.start()

    def sign_now(self) -> None:
        """Sign under the name that stands there, in the background."""
        folder, who, name, note = self._project.folder, self._who, self.name.text(), self.note.text()
        unlabelled_too = self.unlabelled.isChecked()

        def work() -> Version:
            with Project.open(folder, read_only=True) as project:
                return sign_off(project, name, who=who, note=note, unlabelled_too=unlabelled_too)

        self._signing = Errand(work, self)
        self._signing.done.connect(self._signed)
        self._signing.failed.connect(self._failed)
        self._busy.show()
        self.sign.setEnabled(False)
        self._signing.start()

    def _signed(self, made: Version) -> None:
        self._say(self.tr("Signed {0} with the hash {1}…").format(made.name, made.digest[:SHORT_HASH]), "muted")
        self.note.clear()
        self.read()

    def copy_hash(self) -> None:
        """Copy the whole hash of the chosen version."""
        row = self._row()
        if self._seen is not None and row >= 0:
            version = self._seen.listed.versions[row]
            QApplication.clipboard().setText(version.digest)
            self._say(self.tr("Copied the hash of {0}.").format(version.name), "muted")

    def _row(self) -> int:
        rows = self.table.selectionModel().selectedRows()
        return rows[0].row() if rows else -1

    def _show(self, seen: _Seen) -> None:
        self._seen = seen
        self._busy.hide()
        self._show_counts(seen)
        found = seen.listed.versions
        self.table.setRowCount(len(found))
        for row, entry in enumerate(found):
            check = seen.checks[entry.name]
            texts = (
                entry.name, date_text(entry.at), entry.who, percent_text(entry.standing.share_verified),
                entry.digest[:SHORT_HASH], self._today(check),
            )  # fmt: skip
            for column, text in enumerate(texts):
                item = QTableWidgetItem(text)
                item.setToolTip(entry.digest if column == 4 else entry.note if column == 0 and entry.note else text)
                self.table.setItem(row, column, item)
        self.table.setVisible(bool(found))
        self.copy.setVisible(bool(found))
        self._none.setVisible(not found)
        if found:
            self.table.selectRow(0)
        if seen.listed.broken:
            lines = [f"{entry.name}: {core_text(entry.reason)}" for entry in seen.listed.broken]
            self._say("\n".join(lines), "problem")
        self._enable()

    def _show_counts(self, seen: _Seen) -> None:
        standing = seen.standing
        if standing is None:
            self._counts.setText(seen.problem)
            return
        sides = [
            f"{core_text(side) if side else self.tr('no side')} {number:,}"
            for side, number in sorted(standing.by_split.items())
        ]
        lines = [
            " · ".join(
                (
                    count_text(standing.images, "photograph"),
                    count_text(standing.boxes, "box"),
                    self.tr("{0} verified").format(percent_text(standing.share_verified)),
                    *([self.tr("{0} left out").format(f"{standing.left_out:,}")] if standing.left_out else []),
                )
            ),
            " · ".join(f"{core_text(state)} {number:,}" for state, number in sorted(standing.by_state.items())),
            " · ".join(sides),
            " · ".join(
                f"{name or self.tr('no class')} {number:,}"
                for name, number in sorted(standing.by_class.items(), key=lambda entry: -entry[1])[:8]
            )
            + (" …" if len(standing.by_class) > 8 else ""),
        ]
        self._counts.setText("\n".join(lines))
        self.unlabelled.setVisible(bool(standing.unlabelled))
        self.unlabelled.setText(
            self.tr("Sign although {0} have no labels").format(count_text(standing.unlabelled, "photograph"))
        )

    def _today(self, check: VersionCheck) -> str:
        if not check.intact:
            return core_text(check.problem)
        if check.as_signed:
            return self.tr("as signed")
        if not check.differing:
            return self.tr("other classes")
        parts = [
            text.format(f"{number:,}")
            for text, number in (
                (self.tr("{0} changed"), check.changed),
                (self.tr("{0} added"), check.added),
                (self.tr("{0} removed"), check.removed),
            )
            if number
        ]
        differ = self.tr("{0} differ").format(count_text(check.differing, "photograph"))
        return f"{differ} ({', '.join(parts)})"

    def _enable(self) -> None:
        standing = None if self._seen is None else self._seen.standing
        ready = standing is not None and not self._project.read_only and bool(self.name.text().strip())
        unlabelled = standing is not None and standing.unlabelled > 0 and not self.unlabelled.isChecked()
        self.sign.setEnabled(ready and not unlabelled)
        self.copy.setEnabled(self._seen is not None and self._row() >= 0)

    def _failed(self, error: Exception) -> None:
        self._busy.hide()
        self._say(told(error), "problem")
        self._enable()

    def _say(self, text: str, tone: str) -> None:
        self._said.setText(text)
        self._said.setObjectName(tone)
        redress(self._said)
        self._said.show()


def _look(folder: Path) -> _Seen:
    # A project belongs to one thread, so this one opens its own, to read.
    listed = versions(folder)
    with Project.open(folder, read_only=True) as project:
        try:
            now = freeze(project)
        except DermDeskError as error:
            return _Seen(None, told(error), listed, {entry.name: VersionCheck() for entry in listed.versions})
        checks = {entry.name: check_version(project, entry, now=now) for entry in listed.versions}
    return _Seen(stand(now), "", listed, checks)
