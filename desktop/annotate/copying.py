"""Decisions about copies of boxes: over the clipboard, and from the previous photograph after a preview."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QGuiApplication

from desktop.annotate import editing
from desktop.annotate.copied_boxes import CopiedBoxes, from_text, to_text

if TYPE_CHECKING:
    from collections.abc import Callable

    from core.project.labels import Edit
    from desktop.annotate.box_controller import BoxController
    from desktop.annotate.canvas import Canvas
    from desktop.annotate.open_photo import OpenPhoto
    from desktop.session import Session


class CopyController(QObject):
    """Copies boxes; each copy is one undoable edit that adds and never replaces.

    Args:
        previous: The photograph before one in the list, or None.

    Signals:
        preview_changed: Boxes of the previous photograph are previewed, or no more.
    """

    preview_changed = Signal()

    def __init__(
        self,
        session: Session,
        canvas: Canvas,
        photo: OpenPhoto,
        *,
        boxes: BoxController,
        previous: Callable[[int], int | None],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._canvas = canvas
        self._photo = photo
        self._boxes = boxes
        self._previous = previous
        self._previewed: int | None = None

    # Clipboard

    def copy(self) -> None:
        """Put the selected boxes on the clipboard."""
        chosen = [entry for entry in self._photo.labels.boxes if entry.uid in self._photo.selected]
        if not chosen:
            self._session.set_status(self.tr("Select the boxes to be copied first."))
            return
        project = self._session.project
        text = to_text(chosen, project_id=project.id, classes=project.classes)
        # As plain text: Qt crashes at the end where the clipboard still holds a QMimeData made by Python.
        QGuiApplication.clipboard().setText(text)
        self._session.set_status(self._counted(len(chosen), self.tr("1 box copied."), self.tr("{0} boxes copied.")))

    def paste(self) -> None:
        """Add the copied boxes to this photograph and select them."""
        record = self._photo.record
        if record is None or not self._photo.editable:
            return
        copied = self._copied()
        made = editing.paste(record, self._photo.labels, copied.boxes)
        if made is not None:
            self._boxes.add(made[0], *made[1])
        left_out = self._counted(
            copied.unknown,
            self.tr("1 box was left out: its class isn't in this project."),
            self.tr("{0} boxes were left out: their classes aren't in this project."),
        )
        if copied.unknown:
            self._session.set_status(left_out, "warning")
        elif made is None:
            self._session.set_status(self.tr("No boxes were copied yet: select some and press Copy."))
        else:
            self._session.set_status(
                self._counted(len(made[1]), self.tr("1 box pasted."), self.tr("{0} boxes pasted."))
            )  # fmt: skip

    def _copied(self) -> CopiedBoxes:
        text = QGuiApplication.clipboard().text()
        project = self._session.project
        return from_text(text, project_id=project.id, classes=project.classes)

    # The previous photograph

    @property
    def previews(self) -> bool:
        """Whether boxes of the previous photograph are shown for taking."""
        return self._previewed is not None

    def carry_over(self) -> None:
        """Preview the boxes of the previous photograph; asked a second time, take them."""
        record = self._photo.record
        if record is None or not self._photo.editable:
            return
        if self.previews:
            self.take()
            return
        previous = self._previous(record.id)
        if previous is None or previous == record.id:
            self._session.set_status(self.tr("This is the first photo of the list."))
            return
        made = self._made(previous)
        if made is None:
            has_boxes = bool(self._session.project.labels(previous).boxes)
            self._session.set_status(
                self.tr("All boxes of the previous photo are here already.")
                if has_boxes
                else self.tr("The previous photo has no boxes.")
            )
            return
        edit, uids = made
        self._previewed = previous
        hint = self._counted(
            len(uids),
            self.tr("1 box of the previous photo: Enter takes it, Esc leaves it"),
            self.tr("{0} boxes of the previous photo: Enter takes them, Esc leaves them"),
        )
        self._canvas.set_ghosts([entry for entry in edit.after.boxes if entry.uid in uids], hint)
        self.preview_changed.emit()

    def take(self) -> None:
        """Add the previewed boxes, as one step, and select them."""
        previous = self._previewed
        if previous is None:
            return
        made = self._made(previous)
        self.drop()
        if made is not None:
            self._boxes.add(made[0], *made[1])
            self._session.set_status(
                self._counted(
                    len(made[1]),
                    self.tr("1 box copied from the previous photo."),
                    self.tr("{0} boxes copied from the previous photo."),
                )
            )

    def drop(self) -> bool:
        """Preview nothing any more; False where nothing was."""
        if self._previewed is None:
            return False
        self._previewed = None
        self._canvas.set_ghosts(())
        self.preview_changed.emit()
        return True

    def _made(self, previous: int) -> tuple[Edit, list[str]] | None:
        record = self._photo.record
        if record is None:
            return None
        return editing.carry_over(record, self._photo.labels, self._session.project.labels(previous).boxes)

    @staticmethod
    def _counted(number: int, one: str, many: str) -> str:
        return one if number == 1 else many.format(f"{number:,}")
