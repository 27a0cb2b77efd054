"""Decisions about what the models said of the photograph shown: which boxes are seen, chosen, and made human ones."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from core.errors import DermDeskError
from core.project.labels import ImageLabels
from desktop.annotate import editing
from desktop.annotate.heat_controller import HeatController
from desktop.annotate.predicted import opinions, shapes
from desktop.annotate.reading_ahead import ReadingAhead
from desktop.predictions import PredictionService
from desktop.translating import told

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from core.project.records import ImageRecord, PredictedBox, Prediction
    from desktop.annotate.at_hand import AtHand
    from desktop.annotate.painting import ClassStyle
    from desktop.annotate.view import AnnotateView
    from desktop.session import Session


class PredictionController(QObject):
    """Fills the prediction panel and the canvas's predicted boxes.

    Args:
        stored: Reads what is stored of what models said of a photograph.
        near: Photographs near one, itself first, the likeliest next.

    Signals:
        situation_changed: Which actions make sense is to be asked again.
        chosen: A predicted box was chosen, so no human box is selected any more.
        accept_wanted: An `Edit` that makes a predicted box a human one, and the new box's uid.
    """

    situation_changed = Signal()
    chosen = Signal()
    accept_wanted = Signal(object, str)

    def __init__(
        self,
        session: Session,
        view: AnnotateView,
        *,
        at_hand: AtHand,
        near: Callable[[int], Sequence[int]],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._at_hand = at_hand
        self._canvas = view.canvas
        self._panel = view.inspector.predictions
        self._record: ImageRecord | None = None
        self._labels = ImageLabels()
        self._styles: dict[int, ClassStyle] = {}
        self._predictions: list[Prediction] = []
        self._predicted: dict[str, PredictedBox] = {}
        self._chosen = ""
        self._boxes_shown = True
        self._threshold = self._panel.threshold
        self._models: list[str] = []
        self._busy = False
        self.heat = HeatController(session, view, self)
        self.ahead = ReadingAhead(session, view, near=near, parent=self)
        self.heat.changed.connect(self.situation_changed)
        self.ahead.changed.connect(self._show_can)
        session.predictions_changed.connect(self.read_again)
        session.weights_changed.connect(self._show)
        session.runs_changed.connect(self.ask_for_models)
        self._canvas.prediction_asked.connect(self.choose)
        self._canvas.prediction_accepted.connect(self._accept)
        self._panel.threshold_changed.connect(self._set_threshold)
        self._panel.prediction_asked.connect(self.choose)
        self._panel.prediction_accepted.connect(self._accept)
        self._panel.accept_asked.connect(self.accept)
        self._panel.predict_asked.connect(self.predict)

    @property
    def can_predict(self) -> bool:
        return bool(self._models) and self._record is not None and not self._busy_here

    @property
    def _busy_here(self) -> bool:
        """Whether answers about this photograph are on their way; those about others hold nobody up."""
        service = self._session.prediction_service
        if isinstance(service, PredictionService) and self._record is not None:
            return self._busy and service.waits_for(self._record.id)
        return self._busy

    @property
    def boxes_shown(self) -> bool:
        return self._boxes_shown

    @property
    def _editable(self) -> bool:
        return self._record is not None and not self._session.read_only

    # What is shown

    def set_styles(self, styles: dict[int, ClassStyle]) -> None:
        """Colours and codes of the classes."""
        self._styles = styles
        self.heat.set_styles(styles)

    def show_photo(self, record: ImageRecord | None, labels: ImageLabels) -> None:
        """Show what the models said of this photograph; None where there is none."""
        self._record, self._labels = record, labels
        self.heat.show_photo(record, labels)
        self.read_again()
        self.ahead.show_photo(None if record is None else record.id)

    def show_labels(self, record: ImageRecord, labels: ImageLabels) -> None:
        """The photograph shown has other labels now: what was accepted is shown no more."""
        before, self._record, self._labels = self._labels, record, labels
        self.heat.show_photo(record, labels)
        if _accepted(before) != _accepted(labels):
            self._show()

    def show_boxes(self, shown: bool) -> None:
        """Show or hide the models' boxes on the canvas."""
        self._boxes_shown = shown
        self._show()

    def ask_for_models(self) -> None:
        """Look which runs can predict."""
        service = self._session.prediction_service
        if service is None or not self._session.has_project:
            self._take_models([])
        else:
            # Their cards lie in files, one a run, which take a while where there are many.
            self._session.questions.ask(
                "models", service.available, self._take_models, failed=self._tell_failure, aside=True
            )

    def _take_models(self, models: list[str]) -> None:
        self._models = models
        self.ahead.set_models(models)
        self._show()

    def _tell_failure(self, error: DermDeskError) -> None:
        self._session.set_status(told(error), "error")

    def read_again(self) -> None:
        """Read the stored predictions of the photograph shown."""
        record = self._record
        self._predictions = [] if record is None else self._at_hand.predictions(record.id)
        self._show()

    def _show(self) -> None:
        """Show what the models said, less what was accepted already."""
        accepted = _accepted(self._labels)
        found = [
            (shape, box)
            for shape, box in shapes(self._predictions, at_least=self._threshold)
            if box.id is None or box.id not in accepted
        ]
        self._predicted = {shape.uid: box for shape, box in found} if self._boxes_shown else {}
        shown = [shape for shape, _ in found]
        self._canvas.set_predictions(shown if self._boxes_shown else [])
        detectors = sum(1 for entry in self._predictions if entry.boxes is not None)
        classifiers = sum(entry.probabilities is not None for entry in self._predictions)
        said = opinions(self._predictions, weights=self._at_hand.weights() if classifiers > 1 else {})
        self._panel.show_predictions(said, shown, self._styles, detectors=detectors)
        self.heat.show_opinions(said)
        self._show_can()
        if self._chosen not in self._predicted:
            self.choose("")

    def _show_can(self) -> None:
        self._panel.set_busy(self._busy_here)
        self._panel.set_can(
            predict=self.can_predict and self._editable,
            accept=bool(self._predicted) and self._editable,
            as_i_go=bool(self._models) and self._editable,
            why_not=self._why_none(),
        )
        self.situation_changed.emit()

    def _why_none(self) -> str:
        if self._record is None:
            return ""
        if not self._models:
            return self.tr("No model yet. Train one in Train, then ask it about this photo.")
        if self._busy_here:
            return self.tr("The models are looking at this photo…")
        return self.tr("No model has seen this photo yet.")

    def _set_threshold(self, threshold: float) -> None:
        self._threshold = threshold
        self._show()

    # Choosing and accepting

    def choose(self, uid: str) -> None:
        """Choose a predicted box; empty for none."""
        self._chosen = uid
        self._canvas.set_chosen_prediction(uid)
        self._panel.set_chosen(uid)
        if uid:
            self.chosen.emit()

    def accept(self) -> None:
        """Make the chosen predicted box, or else the best one, a lesion box."""
        uid = self._chosen or next(iter(self._predicted), "")
        if uid:
            self._accept(uid)
        elif not any(entry.boxes is not None for entry in self._predictions):
            self._session.set_status(self._why_none(), "info")
        elif self._boxes_shown:
            self._session.set_status(self.tr("There is no predicted box to accept on this photo."), "info")
        else:
            self._session.set_status(self.tr("The models' boxes are hidden. Show them first (View)."), "info")

    def toggle_heat(self) -> None:
        """Show where the best classifier looked, or no longer; says why where none can tell."""
        if not self.heat.wanted and not self.heat.can_explain:
            asked = any(entry.boxes is not None for entry in self._predictions)
            why = self.tr("No classifier has seen this photo yet, so none can show where it looked.")
            self._session.set_status(why if asked else self._why_none(), "info")
        self.heat.toggle()

    def _accept(self, uid: str) -> None:
        predicted = self._predicted.get(uid)
        if self._record is None or predicted is None:
            return
        made = editing.accept(self._record, self._labels, predicted)
        if made is not None:
            self.accept_wanted.emit(made[0], made[1])

    # Asking the models

    def predict(self) -> None:
        """Ask all models about the photograph shown."""
        service = self._session.prediction_service
        if service is None or self._record is None:
            return
        try:
            service.predict([self._record.id], None)
        except DermDeskError as error:
            self._session.set_status(told(error), "error")
        self._show_can()

    def set_busy(self, busy: bool) -> None:
        """Note whether the models are at work."""
        self._busy = busy
        self._show_can()


def _accepted(labels: ImageLabels) -> set[int]:
    """Ids of the predicted boxes that became human ones."""
    return {box.parent for box in labels.boxes if box.parent is not None}
