"""The photograph of the suspect on the canvas, with people's boxes and every model's, and the panel beside it."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QObject, Signal

from core.kept_weights import load_weights
from core.project.labels import ImageLabels
from core.review.neighbours import Near, neighbours
from core.review.suspects import TITLES
from desktop.annotate import editing
from desktop.annotate.canvas_painting import PredictedShape
from desktop.annotate.heat_controller import HeatController
from desktop.annotate.listing import Row, facts
from desktop.annotate.painting import ClassStyle, class_styles, style_of
from desktop.annotate.predicted import opinions, shape_uid
from desktop.review.side_panel import NEIGHBOURS
from desktop.translating import core_text, told
from desktop.wording import count_text

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from core.errors import DermDeskError
    from core.geometry import Box
    from core.project.labels import Edit
    from core.project.records import ImageRecord, Prediction
    from core.review.prelabelling import Suggestion
    from core.review.suspects import Suspect
    from desktop.annotate.photos import Photo, PhotoLoader
    from desktop.annotate.view import AnnotateView
    from desktop.review.reading import Reading
    from desktop.review.view import ReviewView
    from desktop.session import Session

SAME_LESION = 0.6
"""From this IoU on two boxes of a model show one lesion, and the surer is drawn."""
LEAST_SHOWN = 0.3
"""Score from which on a model's box is drawn, besides those a reason is about."""


class ShownPhoto(QObject):
    """Shows one photograph at a time.

    Signals:
        prediction_chosen: Uid of the predicted box that was clicked; empty for none.
    """

    prediction_chosen = Signal(str)

    def __init__(
        self, session: Session, view: ReviewView, *, loader: PhotoLoader, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._session, self._view, self._loader = session, view, loader
        self._canvas = view.canvas
        self.record: ImageRecord | None = None
        self.labels = ImageLabels()
        self.predictions: list[Prediction] = []
        self.styles: dict[int, ClassStyle] = {}
        self._selected: frozenset[str] = frozenset()
        # It asks of a view only the canvas and a panel with bars and heat, which this one has too.
        self.heat = HeatController(session, cast("AnnotateView", view), self)
        loader.loaded.connect(self._take_pixels)
        loader.failed.connect(self._take_failure)
        self._canvas.detail_wanted.connect(self._load_full)
        self._canvas.selection_asked.connect(self.select)
        self._canvas.prediction_asked.connect(self.choose)
        self._canvas.box_drawn.connect(self._draw)
        self._canvas.boxes_reshaped.connect(self._reshape)

    def set_classes(self) -> None:
        """Take colours and names of the classes."""
        self.styles = class_styles(self._session.project.classes)
        self._canvas.set_styles(self.styles)
        self.heat.set_styles(self.styles)

    def clear(self, notice: str = "") -> None:
        """Show no photograph."""
        self.record, self.labels, self.predictions = None, ImageLabels(), []
        self._canvas.clear(notice)
        self.heat.show_photo(None, ImageLabels())
        self._view.inspector.show_photo("", (), "")
        self._view.inspector.show_reasons(())
        self._view.inspector.show_opinions((), self.styles, silent="")
        self._view.inspector.show_neighbours((), self.styles)

    def show(self, record: ImageRecord, *, ahead: Sequence[ImageRecord] = (), trained: Collection[str] = ()) -> None:
        """Show a photograph; what lies on it follows.

        Args:
            record: The photograph.
            ahead: Those that are likely to be shown next.
            trained: Models that were trained on it, so that what they say of it proves nothing.
        """
        project = self._session.project
        same = self.record is not None and self.record.id == record.id
        self.record = record
        self.labels = project.labels(record.id)
        self.predictions = project.predictions(image_id=record.id)
        self._canvas.set_editable(not self._session.read_only)
        if not same:
            self.select(())
            self._canvas.begin_photo(record.width, record.height)
            self._canvas.fit()
            photo = self._loader.show(record, ahead=ahead)
            if photo is not None:
                self._canvas.set_photo(photo)
        self._canvas.set_boxes(self.labels.boxes)
        self.heat.show_photo(record, self.labels)
        said = opinions(self.predictions, weights=load_weights(self._session.project), trained=trained)
        silent = self.tr("No classifier has seen this photo.") if not said else ""
        self._view.inspector.show_opinions(said, self.styles, silent=silent)
        self.heat.show_opinions(said)
        self._view.inspector.show_photo(
            record.relative_path.rsplit("/", 1)[-1], [core_text(fact) for fact in facts(record)], self._label_text()
        )

    def show_suspect(self, suspect: Suspect | None) -> None:
        """Mark what the suspect is about, and draw every model's boxes; None for a photograph that is none."""
        findings = () if suspect is None else suspect.findings
        places = {entry.place for entry in findings if entry.place is not None}
        shapes = [
            PredictedShape(shape_uid(box, said.model, position), box.box, box.class_id, box.score, said.model)
            for said in self.predictions
            for position, box in enumerate(said.boxes or ())
            if box.score >= LEAST_SHOWN or box.box in places
        ]
        shapes = _surest(shapes, keep=places)
        self._canvas.set_predictions(shapes)
        place = None if suspect is None else suspect.place
        self._canvas.set_chosen_prediction(next((shape.uid for shape in shapes if shape.box == place), ""))
        self.select({suspect.target} if suspect is not None and suspect.has_box else ())
        self._view.inspector.show_reasons(
            [(core_text(TITLES[entry.reason]), core_text(entry.text)) for entry in findings]
        )

    def show_suggestions(self, suggestions: Sequence[Suggestion], chosen: str) -> None:
        """Draw suggested boxes; a lesion box that is selected, since it is adjusted, stays so."""
        self._canvas.set_predictions(
            [
                PredictedShape(
                    suggestion_uid(entry), entry.predicted.box, entry.predicted.class_id, entry.predicted.score,
                    entry.model,
                )
                for entry in suggestions
            ]
        )  # fmt: skip
        self._canvas.set_chosen_prediction(chosen)
        self.select(self._selected & {box.uid for box in self.labels.boxes})
        self._view.inspector.show_reasons(())

    def show_neighbours(self, reading: Reading) -> None:
        """Show photographs that look alike to a network, or of which the models say nearly the same."""
        near = Near() if self.record is None else neighbours(reading.review, self.record.id, count=NEIGHBOURS)
        found = [reading.records[key] for key in near.ids if key in reading.records]
        rows = [Row(record, record.image_class) for record in found]
        self._view.inspector.show_neighbours(rows, self.styles, by_features=near.by_features)

    def choose(self, uid: str) -> None:
        """Choose a predicted box; empty for none."""
        self._canvas.set_chosen_prediction(uid)
        self.prediction_chosen.emit(uid)

    def select(self, uids: Collection[str]) -> None:
        """Select these lesion boxes."""
        self._selected = frozenset(uids)
        self._canvas.set_selected(self._selected)

    def apply(self, edit: Edit | None) -> bool:
        """Save an edit of the photograph shown; True also where there was nothing to change."""
        return edit is None or (not self._session.read_only and self._session.apply(edit))

    def _label_text(self) -> str:
        given = self.labels.image_class
        name = self.tr("no class") if given is None else style_of(self.styles, given).name
        return self.tr("Labelled <b>{0}</b>, {1}, {2}").format(
            escape(name), count_text(len(self.labels.boxes), "box"), core_text(self.labels.state.value)
        )

    def _draw(self, box: Box) -> None:
        class_id = self.labels.image_class
        if self.record is None or (class_id is None and not self.styles):
            return
        class_id = next(iter(self.styles)) if class_id is None else class_id
        self.apply(editing.draw(self.record.id, self.labels, box, class_id)[0])

    def _reshape(self, shapes: dict[str, Box], what: str) -> None:
        if self.record is not None:
            self.apply(editing.reshape(self.record.id, self.labels, shapes, what))

    def _load_full(self) -> None:
        if self.record is not None:
            self._loader.load_full(self.record)

    def _take_pixels(self, image_id: int, photo: Photo) -> None:
        if self.record is not None and image_id == self.record.id:
            self._canvas.set_photo(photo)

    def _take_failure(self, image_id: int, error: DermDeskError) -> None:
        if self.record is not None and image_id == self.record.id:
            self._canvas.set_notice(told(error))


def _surest(shapes: Sequence[PredictedShape], *, keep: Collection[Box]) -> list[PredictedShape]:
    """Of boxes of one model that lie on one another the surest, and those that a reason is about."""
    kept: list[PredictedShape] = []
    for shape in sorted(shapes, key=lambda shape: -shape.score):
        beside = [other for other in kept if other.model == shape.model]
        if shape.box in keep or all(shape.box.iou(other.box) < SAME_LESION for other in beside):
            kept.append(shape)
    return kept


def suggestion_uid(entry: Suggestion) -> str:
    """Name of a suggested box on the canvas."""
    return shape_uid(entry.predicted, entry.model, 0)
