"""The right-hand panel: what is known and said about the photograph shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QAbstractButton,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QSlider,
    QVBoxLayout,
    QWidget,
)

from core.project.labels import ImageState
from desktop.annotate.box_details import BoxDetails
from desktop.annotate.box_list import BoxList
from desktop.annotate.class_combo import ClassCombo
from desktop.annotate.history_panel import HistoryPanel
from desktop.annotate.keys_back import KeysBack
from desktop.annotate.prediction_panel import PredictionPanel
from desktop.annotate.section import Section
from desktop.elided_label import ElidedLabel
from desktop.theme import SPACE, icon

if TYPE_CHECKING:
    from collections.abc import Collection

    from core.project.labels import ImageLabels
    from desktop.annotate.painting import ClassStyle


REVEAL_AFTER = 120
"""Milliseconds until what has grown is brought into sight."""


class Inspector(QScrollArea):
    """Diagnosis, state, boxes with their attributes, predictions, history.

    Signals:
        diagnosis_asked: Class id, or None to clear it.
        state_asked: An `ImageState`; the button keeps showing the present one until it is that.
        selection_asked: Select exactly these uids (a tuple).
        class_asked: Give the selected boxes this class id.
        attribute_asked: Name of a box attribute, and whether it shall be set.
        note_asked: Write this note on the selected boxes.
        note_done: The note is written or left, with Return or Escape.
        history_asked: The history was unfolded.
    """

    diagnosis_asked = Signal(object)
    state_asked = Signal(object)
    selection_asked = Signal(object)
    class_asked = Signal(int)
    attribute_asked = Signal(str, bool)
    note_asked = Signal(str)
    note_done = Signal()
    history_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("panelRight")
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMinimumWidth(264)
        # A press beside its inputs is for nothing: it must not take the keys from the canvas.
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
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
        self._diagnosis = ClassCombo(self.tr("Diagnosis of the whole photograph"), none=self.tr("No diagnosis"))
        self._boxes = BoxList()
        self._details = BoxDetails()
        self._no_boxes = QLabel(self.tr("No box yet: drag over the lesion, or press W."))
        self._no_boxes.setObjectName("muted")
        self._no_boxes.setWordWrap(True)
        self.predictions = PredictionPanel()
        self.history = HistoryPanel()
        self._lay_out()

        self._diagnosis.activated.connect(lambda _index: self.diagnosis_asked.emit(self._diagnosis.currentData()))
        self._boxes.selection_asked.connect(self.selection_asked)
        self._details.class_asked.connect(self.class_asked)
        self._details.attribute_asked.connect(self.attribute_asked)
        self._details.note_asked.connect(self.note_asked)
        self._details.note.done.connect(self.note_done)
        self._history_section.opened.connect(self.history_asked)
        # On a small screen it comes up below the fold; its place is known once several layouts have passed it on.
        self._reveal = QTimer(self)
        self._reveal.setSingleShot(True)
        self._reveal.setInterval(REVEAL_AFTER)
        self._reveal.timeout.connect(self._bring_into_sight)
        self._revealed: QWidget = self.predictions.heat
        self.history.chosen.connect(lambda _item: self._reveal_soon(self.history.restore))
        self.predictions.heat.grew.connect(lambda: self._reveal_soon(self.predictions.heat))

    # What is shown

    @property
    def history_open(self) -> bool:
        return self._history_section.is_open

    def set_classes(self, styles: dict[int, ClassStyle]) -> None:
        """Offer these classes, in this order."""
        self._styles = styles
        self._diagnosis.set_classes(styles)
        self._details.class_combo.set_classes(styles)

    def set_heading(self, name: str, facts: str) -> None:
        """Name of the photograph and what is known of it."""
        self._name.set_text(name)
        self._facts.setText(facts)

    def show_labels(self, labels: ImageLabels | None, selected: Collection[str], *, editable: bool) -> None:
        """Show what is said about the photograph; None where none is open."""
        boxes = () if labels is None else labels.boxes
        self._diagnosis.setCurrentIndex(
            max(0, self._diagnosis.findData(labels.diagnosis)) if labels is not None and labels.diagnosis else 0
        )
        for state, button in self._states.items():
            button.setChecked(labels is not None and labels.state is state)
            button.setEnabled(editable and labels is not None)
        self._boxes.show_boxes(boxes, self._styles)
        self._boxes.setVisible(bool(boxes))
        self._no_boxes.setVisible(not boxes)
        self._boxes_section.set_count(len(boxes) or None)
        self._diagnosis.setEnabled(editable and labels is not None)
        self.show_selection(labels, selected, editable=editable)

    def show_selection(self, labels: ImageLabels | None, selected: Collection[str], *, editable: bool) -> None:
        """Show which boxes are selected, and what they are."""
        self._boxes.show_selection(selected)
        chosen = [entry for entry in (() if labels is None else labels.boxes) if entry.uid in selected]
        self._details.show_boxes(chosen, editable=editable)

    def edit_note(self) -> None:
        """Put the cursor into the note on the selected boxes."""
        self.ensureWidgetVisible(self._details.note)
        self._details.note.setFocus()
        self._details.note.selectAll()

    def finish_note(self) -> None:
        """Say the note that is being typed, since what it is for won't be shown any longer."""
        self._details.note.finish()

    def hand_keys_to(self, owner: QWidget) -> None:
        """Let a press of the mouse on any input but the text field give the keys to this widget."""
        keys = KeysBack(owner, self)
        inputs = (self._diagnosis, self._boxes, self._details.class_combo, self.predictions.list, self._page)
        keys.watch(*inputs, *(part for kind in (QAbstractButton, QSlider) for part in self.findChildren(kind)))

    def open_history(self) -> None:
        """Unfold the history, bring it into sight and give it the keys."""
        self._history_section.fold(False)
        self._reveal_soon(self.history)
        (self.history.list if self.history.list.isVisibleTo(self) else self.history.of_photo).setFocus()

    # Layout

    def _lay_out(self) -> None:
        self._page = QWidget()
        self._page.setObjectName("panel")
        layout = QVBoxLayout(self._page)
        layout.setContentsMargins(0, SPACE, 0, SPACE)
        layout.setSpacing(0)
        heading = QVBoxLayout()
        heading.setContentsMargins(2 * SPACE, SPACE // 2, 2 * SPACE, SPACE)
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
        self._boxes_section.content.addWidget(self._details)
        predictions = Section(self.tr("Predictions"))
        predictions.content.addWidget(self.predictions)
        self._history_section = Section(self.tr("History"), folded=True)
        self._history_section.content.addWidget(self.history)
        for section in (diagnosis, self._boxes_section, predictions, self._history_section):
            layout.addWidget(_rule())
            layout.addWidget(section)
        layout.addStretch(1)
        self.setWidget(self._page)

    def _state_button(self, text: str, name: str, state: ImageState) -> QPushButton:
        button = QPushButton(icon(name), text)
        button.setCheckable(True)
        button.setProperty("segment", True)
        button.clicked.connect(lambda on: self._ask_state(button, state if on else ImageState.LABELLED))
        return button

    def _ask_state(self, button: QPushButton, state: ImageState) -> None:
        # Down again once that is the state: perhaps a reason is asked for first, and the question left unanswered.
        button.setChecked(not button.isChecked())
        self.state_asked.emit(state)

    def _reveal_soon(self, part: QWidget) -> None:
        self._revealed = part
        self._reveal.start()

    def _bring_into_sight(self) -> None:
        if self._revealed.isVisible():
            self.ensureWidgetVisible(self._revealed, 0, 2 * SPACE)


def _rule() -> QFrame:
    rule = QFrame()
    rule.setObjectName("separator")
    rule.setFixedHeight(1)
    return rule
