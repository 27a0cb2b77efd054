"""The annotate workspace's decisions: what a request of the view means for the project, and what is shown then."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from core.errors import DermDeskError, ImageMissing
from core.project.labels import ImageLabels, ImageState
from desktop.annotate import editing
from desktop.annotate.at_hand import AtHand
from desktop.annotate.box_controller import BoxController
from desktop.annotate.copying import CopyController
from desktop.annotate.list_controller import ListController
from desktop.annotate.listing import LAST_IMAGE, Row, facts
from desktop.annotate.open_photo import OpenPhoto
from desktop.annotate.own_work import OwnWork
from desktop.annotate.prediction_controller import PredictionController
from desktop.annotate.reading_ahead import REACH
from desktop.annotate.saved_views_controller import SavedViewsController
from desktop.annotate.screen_controller import ScreenController
from desktop.translating import core_text, told

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from core.project.labels import Edit
    from core.project.records import ImageRecord
    from desktop.action_spec import Situation
    from desktop.actions import Actions
    from desktop.annotate.image_list import ImageListModel
    from desktop.annotate.photos import Photo, PhotoLoader
    from desktop.annotate.view import AnnotateView
    from desktop.session import Session
    from desktop.thumbnails import Thumbnails

AHEAD = (1, -1, 2)
"""Neighbours that are read ahead of time, the likeliest first."""


class AnnotateController(QObject):
    """Connects view, session, photographs and thumbnails, and its parts, each of which decides about one noun.

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
        self._at_hand = AtHand(session, self)
        self.photo = OpenPhoto(session, self._at_hand)
        self._quiet = False
        self.list = ListController(session, view, thumbnails=thumbnails, parent=self)
        self.boxes = BoxController(session, view, self.photo, self)
        self.copying = CopyController(
            session, view.canvas, self.photo,
            boxes=self.boxes, previous=lambda image_id: self.model.beside(image_id, -1), parent=self,
        )  # fmt: skip
        self.screen = ScreenController(view, self)
        self.predictions = PredictionController(
            session, view, at_hand=self._at_hand, near=partial(self.model.near, steps=REACH), parent=self
        )
        self.views = SavedViewsController(session, view, self.list, self)
        self._own_work = OwnWork(session, self)
        self._connect_session()
        self._connect_view()
        loader.loaded.connect(self._photo_loaded)
        loader.failed.connect(self._photo_failed)
        self._project_changed()

    @property
    def model(self) -> ImageListModel:
        return self.list.model

    def _connect_session(self) -> None:
        session = self._session
        session.project_changed.connect(self._project_changed)
        session.image_selected.connect(self._open)
        session.labels_changed.connect(self._labels_changed)
        session.classes_changed.connect(self._classes_changed)
        session.images_changed.connect(self.list.read_again)
        session.predictions_changed.connect(self.list.tell_words)
        self.list.open_again_wanted.connect(self._open)
        self.list.emptied.connect(self._show_nothing)

    def _connect_view(self) -> None:
        view, canvas, inspector = self._view, self._view.canvas, self._view.inspector
        view.verify_tapped.connect(self.verify_and_go_on)
        view.reason_given.connect(self.mark)
        canvas.detail_wanted.connect(self._load_full)
        canvas.zoom_changed.connect(self.zoom_changed)
        canvas.pointer_moved.connect(self.pointer_moved)
        inspector.diagnosis_asked.connect(self.diagnose)
        inspector.state_asked.connect(self._ask_state)
        self.boxes.shown.connect(self._boxes_shown)
        self.boxes.selection_changed.connect(self._selection_changed)
        self.copying.preview_changed.connect(self._tell_situation)
        predictions = self.predictions
        predictions.situation_changed.connect(self._tell_situation)
        predictions.chosen.connect(self.boxes.select_none)
        predictions.accept_wanted.connect(self._accept)

    def connect_actions(self, actions: Actions) -> None:
        """Let the table's annotate rows do their work."""
        canvas = self._view.canvas
        handlers: dict[str, Callable[[], object]] = {
            "draw": lambda: canvas.arm_drawing(actions["draw"].isChecked()),
            "copy": self.copying.copy,
            "paste": self.copying.paste,
            "copy_previous": self.copying.carry_over,
            "accept": self.accept,
            "confirm": self.confirm,
            "cancel": self.cancel,
            "zoom_in": lambda: canvas.zoom_by(1.25),
            "zoom_out": lambda: canvas.zoom_by(0.8),
            "actual_size": canvas.actual_size,
            "fit": canvas.fit,
            "show_predictions": lambda: self.predictions.show_boxes(actions["show_predictions"].isChecked()),
            "heat": self.predictions.toggle_heat,
            "next": lambda: self.list.go(1),
            "previous": lambda: self.list.go(-1),
            "next_unlabelled": self.list.go_to_new,
            "next_unverified": self.list.go_to_unverified,
            "next_flagged": self.list.go_to_flagged,
            "flag": self.flag,
            "grid": lambda: self._view.set_as_grid(actions["grid"].isChecked()),
            "verify": self.verify_and_go_on,
            "reject": lambda: self.ask_reason(ImageState.REJECTED),
            "noise": lambda: self.ask_reason(ImageState.NOISE),
            "predict": self.predictions.predict,
            "search": self._view.focus_search,
        }
        for number in range(1, 11):
            handlers[f"diagnosis_{number}"] = partial(self.boxes.by_digit, number, self.diagnose)
        actions.connect_all(handlers)
        self.boxes.connect_actions(actions)
        self.screen.connect_actions(actions)
        canvas.draw_armed_changed.connect(actions["draw"].setChecked)
        actions["show_predictions"].setChecked(self.predictions.boxes_shown)
        heat = self.predictions.heat
        heat.changed.connect(lambda: actions["heat"].setChecked(heat.wanted))

    def described(self, situation: Situation) -> Situation:
        """The situation with this workspace's part filled in."""
        return replace(
            situation,
            has_image=self.photo.record is not None,
            has_selection=bool(self.photo.selected),
            can_predict=self.predictions.can_predict,
        )

    def set_busy(self, busy: bool) -> None:
        """Note whether the models are at work."""
        self.predictions.set_busy(busy)

    # Project

    def _project_changed(self) -> None:
        self._loader.forget()
        self.boxes.forget_classes()
        self.list.forget()
        self._view.set_notice("")
        self._clear()  # nothing of the project before is seen while this one is being read
        self._view.show_empty(False)
        self._classes_changed()
        self.predictions.ask_for_models()
        self.list.read_again(aside=True)

    def _classes_changed(self) -> None:
        self.boxes.read_classes()
        self.predictions.set_styles(self.boxes.styles)
        self.list.tell_words()
        if self.photo.record is not None:
            self.boxes.show()

    def remember_place(self) -> None:
        """Note where work stops, for the next start."""
        self._view.inspector.finish_note()
        if self._session.has_project and self.photo.editable and self.photo.record is not None:
            self._session.project.set_setting(LAST_IMAGE, self.photo.record.id)

    # The photograph shown

    def open_anew(self) -> None:
        """Read the file of the photograph shown again: it may be in another place now."""
        self._loader.forget()
        if self.photo.record is not None:
            image_id = self.photo.record.id
            self.photo.show(None, ImageLabels())
            self._open(image_id)

    def _open(self, image_id: int) -> None:
        if not self._shows(image_id):
            self._view.inspector.finish_note()
        row = self.model.row(image_id)
        try:
            # The list's record is renewed with each edit, so it saves a query a photograph.
            record = self._session.project.image(image_id) if row is None else row.record
            labels = self._at_hand.labels(image_id)
        except DermDeskError as error:
            self._session.set_status(told(error), "error")
            return
        with self._telling_once():
            self._show(record, labels)

    def _show(self, record: ImageRecord, labels: ImageLabels) -> None:
        before = self.photo.record
        self.photo.show(record, labels)
        # A photograph whose folder was linked anew is another file.
        if before is None or (before.id, before.path) != (record.id, record.path):
            self.copying.drop()
            self.predictions.choose("")
            self._view.canvas.begin_photo(record.width, record.height)
            self._view.canvas.tell_pointer()
            self._view.offer_relink(False)
            ahead = [row.record for step in AHEAD if (row := self._neighbour(record.id, step)) is not None]
            self._at_hand.read_soon(record.id, [other.id for other in ahead])
            photo = self._loader.show(record, ahead=ahead)
            if photo is not None:
                self._photo_loaded(record.id, photo)
            self.boxes.choose_next_class()
        self._view.canvas.set_editable(self.photo.editable)
        self._view.show_empty(False)
        self._view.inspector.set_heading(record.relative_path.rsplit("/", 1)[-1], " · ".join(facts(record)))
        self.boxes.show()
        self.list.show_place(record.id)
        self.predictions.show_photo(record, labels)

    def _neighbour(self, image_id: int, step: int) -> Row | None:
        other = self.model.beside(image_id, step)
        return None if other is None or other == image_id else self.model.row(other)

    def _show_nothing(self) -> None:
        self._clear()
        self._view.show_empty(self._session.has_project and self.model.total == 0)

    def _clear(self) -> None:
        self.photo.show(None, ImageLabels())
        self.copying.drop()
        self._view.canvas.clear()
        self._view.canvas.tell_pointer()
        self._view.offer_relink(False)
        self._view.canvas.set_editable(False)
        self._view.inspector.set_heading("", "")
        self._view.inspector.show_labels(None, (), editable=False)
        self._view.set_place("")
        self.predictions.show_photo(None, self.photo.labels)

    def _boxes_shown(self) -> None:
        self._tell_situation()

    def _tell_situation(self) -> None:
        if not self._quiet:
            self.situation_changed.emit()

    @contextmanager
    def _telling_once(self) -> Iterator[None]:
        """What changes the situation part by part tells so once, at its end."""
        self._quiet = True
        try:
            yield
        finally:
            self._quiet = False
            self._tell_situation()

    def _selection_changed(self) -> None:
        if self.photo.selected:
            self.predictions.choose("")
        self._tell_situation()

    def _photo_loaded(self, image_id: int, photo: Photo) -> None:
        if self._shows(image_id):
            self._view.canvas.set_photo(photo)
            self._view.canvas.tell_pointer()
            self._view.offer_relink(False)

    def _photo_failed(self, image_id: int, error: DermDeskError) -> None:
        if self._shows(image_id):
            parts = (core_text(error.message), str(error.path or ""), core_text(error.hint))
            self._view.canvas.set_notice("\n\n".join(part for part in parts if part))
            self._view.offer_relink(isinstance(error, ImageMissing))

    def _shows(self, image_id: int) -> bool:
        return self.photo.record is not None and image_id == self.photo.record.id

    def _load_full(self) -> None:
        if self.photo.record is not None:
            self._loader.load_full(self.photo.record)

    def _labels_changed(self, image_id: int) -> None:
        labels = self._at_hand.labels(image_id)
        row = self.model.row(image_id)
        known = self._session.project.image(image_id) if row is None else row.record
        record = replace(
            known,
            diagnosis=labels.diagnosis,
            state=labels.state,
            box_count=len(labels.boxes),
            image_class=labels.image_class,
            flagged=labels.flagged,
            reason=labels.reason,
        )
        self.model.replace_row(Row(record, labels.image_class))
        self.boxes.labels_changed(image_id, labels)
        if self._shows(image_id):
            with self._telling_once():
                self.photo.show(record, labels)
                self.boxes.show()
                self.predictions.show_labels(record, labels)

    # What is said of the whole photograph

    def verify_and_go_on(self) -> None:
        """Mark the photograph verified and show the next one."""
        record = self.photo.record
        if record is None or not self.photo.editable:
            return
        if self.photo.apply(editing.mark(record.id, self.photo.labels, ImageState.VERIFIED)):
            self._own_work.note_verified(record.id)
            self.list.go(1)

    def diagnose(self, class_id: int | None) -> None:
        """Set or clear the diagnosis."""
        record = self.photo.record
        if record is not None:
            self.photo.apply(editing.diagnose(record.id, self.photo.labels, class_id))

    def mark(self, state: ImageState, reason: str = "") -> None:
        """Say how far the labelling has come; a reason is kept with rejected and noise."""
        record = self.photo.record
        if record is not None:
            if self.photo.apply(editing.mark(record.id, self.photo.labels, state, reason=reason)):
                if state is ImageState.VERIFIED:
                    self._own_work.note_verified(record.id)
            self.boxes.show()

    def _ask_state(self, state: ImageState) -> None:
        if state in (ImageState.REJECTED, ImageState.NOISE):
            self.ask_reason(state)
        else:
            self.mark(state)

    def ask_reason(self, state: ImageState) -> None:
        """Ask why the photograph is left out, beginning with the reason it has, and leave it out."""
        if self.photo.editable:
            self._view.ask_reason(state, self._session.project.reasons(), present=self.photo.labels.reason)

    def flag(self) -> None:
        """Flag the photograph to come back to it, or take its flag away."""
        record = self.photo.record
        if record is not None:
            self.photo.apply(editing.flag(record.id, self.photo.labels, not self.photo.labels.flagged))

    def confirm(self) -> None:
        """Draw with the tool in hand; without it, take what is offered."""
        if self._view.palette_window.owns_return():
            return
        if self._view.canvas.draw_armed:
            self._view.canvas.draw_here()
            self._view.canvas.setFocus()
        else:
            self.accept()

    def accept(self) -> None:
        """Take the previewed boxes of the previous photograph; without any, the chosen predicted box."""
        if self.copying.previews:
            self.copying.take()
        else:
            self.predictions.accept()

    def _accept(self, edit: Edit, uid: str) -> None:
        self.boxes.add(edit, uid)

    def cancel(self) -> None:
        """Stop drawing; else leave what is previewed; else select nothing; else close the adjustments.

        In any case the keys are the canvas's again, also after Tab led elsewhere.
        """
        self._view.canvas.setFocus()
        if self._view.canvas.cancel() or self.copying.drop():
            return
        if not self.photo.selected and not self._view.canvas.chosen_prediction:
            self.screen.close()
        self.boxes.select(())
        self.predictions.choose("")
