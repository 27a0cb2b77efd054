"""Ask where in photographs of a project a model's evidence lies: one to look at, or many for the review queue."""

from __future__ import annotations

import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from core.errors import JobError, ProjectError, UnknownModel
from core.heat_keeping import heat_share, keep_heat
from core.images import decode
from core.inference.heat import heat_from_text, overlay
from core.inference.requests import Explain, Explained, ImageFailed, ModelRef, RequestDone, WorkerFailed
from core.inference_process import InferenceProcess, worker_command
from core.jobs.runs import find_run
from core.predicting import STORED_WITHIN, image_refs
from core.project.heat_rows import boxes_digest
from core.review.quality import LITTLE_INSIDE

if TYPE_CHECKING:
    import threading
    from collections.abc import Callable, Sequence

    import numpy as np
    from numpy.typing import NDArray

    from core.classes import LesionClass
    from core.jobs.run_folder import RunFolder
    from core.project.project import Project
    from core.project.records import HeatShare, ImageRecord

SHOWN_SIDE = 1600
"""Longer side, in pixels, that is enough for the photograph under a heat map."""


@dataclass(frozen=True, slots=True)
class PhotoExplanation:
    """Why a model says what it says of a photograph.

    Attributes:
        image: The photograph.
        model: The run.
        lesion_class: The class that is explained.
        probability: What the model gives it.
        heat: `(h, w)`, 0 to 1, over the whole photograph, upright.
        energy: Share of the heat inside the lesion boxes; None without boxes or heat.
        share: The same as the project keeps it.
    """

    image: ImageRecord
    model: str
    lesion_class: LesionClass
    probability: float
    heat: NDArray[np.float32]
    energy: float | None
    share: HeatShare | None = None


@dataclass(frozen=True, slots=True)
class HeatReport:
    """What came of asking where a model looks on many photographs.

    Attributes:
        run: The run.
        made: Photographs whose share is stored.
        known: Photographs whose share was stored before, for the boxes they have.
        boxless: Photographs without a lesion box to compare with; they were not asked about.
        cold: Photographs in which nothing speaks for the class the model puts first.
        beside: Of those made and known, on how many less than `LITTLE_INSIDE` of the heat lies in the boxes.
        problems: Photographs that gave no answer, and why.
        stopped: Whether a person ended it early; what came until then is stored.
    """

    run: str
    made: int
    known: int
    boxless: int
    cold: int
    beside: int
    problems: tuple[tuple[Path, str], ...] = ()
    stopped: bool = False


def find_photograph(project: Project, name: str) -> ImageRecord:
    """The photograph with this id, path below its root, path, or file name where only one has it.

    Raises:
        ProjectError: None, or several, answer to it.
    """
    images = project.images()
    if name.isdecimal() and (by_id := [image for image in images if image.id == int(name)]):
        return by_id[0]
    absolute = Path(name).absolute()
    for image in images:
        if image.relative_path == name or image.path == absolute:
            return image
    same = [image for image in images if image.path.name == name]
    if len(same) != 1:
        raise ProjectError(
            f"The project has {'no' if not same else len(same)} photographs called {name!r}.",
            hint="Give its path, or its number.",
        )
    return same[0]


def explain(
    project: Project,
    photograph: str,
    model: str,
    *,
    class_name: str | None = None,
    device: str = "auto",
    command: Sequence[str] | None = None,
) -> PhotoExplanation:
    """Ask the inference process for a heat map.

    Args:
        project: May be open read-only.
        photograph: As `find_photograph`.
        model: A run of a classifier, or an architecture for its latest finished run.
        class_name: The class to explain; the most probable one where not given.
        device: `auto`, `cpu`, `cuda` or `cuda:1`.
        command: What to start instead of the real worker.

    Raises:
        UnknownModel: No run answers to the name, or it is none that can be explained.
        ClassTableError: The project has no such class.
        ProjectError: As `find_photograph`.
        JobError: The process failed, or couldn't read the photograph.
    """
    run = find_run(project.runs_folder, model)
    image = find_photograph(project, photograph)
    wanted = None if class_name is None else project.classes.require(class_name).id
    boxes = tuple(entry.box for entry in project.labels(image.id).boxes)
    request = Explain(1, ModelRef(run.name, run.path.absolute()), image_refs([image])[0], wanted, boxes)
    with InferenceProcess(command or worker_command(device=device)) as worker:
        event = _answer(worker, request)
    if isinstance(event, ImageFailed):
        raise JobError(event.message, hint=event.hint)
    return PhotoExplanation(
        image=image,
        model=run.name,
        lesion_class=run.card.classes.get(event.class_id),
        probability=event.probability,
        heat=heat_from_text(event.heat),
        energy=event.energy,
        share=heat_share(request, event),
    )


def explain_many(
    project: Project,
    images: Sequence[ImageRecord],
    model: str,
    *,
    again: bool = False,
    device: str = "auto",
    progress: Callable[[int, int, str], None] | None = None,
    stop: threading.Event | None = None,
    command: Sequence[str] | None = None,
) -> HeatReport:
    """Make heat maps of the most probable class, and store how much of each lies in the lesion boxes.

    Args:
        project: Open for writing.
        images: Photographs of it; those without a lesion box are left out.
        model: As `explain`.
        again: Ask also where a share is stored that fits the boxes.
        device: `auto`, `cpu`, `cuda` or `cuda:1`.
        progress: Called with photographs done, photographs in all, and the one in hand.
        stop: Set it, from any thread, to end after the photograph in hand.
        command: What to start instead of the real worker.

    Raises:
        UnknownModel: No run answers to the name, or it is none that can be explained.
        ProjectError: What the project knows of this run an earlier network of it said.
        JobError: The process failed; what came until then is stored.
    """
    run = find_run(project.runs_folder, model)
    labels = project.labels_of([image.id for image in images])
    boxes = {image.id: tuple(entry.box for entry in labels[image.id].boxes) for image in images}
    fits = {key: boxes_digest(box.as_tuple() for box in mine) for key, mine in boxes.items()}
    known = {
        entry.image_id: entry for entry in project.heat_shares([run.name]) if entry.boxes == fits.get(entry.image_id)
    }
    boxed = [image for image in images if boxes[image.id]]
    lacking = [image for image in boxed if again or image.id not in known]
    kept = [known[image.id] for image in boxed if not again and image.id in known]
    keeping = _Keeping(project, run)
    problems: list[tuple[Path, str]] = []
    cold, stopped = 0, False
    if lacking:
        with InferenceProcess(command or worker_command(device=device)) as worker:
            try:
                for number, image in enumerate(lacking, start=1):
                    if stop is not None and stop.is_set():
                        stopped = True
                        break
                    if progress is not None:
                        progress(number - 1, len(lacking), image.relative_path)
                    reference = image_refs([image])[0]
                    asked = Explain(number, ModelRef(run.name, run.path.absolute()), reference, None, boxes[image.id])
                    event = _answer(worker, asked)
                    if isinstance(event, ImageFailed):
                        problems.append((image.path, f"{event.message} {event.hint}".strip()))
                    elif (share := heat_share(asked, event)) is None:
                        cold += 1
                    else:
                        keeping.add(share)
            finally:
                keeping.store()
    beside = sum(entry.share < LITTLE_INSIDE for entry in (*kept, *keeping.stored))
    return HeatReport(
        run.name, len(keeping.stored), len(kept), len(images) - len(boxed), cold, beside, tuple(problems), stopped
    )


class _Keeping:
    """Shares on their way into the project, a few at a time."""

    def __init__(self, project: Project, run: RunFolder) -> None:
        self._project, self._run = project, run
        self._waiting: list[HeatShare] = []
        self._stored_at = time.monotonic()
        self.stored: list[HeatShare] = []

    def add(self, share: HeatShare) -> None:
        self._waiting.append(share)
        if not self.stored or time.monotonic() - self._stored_at > STORED_WITHIN:
            self.store()  # the first at once: what can't be stored is told before hours are spent

    def store(self) -> None:
        waiting, self._waiting = self._waiting, []
        keep_heat(self._project, self._run, waiting)
        self.stored += waiting
        self._stored_at = time.monotonic()


def _answer(worker: InferenceProcess, request: Explain) -> Explained | ImageFailed:
    """What the process answers; it is done with the request then."""
    worker.send(request)
    answer: Explained | ImageFailed | None = None
    while True:
        match worker.receive():
            case ImageFailed(code="unsupported_operation") as event:
                raise UnknownModel(event.message, hint=event.hint)
            case Explained() | ImageFailed() as event:
                answer = event
            case WorkerFailed() as event:
                raise JobError(event.message, hint=event.hint or worker.last_words())
            case RequestDone():
                if answer is None:
                    raise JobError("The inference process gave no explanation.", hint=worker.last_words())
                return answer


def picture(explanation: PhotoExplanation, *, opacity: float = 0.6) -> NDArray[np.uint8]:
    """The photograph, upright RGB of about `SHOWN_SIDE`, under its heat map.

    Raises:
        ImageError: The photograph can't be read.
    """
    return overlay(decode(explanation.image.path, max_side=SHOWN_SIDE), explanation.heat, opacity=opacity)
