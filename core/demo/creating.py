"""The demo project: 120 drawn photographs with boxes, patients and splits, brought in by the ordinary import."""

from __future__ import annotations

import csv
import json
import shutil
import tempfile
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import cv2
import numpy as np

from core.classes import ClassTable
from core.demo.lesions import KINDS
from core.demo.photo import draw_demo_photo
from core.demo.skin import SkinLook
from core.errors import ProjectError
from core.formats.annotation import Annotation, NamedBox
from core.formats.voc import write_voc
from core.importing import import_photos
from core.project.labels import Split
from core.project.project import Project

if TYPE_CHECKING:
    from collections.abc import Callable

    from core.demo.lesions import LesionKind

MARK = "demo.json"
"""File in a demo's folder that tells it from any other folder."""

_TEST, _VAL = 0.25, 0.13
_QUALITY = 90


@dataclass(frozen=True, slots=True)
class _Plan:
    """One photograph to be drawn, named after its patient."""

    kind: LesionKind
    name: str
    patient: str
    split: Split
    seed: tuple[int, ...]
    patient_seed: tuple[int, ...]


def create_demo(
    folder: Path, *, photos: int = 120, seed: int = 0, progress: Callable[[int, int, str], None] | None = None
) -> Project:
    """Draw a demo into `folder` and open its project; a demo that is there already is only opened.

    `folder` gets photos/ and boxes/ (class folders), manifest.csv and the project. It appears whole or not at all. Four
    classes, one to three photographs a patient, about 55 % train, 15 % val and 30 % test, no patient on two sides. The
    same seed draws the same photographs and boxes.

    Args:
        folder: Where to; it must not exist, or be empty, or hold a demo.
        photos: How many photographs, at least 16.
        seed: Source of all chance.
        progress: Called with photographs done, photographs in all, and the one in hand.

    Raises:
        ProjectError: `folder` holds something else, or can't be written.
        ProjectLocked: Another process has the demo open for writing.
    """
    folder = folder.absolute()
    if (folder / MARK).is_file():
        return Project.open(folder)
    if photos < 16:
        raise ProjectError(f"A demo needs at least 16 photographs, not {photos}.")
    try:
        if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
            raise ProjectError(
                "The folder holds something that is no demo; nothing was written.",
                hint="Choose a new or an empty folder.",
                path=folder,
            )
        folder.parent.mkdir(parents=True, exist_ok=True)
        workshop = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
    except OSError as error:
        raise ProjectError(f"No demo can be made here: {error.strerror}.", path=folder) from error
    try:
        made = workshop / folder.name
        _make(made, photos, seed, progress)
        if folder.exists():
            folder.rmdir()
        made.replace(folder)
    except OSError as error:
        raise ProjectError(f"No demo can be made here: {error.strerror}.", path=folder) from error
    finally:
        shutil.rmtree(workshop, ignore_errors=True)
    return Project.open(folder)


def _make(folder: Path, photos: int, seed: int, progress: Callable[[int, int, str], None] | None) -> None:
    plans = _plan(photos, seed)
    for plan in plans:
        for part in ("photos", "boxes"):
            (folder / part / plan.kind.folder).mkdir(parents=True, exist_ok=True)
    with ThreadPoolExecutor(4, thread_name_prefix="demo") as pool:
        try:
            for done, plan in enumerate(pool.map(lambda plan: _draw(folder, plan), plans), start=1):
                if progress is not None:
                    progress(done, len(plans), plan.name)
        except BaseException:
            pool.shutdown(cancel_futures=True)
            raise
    with (folder / "manifest.csv").open("w", encoding="utf-8", newline="") as stream:
        table = csv.writer(stream)
        table.writerow(["file", "class", "patient", "split"])
        table.writerows([f"photos/{p.kind.folder}/{p.name}.jpg", p.kind.folder, p.patient, p.split] for p in plans)
    with Project.create(folder, ClassTable(())) as project:
        import_photos(project, folder / "photos", boxes=folder / "boxes", metadata=folder / "manifest.csv")
    (folder / MARK).write_text(json.dumps({"photos": photos, "seed": seed}) + "\n", encoding="utf-8")


def _plan(photos: int, seed: int) -> list[_Plan]:
    """What is drawn: classes in equal shares, patients with one to three photographs, each patient on one side."""
    rng = np.random.default_rng(seed)
    plans: list[_Plan] = []
    patient = 0
    for index, kind in enumerate(KINDS):
        share = photos // len(KINDS) + (index < photos % len(KINDS))
        drawn = 0
        while drawn < share:
            patient += 1
            count = min(int(rng.integers(1, 4)), share - drawn)
            # Test is filled first, then val; the last patient may go a photograph over.
            side = Split.TEST if drawn < _TEST * share else Split.VAL if drawn < (_TEST + _VAL) * share else Split.TRAIN
            for view in range(count):
                name = f"patient_{patient:03d}_{view + 1}"
                plans.append(
                    _Plan(
                        kind=kind,
                        name=name,
                        patient=f"P{patient:03d}",
                        split=side,
                        seed=(seed, patient, view + 1),
                        patient_seed=(seed, patient, 0),
                    )
                )
            drawn += count
    return plans


def _draw(folder: Path, plan: _Plan) -> _Plan:
    look = SkinLook.random(np.random.default_rng(plan.patient_seed))
    photo = draw_demo_photo(plan.kind, rng=np.random.default_rng(plan.seed), look=look)
    height, width = photo.pixels.shape[:2]
    bgr = cv2.cvtColor(photo.pixels, cv2.COLOR_RGB2BGR)
    encoded = cv2.imencode(".jpg", bgr, [cv2.IMWRITE_JPEG_QUALITY, _QUALITY])[1]
    (folder / "photos" / plan.kind.folder / f"{plan.name}.jpg").write_bytes(encoded.tobytes())
    boxes = tuple(NamedBox(plan.kind.folder, box) for box in photo.boxes)
    annotation = Annotation(f"{plan.name}.jpg", width, height, boxes)
    write_voc(folder / "boxes" / plan.kind.folder / f"{plan.name}.xml", annotation)
    return plan
