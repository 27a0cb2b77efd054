"""Goes through the conflicts of two readers, and saves what the third person says as edits that can be undone."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from core.errors import DermDeskError
from core.project.verifying import same_person
from core.review.settling import Ruling, is_settled, open_conflicts, settle
from desktop.annotate.canvas_painting import PredictedShape
from desktop.annotate.painting import class_styles, style_of
from desktop.annotate.photos import PhotoLoader
from desktop.translating import core_text, told
from desktop.wording import count_text

if TYPE_CHECKING:
    from core.project.labels import ImageLabels
    from core.review.readings import Compared
    from core.review.second_reading import Conflict
    from core.review.settling import Pair
    from desktop.annotate.photos import Photo
    from desktop.readings.settling_view import SettlingView
    from desktop.session import Session


class SettlingController(QObject):
    """Connects the settling window with the session, for as long as it is open."""

    def __init__(self, session: Session, compared: Compared, view: SettlingView) -> None:
        super().__init__(view)
        self._session, self._view = session, view
        self._reading = compared.reading
        self._conflicts = compared.conflicts
        self._pairs = {entry.image_id: compared.pairs[entry.image_id] for entry in compared.conflicts}
        records = session.project.images(ids=self._pairs.keys())
        self._records = {record.id: record for record in records}
        self._styles = class_styles(session.project.classes)
        self._at = 0
        self._loader = PhotoLoader(self)
        self._loader.loaded.connect(self._take_pixels)
        self._loader.failed.connect(self._take_failure)
        view.canvas.set_styles(self._styles)
        view.canvas.detail_wanted.connect(self._load_full)
        view.finished.connect(self.stop)
        actions = view.actions_table
        actions["settle_first"].triggered.connect(self._first)
        actions["settle_second"].triggered.connect(self._second)
        actions["settle_neither"].triggered.connect(self._neither)
        actions["settle_next"].triggered.connect(self._next)
        actions["settle_previous"].triggered.connect(self._previous)
        actions["settle_fit"].triggered.connect(view.canvas.fit)
        # Methods and no lambdas: Qt lets go of them when the window is closed.
        session.labels_changed.connect(self._labels_changed)
        session.images_changed.connect(self._read_again)
        session.project_changed.connect(view.close)
        session.classes_changed.connect(view.close)
        self._show(fresh=True)

    @property
    def image_id(self) -> int:
        """The photograph shown."""
        return self._conflicts[self._at].image_id

    @property
    def left(self) -> int:
        """Conflicts still to be settled."""
        return len(open_conflicts(self._pairs, self._session.project.classes, self._reading.id))

    def rule(self, ruling: Ruling) -> None:
        """Save who is right, and go on: to the next conflict, or to Annotate where neither is."""
        if self._session.read_only:
            self._session.set_status(self.tr("The project is open read-only."), "warning")
            return
        image_id, session = self.image_id, self._session
        try:
            edit = settle(
                image_id, self._pairs[image_id], ruling, reading=self._reading.id, who=session.annotator
            )  # fmt: skip
        except DermDeskError as error:
            self._view.set_state(told(error))
            return
        if edit is not None and not session.apply(edit):
            self._view.set_state(self.tr("It couldn't be saved; the window's status bar says why."))
            return
        if ruling is Ruling.NEITHER:
            self._view.close()
            session.show_images(None)
            session.select_image(image_id)
            return
        waiting = {entry.image_id for entry in open_conflicts(self._pairs, session.project.classes, self._reading.id)}
        number = len(self._conflicts)
        following = [(self._at + step) % number for step in range(1, number)]
        self._go(next((at for at in following if self._conflicts[at].image_id in waiting), self._at))

    def go(self, step: int) -> None:
        """Show the next conflict, or the previous for -1; settled ones too."""
        self._go((self._at + step) % len(self._conflicts))

    def stop(self) -> None:
        """End the threads."""
        self._loader.stop()
        self._view.canvas.stop()

    def _first(self) -> None:
        self.rule(Ruling.FIRST)

    def _second(self) -> None:
        self.rule(Ruling.SECOND)

    def _neither(self) -> None:
        self.rule(Ruling.NEITHER)

    def _next(self) -> None:
        self.go(1)

    def _previous(self) -> None:
        self.go(-1)

    def _go(self, at: int) -> None:
        fresh, self._at = at != self._at, at
        self._show(fresh=fresh)

    def _show(self, *, fresh: bool) -> None:
        conflict = self._conflicts[self._at]
        pair, record, canvas = self._pairs[conflict.image_id], self._records[conflict.image_id], self._view.canvas
        if fresh:
            canvas.begin_photo(record.width, record.height)
            canvas.fit()
            ahead = self._records[self._conflicts[(self._at + 1) % len(self._conflicts)].image_id]
            photo = self._loader.show(record, ahead=(ahead,))
            if photo is not None:
                canvas.set_photo(photo)
        first_name, second_name = pair.annotator or self.tr("first reader"), pair.reader
        canvas.set_boxes(pair.first.boxes)
        # A box without score is labelled with its reader's name, and drawn with a dashed line.
        canvas.set_predictions(
            [
                PredictedShape(f"second#{place}", entry.box, entry.class_id, math.nan, second_name)
                for place, entry in enumerate(pair.second.boxes)
            ]
        )
        left = self.left
        place = self.tr("{0} of {1} · {2} to settle").format(self._at + 1, len(self._conflicts), left)
        self._view.set_head(
            record.relative_path.rsplit("/", 1)[-1], place, self._difference(conflict, first_name, second_name)
        )
        self._view.first.show_reading(first_name, *self._words(pair.first))
        self._view.second.show_reading(second_name, *self._words(pair.second))
        self._view.set_state(self._state(pair))

    def _words(self, labels: ImageLabels) -> tuple[str, str]:
        given = labels.image_class
        name = self.tr("No class") if given is None else style_of(self._styles, given).name
        return name, f"{count_text(len(labels.boxes), 'box')} · {core_text(labels.state.value)}"

    def _difference(self, conflict: Conflict, first: str, second: str) -> str:
        parts = []
        if conflict.first != conflict.second:
            parts.append(self.tr("They name different classes."))
        elif conflict.boxes_of_other_class:
            parts.append(self.tr("They name boxes differently."))
        for who, number in ((first, conflict.only_first), (second, conflict.only_second)):
            if number:
                parts.append(self.tr("Only {0} has drawn {1}.").format(who, count_text(number, "box")))
        return " ".join(parts)

    def _state(self, pair: Pair) -> str:
        if not self.left:
            return self.tr("All conflicts are settled. Undo takes the last ruling back.")
        if is_settled(pair, self._reading.id):
            return self.tr("Settled.")
        if not open_conflicts({self.image_id: pair}, self._session.project.classes, self._reading.id):
            return self.tr("Settled: they say the same now.")
        if any(same_person(self._session.annotator, reader) for reader in (pair.annotator, pair.reader)):
            return self.tr(
                "You are one of the two: a third person should settle. Your own labels don't become verified."
            )
        return ""

    def _labels_changed(self, image_id: int) -> None:
        if image_id in self._pairs:
            labels = self._session.project.labels(image_id)
            self._pairs[image_id] = replace(self._pairs[image_id], first=labels)
            if image_id != self.image_id:
                # Undone from here: back to the photograph it was about.
                places = [entry.image_id for entry in self._conflicts]
                self._go(places.index(image_id))
            else:
                self._show(fresh=False)

    def _read_again(self) -> None:
        for image_id, labels in self._session.project.labels_of(self._pairs.keys()).items():
            self._pairs[image_id] = replace(self._pairs[image_id], first=labels)
        self._show(fresh=False)

    def _load_full(self) -> None:
        self._loader.load_full(self._records[self.image_id])

    def _take_pixels(self, image_id: int, photo: Photo) -> None:
        if image_id == self.image_id:
            self._view.canvas.set_photo(photo)

    def _take_failure(self, image_id: int, error: DermDeskError) -> None:
        if image_id == self.image_id:
            self._view.canvas.set_notice(told(error))
