"""Predictions packed as bytes: upgraded without loss, and read as arrays that equal the rows."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest

from core.errors import UnknownModel
from core.geometry import Box
from core.project.arrays import NOTHING, SPLITS, STATES, StoredArrays
from core.project.engine import create_database
from core.project.labels import Edit, ImageLabels, ImageState, Split, new_box
from core.project.project import Project
from core.project.records import PredictedBox, Prediction
from core.project.upgrade import _config

if TYPE_CHECKING:
    from collections.abc import Iterator

IDS = (1, 2, 3)
VECTORS = {1: (0.1, 0.2, 0.7), 3: (1 / 3, 1 / 3, 1 / 3)}
FOUND = {
    1: (PredictedBox(Box(0.1, 0.2, 30.3, 40.4), 2, 0.4), PredictedBox(Box(5, 5, 9, 9), 3, 0.9)),
    2: (),
    3: (PredictedBox(Box(1, 2, 3, 4), 1, 0.5), PredictedBox(Box(5, 5, 9, 9), 3, 0.5)),
}


@pytest.fixture
def modelled(filled, classes) -> Project:
    rows = classes.to_json()
    for name, architecture, task in (("cnn-1", "densenet121", "classification"), ("det-1", "retinanet", "detection")):
        filled.add_model(name, {"architecture": architecture, "task": task, "classes": rows}, filled.runs_folder / name)
    filled.store_predictions(
        [Prediction("cnn-1", image_id, values, None, IDS) for image_id, values in VECTORS.items()]
        + [Prediction("det-1", image_id, None, boxes, IDS) for image_id, boxes in FOUND.items()]
    )
    return filled


def plain(predictions: list[Prediction]) -> list[Prediction]:
    return [
        replace(entry, boxes=None if entry.boxes is None else tuple(replace(box, id=None) for box in entry.boxes))
        for entry in predictions
    ]


def test_arrays_equal_the_rows(modelled):
    stored = StoredArrays()
    found = modelled.prediction_arrays(["cnn-1", "det-1"], stored)
    assert found["cnn-1"].image_ids.tolist() == [1, 3]
    assert found["cnn-1"].probabilities.tolist() == [list(VECTORS[1]), list(VECTORS[3])]
    assert found["det-1"].probabilities is None
    # The surest box names the class; of equally sure ones the first.
    assert found["det-1"].image_classes.tolist() == [3, NOTHING, 1]
    human, predicted = modelled.box_arrays("det-1", stored)
    assert len(human.boxes) == 0
    assert predicted.image_ids.tolist() == [1, 1, 3, 3]
    assert predicted.class_ids.tolist() == [2, 3, 1, 3]
    assert predicted.scores.tolist() == [0.4, 0.9, 0.5, 0.5]
    assert predicted.boxes[0].tolist() == [0.1, 0.2, 30.3, 40.4]
    with pytest.raises(UnknownModel, match="cnn-1"):
        modelled.prediction_arrays(["other"], stored)


def test_label_arrays_follow_the_rules_of_labels(modelled):
    both = (new_box(Box(1, 1, 9, 9), 1), new_box(Box(1, 1, 9, 9), 2))
    modelled.apply(Edit(1, ImageLabels(), ImageLabels(both), "Draw"))
    modelled.apply(Edit(2, ImageLabels(), ImageLabels((new_box(Box(1, 1, 9, 9), 3),)), "Draw"))
    modelled.apply(Edit(3, ImageLabels(), ImageLabels((), 2, ImageState.NOISE), "Diagnose"))
    modelled.set_splits({2: Split.TEST}, what="by hand")
    classes, labels = modelled.label_arrays(StoredArrays())
    assert classes == modelled.classes
    expected = modelled.labels_of()
    for row, image in enumerate(modelled.images()):
        entry = expected[image.id]
        assert labels.image_ids[row] == image.id
        assert labels.classes[row] == (NOTHING if entry.image_class is None else entry.image_class)
        assert STATES[labels.states[row]] is entry.state
        assert (SPLITS[labels.splits[row]] if labels.splits[row] != NOTHING else None) is image.split


def test_nothing_is_read_again_until_it_changes(modelled):
    stored = StoredArrays()
    labels, found = modelled.label_arrays(stored)[1], modelled.prediction_arrays(["cnn-1"], stored)["cnn-1"]
    boxes = modelled.box_arrays("det-1", stored)
    modelled.set_setting("something", "else")
    assert modelled.label_arrays(stored)[1] is labels
    assert modelled.prediction_arrays(["cnn-1"], stored)["cnn-1"] is found
    assert modelled.box_arrays("det-1", stored)[1] is boxes[1]

    modelled.apply(Edit(2, ImageLabels(), ImageLabels((new_box(Box(1, 1, 9, 9), 3),)), "Draw"))
    assert modelled.label_arrays(stored)[1] is not labels
    assert modelled.prediction_arrays(["cnn-1"], stored)["cnn-1"] is found
    human, predicted = modelled.box_arrays("det-1", stored)
    assert (len(human.boxes), predicted) == (1, boxes[1])

    modelled.store_predictions([Prediction("cnn-1", 2, (0.0, 1.0, 0.0), None, IDS)])
    assert modelled.prediction_arrays(["cnn-1"], stored)["cnn-1"].image_ids.tolist() == [1, 2, 3]
    modelled.clear_predictions("cnn-1")
    assert len(modelled.prediction_arrays(["cnn-1"], stored)["cnn-1"].image_ids) == 0
    labels = modelled.label_arrays(stored)[1]
    modelled.set_splits({1: Split.VAL}, what="by hand")
    assert modelled.label_arrays(stored)[1] is not labels


def test_a_reader_hears_of_what_another_connection_wrote(modelled):
    stored = StoredArrays()
    with Project.open(modelled.folder, read_only=True) as reader:
        assert len(reader.prediction_arrays(["cnn-1"], stored)["cnn-1"].image_ids) == 2
        modelled.store_predictions([Prediction("cnn-1", 2, (0.0, 1.0, 0.0), None, IDS)])
        assert len(reader.prediction_arrays(["cnn-1"], stored)["cnn-1"].image_ids) == 3


@pytest.fixture
def second_schema(tmp_path, modelled) -> Iterator[Project]:
    """The same project as a DermDesk of schema 0002 would have written it."""
    from alembic import command

    folder = tmp_path / "old"
    folder.mkdir()
    database = create_database(folder / "dermdesk.sqlite")
    with database.migrating() as connection:
        config = _config()
        config.attributes["connection"] = connection
        command.upgrade(config, "0002")
    database.close()
    expected = plain(modelled.predictions())
    modelled.close()
    with closing(sqlite3.connect(folder / "dermdesk.sqlite")) as old:
        old.execute("ATTACH ? AS new", (str(modelled.folder / "dermdesk.sqlite"),))
        for table in ("project", "classes", "roots", "images", "models", "predicted_boxes", "predictions"):
            known = {row[1] for row in old.execute(f"PRAGMA new.table_info({table})")}
            names = [row[1] for row in old.execute(f"PRAGMA main.table_info({table})") if row[1] in known]
            columns = ", ".join(f'"{name}"' for name in names)
            old.execute(f"INSERT INTO main.{table} ({columns}) SELECT {columns} FROM new.{table}")
        old.execute("UPDATE main.predictions SET probabilities = NULL")
        for image_id, values in VECTORS.items():
            old.execute(
                "UPDATE main.predictions SET probabilities = ? WHERE image_id = ? AND NOT detects",
                (json.dumps(values), image_id),
            )
        old.commit()
    with Project.open(folder) as project:
        yield project, expected


def test_an_older_projects_predictions_are_packed_without_loss(second_schema):
    project, expected = second_schema
    assert plain(project.predictions()) == expected
    stored = StoredArrays()
    found = project.prediction_arrays(["cnn-1", "det-1"], stored)
    assert found["cnn-1"].probabilities.tolist() == [list(VECTORS[1]), list(VECTORS[3])]
    assert found["det-1"].image_classes.tolist() == [3, NOTHING, 1]
    _, boxes = project.box_arrays("det-1", stored)
    np.testing.assert_array_equal(boxes.scores, [0.4, 0.9, 0.5, 0.5])
    project.store_predictions([Prediction("cnn-1", 1, (0.0, 1.0, 0.0), None, IDS)])
    assert project.prediction_arrays(["cnn-1"], stored)["cnn-1"].probabilities[0].tolist() == [0.0, 1.0, 0.0]


def test_sizes_are_those_of_the_photographs(modelled, photos, photo):
    stored = StoredArrays()
    assert modelled.size_arrays(stored)[1].tolist() == [[640, 480]] * 5
    modelled.add_images(photos, [photo("0.jpg", width=30, height=20)])
    ids, sizes = modelled.size_arrays(stored)
    assert dict(zip(ids.tolist(), sizes.tolist(), strict=True)) == {
        record.id: [record.width, record.height] for record in modelled.images()
    }
    assert ids.tolist() == sorted(ids.tolist())
    assert modelled.size_arrays(stored)[0] is ids
