"""Predictions in files: tables of probabilities (CSV), DermDesk's own JSON, and boxes in COCO's result format."""

from __future__ import annotations

import csv
import io
import json
import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from core.errors import PredictionFileError
from core.replacing import replacing

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

CSV_COLUMNS = ("file", "model", "kind", "predicted", "score")
"""Columns before those of the classes; of a table that is read, only `file` must be there."""
PROBABILITIES, BOXES = "probabilities", "boxes"
JSON_VERSION = 1
_VERSION_KEY = "dermdesk_predictions"


@dataclass(frozen=True, slots=True)
class FileBox:
    """A predicted box in upright pixels, which may have no area or reach beyond the photograph, as tools write them."""

    x1: float
    y1: float
    x2: float
    y2: float
    class_name: str
    score: float


@dataclass(frozen=True, slots=True)
class FilePrediction:
    """What one model says about one photograph.

    Attributes:
        file: The photograph, by whatever path or name the file gives.
        model: The model's name; empty where the file gives none.
        probabilities: By class name; None for a detector.
        boxes: Best first; None for a classifier.
        where: The place in the file, such as `line 3`.
    """

    file: str
    model: str = ""
    probabilities: dict[str, float] | None = None
    boxes: tuple[FileBox, ...] | None = None
    where: str = ""


def write_predictions(rows: Sequence[FilePrediction], path: Path) -> None:
    """Write predictions to a `.csv` or `.json` file, which is replaced only once all is written.

    The table holds a row a photograph and model: probabilities, or the best score of a detector's boxes of each class.
    Boxes themselves are in the JSON alone.

    Raises:
        PredictionFileError: The name ends otherwise.
    """
    check_suffix(path)
    text = _to_csv(rows) if path.suffix.lower() == ".csv" else _to_json(rows)
    with replacing(path) as stream:
        stream.write(text.encode())


def check_suffix(path: Path) -> None:
    """Refuse a file that predictions can't be written to, before any are made.

    Raises:
        PredictionFileError: Its name ends neither in .csv nor in .json, or its folder isn't there.
    """
    if path.suffix.lower() not in (".csv", ".json"):
        raise PredictionFileError("Predictions are written as .csv or .json.", hint="Name it so.", path=path)
    if not path.absolute().parent.is_dir():
        raise PredictionFileError("The folder for the predictions isn't there.", hint="Make it first.", path=path)


def read_predictions(path: Path, *, categories: Path | None = None) -> list[FilePrediction]:
    """Predictions of a `.csv` table, or of a `.json` file: DermDesk's own, or a list of COCO results.

    Args:
        path: The file.
        categories: For COCO results, the data set's JSON with `categories` and, where results name photographs by
            number, `images`. A photograph listed there without a result counts as one where nothing was found.

    Raises:
        PredictionFileError: It can't be read, or says something impossible; the message names the line or entry.
    """
    if path.suffix.lower() == ".csv":
        return _from_csv(path)
    data = _load(path)
    if isinstance(data, dict) and _VERSION_KEY in data:
        return _from_json(data, path)
    if isinstance(data, list):
        return _from_coco(data, path, {} if categories is None else _load(categories), categories or path)
    raise PredictionFileError(
        "This is no file of predictions.",
        hint="It reads .csv tables with a column `file` and one a class, and .json lists of COCO results.",
        path=path,
    )


def _to_csv(rows: Sequence[FilePrediction]) -> str:
    names = list(dict.fromkeys(name for row in rows for name in _scores(row)))
    stream = io.StringIO(newline="")
    table = csv.writer(stream)
    table.writerow((*CSV_COLUMNS, *names))
    for row in rows:
        scores = _scores(row)
        best = max(scores, key=lambda name: scores[name], default="")
        found = bool(best) and (row.boxes is None or bool(row.boxes))
        table.writerow(
            (
                row.file,
                row.model,
                PROBABILITIES if row.boxes is None else BOXES,
                best if found else "",
                repr(scores[best]) if found else "",
                *(repr(scores[name]) if name in scores else "" for name in names),
            )
        )
    return stream.getvalue()


def _scores(row: FilePrediction) -> dict[str, float]:
    if row.probabilities is not None:
        return row.probabilities
    scores: dict[str, float] = {}
    for box in row.boxes or ():
        scores[box.class_name] = max(box.score, scores.get(box.class_name, 0.0))
    return scores


def _to_json(rows: Sequence[FilePrediction]) -> str:
    entries = [
        {
            "file": row.file,
            "model": row.model,
            PROBABILITIES: row.probabilities,
            BOXES: None
            if row.boxes is None
            else [[box.x1, box.y1, box.x2, box.y2, box.class_name, box.score] for box in row.boxes],
        }
        for row in rows
    ]
    data = {_VERSION_KEY: JSON_VERSION, "predictions": entries}
    return json.dumps(data, ensure_ascii=False, indent=1, allow_nan=False) + "\n"


def _from_csv(path: Path) -> list[FilePrediction]:
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise PredictionFileError(f"The predictions can't be read: {error}.", path=path) from error
    table = csv.reader(io.StringIO(text, newline=""))
    try:
        header = [name.strip() for name in next(table, [])]
        if "file" not in header:
            raise _wrong(path, "line 1", "there is no column `file`", "Name the column with the photographs `file`.")
        twice = {name for name in header if header.count(name) > 1}
        if twice:
            raise _wrong(path, "line 1", f"the column {min(twice)!r} is there twice", "")
        rows = []
        for cells in table:
            if not any(cell.strip() for cell in cells):
                continue
            where = f"line {table.line_num}"
            if len(cells) != len(header):
                raise _wrong(path, where, f"{len(cells)} cells under {len(header)} columns", "")
            rows.append(_csv_row(dict(zip(header, cells, strict=True)), path, where))
    except csv.Error as error:
        raise _wrong(path, f"line {table.line_num}", str(error), "") from error
    return rows


def _csv_row(cells: dict[str, str], path: Path, where: str) -> FilePrediction:
    if cells.get("kind") == BOXES:
        raise _wrong(path, where, "these are the best scores of boxes, without the boxes", "Export them as .json.")
    probabilities = {
        name: _share(cell, path, where, f"{name!r}")
        for name, cell in cells.items()
        if name not in CSV_COLUMNS and cell.strip()
    }
    if not cells["file"].strip():
        raise _wrong(path, where, "no photograph is named", "")
    return FilePrediction(cells["file"].strip(), cells.get("model", "").strip(), probabilities, where=where)


def _from_json(data: dict[str, Any], path: Path) -> list[FilePrediction]:
    if data[_VERSION_KEY] != JSON_VERSION:
        raise PredictionFileError("A newer DermDesk wrote this.", hint="Update DermDesk.", path=path)
    rows = []
    for number, entry in enumerate(_list(data.get("predictions"), path, "`predictions`"), start=1):
        where = f"entry {number}"
        try:
            probabilities, boxes = entry[PROBABILITIES], entry[BOXES]
            rows.append(
                FilePrediction(
                    file=str(entry["file"]),
                    model=str(entry["model"]),
                    probabilities=None
                    if probabilities is None
                    else {str(name): _share(value, path, where, repr(name)) for name, value in probabilities.items()},
                    boxes=None
                    if boxes is None
                    else tuple(
                        FileBox(*_numbers(box[:4], path, where), str(box[4]), _share(box[5], path, where, "the score"))
                        for box in boxes
                    ),
                    where=where,
                )
            )
        except (KeyError, TypeError, AttributeError, IndexError) as error:
            raise _wrong(path, where, f"it is incomplete ({type(error).__name__}: {error})", "") from error
    return rows


def _from_coco(results: list[Any], path: Path, dataset: object, dataset_path: Path) -> list[FilePrediction]:
    files, names = _dataset(dataset, dataset_path)
    found: dict[str, list[FileBox]] = {file: [] for file in files.values()}
    first: dict[str, str] = {}
    for number, entry in enumerate(results, start=1):
        where = f"entry {number}"
        try:
            file = entry.get("file_name") or files.get(entry.get("image_id"))
            name = entry.get("category") or names.get(entry.get("category_id"))
            if file is None or name is None:
                what = "photograph" if file is None else "category"
                key = entry["image_id" if file is None else "category_id"]
                raise _wrong(
                    path, where, f"the {what} {key} has no name", "Give the data set's JSON with `--categories`."
                )
            x, y, width, height = _numbers(entry["bbox"], path, where)
            score = _share(entry["score"], path, where, "the score")
        except (KeyError, TypeError, AttributeError) as error:
            raise _wrong(path, where, f"it is no COCO result ({type(error).__name__}: {error})", "") from error
        found.setdefault(str(file), []).append(FileBox(x, y, x + width, y + height, str(name), score))
        first.setdefault(str(file), where)
    return [
        FilePrediction(
            file, boxes=tuple(sorted(boxes, key=lambda box: -box.score)), where=first.get(file, "the data set")
        )
        for file, boxes in found.items()
    ]


def _dataset(data: object, path: Path) -> tuple[dict[Any, str], dict[Any, str]]:
    """Photographs and categories by number."""
    try:
        assert isinstance(data, dict)
        files = {entry["id"]: str(entry["file_name"]) for entry in data.get("images", ())}
        names = {entry["id"]: str(entry["name"]) for entry in data.get("categories", ())}
    except (AssertionError, KeyError, TypeError, AttributeError) as error:
        raise PredictionFileError(
            "This is no COCO data set.", hint="It needs `categories` with id and name, and `images`.", path=path
        ) from error
    return files, names


def _load(path: Path) -> object:
    try:
        return json.loads(path.read_text(encoding="utf-8-sig"))
    except json.JSONDecodeError as error:
        raise _wrong(path, f"line {error.lineno}", f"it is no JSON ({error.msg})", "") from error
    except (OSError, ValueError, RecursionError) as error:
        raise PredictionFileError(f"The predictions can't be read: {error}.", path=path) from error


def _list(value: object, path: Path, what: str) -> list[Any]:
    if not isinstance(value, list):
        raise PredictionFileError(f"{what} is no list.", path=path)
    return value


def _numbers(values: Sequence[Any], path: Path, where: str) -> tuple[float, float, float, float]:
    try:
        a, b, c, d = (float(value) for value in values)
    except (TypeError, ValueError) as error:
        raise _wrong(path, where, f"{values!r} is no box", "A box has four numbers.") from error
    if not all(map(math.isfinite, (a, b, c, d))):
        raise _wrong(path, where, f"{values!r} is no box", "Its numbers must be finite.")
    return a, b, c, d


def _share(value: Any, path: Path, where: str, what: str) -> float:  # noqa: ANN401 - what a file holds
    try:
        number = float(value)
    except (TypeError, ValueError) as error:
        raise _wrong(path, where, f"{what} is {value!r}, which is no number", "") from error
    if not 0 <= number <= 1:
        raise _wrong(path, where, f"{what} is {number:g}", "Probabilities and scores lie between 0 and 1.")
    return number


def _wrong(path: Path, where: str, what: str, hint: str) -> PredictionFileError:
    return PredictionFileError(f"In {where} of {path.name}: {what}.", hint=hint, path=path)
