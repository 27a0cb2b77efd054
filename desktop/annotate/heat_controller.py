"""Decisions about heat maps: whom to ask where it looked, and what is shown of the answer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer, Signal

from core.errors import DermDeskError
from core.project.labels import ImageLabels
from desktop.annotate.heat_colours import heat_picture
from desktop.annotate.painting import ClassStyle, style_of
from desktop.annotate.predicted import ENSEMBLE, best_classifier
from desktop.predictions import PredictionService
from desktop.settings import read_settings, write_settings

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    from numpy.typing import NDArray

    from core.inference.requests import Explained
    from core.project.records import ImageRecord
    from desktop.annotate.predicted import Opinion
    from desktop.annotate.view import AnnotateView
    from desktop.session import Session

OPACITY = "heat_opacity"
REMEMBER_AFTER = 400
"""Milliseconds the slider rests before its place is written down."""


class HeatController(QObject):
    """At most one heat map, of the photograph shown; leaving the photograph drops it.

    Signals:
        changed: Whether a heat map is wanted, or can be, is to be asked again.
    """

    changed = Signal()

    def __init__(self, session: Session, view: AnnotateView, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._canvas = view.canvas
        self._predictions = view.inspector.predictions
        self._panel = view.inspector.predictions.heat
        self._service: PredictionService | None = None
        self._record: ImageRecord | None = None
        self._labels = ImageLabels()
        self._styles: dict[int, ClassStyle] = {}
        self._opinions: list[Opinion] = []
        self._model = ""
        self._class_id = 0
        self._request = 0
        self._heat: NDArray[np.float32] | None = None
        self._remembering = QTimer(self)
        self._remembering.setSingleShot(True)
        self._remembering.setInterval(REMEMBER_AFTER)
        self._remembering.timeout.connect(lambda: write_settings(**{OPACITY: self._panel.opacity}))
        self._panel.set_opacity(remembered_opacity(read_settings(), otherwise=self._panel.opacity))
        self._canvas.set_heat_opacity(self._panel.opacity)
        self._panel.opacity_changed.connect(self._set_opacity)
        self._predictions.heat_asked.connect(self.show)

    @property
    def wanted(self) -> bool:
        """Whether a heat map is asked for or seen."""
        return bool(self._model)

    @property
    def can_explain(self) -> bool:
        """Whether a classifier has an opinion of the photograph shown."""
        return self._record is not None and any(entry.model != ENSEMBLE for entry in self._opinions)

    def set_styles(self, styles: dict[int, ClassStyle]) -> None:
        """Names of the classes."""
        self._styles = styles

    def show_photo(self, record: ImageRecord | None, labels: ImageLabels) -> None:
        """Another photograph is shown, or the same one again."""
        if record is None or self._record is None or record.id != self._record.id:
            self.drop()
        self._record, self._labels = record, labels
        self._say_share()

    def show_opinions(self, opinions: Sequence[Opinion]) -> None:
        """What the classifiers think of the photograph shown."""
        self._opinions = list(opinions)
        if self._model and self._top_class(self._model) != self._class_id:
            self.drop()

    def toggle(self) -> None:
        """Drop the heat map, or show that of the best classifier."""
        best = "" if self._model else best_classifier(self._opinions, self._metrics())
        self.show(best, bool(best))

    def show(self, model: str, wanted: bool = True) -> None:
        """Ask a classifier where it looked for the class it puts first, or drop the heat map."""
        self.drop()
        class_id = self._top_class(model)
        if not wanted or class_id is None or self._record is None:
            return
        self._model, self._class_id = model, class_id
        self._panel.show_busy(model, self._class_name)
        service = self._connected_service()
        if service is None:
            self._fail(self.tr("The models can't be asked now."))
            return
        boxes = [entry.box for entry in self._labels.boxes]
        try:
            self._request = service.explain(self._record.id, model, class_id=class_id, boxes=boxes)
        except DermDeskError as error:
            self._fail(f"{error.message} {error.hint}".strip())
            return
        self._tell()

    def drop(self) -> None:
        """Show no heat map, and wait for none."""
        if self._request and self._service is not None:
            self._service.cancel_explain(self._request)
        self._request, self._model, self._class_id, self._heat = 0, "", 0, None
        self._canvas.set_heat(None)
        self._panel.show_nothing()
        self._tell()

    def _top_class(self, model: str) -> int | None:
        return next((entry.ranking[0][0] for entry in self._opinions if entry.model == model and entry.ranking), None)

    def _metrics(self) -> dict[str, float]:
        """The metric people see of each classifier, from validation."""
        found = {}
        for entry in self._opinions:
            try:
                card: dict[str, Any] = self._session.project.model_card(entry.model)
            except DermDeskError:
                continue  # the ensemble, and models of other tools, have none
            value = next(iter((card.get("metrics") or {}).values()), None)
            if isinstance(value, int | float):
                found[entry.model] = float(value)
        return found

    def _connected_service(self) -> PredictionService | None:
        service = self._session.prediction_service
        if isinstance(service, PredictionService) and service is not self._service:
            service.explained.connect(self._take)
            service.explain_failed.connect(self._take_failure)
            self._service = service
        return self._service

    def _take(self, event: Explained) -> None:
        if event.request != self._request:
            return
        from core.inference.heat import heat_from_text  # brings in OpenCV, which the window does not wait for

        self._request = 0
        try:
            self._heat = heat_from_text(event.heat)
        except DermDeskError as error:
            self._fail(error.message)
            return
        self._canvas.set_heat(heat_picture(self._heat))
        self._say_share()

    def _take_failure(self, request: int, why: str) -> None:
        if request == self._request:
            self._fail(why)

    def _fail(self, why: str) -> None:
        model, name = self._model, self._class_name
        self._request, self._model, self._heat = 0, "", None
        self._panel.show_problem(model, name, why)
        self._tell()

    def _say_share(self) -> None:
        if self._heat is None or self._record is None:
            return
        from core.inference.heat import energy_inside

        boxes = [entry.box for entry in self._labels.boxes]
        share = energy_inside(self._heat, boxes, self._record.width, self._record.height)
        empty = not self._heat.any()
        self._panel.show_heat(self._model, self._class_name, share=share, empty=empty, boxes=len(boxes))

    @property
    def _class_name(self) -> str:
        return style_of(self._styles, self._class_id).name

    def _set_opacity(self, opacity: float) -> None:
        self._canvas.set_heat_opacity(opacity)
        self._remembering.start()

    def _tell(self) -> None:
        self._predictions.set_heat_model(self._model)
        self.changed.emit()


def remembered_opacity(settings: dict[str, Any], *, otherwise: float) -> float:
    """The opacity chosen last, 0 to 1."""
    value = settings.get(OPACITY)
    return min(max(float(value), 0.0), 1.0) if isinstance(value, int | float) else otherwise
