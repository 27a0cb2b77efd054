"""Metadata tables: a CSV with a row a photograph, whose columns are given by name or guessed from usual ones."""

from __future__ import annotations

import csv
import io
import os
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

from core.classes import fold_name
from core.errors import MetadataError
from core.project.labels import Split

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

_USUAL = {
    "file": ("file", "filename", "file name", "image", "path", "image path", "img id", "image id", "photo"),
    "diagnosis": ("class", "diagnosis", "diagnostic", "label", "class name", "disease"),
    "patient": ("patient", "patient id", "subject", "subject id"),
    "split": ("split", "set", "subset", "partition", "fold"),
}
_SPLITS = {
    **dict.fromkeys(("train", "training"), Split.TRAIN),
    **dict.fromkeys(("val", "valid", "validation", "dev"), Split.VAL),
    **dict.fromkeys(("test", "testing"), Split.TEST),
}


@dataclass(frozen=True, slots=True)
class MetadataColumns:
    """Which column says what. None means: the first usual name the table has, if any; an empty text: no column.

    Attributes:
        file: Photograph's place, relative to the table's folder or to the photographs' folder.
        diagnosis: Class name.
        patient: Whose photograph it is.
        split: `train`, `val` or `test`.
    """

    file: str | None = None
    diagnosis: str | None = None
    patient: str | None = None
    split: str | None = None


@dataclass(frozen=True, slots=True)
class MetadataRow:
    """One row. Empty cells are None; `other` holds the columns that have no part to play, where they aren't empty."""

    line: int
    file: str
    diagnosis: str | None
    patient: str | None
    split: Split | None
    other: dict[str, str]


@dataclass(frozen=True, slots=True)
class MetadataTable:
    """A table's rows in order, and what is wrong with some of them."""

    rows: tuple[MetadataRow, ...]
    problems: tuple[str, ...] = ()


def read_metadata(path: Path, columns: MetadataColumns | None = None) -> MetadataTable:
    """Read a CSV with a header row: UTF-8 with or without byte order mark, separated by comma, semicolon or tab.

    Raises:
        MetadataError: The file can't be read, is no UTF-8, or lacks a column that was named, or one for the file.
    """
    columns = columns or MetadataColumns()
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise MetadataError(f"{path.name} can't be read: {error.strerror or error}.", path=path) from error
    except UnicodeDecodeError as error:
        raise MetadataError(
            f"{path.name} is not UTF-8.", hint='Save it in the spreadsheet as "CSV UTF-8".', path=path
        ) from error
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text))
    rows: list[MetadataRow] = []
    problems: list[str] = []
    try:
        header = [cell.strip() for cell in next(reader, [])]
        places = _places(header, columns, path)
        for cells in reader:
            if any(cell.strip() for cell in cells):
                row, problem = _row(reader.line_num, header, [cell.strip() for cell in cells], places)
                rows.extend([row] if row else [])
                problems.extend([problem] if problem else [])
    except csv.Error as error:
        raise MetadataError(f"{path.name} is no CSV: {error}, line {reader.line_num}.", path=path) from error
    return MetadataTable(tuple(rows), tuple(problems))


def _delimiter(text: str) -> str:
    first = text.partition("\n")[0]
    return max(",;\t", key=first.count)


def _places(header: Sequence[str], columns: MetadataColumns, path: Path) -> dict[str, int]:
    """Position of each part's column."""
    folded = [fold_name(name) for name in header]
    places = {}
    for part, usual in _USUAL.items():
        named: str | None = getattr(columns, part)
        if named:
            if fold_name(named) not in folded:
                raise MetadataError(
                    f"{path.name} has no column {named!r}.", hint=f"It has: {', '.join(header)}.", path=path
                )
            places[part] = folded.index(fold_name(named))
        elif named is None:
            places.update((part, folded.index(name)) for name in reversed(usual) if name in folded)
    if "file" not in places:
        raise MetadataError(
            f"{path.name} has no column that names the photographs.",
            hint=f"Say which of these it is: {', '.join(header) or 'the table is empty'}.",
            path=path,
        )
    return places


def _row(
    line: int, header: Sequence[str], cells: Sequence[str], places: dict[str, int]
) -> tuple[MetadataRow | None, str | None]:
    def cell(part: str) -> str | None:
        place = places.get(part)
        return (cells[place] or None) if place is not None and place < len(cells) else None

    file, split_text = cell("file"), cell("split")
    if file is None:
        return None, f"Line {line} names no photograph."
    split = _SPLITS.get(split_text.casefold()) if split_text else None
    problem = None
    if split_text and split is None:
        problem = f"Line {line} has the split {split_text!r}; the splits are train, val and test."
    taken = set(places.values())
    other = {name: text for i, (name, text) in enumerate(zip(header, cells, strict=False)) if i not in taken and text}
    return MetadataRow(line, file, cell("diagnosis"), cell("patient"), split, other), problem


def match_rows(
    table: MetadataTable, relative_paths: Iterable[str], *, source: Path, table_folder: Path
) -> tuple[dict[str, MetadataRow], list[str]]:
    """Which row belongs to which photograph; no file is opened.

    A row's file is looked up relative to the table's folder, then relative to the photographs' folder. Where it's at
    neither, since folders were moved or renamed, as much of the end of its path as fits a single photograph decides, at
    last its bare name. Backslashes separate folders too, and composed and decomposed letters are the same.

    Args:
        table: The rows.
        relative_paths: Photographs' places below `source`.
        source: The photographs' folder, absolute.
        table_folder: The folder the table lies in, absolute.

    Returns:
        Rows by relative path, and the problems: doubled rows, and rows without a photograph.
    """
    by_path: dict[str, str] = {}
    by_tail: dict[str, list[str]] = {}
    for relative in relative_paths:
        by_path[_key(source, relative)] = relative
        for tail in _tails(_key(relative)):
            by_tail.setdefault(tail, []).append(relative)
    found: dict[str, MetadataRow] = {}
    problems: list[str] = []
    for row in table.rows:
        places = [by_path.get(_key(folder, row.file)) for folder in (table_folder, source)]
        alike = next((by_tail[tail] for tail in _tails(_key(row.file)) if tail in by_tail), [])
        photo = places[0] or places[1] or (alike[0] if len(alike) == 1 else None)
        if photo is None and len(alike) > 1:
            problems.append(f"Line {row.line}: {len(alike)} photographs could be {row.file}; give the folder.")
        elif photo is None:
            problems.append(f"Line {row.line}: there is no photograph {row.file}.")
        elif photo in found:
            problems.append(f"Line {row.line}: {row.file} was already on line {found[photo].line}; that one counts.")
        else:
            found[photo] = row
    return found, problems


def _tails(path: str) -> list[str]:
    """A path, then without its first folder, and so on down to its bare name."""
    parts = path.lstrip("/").split("/")
    return ["/".join(parts[start:]) for start in range(len(parts))]


def _key(*parts: Path | str) -> str:
    """A path in the form in which paths are compared."""
    joined = os.path.join(*(str(part).replace("\\", "/") for part in parts))
    return unicodedata.normalize("NFC", os.path.normpath(joined)).replace("\\", "/")
