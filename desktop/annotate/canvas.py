"""The canvas: one photograph with its boxes. It shows what it is given and says what the person asks for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QCursor, QPainter, QPixmap
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop.annotate import interaction
from desktop.annotate.canvas_painting import (
    PredictedShape,
    paint_gesture,
    paint_lesion_boxes,
    paint_notice,
    paint_predicted_boxes,
    painted_backdrop,
)
from desktop.annotate.cursors import cursor_over
from desktop.annotate.gestures import Drawing, Gesture, Marquee, Moving, Panning, Resizing, reshaped
from desktop.annotate.viewport import Viewport
from desktop.theme import theme

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from PySide6.QtCore import QEvent
    from PySide6.QtGui import QFocusEvent, QImage, QMouseEvent, QPaintEvent, QResizeEvent, QWheelEvent

    from core.geometry import Box
    from core.project.labels import LesionBox
    from desktop.annotate.interaction import HitTarget
    from desktop.annotate.painting import ClassStyle
    from desktop.annotate.photos import Photo

GRAB = 8.0
DRAG_AFTER = 4.0
ZOOM_STEP = 1.25


class Canvas(QWidget):
    """Draws, selects, moves and resizes boxes. Boxes leave it in upright pixels, sound as `interaction` promises.

    Signals:
        box_drawn: A `Box` was drawn.
        boxes_reshaped: A dict of uid to `Box`, and what was done ("Move box").
        selection_asked: Select exactly these uids (a tuple).
        prediction_asked: Select the predicted box with this uid; empty for none.
        prediction_accepted: The predicted box with this uid was double-clicked.
        zoom_changed: Logical pixels a pixel.
        pointer_moved: Upright pixel under the pointer, or NaN twice where there is none.
        detail_wanted: The zoom asks for more pixels than the shown level has.
        draw_armed_changed: Whether the next press draws in any case.
    """

    box_drawn = Signal(object)
    boxes_reshaped = Signal(object, str)
    selection_asked = Signal(object)
    prediction_asked = Signal(str)
    prediction_accepted = Signal(str)
    zoom_changed = Signal(float)
    pointer_moved = Signal(float, float)
    detail_wanted = Signal()
    draw_armed_changed = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(self.tr("Photograph"))
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(240, 180)
        self._view = Viewport()
        self._photo: Photo | None = None
        self._backdrop: QPixmap | None = None
        self._heat: QImage | None = None
        self._heat_opacity = 1.0
        self._notice = ""
        self._boxes: tuple[LesionBox, ...] = ()
        self._selected: frozenset[str] = frozenset()
        self._styles: dict[int, ClassStyle] = {}
        self._next_colour = "#56b4e9"
        self._predictions: tuple[PredictedShape, ...] = ()
        self._chosen_prediction = ""
        self._editable = False
        self._armed = False
        self._boxes_hidden = False
        self._pan_held = False
        self._panned_while_held = False
        self._gesture: Gesture | None = None
        self._pressed_at: QPointF | None = None
        self._dragged = False
        self._pointer: QPointF | None = None
        self._preview: dict[str, Box] = {}
        theme().changed.connect(self._repaint_all)

    # What is shown

    @property
    def viewport(self) -> Viewport:
        return self._view

    @property
    def boxes_hidden(self) -> bool:
        return self._boxes_hidden

    @property
    def draw_armed(self) -> bool:
        return self._armed

    def clear(self, notice: str = "") -> None:
        """Show no photograph, but a sentence in its place."""
        self._photo = None
        self._notice = notice
        self._boxes, self._predictions, self._selected = (), (), frozenset()
        self._abandon()
        self._repaint_all()

    def begin_photo(self, width: int, height: int, *, keep_view: bool = False) -> None:
        """Make room for a photograph of this upright size; its pixels follow by `set_photo`."""
        same_size = (width, height) == (self._view.photo_width, self._view.photo_height)
        self._photo = None
        self._notice = ""
        self._abandon()
        if not (keep_view and same_size):
            self._set_view(self._view.showing(width, height))
        self._repaint_all()

    def set_photo(self, photo: Photo) -> None:
        """Show these pixels."""
        self._photo = photo
        self._notice = ""
        self._repaint_all()
        self._ask_for_detail()

    def set_heat(self, picture: QImage | None) -> None:
        """Lay this picture over the whole photograph, below the boxes; None for none."""
        if picture is not self._heat:
            self._heat = picture
            self._repaint_all()

    def set_heat_opacity(self, opacity: float) -> None:
        """Opacity of the heat where it is hottest, 0 to 1."""
        self._heat_opacity = opacity
        if self._heat is not None:
            self._repaint_all()

    def set_notice(self, text: str) -> None:
        """Say in place of the pixels why they can't be shown; boxes stay."""
        self._photo = None
        self._notice = text
        self._repaint_all()

    def set_boxes(self, boxes: Sequence[LesionBox]) -> None:
        """Show these human boxes; a gesture in progress on one that is gone ends."""
        self._boxes = tuple(boxes)
        if not self._dragged:
            self._preview = {}
        self.update()

    def set_selected(self, uids: Collection[str]) -> None:
        """Show these boxes as selected."""
        self._selected = frozenset(uids)
        self.update()

    def set_styles(self, styles: dict[int, ClassStyle]) -> None:
        """Colours and codes of the classes."""
        self._styles = styles
        self.update()

    def set_next_colour(self, colour: str) -> None:
        """Colour of the box that is drawn next."""
        self._next_colour = colour
        self.update()

    def set_predictions(self, shapes: Sequence[PredictedShape]) -> None:
        """Show these predicted boxes."""
        self._predictions = tuple(shapes)
        self.update()

    def set_chosen_prediction(self, uid: str) -> None:
        """Show this predicted box as chosen; empty for none."""
        self._chosen_prediction = uid
        self.update()

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

    def hide_boxes(self, hidden: bool) -> None:
        """Show bare skin, or the boxes again."""
        self._boxes_hidden = hidden
        self.update()

    def hold_pan(self, held: bool) -> bool:
        """Let the left button push the photograph. On release: whether it was only tapped."""
        # The release of a space typed into a field comes up to here too: it was never pressed on the canvas.
        tapped = self._pan_held and not held and not self._panned_while_held
        self._pan_held = held
        if held:
            self._panned_while_held = False
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

    def fit(self) -> None:
        """Show the whole photograph."""
        self._set_view(self._view.fit())

    def fit_boxes(self, boxes: Sequence[Box]) -> None:
        """Zoom to these boxes."""
        if boxes:
            self._set_view(
                self._view.fit_area(
                    min(box.x1 for box in boxes), min(box.y1 for box in boxes),
                    max(box.x2 for box in boxes), max(box.y2 for box in boxes),
                )
            )  # fmt: skip

    def zoom_by(self, factor: float) -> None:
        """Zoom about the pointer, or about the middle where it is elsewhere."""
        place = self._pointer or QPointF(self._view.width / 2, self._view.height / 2)
        self._set_view(self._view.zoomed(factor, place.x(), place.y()))

    def actual_size(self) -> None:
        """One upright pixel a device pixel."""
        self._set_view(self._view.zoomed_to(1.0 / self.devicePixelRatioF()))

    # Events

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._set_view(self._view.resized(float(self.width()), float(self.height())))
        super().resizeEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        turns = event.angleDelta().y() / 120.0
        if turns:
            place = event.position()
            self._set_view(self._view.zoomed(ZOOM_STEP**turns, place.x(), place.y()))
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:
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
            self._panned_while_held = True
            self._show_cursor()
        elif event.button() == Qt.MouseButton.LeftButton and self._has_photo:
            self._pressed_at = place
            self._begin(place, event.modifiers())
        self.update()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        place = event.position()
        self._pointer = place
        x, y = self._view.to_photo(place.x(), place.y())
        inside = 0 <= x < self._view.photo_width and 0 <= y < self._view.photo_height and self._has_photo
        self.pointer_moved.emit(x if inside else float("nan"), y if inside else float("nan"))
        gesture = self._gesture
        if isinstance(gesture, Panning):
            self._gesture = Panning((place.x(), place.y()))
            self._set_view(self._view.panned(place.x() - gesture.last[0], place.y() - gesture.last[1]))
            return
        if self._pressed_at is not None and not self._dragged:
            self._dragged = (place - self._pressed_at).manhattanLength() >= DRAG_AFTER
        if gesture is not None and self._dragged:
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

    def leaveEvent(self, event: QEvent) -> None:
        self._pointer = None
        self.pointer_moved.emit(float("nan"), float("nan"))
        self.update()
        super().leaveEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        # The release of a held key may go elsewhere now.
        self.hide_boxes(False)
        self.hold_pan(False)
        super().focusOutEvent(event)

    # Gestures

    @property
    def _has_photo(self) -> bool:
        return self._photo is not None or bool(self._boxes)

    def _begin(self, place: QPointF, modifiers: Qt.KeyboardModifier) -> None:
        x, y = self._view.to_photo(place.x(), place.y())
        if self._armed:
            self._gesture = Drawing((x, y))
            return
        shown = () if self._boxes_hidden else self._boxes
        if modifiers & Qt.KeyboardModifier.ShiftModifier:
            self._gesture = Marquee((x, y))
            return
        hit = interaction.hit_test(shown, x, y, grab=GRAB / self._view.zoom, selected=self._selected)
        if hit is None:
            over = [] if self._boxes_hidden else interaction.boxes_at(self._predictions, x, y)
            self.prediction_asked.emit(over[0] if over else "")
            self._gesture = Drawing((x, y)) if self._editable else Marquee((x, y))
        elif modifiers & Qt.KeyboardModifier.ControlModifier:
            self.selection_asked.emit(tuple(self._selected ^ {hit.uid}))
        else:
            self._take_hold(hit, x, y)

    def _take_hold(self, hit: HitTarget, x: float, y: float) -> None:
        entry = self._box(hit.uid)
        if hit.part.is_handle and self._editable and not entry.locked:
            handle_x, handle_y = interaction.handle_point(entry.box, hit.part)
            self._gesture = Resizing(hit.uid, hit.part, entry.box, (handle_x - x, handle_y - y))
            return
        was_selected = hit.uid in self._selected
        if not was_selected:
            self._selected = frozenset({hit.uid})
            self.selection_asked.emit((hit.uid,))
        carried = tuple((box.uid, box.box) for box in self._boxes if box.uid in self._selected and not box.locked)
        self._gesture = Moving((x, y), carried if self._editable else (), hit.uid, was_selected)

    def _finish(self, gesture: Moving | Resizing | Marquee, place: QPointF, *, dragged: bool) -> None:
        x, y = self._view.to_photo(place.x(), place.y())
        width, height = self._view.photo_width, self._view.photo_height
        shapes = reshaped(gesture, x, y, width=width, height=height) if dragged else {}
        self._abandon()
        if isinstance(gesture, Marquee):
            area = interaction.drawn_box(*gesture.start, x, y, width=width, height=height)
            self.selection_asked.emit(() if area is None else tuple(interaction.boxes_within(self._boxes, area)))
        elif shapes:
            verb = "Resize" if isinstance(gesture, Resizing) else "Move"
            self.boxes_reshaped.emit(shapes, f"{verb} box" if len(shapes) == 1 else f"{verb} {len(shapes)} boxes")
        elif isinstance(gesture, Moving) and gesture.was_selected and not dragged:
            following = interaction.next_under(self._boxes, x, y, current=gesture.grabbed)
            if following is not None:
                self.selection_asked.emit((following,))

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
        self._gesture, self._pressed_at, self._dragged, self._preview = None, None, False, {}

    def _box(self, uid: str) -> LesionBox:
        return next(box for box in self._boxes if box.uid == uid)

    # View

    def _set_view(self, view: Viewport) -> None:
        before, self._view = self._view, view
        if view != before:
            self._repaint_all()
            self._ask_for_detail()
            self.zoom_changed.emit(view.zoom * self.devicePixelRatioF())

    def _ask_for_detail(self) -> None:
        if self._photo is None:
            return
        shown = self._photo.levels[0].width()
        wanted = self._view.photo_width * self._view.zoom * self.devicePixelRatioF()
        if shown < self._view.photo_width and wanted > shown * 1.05:
            self.detail_wanted.emit()

    def _show_cursor(self) -> None:
        shape = Qt.CursorShape.ArrowCursor
        if isinstance(self._gesture, Panning):
            shape = Qt.CursorShape.ClosedHandCursor
        elif self._pan_held:
            shape = Qt.CursorShape.OpenHandCursor
        elif self._armed:
            shape = Qt.CursorShape.CrossCursor
        elif self._pointer is not None and self._has_photo and not self._boxes_hidden:
            x, y = self._view.to_photo(self._pointer.x(), self._pointer.y())
            hit = interaction.hit_test(self._boxes, x, y, grab=GRAB / self._view.zoom, selected=self._selected)
            if hit is not None:
                shape = cursor_over(hit, selected=hit.uid in self._selected, editable=self._editable)
            elif interaction.boxes_at(self._predictions, x, y):
                shape = Qt.CursorShape.PointingHandCursor
            elif self._editable and 0 <= x <= self._view.photo_width and 0 <= y <= self._view.photo_height:
                shape = Qt.CursorShape.CrossCursor
        if self.cursor().shape() != shape:
            self.setCursor(QCursor(shape))

    # Painting

    def _repaint_all(self) -> None:
        self._backdrop = None
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        if self._backdrop is None:
            self._backdrop = painted_backdrop(
                self._photo, self._view,
                ratio=self.devicePixelRatioF(), heat=self._heat, opacity=self._heat_opacity,
            )  # fmt: skip
        painter.drawPixmap(0, 0, self._backdrop)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self._notice:
            paint_notice(painter, QRectF(self.rect()), self._notice)
        if not self._boxes_hidden:
            paint_predicted_boxes(
                painter, self._view, self._predictions, styles=self._styles, chosen=self._chosen_prediction
            )
            self._paint_boxes(painter)
        if self._pointer is not None:
            paint_gesture(
                painter, self._view, self._gesture, self._pointer,
                armed=self._armed, dragged=self._dragged, colour=self._next_colour,
            )  # fmt: skip
        painter.end()

    def _paint_boxes(self, painter: QPainter) -> None:
        hovered = ""
        if self._pointer is not None and self._gesture is None:
            over = interaction.boxes_at(self._boxes, *self._view.to_photo(self._pointer.x(), self._pointer.y()))
            hovered = over[0] if over else ""
        paint_lesion_boxes(
            painter, self._view, self._boxes,
            styles=self._styles, moved=self._preview, selected=self._selected, hovered=hovered, editable=self._editable,
        )  # fmt: skip
