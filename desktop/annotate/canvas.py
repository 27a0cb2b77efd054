"""The canvas: one photograph with its boxes, under a hand. Shows what it is given, says what a person asks for."""

from __future__ import annotations

from time import monotonic
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPointF, Qt, Signal
from PySide6.QtGui import QCursor, QHelpEvent
from PySide6.QtWidgets import QToolTip, QWidget

from desktop.annotate import interaction
from desktop.annotate.canvas_surface import CanvasSurface
from desktop.annotate.cursors import cursor_over
from desktop.annotate.gestures import Drawing, Marquee, Moving, Panning, Resizing, Scaling, reshaped
from desktop.annotate.interaction import GROUP, HitTarget, Part
from desktop.annotate.painting import style_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QFocusEvent, QMouseEvent, QWheelEvent

    from core.project.labels import LesionBox
    from desktop.annotate.viewport import Viewport

GRAB = 8.0
DRAG_AFTER = 4.0
ZOOM_STEP = 1.25
DRAWN_BY_KEY = 0.25
"""Side of a box drawn without the mouse, of the shorter side of what is seen."""
TAP = 0.3
"""Seconds within which a key that can be held was only tapped."""


class Canvas(CanvasSurface):
    """Draws, selects, moves and resizes boxes. Boxes leave it in upright pixels, sound as `interaction` promises.

    Signals:
        box_drawn: A `Box` was drawn.
        boxes_reshaped: A dict of uid to `Box`, and what was done ("Move box").
        selection_asked: Select exactly these uids (a tuple).
        lock_met: Somebody tried to move a locked box.
        prediction_asked: Select the predicted box with this uid; empty for none.
        prediction_accepted: The predicted box with this uid was double-clicked.
        pointer_moved: Upright pixel under the pointer, or NaN twice where there is none.
        draw_armed_changed: Whether the next press draws in any case.
    """

    box_drawn = Signal(object)
    boxes_reshaped = Signal(object, str)
    selection_asked = Signal(object)
    lock_met = Signal()
    prediction_asked = Signal(str)
    prediction_accepted = Signal(str)
    pointer_moved = Signal(float, float)
    draw_armed_changed = Signal(bool)

    def __init__(self, parent: QWidget | None = None, *, clock: Callable[[], float] = monotonic) -> None:
        super().__init__(parent)
        self.clock = clock
        self._pan_held = False
        self._held_since = 0.0
        self._used_while_held = False
        self._pressed_at: QPointF | None = None

    @property
    def draw_armed(self) -> bool:
        return self._armed

    def set_editable(self, editable: bool) -> None:
        """Whether boxes can be drawn and changed."""
        self._editable = editable
        if not editable:
            self.arm_drawing(False)

    # What keys and buttons do

    def arm_drawing(self, armed: bool) -> None:
        """Make the next press draw, whatever lies under it."""
        armed = armed and self._editable
        if armed != self._armed:
            self._armed = armed
            self.draw_armed_changed.emit(armed)
            self._show_cursor()
            self.update()

    def draw_here(self) -> None:
        """Draw without the mouse: about the pointer, or in the middle of what is seen where it is elsewhere.

        After a click on the first corner, the pointer is the second one.
        """
        if not (self._armed and self.has_photo):
            return
        if isinstance(self._gesture, Drawing) and self._pointer is not None:
            self._finish_drawing(self._gesture, self._pointer)
            return
        seen = self._view.seen()
        x, y = (seen[0] + seen[2]) / 2, (seen[1] + seen[3]) / 2
        if self._pointer is not None:
            place = self._view.to_photo(self._pointer.x(), self._pointer.y())
            if seen[0] <= place[0] <= seen[2] and seen[1] <= place[1] <= seen[3]:
                x, y = place
        side = min(seen[2] - seen[0], seen[3] - seen[1]) * DRAWN_BY_KEY
        self._abandon()
        self.arm_drawing(False)
        width, height = self._view.photo_width, self._view.photo_height
        self.box_drawn.emit(interaction.box_about(x, y, side, width=width, height=height))

    def hold_pan(self, held: bool) -> bool:
        """Let the left button push the photograph. On release: whether it was only tapped.

        It was not where it was held for longer than `TAP`, where a mouse button was pressed meanwhile, or where the
        photograph was zoomed, pushed or changed.
        """
        # The release of a space typed into a field comes up to here too: it was never pressed on the canvas.
        shortly = self.clock() - self._held_since <= TAP
        tapped = self._pan_held and not held and not self._used_while_held and shortly
        self._pan_held = held
        if held:
            self._used_while_held, self._held_since = False, self.clock()
        self._show_cursor()
        return tapped

    def cancel(self) -> bool:
        """End the gesture or drawing in progress; False where there was none."""
        if self._gesture is not None:
            self._abandon()
            self.update()
            return True
        if self._armed:
            self.arm_drawing(False)
            return True
        return False

    def tell_pointer(self) -> None:
        """Emit `pointer_moved` for the photograph shown now."""
        x = y = float("nan")
        if self._pointer is not None and self.has_photo:
            there = self._view.to_photo(self._pointer.x(), self._pointer.y())
            if 0 <= there[0] < self._view.photo_width and 0 <= there[1] < self._view.photo_height:
                x, y = there
        self.pointer_moved.emit(x, y)

    # Events

    def wheelEvent(self, event: QWheelEvent) -> None:
        turns = event.angleDelta().y() / 120.0
        if turns:
            place = event.position()
            self._set_view(self._view.zoomed(ZOOM_STEP**turns, place.x(), place.y()))
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._used_while_held = True
        place = event.position()
        pans = event.button() == Qt.MouseButton.MiddleButton or (
            event.button() == Qt.MouseButton.LeftButton and self._pan_held
        )
        if isinstance(self._gesture, Drawing) and self._gesture.clicked and event.button() == Qt.MouseButton.LeftButton:
            self._finish_drawing(self._gesture, place)
            return
        self._abandon()
        if pans:
            self._gesture = Panning((place.x(), place.y()))
            self._show_cursor()
        elif event.button() == Qt.MouseButton.LeftButton and self.has_photo:
            self._pressed_at = place
            self._begin(place, event.modifiers())
        self.update()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        place = event.position()
        self._pointer = place
        self.tell_pointer()
        gesture = self._gesture
        if isinstance(gesture, Panning):
            self._gesture = Panning((place.x(), place.y()))
            self._set_view(self._view.panned(place.x() - gesture.last[0], place.y() - gesture.last[1]))
            return
        if self._pressed_at is not None and not self._dragged:
            self._dragged = (place - self._pressed_at).manhattanLength() >= DRAG_AFTER
            if self._dragged and isinstance(gesture, Moving) and not gesture.boxes and self._editable:
                self.lock_met.emit()
        if gesture is not None and self._dragged:
            x, y = self._view.to_photo(place.x(), place.y())
            self._preview = reshaped(gesture, x, y, width=self._view.photo_width, height=self._view.photo_height)
        if gesture is None:
            self._show_cursor()
        self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        place = event.position()
        gesture, dragged = self._gesture, self._dragged
        if gesture is None or (isinstance(gesture, Drawing) and gesture.clicked):
            return
        if isinstance(gesture, Panning):
            self._abandon()
        elif event.button() == Qt.MouseButton.LeftButton:
            if isinstance(gesture, Drawing) and not dragged and self._armed:
                # A click with the tool in hand is the first of two corners.
                self._gesture, self._pressed_at = Drawing(gesture.start, clicked=True), place
            elif isinstance(gesture, Drawing):
                self._finish_drawing(gesture, place)
            else:
                self._finish(gesture, place, dragged=dragged)
        self._show_cursor()
        self.update()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        place = event.position()
        x, y = self._view.to_photo(place.x(), place.y())
        over = [] if self._boxes_hidden else interaction.boxes_at(self._predictions, x, y)
        if event.button() == Qt.MouseButton.LeftButton and over and not interaction.boxes_at(self._boxes, x, y):
            self._abandon()
            self.prediction_accepted.emit(over[0])
        else:
            self.mousePressEvent(event)

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            x, y = self._view.to_photo(event.pos().x(), event.pos().y())
            under = [] if self._boxes_hidden else interaction.boxes_at(self._boxes, x, y)
            if under:
                QToolTip.showText(event.globalPos(), self._told(self._box(under[0])), self)
            else:
                QToolTip.hideText()
            return True
        return super().event(event)

    def _told(self, entry: LesionBox) -> str:
        """What is said of a box, for the pointer that rests on it."""
        said = (
            (self.tr("difficult"), entry.difficult),
            (self.tr("truncated"), entry.truncated),
            (self.tr("occluded"), entry.occluded),
            (self.tr("locked"), entry.locked),
        )
        marks = ", ".join(name for name, holds in said if holds)
        size = f"{entry.box.width:.0f} × {entry.box.height:.0f} px"
        lines = (style_of(self._styles, entry.class_id).name, size, marks, entry.note)
        return "\n".join(line for line in lines if line)

    def leaveEvent(self, event: QEvent) -> None:
        self._pointer = None
        self.pointer_moved.emit(float("nan"), float("nan"))
        self.update()
        super().leaveEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        # The release of a held key may go elsewhere now.
        self.hide_boxes(False)
        self.hold_loupe(False)
        self.hold_pan(False)
        super().focusOutEvent(event)

    def _set_view(self, view: Viewport) -> None:
        self._used_while_held = True
        super()._set_view(view)

    # Gestures

    def _begin(self, place: QPointF, modifiers: Qt.KeyboardModifier) -> None:
        x, y = self._view.to_photo(place.x(), place.y())
        if self._armed:
            self._gesture = Drawing((x, y))
            return
        if modifiers & Qt.KeyboardModifier.ShiftModifier:
            self._gesture = Marquee((x, y), self._selected)
            return
        hit = self._hit(x, y)
        if hit is None:
            over = [] if self._boxes_hidden else interaction.boxes_at(self._predictions, x, y)
            self.prediction_asked.emit(over[0] if over else "")
            self._gesture = Drawing((x, y)) if self._editable else Marquee((x, y))
        elif modifiers & Qt.KeyboardModifier.ControlModifier:
            self.selection_asked.emit(tuple(self._selected ^ {hit.uid}))
        else:
            self._take_hold(hit, x, y)

    def _hit(self, x: float, y: float) -> HitTarget | None:
        """What lies under the pointer; only selected boxes that may be changed have handles."""
        shown = () if self._boxes_hidden else self._boxes
        free = {entry.uid for entry in self._free()}
        if free:
            return interaction.hit_test(shown, x, y, grab=GRAB / self._view.zoom, selected=free)
        under = interaction.boxes_at(shown, x, y)
        uid = next((uid for uid in under if uid in self._selected), under[0] if under else None)
        return None if uid is None else HitTarget(uid, Part.BODY)

    def _take_hold(self, hit: HitTarget, x: float, y: float) -> None:
        if hit.uid == GROUP:
            boxes = tuple((entry.uid, entry.box) for entry in self._free())
            around = interaction.surrounding([box for _, box in boxes])
            handle_x, handle_y = interaction.handle_point(around, hit.part)
            self._gesture = Scaling(hit.part, boxes, (handle_x - x, handle_y - y))
            return
        entry = self._box(hit.uid)
        if hit.part.is_handle:
            handle_x, handle_y = interaction.handle_point(entry.box, hit.part)
            self._gesture = Resizing(hit.uid, hit.part, entry.box, (handle_x - x, handle_y - y))
            return
        was_selected = hit.uid in self._selected
        if not was_selected:
            self._selected = frozenset({hit.uid})
            self.selection_asked.emit((hit.uid,))
        carried = tuple((entry.uid, entry.box) for entry in self._free())
        self._gesture = Moving((x, y), carried, hit.uid, was_selected)

    def _finish(self, gesture: Moving | Resizing | Scaling | Marquee, place: QPointF, *, dragged: bool) -> None:
        x, y = self._view.to_photo(place.x(), place.y())
        width, height = self._view.photo_width, self._view.photo_height
        shapes = reshaped(gesture, x, y, width=width, height=height) if dragged else {}
        self._abandon()
        if isinstance(gesture, Marquee):
            self._finish_marquee(gesture, x, y, dragged=dragged)
        elif shapes:
            verb = "Move" if isinstance(gesture, Moving) else "Resize"
            self.boxes_reshaped.emit(shapes, f"{verb} box" if len(shapes) == 1 else f"{verb} {len(shapes)} boxes")
        elif isinstance(gesture, Moving) and gesture.was_selected and not dragged:
            following = interaction.next_under(self._boxes, x, y, current=gesture.grabbed)
            if following is not None:
                self.selection_asked.emit((following,))

    def _finish_marquee(self, gesture: Marquee, x: float, y: float, *, dragged: bool) -> None:
        if dragged:
            area = interaction.drawn_box(
                *gesture.start, x, y, width=self._view.photo_width, height=self._view.photo_height
            )  # fmt: skip
            found = [] if area is None else interaction.boxes_within(self._boxes, area)
        else:
            found = [] if self._boxes_hidden else interaction.boxes_at(self._boxes, x, y)[:1]
        self.selection_asked.emit(tuple(gesture.added_to.union(found)))

    def _finish_drawing(self, gesture: Drawing, place: QPointF) -> None:
        x, y = self._view.to_photo(place.x(), place.y())
        moved = self._dragged or gesture.clicked
        self._abandon()
        box = interaction.drawn_box(*gesture.start, x, y, width=self._view.photo_width, height=self._view.photo_height)
        if box is not None and moved:
            self.arm_drawing(False)
            self.box_drawn.emit(box)
        elif not moved:
            self.selection_asked.emit(())
        self.update()

    def _abandon(self) -> None:
        super()._abandon()
        self._pressed_at = None

    def _is_locked(self, uid: str) -> bool:
        return uid != GROUP and self._box(uid).locked

    def _box(self, uid: str) -> LesionBox:
        return next(box for box in self._boxes if box.uid == uid)

    def _show_cursor(self) -> None:
        shape = Qt.CursorShape.ArrowCursor
        if isinstance(self._gesture, Panning):
            shape = Qt.CursorShape.ClosedHandCursor
        elif self._pan_held:
            shape = Qt.CursorShape.OpenHandCursor
        elif self._armed:
            shape = Qt.CursorShape.CrossCursor
        elif self._pointer is not None and self.has_photo and not self._boxes_hidden:
            x, y = self._view.to_photo(self._pointer.x(), self._pointer.y())
            hit = self._hit(x, y)
            if hit is not None:
                held = hit.uid == GROUP or hit.uid in self._selected
                shape = cursor_over(hit, selected=held, editable=self._editable and not self._is_locked(hit.uid))
            elif interaction.boxes_at(self._predictions, x, y):
                shape = Qt.CursorShape.PointingHandCursor
            elif self._editable and 0 <= x <= self._view.photo_width and 0 <= y <= self._view.photo_height:
                shape = Qt.CursorShape.CrossCursor
        if self.cursor().shape() != shape:
            self.setCursor(QCursor(shape))
