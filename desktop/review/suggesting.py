"""Decisions about photographs without boxes: what is suggested, accepted, rejected, and all at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QMessageBox

from core.errors import DermDeskError
from core.review.prelabelling import THRESHOLD, accept, bulk_name, bulk_plan, reject, suggestions, was_answered
from core.review.unfinished import unfinished_models
from desktop.review.shown_photo import suggestion_uid
from desktop.translating import told
from desktop.wording import count_text

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from core.project.labels import Edit, ImageLabels
    from core.project.records import Prediction
    from core.review.prelabelling import BulkPlan, Suggestion
    from desktop.review.shown_photo import ShownPhoto
    from desktop.review.view import ReviewView
    from desktop.session import Session


class Suggesting(QObject):
    """What the models suggest for the photograph shown.

    Signals:
        answered: The last suggestion on the photograph shown was accepted or rejected.
        changed: Whether there are suggestions is to be asked again.
    """

    answered = Signal()
    changed = Signal()

    def __init__(self, session: Session, view: ReviewView, shown: ShownPhoto, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session, self._view, self._shown = session, view, shown
        self._threshold = THRESHOLD
        self._suggestions: tuple[Suggestion, ...] = ()
        self._chosen = ""
        self._active = False
        view.set_threshold(THRESHOLD)
        view.threshold_asked.connect(self._set_threshold)
        shown.prediction_chosen.connect(self._choose)

    @property
    def any(self) -> bool:
        """Whether something is suggested on the photograph shown."""
        return self._active and bool(self._suggestions)

    @property
    def count(self) -> int:
        return len(self._suggestions)

    def show(self) -> None:
        """Show what is suggested on the photograph shown."""
        self._active = True
        self._suggestions = self._offered(self._shown.predictions, self._shown.labels)
        if self._chosen not in {suggestion_uid(entry) for entry in self._suggestions}:
            self._chosen = ""
        self._shown.show_suggestions(self._suggestions, self._chosen)
        self.changed.emit()

    def stop(self) -> None:
        """Suspects are shown now."""
        self._active, self._suggestions = False, ()

    def is_answered(self, image_id: int, labels: ImageLabels) -> bool:
        """Whether somebody has labelled a photograph, or answered suggestions on it, and none is left to answer."""
        if not labels.boxes and not was_answered(labels):
            return False
        return not self._offered(self._session.project.predictions(image_id), labels)

    def accept(self) -> None:
        """Make the chosen suggestion, or all shown, lesion boxes; those that are left wait for their answer."""
        record, wanted = self._shown.record, self._wanted()
        if record is not None and wanted:
            self._answer(accept(record, self._shown.labels, wanted))

    def adjust(self) -> None:
        """Make the chosen suggestion, or the surest, a lesion box, and select that to be moved or resized."""
        record, wanted = self._shown.record, self._wanted()[:1]
        if record is None or not wanted:
            return
        edit = accept(record, self._shown.labels, wanted)
        if self._shown.apply(edit):
            known = {box.uid for box in edit.before.boxes}
            self._shown.select([box.uid for box in edit.after.boxes if box.uid not in known])

    def reject(self) -> None:
        """Never suggest the chosen one, or those shown, again."""
        record, wanted = self._shown.record, self._wanted()
        if record is not None and wanted:
            self._answer(reject(record, self._shown.labels, wanted))

    def accept_all(self, ids: Collection[int]) -> None:
        """Ask once, with counts, then accept every suggestion on these photographs as one step."""
        try:
            plan = bulk_plan(self._session.project, at_least=self._threshold, ids=ids)
        except DermDeskError as error:
            self._session.set_status(told(error), "error")
            return
        if not plan.edits:
            self._session.set_status(self.tr("Nothing is suggested with this score."), "info")
        elif self._confirmed(plan) and self._session.apply_all(plan.edits, bulk_name(plan)):
            done = self.tr("Accepted {0} on {1}; undo takes all of them back.")
            self._session.set_status(
                done.format(count_text(plan.boxes, "box"), count_text(plan.photographs, "photo")), "info"
            )

    def _confirmed(self, plan: BulkPlan) -> bool:
        question = QMessageBox(self._view)
        question.setWindowTitle(self.tr("Accept all suggestions"))
        question.setIcon(QMessageBox.Icon.Question)
        question.setText(
            self.tr("Make {0} on {1} lesion boxes?").format(
                count_text(plan.boxes, "box"), count_text(plan.photographs, "photo")
            )
        )
        classes = self._session.project.classes
        lines = [
            f"{classes.get(class_id).name}: {number:,}"
            for class_id, number in sorted(plan.by_class.items(), key=lambda entry: -entry[1])
        ]
        question.setInformativeText(
            "\n".join(
                [
                    *lines,
                    "",
                    self.tr("{0} get none with a score of {1} or more.").format(
                        count_text(plan.without, "photo"), f"{self._threshold:.2f}"
                    ),
                    self.tr("No box that a person drew changes. Undo takes all of them back at once."),
                ]
            )
        )
        yes = question.addButton(self.tr("Accept all"), QMessageBox.ButtonRole.AcceptRole)
        question.addButton(QMessageBox.StandardButton.Cancel)
        question.exec()
        accepted = question.clickedButton() is yes
        question.deleteLater()
        return accepted

    def _answer(self, edit: Edit) -> None:
        """Save an answer. What is left to answer is shown by then: labels that change are shown at once."""
        if self._shown.apply(edit) and not self._suggestions:
            self.answered.emit()

    def _offered(self, said: Sequence[Prediction], labels: ImageLabels) -> tuple[Suggestion, ...]:
        aside = unfinished_models(self._session.project, [entry.model for entry in said]) if said else ()
        return suggestions([entry for entry in said if entry.model not in aside], labels, at_least=self._threshold)

    def _wanted(self) -> tuple[Suggestion, ...]:
        chosen = tuple(entry for entry in self._suggestions if suggestion_uid(entry) == self._chosen)
        return chosen or self._suggestions

    def _choose(self, uid: str) -> None:
        if self._active:
            self._chosen = uid

    def _set_threshold(self, score: float) -> None:
        self._threshold = score
        if self._active:
            self.show()
