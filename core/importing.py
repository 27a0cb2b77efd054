"""Import: photographs, their classes, boxes, patients and splits into a project; what is wrong is reported, per file.

Nothing that goes wrong with one photograph stops the others, and a second import of the same source adds nothing.
"""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Literal

from core.classes import ClassTable, fold_name
from core.errors import AnnotationError, DermDeskError
from core.formats.annotation import fit_to_photo
from core.formats.folder import readable_name, scan_folder
from core.formats.pairing import pair
from core.formats.voc import read_voc
from core.images import probe
from core.metadata import match_rows, read_metadata
from core.project.labels import LesionBox, new_box
from core.project.records import NewImage

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from core.formats.annotation import NamedBox
    from core.formats.folder import FolderPhoto, FolderScan
    from core.images import PhotoInfo
    from core.metadata import MetadataColumns, MetadataRow
    from core.project.project import Project

    Progress = Callable[[int, int, str], None]

ImportFormat = Literal["auto", "folder", "voc"]
"""`folder`: classes from folder names, no boxes. `voc`: boxes from Pascal VOC, no classes of folders. `auto`: both."""

LISTED_ONE_BY_ONE = 10
"""Rows or photographs without their counterpart that are each a problem of their own; more of them are one."""

_READERS = min(4, (os.cpu_count() or 1) + 1)
"""Threads that read and hash; more only make a disk seek."""


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with one file, in one sentence for the person who imports."""

    path: Path
    reason: str


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What an import did.

    Attributes:
        images_added: Photographs new to the project.
        images_known: Photographs that were already there and stayed as they were.
        images_updated: Photographs that were already there and got what they lacked, or their new place.
        boxes_added: Lesion boxes that came with them.
        classes_added: Names of the classes that were made.
        models_lost: Names of the models that fitted the project's classes before, and no longer do.
        problems: What is wrong, in order of file.
    """

    images_added: int = 0
    images_known: int = 0
    images_updated: int = 0
    boxes_added: int = 0
    classes_added: tuple[str, ...] = ()
    models_lost: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()


@dataclass(slots=True)
class _Candidate:
    """One photograph on its way in. `info` is None where the file is no good."""

    photo: FolderPhoto
    annotation: Path | None = None
    row: MetadataRow | None = None
    info: PhotoInfo | None = None
    boxes: tuple[NamedBox, ...] = ()
    problems: list[Problem] = field(default_factory=list)
    class_name: str | None = None


def import_photos(
    project: Project,
    source: Path,
    *,
    boxes: Path | None = None,
    format: ImportFormat = "auto",
    metadata: Path | None = None,
    columns: MetadataColumns | None = None,
    add_classes: bool = False,
    progress: Progress | None = None,
) -> ImportReport:
    """Bring the photographs below `source` into the project.

    A photograph's class is that of its metadata row, else the folder it lies in. Classes that the project doesn't know
    are made, in alphabetical order, if it has none yet or `add_classes` is set; otherwise the photograph comes without
    its class, or the box not at all, and that is reported.

    Args:
        project: Where to.
        source: Folder of photographs; it becomes a root of the project.
        boxes: Folder of Pascal VOC files that mirrors `source`; without it, files beside the photographs are read.
        format: What to read, see `ImportFormat`.
        metadata: CSV with a row a photograph.
        columns: Which of its columns says what; guessed where not given.
        add_classes: Make unknown classes even if the project has some.
        progress: Called with photographs done, photographs in all, and the one in hand. Raise in it to give up: nothing
            has been stored while photographs are being read.

    Raises:
        ImageMissing: `source` is no folder.
        AnnotationError: `boxes` is no folder, or the format has no boxes.
        MetadataError: The table can't be used at all.
        ProjectReadOnly: The project is open for reading only.
    """
    scan = scan_folder(source)
    problems = [
        Problem(path, f"{path.suffix.lstrip('.').upper()} photographs can't be read; save it as JPEG.")
        for path in scan.unsupported
    ]
    candidates = {photo.relative_path: _Candidate(photo) for photo in scan.photos}
    _set_annotations(candidates, scan, source, boxes, format, problems)
    if metadata is not None:
        _set_rows(candidates, source, metadata, columns, problems)
    _examine_all(list(candidates.values()), progress)
    good = [candidate for candidate in candidates.values() if candidate.info is not None]
    for candidate in good:
        by_folder = candidate.photo.class_name if format != "voc" else None
        candidate.class_name = (candidate.row.diagnosis if candidate.row else None) or by_folder
    _drop_copies(good)
    classes_before = project.classes
    classes_added = _make_classes(project, _class_names(good)) if add_classes or not len(project.classes) else ()
    images = [_new_image(candidate, project.classes) for candidate in good]
    if progress is not None:
        progress(len(candidates), len(candidates), "Saving")
    added = project.add_images(source, images)
    problems += [problem for candidate in candidates.values() for problem in candidate.problems]
    problems += [
        Problem(path, "The file has changed its size since it was labelled; the labels were kept, for the old picture.")
        for path in added.changed
    ]
    return ImportReport(
        images_added=added.added,
        images_known=added.known,
        images_updated=added.updated,
        boxes_added=added.boxes,
        classes_added=classes_added,
        models_lost=_models_lost(project, classes_before) if classes_added else (),
        problems=tuple(sorted(problems, key=lambda problem: str(problem.path))),
    )


def _set_annotations(
    candidates: dict[str, _Candidate],
    scan: FolderScan,
    source: Path,
    boxes: Path | None,
    format: ImportFormat,
    problems: list[Problem],
) -> None:
    if format == "folder":
        if boxes is not None:
            raise AnnotationError(
                "Class folders have no boxes.", hint="Import with the format voc or auto.", path=boxes
            )
        return
    if boxes is not None and not boxes.is_dir():
        raise AnnotationError(f"There is no folder {boxes}.", path=boxes)
    folder = source if boxes is None else boxes
    files = scan.annotations if boxes is None else scan_folder(boxes).annotations
    found = pair(candidates, (path.relative_to(folder).as_posix() for path in files), mirrored=boxes is not None)
    for photo, annotation in found.annotation_of.items():
        candidates[photo].annotation = folder / annotation
    for annotation, photos in found.contested.items():
        problems.append(
            Problem(folder / annotation, f"It could belong to any of {', '.join(photos)}; its boxes were left out.")
        )
    if boxes is not None:
        problems += [Problem(folder / annotation, "There is no photograph for it.") for annotation in found.unclaimed]
    elif found.unclaimed:
        problems.append(
            Problem(
                folder,
                f"{len(found.unclaimed)} XML files have no photograph beside them, the first is {found.unclaimed[0]}; "
                "if they are annotations, name their folder as the folder of boxes.",
            )
        )


def _set_rows(
    candidates: dict[str, _Candidate],
    source: Path,
    metadata: Path,
    columns: MetadataColumns | None,
    problems: list[Problem],
) -> None:
    table = read_metadata(metadata, columns)
    rows, unmatched = match_rows(table, candidates, source=source.absolute(), table_folder=metadata.absolute().parent)
    problems += [Problem(metadata, reason) for reason in (*table.problems, *_shortened(unmatched))]
    rowless = [candidate for relative, candidate in candidates.items() if relative not in rows]
    if len(rowless) > LISTED_ONE_BY_ONE:
        problems.append(
            Problem(
                metadata,
                f"{len(rowless)} of {len(candidates)} photographs have no row, such as "
                f"{rowless[0].photo.relative_path}: their patients and splits are unknown.",
            )
        )
    else:
        reason = f"It has no row in {metadata.name}."
        for candidate in rowless:
            candidate.problems.append(Problem(candidate.photo.path, reason))
    sides: dict[str, set[str]] = {}
    for relative, candidate in candidates.items():
        row = candidate.row = rows.get(relative)
        if row is not None and row.patient is not None and row.split is not None:
            sides.setdefault(row.patient, set()).add(row.split.value)
    problems += [
        Problem(metadata, f"Patient {patient} has photographs in {' and '.join(sorted(splits))}; scores will flatter.")
        for patient, splits in sides.items()
        if len(splits) > 1
    ]


def _shortened(reasons: list[str]) -> list[str]:
    if len(reasons) <= LISTED_ONE_BY_ONE:
        return reasons
    rest = len(reasons) - 1
    return [
        f"{reasons[0]} It is much the same with {rest} further rows. "
        "Do the table's paths begin in the folder that is imported?"
    ]


def _examine_all(candidates: list[_Candidate], progress: Progress | None) -> None:
    with ThreadPoolExecutor(_READERS, thread_name_prefix="import") as pool:
        try:
            for done, candidate in enumerate(pool.map(_examine, candidates), start=1):
                if progress is not None:
                    progress(done, len(candidates), candidate.photo.relative_path)
        except BaseException:
            pool.shutdown(cancel_futures=True)
            raise


def _examine(candidate: _Candidate) -> _Candidate:
    """Read one photograph's header and hash, and its boxes. Runs in a reading thread, touches only its candidate."""
    path, relative = candidate.photo.path, candidate.photo.relative_path
    if "\\" in relative or _has_surrogates(relative):
        reason = "Its name holds characters that other systems can't; rename it."
        candidate.problems = [Problem(path, reason)]
        return candidate
    try:
        candidate.info = probe(path)
    except DermDeskError as error:
        # What else is wrong with it, such as a row that it lacks, doesn't matter any more.
        candidate.problems = [Problem(path, f"{error.message} {error.hint}".strip())]
        return candidate
    if candidate.annotation is not None:
        try:
            annotation = read_voc(candidate.annotation)
        except AnnotationError as error:
            candidate.problems.append(Problem(candidate.annotation, error.message))
        else:
            info = candidate.info
            candidate.boxes, reasons = fit_to_photo(annotation, width=info.width, height=info.height)
            candidate.problems += [Problem(candidate.annotation, reason) for reason in reasons]
    return candidate


def _has_surrogates(text: str) -> bool:
    """Whether a file name isn't Unicode, so that no database can hold it."""
    return any("\ud800" <= character <= "\udfff" for character in text)


def _drop_copies(good: list[_Candidate]) -> None:
    """Keep the first of several files with the same content; the store would count the others as known."""
    first: dict[str, _Candidate] = {}
    kept = []
    for candidate in good:
        assert candidate.info is not None
        original = first.setdefault(candidate.info.sha256, candidate)
        if original is candidate:
            kept.append(candidate)
        else:
            reason = f"It is the same photograph as {original.photo.relative_path}, which counts."
            if candidate.class_name and fold_name(candidate.class_name) != fold_name(original.class_name or ""):
                there = repr(original.class_name) if original.class_name else "without a class"
                reason += f" But here it is {candidate.class_name!r} and there {there}: one of the two is wrong."
            candidate.problems.append(Problem(candidate.photo.path, reason))
    good[:] = kept


def _class_names(candidates: Iterable[_Candidate]) -> set[str]:
    names: set[str] = set()
    for candidate in candidates:
        names.update(entry.name for entry in candidate.boxes)
        if candidate.class_name:
            names.add(candidate.class_name)
    return names


def _make_classes(project: Project, names: set[str]) -> tuple[str, ...]:
    """Add a class for each name the project doesn't know; the spelling found stays an alias."""
    spelling = {fold_name(name): name for name in sorted(names) if project.classes.find(name) is None}
    if not spelling:
        return ()
    shown = [readable_name(spelling[folded]) for folded in sorted(spelling)]
    project.add_classes(shown)
    made = []
    for entry in project.classes:
        found = spelling.get(fold_name(entry.name))
        made.append(replace(entry, aliases=(*entry.aliases, found)) if found not in (None, entry.name) else entry)
    project.set_classes(ClassTable(tuple(made)))
    return tuple(shown)


def _models_lost(project: Project, before: ClassTable) -> tuple[str, ...]:
    from core.predicting import model_classes
    from core.project.class_editing import models_lost

    return models_lost(before, project.classes, model_classes(project))


def _new_image(candidate: _Candidate, classes: ClassTable) -> NewImage:
    """The candidate as the store takes it; names that no class answers to become problems."""
    info, row = candidate.info, candidate.row
    assert info is not None
    hint = "add it to the classes, or allow new classes (--add-classes)."
    diagnosis = classes.find(candidate.class_name) if candidate.class_name else None
    if candidate.class_name and diagnosis is None:
        reason = f"The project has no class {candidate.class_name!r}, so it came without one: {hint}"
        candidate.problems.append(Problem(candidate.photo.path, reason))
    boxes: list[LesionBox] = []
    for entry in candidate.boxes:
        box_class = classes.find(entry.name)
        if box_class is None:
            assert candidate.annotation is not None
            reason = f"The project has no class {entry.name!r}, so its box was left out: {hint}"
            candidate.problems.append(Problem(candidate.annotation, reason))
            continue
        boxes.append(
            new_box(
                entry.box,
                box_class.id,
                difficult=entry.difficult,
                truncated=entry.truncated,
                occluded=entry.occluded,
            )
        )
    return NewImage(
        path=candidate.photo.path,
        relative_path=candidate.photo.relative_path,
        sha256=info.sha256,
        width=info.width,
        height=info.height,
        orientation=info.orientation,
        file_size=info.file_size,
        diagnosis=None if diagnosis is None else diagnosis.id,
        patient=row.patient if row else None,
        split=row.split if row else None,
        boxes=tuple(boxes),
        metadata=dict(row.other) if row else {},
    )
