"""The annotate workspace's decisions: what a request of the view means for the project, and what is shown then."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from core.errors import DermDeskError
from core.project.labels import ImageLabels, ImageState
from desktop.annotate import editing
from desktop.annotate.image_list import ImageListModel
from desktop.annotate.listing import ListFilter, Narrowed, Row, banner_text, facts, read_rows
from desktop.annotate.painting import ClassStyle, class_styles, style_of
from desktop.annotate.prediction_controller import PredictionController
from desktop.annotate.reading_ahead import REACH

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from core.geometry import Box
    from core.project.labels import Edit
    from core.project.records import ImageRecord
    from desktop.actions import Actions, Situation
    from desktop.annotate.photos import Photo, PhotoLoader
    from desktop.annotate.view import AnnotateView
    from desktop.session import Session
    from desktop.thumbnails import Thumbnails

AHEAD = (1, -1, 2)
"""Neighbours that are read ahead of time, the likeliest first."""

NUDGES = {"left": (-1.0, 0.0), "right": (1.0, 0.0), "up": (0.0, -1.0), "down": (0.0, 1.0)}
HISTORY_ROWS = 30
LAST_IMAGE = "annotate.last_image"


class AnnotateController(QObject):
    """Connects view, session, photographs and thumbnails.

    Signals:
        situation_changed: Which actions make sense is to be asked again.
        zoom_changed: Device pixels an upright pixel takes.
        pointer_moved: Upright pixel under the pointer; NaN where there is none.
    """

    situation_changed = Signal()
    zoom_changed = Signal(float)
    pointer_moved = Signal(float, float)

    def __init__(
        self,
        session: Session,
        view: AnnotateView,
        *,
        loader: PhotoLoader,
        thumbnails: Thumbnails,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._view = view
        self._loader = loader
        self._thumbnails = thumbnails
        self.model = ImageListModel(self)
        self._filter = ListFilter()
        self._record: ImageRecord | None = None
        self._labels = ImageLabels()
        self._selected: frozenset[str] = frozenset()
        self._styles: dict[int, ClassStyle] = {}
        self._next_class: int | None = None
        self._last_class: int | None = None
        self.predictions = PredictionController(session, view, near=partial(self.model.near, steps=REACH), parent=self)

        # A row is painted again for its thumbnail at most every few milliseconds, not once a picture.
        self._ready_pictures: set[int] = set()
        self._repaint = QTimer(self)
        self._repaint.setSingleShot(True)
        self._repaint.setInterval(30)
        self._repaint.timeout.connect(self._repaint_rows)

        view.set_model(self.model)
        self._connect_session()
        self._connect_view()
        loader.loaded.connect(self._photo_loaded)
        loader.failed.connect(self._photo_failed)
        thumbnails.ready.connect(self._picture_ready)
        self._project_changed()

    def _connect_session(self) -> None:
        session = self._session
        session.project_changed.connect(self._project_changed)
        session.image_selected.connect(self._open)
        session.labels_changed.connect(self._labels_changed)
        session.classes_changed.connect(self._classes_changed)
        session.images_changed.connect(self._images_changed)
        session.images_filtered.connect(self._narrow)

    def _connect_view(self) -> None:
        view, canvas, inspector = self._view, self._view.canvas, self._view.inspector
        view.photo_asked.connect(self._session.select_image)
        view.filter_asked.connect(self._set_filter)
        view.narrowing_dropped.connect(lambda: self._narrow(None, ""))
        view.class_asked.connect(self.give_class)
        view.verify_tapped.connect(self.verify_and_go_on)
        canvas.box_drawn.connect(self._draw)
        canvas.boxes_reshaped.connect(self._reshape)
        canvas.selection_asked.connect(self._select)
        canvas.detail_wanted.connect(self._load_full)
        canvas.zoom_changed.connect(self.zoom_changed)
        canvas.pointer_moved.connect(self.pointer_moved)
        inspector.diagnosis_asked.connect(self._diagnose)
        inspector.state_asked.connect(self._mark)
        inspector.selection_asked.connect(self._select)
        inspector.class_asked.connect(self.give_class)
        inspector.attribute_asked.connect(self._set_attribute)
        inspector.history_asked.connect(self._show_history)
        predictions = self.predictions
        predictions.situation_changed.connect(self.situation_changed)
        predictions.chosen.connect(self._drop_selection)
        predictions.accept_wanted.connect(self._accept)

    def connect_actions(self, actions: Actions) -> None:
        """Let the table's annotate rows do their work."""
        canvas = self._view.canvas
        handlers: dict[str, Callable[[], object]] = {
            "draw": lambda: canvas.arm_drawing(actions["draw"].isChecked()),
            "delete": self.delete,
            "duplicate": self.duplicate,
            "select_all": lambda: self._select(tuple(box.uid for box in self._labels.boxes)),
            "choose_class": self._open_palette,
            "accept": self.predictions.accept,
            "cancel": self.cancel,
            "zoom_in": lambda: canvas.zoom_by(1.25),
            "zoom_out": lambda: canvas.zoom_by(0.8),
            "actual_size": canvas.actual_size,
            "fit": canvas.fit,
            "fit_selection": lambda: canvas.fit_boxes(
                [box.box for box in self._labels.boxes if box.uid in self._selected]
            ),
            "show_predictions": lambda: self.predictions.show_boxes(actions["show_predictions"].isChecked()),
            "heat": self.predictions.heat.toggle,
            "next": lambda: self.go(1),
            "previous": lambda: self.go(-1),
            "next_unlabelled": self.go_to_new,
            "verify": self.verify_and_go_on,
            "reject": lambda: self._mark(ImageState.REJECTED),
            "noise": lambda: self._mark(ImageState.NOISE),
            "predict": self.predictions.predict,
            "search": self._view.focus_search,
        }
        for number in range(1, 11):
            handlers[f"class_{number}"] = partial(self._digit, number, self.give_class)
            handlers[f"diagnosis_{number}"] = partial(self._digit, number, self._diagnose)
        for name, (dx, dy) in NUDGES.items():
            handlers[f"nudge_{name}"] = partial(self.nudge, dx, dy)
            handlers[f"push_{name}"] = partial(self.nudge, 10 * dx, 10 * dy)
        actions.connect_all(handlers)
        canvas.draw_armed_changed.connect(actions["draw"].setChecked)
        actions["show_predictions"].setChecked(self.predictions.boxes_shown)
        heat = self.predictions.heat
        heat.changed.connect(lambda: actions["heat"].setChecked(heat.wanted))

    def described(self, situation: Situation) -> Situation:
        """The situation with this workspace's part filled in."""
        return replace(
            situation,
            has_image=self._record is not None,
            has_selection=bool(self._selected),
            has_prediction=self.predictions.has_boxes,
            can_predict=self.predictions.can_predict,
            can_explain=self.predictions.heat.can_explain,
        )

    @property
    def _editable(self) -> bool:
        return self._record is not None and not self._session.read_only

    def set_busy(self, busy: bool) -> None:
        """Note whether the models are at work."""
        self.predictions.set_busy(busy)

    # Project and list

    def _project_changed(self) -> None:
        self._loader.forget()
        self._record, self._labels, self._selected = None, ImageLabels(), frozenset()
        self._next_class = self._last_class = None
        self._filter = ListFilter()
        self._view.clear_filter()
        self._view.set_banner("")
        self._view.set_notice("")
        self.predictions.show_photo(None, ImageLabels())
        self._classes_changed()
        self.predictions.ask_for_models()
        self._images_changed()

    def _images_changed(self) -> None:
        """Read the list again, and stay on the photograph shown where it is still there."""
        rows = read_rows(self._session.project) if self._session.has_project else []
        self.model.set_rows(rows)
        self.model.set_filter(self._filter)
        self._tell_list_size()
        current = self._session.image_id
        if current is not None and self.model.row(current) is not None:
            self._open(current)
            return
        first = self._remembered() if rows else None
        if first is None:
            self._show_nothing()
        else:
            self._session.select_image(first)

    def _remembered(self) -> int | None:
        """The photograph where work stopped last time, else the first."""
        last = self._session.project.get_setting(LAST_IMAGE)
        if isinstance(last, int) and self.model.row(last) is not None:
            return last
        return self.model.image_at(0)

    def remember_place(self) -> None:
        """Note where work stops, for the next start."""
        if self._session.has_project and not self._session.read_only and self._record is not None:
            self._session.project.set_setting(LAST_IMAGE, self._record.id)

    def _classes_changed(self) -> None:
        self._styles = class_styles(self._session.project.classes) if self._session.has_project else {}
        self._view.set_classes(self._styles)
        self.predictions.set_styles(self._styles)
        if self._last_class not in self._styles:
            self._last_class = next(iter(self._styles), None)
        if self._next_class not in self._styles:
            self._next_class = self._last_class
        self._tell_next_class()
        if self._record is not None:
            self._show_labels()

    def _set_filter(self, wanted: ListFilter) -> None:
        self._filter = replace(wanted, narrowed=self._filter.narrowed)
        self._filter_list()

    def _narrow(self, ids: Sequence[int] | None, reason: str) -> None:
        if ids is None:
            self._filter = replace(self._filter, narrowed=None)
        else:
            # What was asked for elsewhere is shown whole, so filters set before don't count.
            self._view.clear_filter()
            self._filter = ListFilter(narrowed=Narrowed(frozenset(ids), reason))
        self._filter_list()

    def _filter_list(self) -> None:
        self.model.set_filter(self._filter)
        narrowed = self._filter.narrowed
        self._view.set_banner("" if narrowed is None else banner_text(len(narrowed.ids), narrowed.reason))
        self._tell_list_size()
        current = self._session.image_id
        first = self.model.image_at(0)
        if (current is None or not self.model.index_of(current).isValid()) and first is not None:
            self._session.select_image(first)
        elif current is not None:
            self._show_place()

    def _tell_list_size(self) -> None:
        self._view.set_list_size(self.model.rowCount(), self.model.total)

    def _picture_ready(self, image_id: int) -> None:
        self._ready_pictures.add(image_id)
        if not self._repaint.isActive():
            self._repaint.start()

    def _repaint_rows(self) -> None:
        for image_id in self._ready_pictures:
            self.model.repaint_image(image_id)
        self._ready_pictures.clear()

    # The photograph shown

    def _open(self, image_id: int) -> None:
        project = self._session.project
        before = self._record
        row = self.model.row(image_id)
        try:
            # The list's record is renewed with each edit, so it saves a query a photograph.
            record = project.image(image_id) if row is None else row.record
            labels = project.labels(image_id)
        except DermDeskError as error:
            self._session.set_status(str(error), "error")
            return
        self._record, self._labels = record, labels
        if before is None or before.id != record.id:
            self._selected = frozenset()
            self.predictions.choose("")
            self._view.canvas.begin_photo(record.width, record.height)
            ahead = [row.record for step in AHEAD if (row := self._neighbour(image_id, step)) is not None]
            photo = self._loader.show(record, ahead=ahead)
            if photo is not None:
                self._photo_loaded(record.id, photo)
            # A diagnosed photograph's boxes are most likely of its class; elsewhere the class chosen last stays.
            self._next_class = labels.diagnosis if labels.diagnosis in self._styles else self._last_class
        self._view.canvas.set_editable(self._editable)
        self._tell_next_class()
        self._show_heading()
        self._show_labels()
        self._show_place()
        self.predictions.show_photo(record, labels)

    def _neighbour(self, image_id: int, step: int) -> Row | None:
        other = self.model.beside(image_id, step)
        return None if other is None or other == image_id else self.model.row(other)

    def _show_nothing(self) -> None:
        self._record, self._labels, self._selected = None, ImageLabels(), frozenset()
        self._view.canvas.clear()
        self._view.canvas.set_editable(False)
        self._view.show_empty(self._session.has_project and self.model.total == 0)
        self._view.inspector.set_heading("", "")
        self._view.inspector.show_labels(None, (), editable=False)
        self._view.set_place("")
        self.predictions.show_photo(None, self._labels)

    def _show_heading(self) -> None:
        record = self._record
        if record is None:
            return
        self._view.show_empty(False)
        self._view.inspector.set_heading(record.relative_path.rsplit("/", 1)[-1], " · ".join(facts(record)))

    def _show_labels(self) -> None:
        known = {box.uid for box in self._labels.boxes}
        self._selected &= known
        self._view.canvas.set_boxes(self._labels.boxes)
        self._view.canvas.set_selected(self._selected)
        self._view.inspector.show_labels(
            self._labels if self._record is not None else None, self._selected, editable=self._editable
        )
        if self._view.inspector.history_open:
            self._show_history()
        self.situation_changed.emit()

    def _show_place(self) -> None:
        if self._record is None:
            return
        index = self.model.index_of(self._record.id)
        self._view.show_current(index)
        shown = self.model.rowCount()
        self._view.set_place(
            self.tr("{0} of {1}").format(f"{index.row() + 1:,}", f"{shown:,}") if index.isValid() else ""
        )

    def _show_history(self) -> None:
        if self._record is not None:
            self._view.inspector.show_history(self._session.project.history(self._record.id, HISTORY_ROWS))

    def _photo_loaded(self, image_id: int, photo: Photo) -> None:
        if self._record is not None and image_id == self._record.id:
            self._view.canvas.set_photo(photo)

    def _photo_failed(self, image_id: int, error: DermDeskError) -> None:
        if self._record is not None and image_id == self._record.id:
            self._view.canvas.set_notice(f"{error.message}\n\n{error.path or ''}\n\n{error.hint}".strip())

    def _load_full(self) -> None:
        if self._record is not None:
            self._loader.load_full(self._record)

    def _labels_changed(self, image_id: int) -> None:
        labels = self._session.project.labels(image_id)
        row = self.model.row(image_id)
        known = self._session.project.image(image_id) if row is None else row.record
        record = replace(known, diagnosis=labels.diagnosis, state=labels.state, box_count=len(labels.boxes))
        self.model.replace_row(Row(record, labels.image_class))
        if self._record is not None and image_id == self._record.id:
            self._record, self._labels = record, labels
            self._show_labels()
            self.predictions.show_labels(record, labels)

    # Navigation

    def go(self, step: int) -> None:
        """Show the photograph so many places on in the list."""
        following = self.model.beside(self._session.image_id, step)
        if following is not None:
            self._session.select_image(following)
        elif self.model.total:
            self._session.set_status(
                self.tr("The last photo of the list.") if step > 0 else self.tr("The first photo.")
            )

    def go_to_new(self) -> None:
        """Show the next photograph nobody has labelled."""
        following = self.model.next_in_state(self._session.image_id, ImageState.NEW)
        if following is None:
            self._session.set_status(self.tr("Every photo of the list is labelled."))
        else:
            self._session.select_image(following)

    def verify_and_go_on(self) -> None:
        """Mark the photograph verified and show the next one."""
        if self._record is None or not self._editable:
            return
        if self._apply(editing.mark(self._record.id, self._labels, ImageState.VERIFIED)):
            self.go(1)

    # Edits

    def _apply(self, edit: Edit | None) -> bool:
        """Save an edit; True also where there was nothing to change."""
        return edit is None or (self._editable and self._session.apply(edit))

    def _draw(self, box: Box) -> None:
        if self._record is None or not self._editable:
            return
        if self._next_class is None:
            self._session.set_status(self.tr("The project has no classes yet, so a box can't get one."), "warning")
            self._show_labels()
            return
        edit, uid = editing.draw(self._record.id, self._labels, box, self._next_class)
        if self._apply(edit):
            self._select((uid,))

    def _reshape(self, shapes_by_uid: dict[str, Box], what: str) -> None:
        if self._record is not None:
            self._apply(editing.reshape(self._record.id, self._labels, shapes_by_uid, what))
        self._show_labels()

    def nudge(self, dx: float, dy: float) -> None:
        """Shift the selected boxes by upright pixels."""
        if self._record is not None:
            self._apply(editing.nudge(self._record, self._labels, self._selected, dx, dy))

    def delete(self) -> None:
        """Delete the selected boxes."""
        if self._record is not None:
            self._apply(editing.delete(self._record.id, self._labels, self._selected))

    def duplicate(self) -> None:
        """Copy the selected boxes beside themselves and select the copies."""
        if self._record is None:
            return
        made = editing.duplicate(self._record, self._labels, self._selected)
        if made is not None and self._apply(made[0]):
            self._select(tuple(made[1]))

    def give_class(self, class_id: int) -> None:
        """Give the selected boxes this class, or the next box where none is selected."""
        self._next_class = self._last_class = class_id
        self._tell_next_class()
        if self._record is not None and self._selected:
            self._apply(editing.set_class(self._record.id, self._labels, self._selected, class_id))

    def _digit(self, number: int, give: Callable[[int], None]) -> None:
        ids = list(self._styles)
        if number <= len(ids):
            give(ids[number - 1])

    def _open_palette(self) -> None:
        if self._session.has_project:
            self._view.open_class_palette(self._session.project.classes)

    def _tell_next_class(self) -> None:
        self._view.set_next_class(None if self._next_class is None else style_of(self._styles, self._next_class))

    def _diagnose(self, class_id: int | None) -> None:
        if self._record is not None:
            self._apply(editing.diagnose(self._record.id, self._labels, class_id))

    def _mark(self, state: ImageState) -> None:
        if self._record is not None:
            self._apply(editing.mark(self._record.id, self._labels, state))
            self._show_labels()

    def _set_attribute(self, name: str, on: bool) -> None:
        if self._record is not None:
            edit = editing.set_attribute(self._record.id, self._labels, self._selected, attribute=name, on=on)
            self._apply(edit)

    def _select(self, uids: Sequence[str]) -> None:
        self._selected = frozenset(uids)
        self._view.canvas.set_selected(self._selected)
        self._view.inspector.show_selection(self._labels, self._selected, editable=self._editable)
        if self._selected:
            self.predictions.choose("")
        self.situation_changed.emit()

    def _drop_selection(self) -> None:
        if self._selected:
            self._select(())

    def _accept(self, edit: Edit, uid: str) -> None:
        if self._apply(edit):
            self._select((uid,))

    def cancel(self) -> None:
        """Stop drawing; else select nothing."""
        if not self._view.canvas.cancel():
            self._select(())
            self.predictions.choose("")
