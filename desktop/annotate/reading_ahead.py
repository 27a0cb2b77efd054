"""Predict as I go: which photographs the models are asked about while a person goes through them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from core.errors import DermDeskError
from desktop.predictions import PredictionService
from desktop.settings import read_settings, write_settings
from desktop.translating import told

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from desktop.annotate.view import AnnotateView
    from desktop.session import Session

PAUSE = 300
"""Milliseconds a person stays on a photograph before the models are asked: leafing through asks nothing."""
REACH = (0, 1, -1, 2, -2)
"""The photograph shown and its neighbours, in the order in which they are likely to be looked at."""
SETTING = "predict_as_i_go"


@dataclass(frozen=True, slots=True)
class Plan:
    """What to do so that the models see the wanted photographs in the wanted order.

    Attributes:
        cancel: Photographs whose requests are in the way.
        ask: Photographs to ask about, in this order, after those whose requests stay.
    """

    cancel: tuple[int, ...]
    ask: tuple[int, ...]


def plan(waiting: Sequence[int], wanted: Sequence[int]) -> Plan:
    """How to get from the photographs that wait for answers to those wanted; both in the order they are served.

    The first that waits is at work already, so it stays wherever it is still wanted; of the others, those stay that
    come in the wanted order with nothing more urgent left to ask before them.

    >>> plan([1, 2, 3], [2, 3, 1])
    Plan(cancel=(), ask=())
    >>> plan([1, 2, 3], [3, 4, 2])
    Plan(cancel=(1, 2), ask=(4, 2))
    """
    kept = list(waiting[:1]) if waiting and waiting[0] in wanted else []
    following = [image for image in wanted if image not in kept]
    for image in waiting[1:]:
        if following and image == following[0]:
            kept.append(following.pop(0))
    return Plan(tuple(image for image in waiting if image not in kept), tuple(following))


def lacking(near: Iterable[int], models: Sequence[str], known: Iterable[tuple[str, int]]) -> dict[int, tuple[str, ...]]:
    """The models each photograph still lacks an answer of, in the order of the photographs; complete ones left out.

    >>> lacking([7, 8], ["a", "b"], {("a", 7), ("b", 7), ("a", 8)})
    {8: ('b',)}
    """
    pairs = set(known)
    found = {image: tuple(model for model in models if (model, image) not in pairs) for image in near}
    return {image: names for image, names in found.items() if names}


class ReadingAhead(QObject):
    """Asks for missing predictions of the photograph shown and its neighbours, and cancels what is no longer near.

    Args:
        near: Photographs near one, itself first, the likeliest next.

    Signals:
        changed: What is asked for is different now.
    """

    changed = Signal()

    def __init__(
        self,
        session: Session,
        view: AnnotateView,
        *,
        near: Callable[[int], Sequence[int]],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._panel = view.inspector.predictions
        self._near = near
        self._service: PredictionService | None = None
        self._models: tuple[str, ...] = ()
        self._image_id: int | None = None
        self._waiting: dict[int, int] = {}
        self._hopeless: set[tuple[str, int]] = set()
        self._given_up = False
        self._on = read_settings().get(SETTING) is True
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE)
        self._pause.timeout.connect(self._ask)
        self._panel.set_as_i_go(self._on)
        self._panel.as_i_go_asked.connect(self.switch)
        session.project_changed.connect(self._forget)

    @property
    def waiting(self) -> tuple[int, ...]:
        """Photographs that wait for answers, in the order they are served."""
        return tuple(self._waiting.values())

    def set_models(self, models: Sequence[str]) -> None:
        """These runs can predict now."""
        if tuple(models) != self._models:
            self._models = tuple(models)
            self._hopeless.clear()
            self._given_up = False
            self._start()

    def show_photo(self, image_id: int | None) -> None:
        """This photograph is looked at now."""
        if image_id == self._image_id:
            return
        self._image_id = image_id
        near = set() if image_id is None else set(self._near(image_id))
        self._cancel(image for image in self.waiting if image not in near)
        self._start()

    def switch(self, on: bool) -> None:
        """Predict as the person goes, or not; remembered."""
        self._on = on
        self._given_up = False
        write_settings(**{SETTING: on})
        if not on:
            self._cancel(self.waiting)
        self._start()

    def _start(self) -> None:
        may = self._on and not self._given_up and not self._session.read_only
        if may and self._models and self._image_id is not None:
            self._pause.start()
        else:
            self._pause.stop()

    def _ask(self) -> None:
        service = self._connected_service()
        if service is None or self._image_id is None or not self._session.has_project or self._session.read_only:
            return
        near = self._near(self._image_id)
        project = self._session.project
        stored = {(entry.model, image) for image in near for entry in project.predictions(image_id=image)}
        wanted = lacking(near, self._models, stored | self._hopeless)
        todo = plan(self.waiting, list(wanted))
        self._cancel(todo.cancel)
        for image in todo.ask:
            try:
                number = service.ask([image], wanted[image])
            except DermDeskError as error:
                self._session.set_status(told(error), "error")
                return
            if not number:
                # It has been told why; asking again at every photograph would tell it again.
                self._hopeless |= {(model, image) for model in wanted[image]}
            else:
                self._waiting[number] = image
        self.changed.emit()

    def _cancel(self, images: Iterable[int]) -> None:
        gone = set(images)
        numbers = [number for number, image in self._waiting.items() if image in gone]
        for number in numbers:
            del self._waiting[number]
            if self._service is not None:
                self._service.cancel_request(number)
        if numbers:
            self.changed.emit()

    def _ended(self, number: int, left: Iterable[tuple[str, int]]) -> None:
        if self._waiting.pop(number, None) is not None:
            self._hopeless |= set(left)
            self.changed.emit()

    def _give_up(self) -> None:
        # A worker that can't live would otherwise die, and say so, at every photograph; the switch starts it again.
        self._given_up = True
        self._pause.stop()

    def _forget(self) -> None:
        self._pause.stop()
        self._waiting.clear()
        self._hopeless.clear()
        self._given_up = False
        self._image_id = None

    def _connected_service(self) -> PredictionService | None:
        service = self._session.prediction_service
        if isinstance(service, PredictionService) and service is not self._service:
            service.request_ended.connect(self._ended)
            service.gave_up.connect(self._give_up)
            self._service = service
        return self._service
