"""What the canvas shows: the photograph, its boxes and how they lie on the screen. `canvas` adds the hand."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop.annotate import interaction
from desktop.annotate.backdrop import Backdrop
from desktop.annotate.canvas_painting import (
    PredictedShape,
    lesion_chips,
    paint_gesture,
    paint_ghosts,
    paint_group,
    paint_lesion_boxes,
    paint_loupe,
    paint_notice,
    paint_predicted_boxes,
    predicted_chips,
)
from desktop.annotate.chips import paint_chips
from desktop.annotate.gestures import held_boxes
from desktop.annotate.painting import paint_handles, paint_label
from desktop.annotate.viewport import MAX_ZOOM, Viewport
from desktop.theme import theme

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from PySide6.QtGui import QImage, QPaintEvent, QResizeEvent

    from core.geometry import Box
    from core.project.labels import LesionBox
    from desktop.annotate.adjusting import Adjustment
    from desktop.annotate.gestures import Gesture
    from desktop.annotate.painting import ClassStyle
    from desktop.annotate.photos import Photo

LENS = 240.0
"""Diameter of the magnifying glass in logical pixels."""

LENS_POWER = 4.0


class CanvasSurface(QWidget):
    """Shows what it is given. Coordinates of boxes are upright pixels.

    Signals:
        resized: It has another size, so what lies over it may have to move.
        zoom_changed: Device pixels an upright pixel takes.
        detail_wanted: The zoom asks for more pixels than the shown level has.
    """

    resized = Signal()
    zoom_changed = Signal(float)
    detail_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(self.tr("Photograph"))
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(240, 180)
        self._view = Viewport()
        self._backdrop = Backdrop(self)
        self._detail_asked = False
        self._notice = ""
        self._hint = ""
        self._boxes: tuple[LesionBox, ...] = ()
        self._ghosts: tuple[LesionBox, ...] = ()
        self._selected: frozenset[str] = frozenset()
        self._styles: dict[int, ClassStyle] = {}
        self._next_colour = "#56b4e9"
        self._predictions: tuple[PredictedShape, ...] = ()
        self._chosen_prediction = ""
        self._editable = False
        self._armed = False
        self._crosshair = False
        self._boxes_hidden = False
        self._loupe = False
        # The hand's part, which `Canvas` moves and this class only paints.
        self._gesture: Gesture | None = None
        self._dragged = False
        self._pointer: QPointF | None = None
        self._preview: dict[str, Box] = {}
        self._backdrop.changed.connect(self.update)
        theme().changed.connect(self._repaint_all)

    @property
    def viewport(self) -> Viewport:
        return self._view

    @property
    def boxes_hidden(self) -> bool:
        return self._boxes_hidden

    @property
    def adjustment(self) -> Adjustment:
        return self._backdrop.adjustment

    @property
    def ghosts(self) -> tuple[LesionBox, ...]:
        return self._ghosts

    @property
    def has_photo(self) -> bool:
        """Whether pixels are shown, or boxes without them."""
        return self._backdrop.photo is not None or bool(self._boxes)

    def colour_at(self, x: float, y: float) -> tuple[int, int, int] | None:
        """Red, green and blue of the photograph's own pixel, however it is shown; None where it isn't known."""
        return self._backdrop.colour_at(
            x, y, photo_width=self._view.photo_width, photo_height=self._view.photo_height
        )  # fmt: skip

    def stop(self) -> None:
        """End the threads."""
        self._backdrop.stop()

    # Photograph

    def clear(self, notice: str = "") -> None:
        """Show no photograph, but a sentence in its place."""
        self._notice, self._hint = notice, ""
        self._boxes, self._ghosts, self._predictions, self._selected = (), (), (), frozenset()
        self._abandon()
        self._backdrop.set_photo(None)
        self.update()

    def begin_photo(self, width: int, height: int, *, keep_view: bool = False) -> None:
        """Make room for a photograph of this upright size; its pixels follow by `set_photo`."""
        same_size = (width, height) == (self._view.photo_width, self._view.photo_height)
        self._notice, self._hint, self._ghosts = "", "", ()
        self._detail_asked = False
        self._abandon()
        self._backdrop.set_photo(None)
        if not (keep_view and same_size):
            self._set_view(self._view.showing(width, height))
        self.update()

    def set_photo(self, photo: Photo) -> None:
        """Show these pixels."""
        self._backdrop.set_photo(photo)
        self._notice = ""
        self.update()
        self._ask_for_detail()

    def set_notice(self, text: str) -> None:
        """Say in place of the pixels why they can't be shown; boxes stay."""
        self._backdrop.set_photo(None)
        self._notice = text
        self.update()

    def set_heat(self, picture: QImage | None) -> None:
        """Lay this picture over the whole photograph, below the boxes; None for none."""
        if picture is not self._backdrop.heat:
            self._backdrop.heat = picture
            self._repaint_all()

    def set_heat_opacity(self, opacity: float) -> None:
        """Opacity of the heat where it is hottest, 0 to 1."""
        self._backdrop.heat_opacity = opacity
        if self._backdrop.heat is not None:
            self._repaint_all()

    def set_adjustment(self, adjustment: Adjustment) -> None:
        """Show the photograph, and those after it, adjusted like this."""
        self._backdrop.set_adjustment(adjustment)
        self.update()

    # Boxes

    def set_boxes(self, boxes: Sequence[LesionBox]) -> None:
        """Show these human boxes; a gesture in progress on one that is gone ends."""
        self._boxes = tuple(boxes)
        if not held_boxes(self._gesture) <= {entry.uid for entry in self._boxes}:
            self._abandon()
        elif not self._dragged:
            self._preview = {}
        self.update()

    def set_selected(self, uids: Collection[str]) -> None:
        """Show these boxes as selected."""
        self._selected = frozenset(uids)
        self.update()

    def set_ghosts(self, boxes: Sequence[LesionBox], hint: str = "") -> None:
        """Show boxes that a person may take or leave, and how."""
        self._ghosts = tuple(boxes)
        self._hint = hint
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

    @property
    def chosen_prediction(self) -> str:
        """The predicted box shown as chosen; empty for none."""
        return self._chosen_prediction

    def set_chosen_prediction(self, uid: str) -> None:
        """Show this predicted box as chosen; empty for none."""
        self._chosen_prediction = uid
        self.update()

    def hide_boxes(self, hidden: bool) -> None:
        """Show bare skin, or the boxes again."""
        self._boxes_hidden = hidden
        self.update()

    def show_crosshair(self, shown: bool) -> None:
        """Draw lines through the pointer over the whole canvas, or only while the drawing tool is in hand."""
        self._crosshair = shown
        self.update()

    def hold_loupe(self, held: bool) -> None:
        """Hold a magnifying glass over the pointer, or put it away."""
        self._loupe = held
        self.update()

    # View

    def fit(self) -> None:
        """Show the whole photograph."""
        self._set_view(self._view.fit())

    def fit_boxes(self, boxes: Sequence[Box]) -> None:
        """Zoom to these boxes."""
        if boxes:
            around = interaction.surrounding(boxes)
            self._set_view(self._view.fit_area(*around.as_tuple()))

    def bring_into_sight(self, box: Box) -> None:
        """Push the photograph so that the middle of this box is seen, where it isn't."""
        x, y = self._view.to_canvas((box.x1 + box.x2) / 2, (box.y1 + box.y2) / 2)
        if not (0 <= x <= self._view.width and 0 <= y <= self._view.height):
            self._set_view(self._view.panned(self._view.width / 2 - x, self._view.height / 2 - y))

    def zoom_by(self, factor: float) -> None:
        """Zoom about the pointer, or about the middle where it is elsewhere."""
        place = self._pointer or QPointF(self._view.width / 2, self._view.height / 2)
        self._set_view(self._view.zoomed(factor, place.x(), place.y()))

    def actual_size(self) -> None:
        """One upright pixel a device pixel."""
        self._set_view(self._view.zoomed_to(1.0 / self.devicePixelRatioF()))

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._set_view(self._view.resized(float(self.width()), float(self.height())))
        super().resizeEvent(event)
        self.resized.emit()

    def _set_view(self, view: Viewport) -> None:
        before, self._view = self._view, view
        if view != before:
            self._repaint_all()
            self._ask_for_detail()
            self.zoom_changed.emit(view.zoom * self.devicePixelRatioF())

    def _ask_for_detail(self, power: float = 1.0) -> None:
        # Once a photograph: the largest are never given in full.
        photo = self._backdrop.photo
        if photo is None or self._detail_asked:
            return
        shown = photo.levels[0].width()
        wanted = self._view.photo_width * self._view.zoom * self.devicePixelRatioF() * power
        if shown < self._view.photo_width and wanted > shown * 1.05:
            self._detail_asked = True
            self.detail_wanted.emit()

    def _abandon(self) -> None:
        self._gesture, self._dragged, self._preview = None, False, {}

    # Painting

    def _repaint_all(self) -> None:
        self._backdrop.forget()
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.drawPixmap(0, 0, self._backdrop.painted(self._view, ratio=self.devicePixelRatioF()))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if not self._boxes_hidden:
            self._paint_boxes(painter)
        if self._notice:
            painter.setFont(self.font())
            paint_notice(painter, QRectF(self.rect()), self._notice)
        if self._pointer is not None:
            paint_gesture(
                painter, self._view, self._gesture, self._pointer,
                crossed=self._armed or (self._crosshair and self.has_photo), dragged=self._dragged,
                colour=self._next_colour,
            )  # fmt: skip
            if self._loupe and self._backdrop.photo is not None:
                self._paint_loupe(painter, self._pointer)
        if self._hint:
            paint_label(painter, QPointF(self.width() / 2, self.height() - 28.0), self._hint, centred=True)
        painter.end()

    def _paint_boxes(self, painter: QPainter) -> None:
        view, styles, moved = self._view, self._styles, self._preview
        hovered = ""
        if self._pointer is not None and self._gesture is None:
            over = interaction.boxes_at(self._boxes, *view.to_photo(self._pointer.x(), self._pointer.y()))
            hovered = over[0] if over else ""
        paint_predicted_boxes(painter, view, self._predictions, styles=styles, chosen=self._chosen_prediction)
        paint_lesion_boxes(
            painter, view, self._boxes, styles=styles, moved=moved, selected=self._selected, hovered=hovered
        )
        paint_ghosts(painter, view, self._ghosts, styles)
        free = [moved.get(entry.uid, entry.box) for entry in self._free()]
        if len(free) > 1:
            paint_group(painter, view, interaction.surrounding(free))
        # Labels after all outlines, so that no line crosses one; a person's come first where there is little room.
        first = sorted(self._boxes, key=lambda entry: entry.uid not in self._selected)
        chips = [
            *lesion_chips(view, first, styles, moved=moved),
            *lesion_chips(view, self._ghosts, styles, moved={}, ghosts=True),
            *predicted_chips(view, self._predictions, styles),
        ]
        paint_chips(painter, chips, QRectF(self.rect()))
        if free:
            paint_handles(painter, view, interaction.surrounding(free))

    def _free(self) -> list[LesionBox]:
        """The selected boxes that may be moved and resized."""
        if not self._editable:
            return []
        return [entry for entry in self._boxes if entry.uid in self._selected and not entry.locked]

    def _paint_loupe(self, painter: QPainter, place: QPointF) -> None:
        self._ask_for_detail(LENS_POWER)
        x, y = self._view.to_photo(place.x(), place.y())
        zoom = min(self._view.zoom * LENS_POWER, MAX_ZOOM * 2)
        lens = QRectF(place.x() - LENS / 2, place.y() - LENS / 2, LENS, LENS)
        inside = replace(
            self._view, width=LENS, height=LENS, zoom=zoom, left=LENS / 2 - x * zoom, top=LENS / 2 - y * zoom
        )
        skin = self._backdrop.paint(inside, ratio=self.devicePixelRatioF())
        if not self._boxes_hidden:
            within = QPainter(skin)
            within.setRenderHint(QPainter.RenderHint.Antialiasing)
            paint_lesion_boxes(
                within, inside, self._boxes,
                styles=self._styles, moved=self._preview, selected=self._selected, hovered="",
            )  # fmt: skip
            within.end()
        paint_loupe(painter, lens, skin)
