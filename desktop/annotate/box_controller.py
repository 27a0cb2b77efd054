"""Decisions about the human boxes of the photograph shown: what is selected, what is drawn, changed and deleted."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from desktop.annotate import editing
from desktop.annotate.painting import ClassStyle, class_styles, style_of
from desktop.annotate.sticky_class import StickyClass

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from core.geometry import Box
    from core.project.labels import Edit, ImageLabels
    from desktop.actions import Actions
    from desktop.annotate.open_photo import OpenPhoto
    from desktop.annotate.view import AnnotateView
    from desktop.session import Session


DIRECTIONS = {"left": (-1.0, 0.0), "right": (1.0, 0.0), "up": (0.0, -1.0), "down": (0.0, 1.0)}


class BoxController(QObject):
    """Turns what a person does to boxes into edits, and shows the boxes as they are stored.

    Signals:
        shown: The stored boxes were shown anew.
        selection_changed: Other boxes are selected, or none.
    """

    shown = Signal()
    selection_changed = Signal()

    def __init__(self, session: Session, view: AnnotateView, photo: OpenPhoto, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._view = view
        self._photo = photo
        self._styles: dict[int, ClassStyle] = {}
        self._sticky = StickyClass()
        canvas, inspector = view.canvas, view.inspector
        canvas.box_drawn.connect(self.draw)
        canvas.boxes_reshaped.connect(self.reshape)
        canvas.selection_asked.connect(self.select)
        canvas.lock_met.connect(self._tell_locked)
        inspector.selection_asked.connect(self.select)
        inspector.class_asked.connect(self.give_class)
        inspector.attribute_asked.connect(self.set_attribute)
        inspector.note_asked.connect(self.set_note)
        view.class_asked.connect(self.give_class)

    def connect_actions(self, actions: Actions) -> None:
        """Let the table's rows about boxes do their work."""
        handlers: dict[str, Callable[[], object]] = {
            "delete": self.delete,
            "duplicate": self.duplicate,
            "lock": partial(self.toggle, "locked"),
            "difficult": partial(self.toggle, "difficult"),
            "truncated": partial(self.toggle, "truncated"),
            "occluded": partial(self.toggle, "occluded"),
            "note": self._view.inspector.edit_note,
            "select_all": self.select_all,
            "next_box": partial(self.step, 1),
            "previous_box": partial(self.step, -1),
            "fit_selection": self.fit_selection,
            "choose_class": self.open_palette,
        }
        for number in range(1, 11):
            handlers[f"class_{number}"] = partial(self.by_digit, number, self.give_class)
        for name, (dx, dy) in DIRECTIONS.items():
            handlers[f"nudge_{name}"] = partial(self.nudge, dx, dy)
            handlers[f"push_{name}"] = partial(self.nudge, 10 * dx, 10 * dy)
            handlers[f"resize_{name}"] = partial(self.resize, dx, dy)
            handlers[f"stretch_{name}"] = partial(self.resize, 10 * dx, 10 * dy)
        actions.connect_all(handlers)

    @property
    def styles(self) -> dict[int, ClassStyle]:
        return self._styles

    # Classes

    def forget_classes(self) -> None:
        """No class was chosen yet, since another project was opened."""
        self._sticky = StickyClass()

    def read_classes(self) -> None:
        """Read the class table again."""
        self._styles = class_styles(self._session.project.classes) if self._session.has_project else {}
        self._view.set_classes(self._styles)
        self._sticky.keep_to(list(self._styles))
        self._tell_next_class()

    def choose_next_class(self) -> None:
        """Choose the next box's class for a photograph just opened."""
        diagnosis = self._photo.labels.diagnosis
        self._sticky.open_photo(diagnosis if diagnosis in self._styles else None)
        self._tell_next_class()

    def give_class(self, class_id: int) -> None:
        """Give the selected boxes this class, or the next box where none is selected."""
        photo = self._photo
        edit = None
        if photo.record is not None and photo.selected:
            edit = editing.set_class(photo.record.id, photo.labels, photo.selected, class_id)
        self._sticky.choose(class_id, edit)
        self._tell_next_class()
        photo.apply(edit)

    def labels_changed(self, image_id: int, labels: ImageLabels) -> None:
        """The stored labels of a photograph are new: an edit, its undo or its redo."""
        if self._sticky.follow(image_id, labels):
            self._tell_next_class()

    def by_digit(self, number: int, give: Callable[[int], None]) -> None:
        """Give the class at this place of the list, counted from 1; says so where there is none."""
        ids = list(self._styles)
        if number <= len(ids):
            give(ids[number - 1])
        elif ids:
            why = self.tr("There is no class {0}: the project has {1}.").format(number, len(ids))
            self._session.set_status(why, "info")
        else:
            self._session.set_status(self.tr("The project has no classes yet. Project > Classes… adds some."), "info")

    def open_palette(self) -> None:
        """Let the person type a class."""
        if self._session.has_project:
            self._view.open_class_palette(self._session.project.classes)

    def _tell_next_class(self) -> None:
        chosen = self._sticky.next
        self._view.set_next_class(None if chosen is None else style_of(self._styles, chosen))

    # Selection

    def show(self) -> None:
        """Show the boxes as they are stored."""
        photo = self._photo
        self._view.canvas.set_boxes(photo.labels.boxes)
        self._view.canvas.set_selected(photo.selected)
        self._view.inspector.show_labels(
            photo.labels if photo.record is not None else None, photo.selected, editable=photo.editable
        )
        self.shown.emit()

    def select(self, uids: Sequence[str]) -> None:
        """Select exactly these boxes."""
        self._view.inspector.finish_note()
        photo = self._photo
        photo.selected = frozenset(uids)
        self._view.canvas.set_selected(photo.selected)
        self._view.inspector.show_selection(photo.labels, photo.selected, editable=photo.editable)
        self.selection_changed.emit()

    def select_all(self) -> None:
        """Select all boxes of the photograph."""
        self.select(tuple(box.uid for box in self._photo.labels.boxes))

    def select_none(self) -> None:
        """Select no box."""
        if self._photo.selected:
            self.select(())

    def step(self, step: int) -> None:
        """Select the next or the previous box, round and round; from none the first or the last."""
        boxes = self._photo.labels.boxes
        if not boxes:
            self._session.set_status(self.tr("There is no box on this photo."), "info")
            return
        here = [place for place, box in enumerate(boxes) if box.uid in self._photo.selected]
        start = (max(here) if step > 0 else min(here)) if here else (-1 if step > 0 else 0)
        box = boxes[(start + step) % len(boxes)]
        self.select((box.uid,))
        canvas = self._view.canvas
        canvas.bring_into_sight(box.box)
        # The arrows are for the box now, wherever they were.
        canvas.setFocus()

    def fit_selection(self) -> None:
        """Zoom to the selected boxes."""
        photo = self._photo
        self._view.canvas.fit_boxes([box.box for box in photo.labels.boxes if box.uid in photo.selected])

    # Edits

    def draw(self, box: Box) -> None:
        """Store a box that was drawn, and select it."""
        photo = self._photo
        if photo.record is None or not photo.editable:
            return
        if self._sticky.next is None:
            self._session.set_status(self.tr("The project has no classes yet, so a box can't get one."), "warning")
            self.show()
            return
        edit, uid = editing.draw(photo.record.id, photo.labels, box, self._sticky.next)
        self.add(edit, uid)

    def add(self, edit: Edit, *uids: str) -> None:
        """Save an edit that adds these boxes, and select them."""
        if self._photo.apply(edit, select=uids):
            if self._photo.selected == frozenset(uids):
                self.selection_changed.emit()
            else:
                self.select(uids)

    def reshape(self, shapes_by_uid: dict[str, Box], what: str) -> None:
        """Give boxes new places."""
        photo = self._photo
        if photo.record is not None:
            photo.apply(editing.reshape(photo.record.id, photo.labels, shapes_by_uid, what))
        self.show()

    def nudge(self, dx: float, dy: float) -> None:
        """Shift the selected boxes by upright pixels."""
        photo = self._photo
        if photo.record is not None:
            photo.apply(editing.nudge(photo.record, photo.labels, photo.selected, dx, dy))
            self._tell_locked()

    def resize(self, dx: float, dy: float) -> None:
        """Move the right and the lower edge of the selected boxes by upright pixels."""
        photo = self._photo
        if photo.record is not None:
            photo.apply(editing.resize(photo.record, photo.labels, photo.selected, dx, dy))
            self._tell_locked()

    def delete(self) -> None:
        """Delete the selected boxes."""
        photo = self._photo
        if photo.record is not None:
            photo.apply(editing.delete(photo.record.id, photo.labels, photo.selected))
            # What is deleted is selected no more, so those that are still selected stayed.
            self._tell_locked()

    def duplicate(self) -> None:
        """Copy the selected boxes beside themselves and select the copies."""
        photo = self._photo
        if photo.record is None:
            return
        made = editing.duplicate(photo.record, photo.labels, photo.selected)
        if made is not None:
            self.add(made[0], *made[1])

    def toggle(self, name: str) -> None:
        """Set an attribute of the selected boxes, or take it away where all have it."""
        chosen = [box for box in self._photo.labels.boxes if box.uid in self._photo.selected]
        self.set_attribute(name, not all(getattr(box, name) for box in chosen))

    def _tell_locked(self) -> None:
        photo = self._photo
        locked = sum(1 for box in photo.labels.boxes if box.uid in photo.selected and box.locked)
        if locked and photo.editable:
            self._session.set_status(
                self.tr("The box is locked and stays as it is. Unlock it first (Edit > Lock).")
                if locked == 1
                else self.tr("{0} boxes are locked and stay as they are. Unlock them first (Edit > Lock).").format(
                    f"{locked:,}"
                ),
                "warning",
            )

    def set_note(self, note: str) -> None:
        """Write a note on the selected boxes."""
        photo = self._photo
        if photo.record is not None:
            photo.apply(editing.set_note(photo.record.id, photo.labels, photo.selected, note))

    def set_attribute(self, name: str, on: bool) -> None:
        """Set an attribute of the selected boxes."""
        photo = self._photo
        if photo.record is not None:
            photo.apply(
                editing.set_attribute(photo.record.id, photo.labels, photo.selected, attribute=name, on=on)
            )  # fmt: skip
