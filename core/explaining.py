"""Ask where in one photograph of a project a model's evidence lies."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from core.errors import JobError, ProjectError, UnknownModel
from core.images import decode
from core.inference.heat import heat_from_text, overlay
from core.inference.requests import Explain, Explained, ImageFailed, ModelRef, RequestDone, WorkerFailed
from core.inference_process import InferenceProcess, worker_command
from core.jobs.runs import find_run
from core.predicting import image_refs

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    from numpy.typing import NDArray

    from core.classes import LesionClass
    from core.project.project import Project
    from core.project.records import ImageRecord

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
    """

    image: ImageRecord
    model: str
    lesion_class: LesionClass
    probability: float
    heat: NDArray[np.float32]
    energy: float | None


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
        worker.send(request)
        while True:
            match worker.receive():
                case Explained() as event:
                    return PhotoExplanation(
                        image=image,
                        model=run.name,
                        lesion_class=run.card.classes.get(event.class_id),
                        probability=event.probability,
                        heat=heat_from_text(event.heat),
                        energy=event.energy,
                    )
                case ImageFailed(code="unsupported_operation") as event:
                    raise UnknownModel(event.message, hint=event.hint)
                case ImageFailed() | WorkerFailed() as event:
                    raise JobError(event.message, hint=event.hint or worker.last_words())
                case RequestDone():
                    raise JobError("The inference process gave no explanation.", hint=worker.last_words())


def picture(explanation: PhotoExplanation, *, opacity: float = 0.6) -> NDArray[np.uint8]:
    """The photograph, upright RGB of about `SHOWN_SIDE`, under its heat map.

    Raises:
        ImageError: The photograph can't be read.
    """
    return overlay(decode(explanation.image.path, max_side=SHOWN_SIDE), explanation.heat, opacity=opacity)
