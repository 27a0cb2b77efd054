"""A project from before there were queries answers them, once upgraded, as one that was made new."""

from __future__ import annotations

import sqlite3
from contextlib import closing

from alembic import command

from core.geometry import Box
from core.project.engine import Database
from core.project.labels import Edit, ImageLabels, ImageState, new_box, with_diagnosis
from core.project.records import PredictedBox, Prediction
from core.project.upgrade import _config

OF_IMAGES = (
    *("flagged", "box_count", "image_class", "smallest_area", "largest_area", "box_flags"),
    *("search_text", "written_text"),
)
OF_PREDICTIONS = ("top_class", "top_score")


def columns(folder):
    with closing(sqlite3.connect(folder / "dermdesk.sqlite")) as connection:
        return {
            "images": connection.execute(f"SELECT id, {', '.join(OF_IMAGES)} FROM images ORDER BY id").fetchall(),
            "predictions": connection.execute(
                f"SELECT id, {', '.join(OF_PREDICTIONS)} FROM predictions ORDER BY id"
            ).fetchall(),
        }


def make_older(folder):
    """Take away what revision 0005 brought."""
    with closing(sqlite3.connect(folder / "dermdesk.sqlite")) as connection:
        made = (
            "name LIKE 'ix_images_%' AND name <> 'ix_images_sha256' OR name LIKE 'ix_predictions_top_%' "
            "OR name = 'ix_history_who_kind_image_id'"
        )
        for (index,) in connection.execute(f"SELECT name FROM sqlite_master WHERE {made}").fetchall():
            connection.execute(f"DROP INDEX {index}")
        for table, names in (("images", OF_IMAGES), ("predictions", OF_PREDICTIONS)):
            for name in names:
                connection.execute(f"ALTER TABLE {table} DROP COLUMN {name}")
        connection.execute("UPDATE alembic_version SET version_num = '0004'")
        connection.commit()


def test_an_upgraded_project_has_the_columns_of_a_new_one(filled, photos, photo, classes):
    boxes = (
        new_box(Box(0, 0, 10, 20), 1, difficult=True, note="Ärger"),
        new_box(Box(5.5, 0, 300, 200), 1, locked=True),
    )
    filled.apply(Edit(1, ImageLabels(), ImageLabels(boxes, state=ImageState.REJECTED, reason="Blurred"), "Draw"))
    filled.apply(Edit(2, ImageLabels(), with_diagnosis(ImageLabels(), 2), "Diagnose"))
    mixed = (new_box(Box(0, 0, 9, 9), 1), new_box(Box(0, 0, 9, 9), 2, truncated=True, occluded=True))
    filled.apply(Edit(3, ImageLabels(), ImageLabels(mixed, state=ImageState.LABELLED), "Draw"))
    filled.add_images(photos, [photo("Straße/z.jpg", metadata={"site": "Left ARM", "age": "40"})])
    card = {"architecture": "a", "task": "t", "classes": classes.to_json()}
    for name in ("net", "find"):
        filled.add_model(name, card, filled.runs_folder)
    found = (PredictedBox(Box(0, 0, 9, 9), 3, 0.7), PredictedBox(Box(0, 0, 9, 9), 1, 0.7))
    filled.store_predictions(
        [
            Prediction("net", 1, (0.2, 0.4, 0.4), None, (1, 2, 3)),
            Prediction("find", 1, None, found, (1, 2, 3)),
            Prediction("find", 2, None, (), (1, 2, 3)),
        ]
    )
    filled.close()
    new = columns(filled.folder)
    make_older(filled.folder)

    # This revision alone: those after it find what they bring already there.
    database = Database(filled.folder / "dermdesk.sqlite")
    try:
        with database.migrating() as connection:
            config = _config()
            config.attributes["connection"] = connection
            command.upgrade(config, "0005")
    finally:
        database.close()
    assert columns(filled.folder) == new
    assert {row[1:] for row in new["predictions"]} == {(2, 0.4), (3, 0.7), (None, None)}
