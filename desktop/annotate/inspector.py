"""The right-hand panel: what is known and said about the photograph shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QItemSelectionModel, QSize, Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QCheckBox,
    QComboBox,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QScrollArea,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from core.project.labels import ImageState
from desktop.annotate.class_palette import class_icon
from desktop.annotate.editing import ATTRIBUTES
from desktop.annotate.history_panel import HistoryPanel
from desktop.annotate.painting import ClassStyle, style_of
from desktop.annotate.prediction_panel import PredictionPanel
from desktop.elided_label import ElidedLabel
from desktop.theme import SPACE, icon
from desktop.translating import core_text

if TYPE_CHECKING:
    from collections.abc import Collection

    from core.project.labels import ImageLabels


REVEAL_AFTER = 120
"""Milliseconds until what has grown is brought into sight."""


class Section(QWidget):
    """A heading, perhaps folded, over content."""

    opened = Signal()

    def __init__(self, title: str, *, folded: bool | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title = title
        self._heading = QLabel(title)
        self._heading.setObjectName("heading")
        self._arrow = QToolButton()
        self._arrow.setAutoRaise(True)
        self._arrow.setAccessibleName(title)
        self._arrow.setVisible(folded is not None)
        self._arrow.setStyleSheet("QToolButton { border: none; }")
        self.body = QWidget()
        self.content = QVBoxLayout(self.body)
        self.content.setContentsMargins(0, 0, 0, 0)
        self.content.setSpacing(SPACE)
        top = QHBoxLayout()
        top.setContentsMargins(0, 0, 0, 0)
        top.addWidget(self._heading, 1)
        top.addWidget(self._arrow)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(2 * SPACE, SPACE, 2 * SPACE, SPACE)
        layout.setSpacing(SPACE)
        layout.addLayout(top)
        layout.addWidget(self.body)
        self._arrow.clicked.connect(lambda: self.fold(self.is_open))
        self.fold(bool(folded))

    @property
    def is_open(self) -> bool:
        return not self.body.isHidden()

    def fold(self, folded: bool) -> None:
        """Hide or show the content."""
        self.body.setHidden(folded)
        self._arrow.setIcon(icon("chevron-down" if folded else "chevron-up", tone="muted"))
        if not folded:
            self.opened.emit()

    def set_title(self, title: str) -> None:
        """Give it another heading."""
        self._title = title
        self._heading.setText(title)
        self._arrow.setAccessibleName(title)

    def set_count(self, count: int | None) -> None:
        """Put a number behind the title."""
        self._heading.setText(self._title if count is None else f"{self._title}  ·  {count}")


class Inspector(QScrollArea):
    """Diagnosis, state, boxes with their attributes, predictions, history.

    Signals:
        diagnosis_asked: Class id, or None to clear it.
        state_asked: An `ImageState`.
        selection_asked: Select exactly these uids (a tuple).
        class_asked: Give the selected boxes this class id.
        attribute_asked: Name of a box attribute, and whether it shall be set.
        history_asked: The history was unfolded.
    """

    diagnosis_asked = Signal(object)
    state_asked = Signal(object)
    selection_asked = Signal(object)
    class_asked = Signal(int)
    attribute_asked = Signal(str, bool)
    history_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("panelRight")
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMinimumWidth(264)
        self._filling = False
        self._styles: dict[int, ClassStyle] = {}

        self._name = ElidedLabel()
        self._name.setObjectName("photoName")
        self._facts = QLabel()
        self._facts.setObjectName("small")
        self._facts.setWordWrap(True)
        self._states = {
            state: self._state_button(text, name, state)
            for state, text, name in (
                (ImageState.VERIFIED, self.tr("Verified"), "verify"),
                (ImageState.REJECTED, self.tr("Rejected"), "reject"),
                (ImageState.NOISE, self.tr("Noise"), "warning"),
            )
        }
        self._diagnosis = _class_combo(self.tr("Diagnosis of the whole photograph"))
        self._box_class = _class_combo(self.tr("Class of the selected boxes"))
        self._boxes = QListWidget()
        self._boxes.setAccessibleName(self.tr("Boxes"))
        self._boxes.setProperty("framed", True)
        self._boxes.setIconSize(QSize(36, 18))
        self._boxes.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self._no_boxes = QLabel(self.tr("No box yet: drag over the lesion, or press W."))
        self._no_boxes.setObjectName("muted")
        self._no_boxes.setWordWrap(True)
        self._attributes = {name: QCheckBox(core_text(name.capitalize())) for name in ATTRIBUTES}
        self.predictions = PredictionPanel()
        self.history = HistoryPanel()
        self._lay_out()

        self._diagnosis.activated.connect(lambda _index: self._ask(self.diagnosis_asked, self._diagnosis.currentData()))
        self._box_class.activated.connect(lambda _index: self._ask_class())
        self._boxes.itemSelectionChanged.connect(self._selection_changed)
        self._history_section.opened.connect(self.history_asked)
        # On a small screen it comes up below the fold; its place is known once several layouts have passed it on.
        self._reveal = QTimer(self)
        self._reveal.setSingleShot(True)
        self._reveal.setInterval(REVEAL_AFTER)
        self._reveal.timeout.connect(self._bring_into_sight)
        self._revealed: QWidget = self.predictions.heat
        self.history.chosen.connect(lambda _item: self._reveal_soon(self.history.restore))
        self.predictions.heat.grew.connect(lambda: self._reveal_soon(self.predictions.heat))
        for name, check in self._attributes.items():
            check.clicked.connect(lambda on, name=name: self.attribute_asked.emit(name, on))

    # What is shown

    @property
    def history_open(self) -> bool:
        return self._history_section.is_open

    def set_classes(self, styles: dict[int, ClassStyle]) -> None:
        """Offer these classes, in this order."""
        self._styles = styles
        self._filling = True
        for combo, none in ((self._diagnosis, self.tr("No diagnosis")), (self._box_class, "")):
            combo.clear()
            if none:
                combo.addItem(none, None)
            for class_id, style in styles.items():
                combo.addItem(class_icon(style, self), style.name, class_id)
        self._filling = False

    def set_heading(self, name: str, facts: str) -> None:
        """Name of the photograph and what is known of it."""
        self._name.set_text(name)
        self._facts.setText(facts)

    def show_labels(self, labels: ImageLabels | None, selected: Collection[str], *, editable: bool) -> None:
        """Show what is said about the photograph; None where none is open."""
        self._filling = True
        boxes = () if labels is None else labels.boxes
        self._diagnosis.setCurrentIndex(
            max(0, self._diagnosis.findData(labels.diagnosis)) if labels is not None and labels.diagnosis else 0
        )
        for state, button in self._states.items():
            button.setChecked(labels is not None and labels.state is state)
            button.setEnabled(editable and labels is not None)
        self._boxes.clear()
        for entry in boxes:
            style = style_of(self._styles, entry.class_id)
            text = f"{style.name}\n{entry.box.width:.0f} × {entry.box.height:.0f} px"
            marks = [name for name in ATTRIBUTES if getattr(entry, name)]
            item = QListWidgetItem(class_icon(style, self), " · ".join((text, *marks)))
            item.setData(Qt.ItemDataRole.UserRole, entry.uid)
            item.setSizeHint(QSize(0, 42))
            if entry.note:
                item.setToolTip(entry.note)
            self._boxes.addItem(item)
        self._boxes.setVisible(bool(boxes))
        self._no_boxes.setVisible(not boxes)
        self._boxes.setFixedHeight(min(5, max(1, len(boxes))) * 42 + 4)
        self._boxes_section.set_count(len(boxes) or None)
        self._diagnosis.setEnabled(editable and labels is not None)
        self._filling = False
        self.show_selection(labels, selected, editable=editable)

    def show_selection(self, labels: ImageLabels | None, selected: Collection[str], *, editable: bool) -> None:
        """Show which boxes are selected, and what they are."""
        self._filling = True
        chosen = [entry for entry in (() if labels is None else labels.boxes) if entry.uid in selected]
        for place in range(self._boxes.count()):
            item = self._boxes.item(place)
            item.setSelected(item.data(Qt.ItemDataRole.UserRole) in selected)
            if item.isSelected():
                self._boxes.setCurrentItem(item, QItemSelectionModel.SelectionFlag.NoUpdate)
        shared = {entry.class_id for entry in chosen}
        self._box_class.setCurrentIndex(self._box_class.findData(shared.pop()) if len(shared) == 1 else -1)
        self._details.setVisible(bool(chosen))
        self._box_class.setEnabled(editable)
        for name, check in self._attributes.items():
            check.setChecked(bool(chosen) and all(getattr(entry, name) for entry in chosen))
            check.setEnabled(editable)
        self._filling = False

    def open_history(self) -> None:
        """Unfold the history, bring it into sight and give it the keys."""
        self._history_section.fold(False)
        self._reveal_soon(self.history)
        (self.history.list if self.history.list.isVisibleTo(self) else self.history.of_photo).setFocus()

    # Layout

    def _lay_out(self) -> None:
        page = QWidget()
        page.setObjectName("panel")
        layout = QVBoxLayout(page)
        layout.setContentsMargins(0, SPACE, 0, SPACE)
        layout.setSpacing(0)
        heading = QVBoxLayout()
        heading.setContentsMargins(2 * SPACE, SPACE // 2, 2 * SPACE, SPACE // 2)
        heading.setSpacing(SPACE // 2)
        heading.addWidget(self._name)
        heading.addWidget(self._facts)
        states = QHBoxLayout()
        states.setSpacing(SPACE // 2)
        states.setContentsMargins(0, SPACE // 2, 0, 0)
        for button in self._states.values():
            states.addWidget(button, 1)
        heading.addLayout(states)
        layout.addLayout(heading)

        diagnosis = Section(self.tr("Diagnosis"))
        diagnosis.content.addWidget(self._diagnosis)
        self._boxes_section = Section(self.tr("Lesion boxes"))
        self._boxes_section.content.addWidget(self._no_boxes)
        self._boxes_section.content.addWidget(self._boxes)
        self._details = QWidget()
        details = QVBoxLayout(self._details)
        details.setContentsMargins(0, 0, 0, 0)
        details.setSpacing(SPACE)
        details.addWidget(self._box_class)
        grid = QGridLayout()
        grid.setSpacing(SPACE // 2)
        for place, check in enumerate(self._attributes.values()):
            grid.addWidget(check, place // 2, place % 2)
        details.addLayout(grid)
        self._boxes_section.content.addWidget(self._details)
        predictions = Section(self.tr("Predictions"))
        predictions.content.addWidget(self.predictions)
        self._history_section = Section(self.tr("History"), folded=True)
        self._history_section.content.addWidget(self.history)
        for section in (diagnosis, self._boxes_section, predictions, self._history_section):
            layout.addWidget(_rule())
            layout.addWidget(section)
        layout.addStretch(1)
        self.setWidget(page)

    def _state_button(self, text: str, name: str, state: ImageState) -> QPushButton:
        button = QPushButton(icon(name), text)
        button.setCheckable(True)
        button.setProperty("segment", True)
        button.clicked.connect(lambda on: self.state_asked.emit(state if on else ImageState.LABELLED))
        return button

    def _reveal_soon(self, part: QWidget) -> None:
        self._revealed = part
        self._reveal.start()

    def _bring_into_sight(self) -> None:
        if self._revealed.isVisible():
            self.ensureWidgetVisible(self._revealed, 0, 2 * SPACE)

    # What the person asks for

    def _ask(self, signal: object, value: object) -> None:
        if not self._filling:
            signal.emit(value)  # type: ignore[attr-defined]

    def _ask_class(self) -> None:
        class_id = self._box_class.currentData()
        if not self._filling and class_id is not None:
            self.class_asked.emit(int(class_id))

    def _selection_changed(self) -> None:
        if not self._filling:
            uids = tuple(item.data(Qt.ItemDataRole.UserRole) for item in self._boxes.selectedItems())
            self.selection_asked.emit(uids)


def _rule() -> QFrame:
    rule = QFrame()
    rule.setObjectName("separator")
    rule.setFixedHeight(1)
    return rule


def _class_combo(name: str) -> QComboBox:
    combo = QComboBox()
    combo.setAccessibleName(name)
    combo.setToolTip(name)
    combo.setIconSize(QSize(36, 18))
    combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    combo.setMinimumContentsLength(10)
    combo.setMaxVisibleItems(20)
    return combo
