"""A note where models are judged on photographs they were trained on: their numbers there promise nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QCoreApplication, QObject

from core.project.labels import Split
from core.review.trained_on import trained_on
from desktop.evaluate.reading import ENSEMBLE
from desktop.jobs.background import Errand

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from core.project.arrays import StoredArrays
    from core.project.project import Project
    from desktop.evaluate.pages import Store
    from desktop.evaluate.reading import Reading
    from desktop.evaluate.view import EvaluateView

translate = QCoreApplication.translate
MOST_NAMES = 4


def learned_counts(project: Project, reading: Reading, names: Sequence[str], stored: StoredArrays) -> dict[str, int]:
    """By model, of how many of the photographs it is judged on it had learned; models that learned none are left out.

    Args:
        project: May be open read-only.
        reading: Judged models.
        names: Of models with rows; EnsembleNet is its members.
        stored: What was read before.
    """
    _, labels = project.label_arrays(stored)
    found = {}
    for name in names:
        judged = reading.model(name)
        if not judged.members:
            learned = labels.image_ids[trained_on(project, name, labels, stored)]
            found[name] = int(np.isin(np.array(judged.image_ids, dtype=np.int64), learned).sum())
    return {name: count for name, count in found.items() if count}


def note_text(learned: Mapping[str, int], reading: Reading, drawn: Sequence[str]) -> str:
    """What to say of models that were trained on what they are judged on; nothing where there is none."""
    if not learned:
        return ""
    names = ", ".join([*list(learned)[:MOST_NAMES], *(["…"] if len(learned) > MOST_NAMES else [])])
    if len(learned) > 1 and all(name in learned or name == ENSEMBLE for name in drawn):
        names = translate("Evaluate", "The ticked models")
    least, most = min(learned.values()), max(learned.values())
    number = f"{most:,}" if least == most else f"{least:,} – {most:,}"
    text = translate(
        "Evaluate",
        "{0} were trained on {1} of these {2} photos: numbers here tell what they remember, not how they do on "
        "new ones.",
    )
    if len(learned) == 1:
        text = translate(
            "Evaluate",
            "{0} was trained on {1} of these {2} photos: its numbers here tell what it remembers, not how it does on "
            "new ones.",
        )
    return text.format(names, number, f"{len(reading):,}")


class TrainedNote(QObject):
    """Shows the note above the numbers; what models were trained on is read in the background."""

    def __init__(self, view: EvaluateView, store: Store, parent: QObject) -> None:
        super().__init__(parent)
        self._view, self._store = view, store
        self._errand: Errand[dict[str, int]] | None = None

    def show(self, reading: Reading, drawn: Sequence[str], folder: Path) -> None:
        """Say which of the models drawn were trained on the photographs; no run learns validation or test."""
        self._errand = None
        if reading.split in (Split.VAL, Split.TEST) or not drawn:
            self._view.set_trained_note("")
            return
        errand = Errand(
            lambda: self._store.read(folder, lambda project, stored: learned_counts(project, reading, drawn, stored)),
            self,
        )
        errand.done.connect(lambda learned: self._take(errand, note_text(learned, reading, drawn)))
        self._errand = errand
        errand.start()

    def _take(self, errand: Errand[dict[str, int]], text: str) -> None:
        if errand is self._errand:
            self._view.set_trained_note(text)
