"""Tables of the store. Human labels and predictions are different tables and share no row (D4)."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    DateTime,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    TypeDecorator,
    UniqueConstraint,
    false,
    text,
)

from core.project.packed import PackedFloats

if TYPE_CHECKING:
    from sqlalchemy import Dialect

REVISION = "0007"
"""The migration this code reads and writes; equal to alembic's head (checked by a test)."""

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}
"""Constraint names; migrations can only change what has a name."""


class UtcDateTime(TypeDecorator[datetime]):
    """An aware UTC time, also where the database keeps times without a zone."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        return None if value is None else value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


metadata = MetaData(naming_convention=NAMING)

project = Table(
    "project",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("name", Text, nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
)

versions = Table(
    "versions",
    metadata,
    Column("table_name", String(64), primary_key=True),
    Column("number", Integer, nullable=False),
)

settings = Table(
    "settings",
    metadata,
    Column("key", String(200), primary_key=True),
    Column("value", JSON, nullable=False),
)

classes = Table(
    "classes",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("position", Integer, nullable=False),
    Column("name", Text, nullable=False),
    Column("code", String(16), nullable=False),
    Column("colour", String(16), nullable=False),
    Column("aliases", JSON, nullable=False),
    # A removed class keeps its row, so that its id is never given away and old history can still be read.
    Column("removed", Boolean, nullable=False),
)

roots = Table(
    "roots",
    metadata,
    Column("id", Integer, primary_key=True),
    # Absolute, or relative to the project folder when it lies inside it.
    Column("path", Text, nullable=False, unique=True),
)

images = Table(
    "images",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("root_id", ForeignKey("roots.id"), nullable=False),
    Column("relative_path", Text, nullable=False),
    Column("sha256", String(64), nullable=False, index=True),
    Column("width", Integer, nullable=False),
    Column("height", Integer, nullable=False),
    Column("orientation", Integer, nullable=False),
    Column("file_size", Integer, nullable=False),
    Column("split", String(16)),
    Column("patient", Text),
    Column("diagnosis", ForeignKey("classes.id")),
    Column("state", String(16), nullable=False),
    Column("reason", Text, nullable=False),
    Column("metadata", JSON, nullable=False),
    Column("added_at", UtcDateTime, nullable=False),
    Column("flagged", Boolean, nullable=False, server_default=false()),
    # What reviewers said of suspects; null where nobody said anything.
    Column("verdicts", JSON(none_as_null=True)),
    # What follows is known from the other columns and from the boxes; `image_facts` says how. It is written with each
    # edit, so that asking about 100,000 photographs reads one table.
    Column("box_count", Integer, nullable=False, server_default=text("0")),
    Column("image_class", Integer),
    Column("smallest_area", Float(53)),
    Column("largest_area", Float(53)),
    Column("box_flags", Integer, nullable=False, server_default=text("0")),
    Column("search_text", Text, nullable=False, server_default=text("''")),
    Column("written_text", Text, nullable=False, server_default=text("''")),
    UniqueConstraint("root_id", "relative_path"),
    Index("ix_images_relative_path_id", "relative_path", "id"),
    Index("ix_images_state", "state"),
    Index("ix_images_split", "split"),
    Index("ix_images_patient", "patient"),
    Index("ix_images_image_class", "image_class"),
    Index("ix_images_box_count", "box_count"),
    sqlite_autoincrement=True,
)

boxes = Table(
    "boxes",
    metadata,
    Column("uid", String(64), primary_key=True),
    Column("image_id", ForeignKey("images.id"), nullable=False, index=True),
    Column("position", Integer, nullable=False),
    Column("x1", Float(53), nullable=False),
    Column("y1", Float(53), nullable=False),
    Column("x2", Float(53), nullable=False),
    Column("y2", Float(53), nullable=False),
    Column("class_id", ForeignKey("classes.id"), nullable=False),
    Column("difficult", Boolean, nullable=False),
    Column("truncated", Boolean, nullable=False),
    Column("occluded", Boolean, nullable=False),
    Column("locked", Boolean, nullable=False),
    Column("note", Text, nullable=False),
    # A plain number, no foreign key: clearing predictions must not reach a human row, not even to set it to null.
    # Ids of predicted boxes are never used twice, so the number stays true after the prediction is gone.
    Column("parent", Integer),
)

history = Table(
    "history",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("image_id", ForeignKey("images.id"), nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Column("who", Text, nullable=False),
    Column("kind", String(16), nullable=False),
    Column("what", Text, nullable=False),
    Column("before", JSON, nullable=False),
    Column("after", JSON, nullable=False),
    # The step it was part of; null for imports, splits, and rows from before there were steps.
    Column("step_id", Integer, index=True),
    Index("ix_history_image_id_kind", "image_id", "kind"),
    Index("ix_history_who_kind_image_id", "who", "kind", "image_id"),
    sqlite_autoincrement=True,
)

# One row a transaction that a person made, also when it was an undo or redo: the undo stack is read from these.
steps = Table(
    "steps",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("at", UtcDateTime, nullable=False),
    Column("who", Text, nullable=False, index=True),
    Column("what", Text, nullable=False),
    # do, undo, redo, or note for what can't be taken back.
    Column("turn", String(16), nullable=False),
    # The step that an undo or redo turns.
    Column("of", Integer),
    # The class table, where the step changed it.
    Column("classes_before", JSON(none_as_null=True)),
    Column("classes_after", JSON(none_as_null=True)),
    sqlite_autoincrement=True,
)

models = Table(
    "models",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("name", String(200), nullable=False, unique=True),
    Column("architecture", Text, nullable=False),
    Column("task", String(32), nullable=False),
    Column("class_ids", JSON, nullable=False),
    Column("card", JSON, nullable=False),
    Column("run_folder", Text, nullable=False),
    Column("added_at", UtcDateTime, nullable=False),
)

predictions = Table(
    "predictions",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("model_id", ForeignKey("models.id"), nullable=False),
    Column("image_id", ForeignKey("images.id"), nullable=False, index=True),
    # True for a detector, also when it found nothing; that a photograph was never predicted is a missing row.
    Column("detects", Boolean, nullable=False),
    Column("predicted_at", UtcDateTime, nullable=False),
    # Class of a detector's surest box; null for a classifier, and for a detector that found nothing.
    Column("image_class", Integer),
    # Null for a detector.
    Column("probabilities", PackedFloats),
    # The rows of `predicted_boxes` once more, packed: null for a classifier. Those have ids that human boxes remember,
    # these are read a hundred times as fast.
    Column("packed_boxes", LargeBinary),
    # The most probable class, or that of the best box, and how sure the model was. Null where no box was found.
    Column("top_class", Integer),
    Column("top_score", Float(53)),
    UniqueConstraint("model_id", "image_id"),
    Index("ix_predictions_top_score", "top_score", "model_id", "top_class", "image_id"),
    Index("ix_predictions_top_class", "top_class", "model_id", "top_score", "image_id"),
)

predicted_boxes = Table(
    "predicted_boxes",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("prediction_id", ForeignKey("predictions.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("rank", Integer, nullable=False),
    Column("x1", Float(53), nullable=False),
    Column("y1", Float(53), nullable=False),
    Column("x2", Float(53), nullable=False),
    Column("y2", Float(53), nullable=False),
    Column("class_id", Integer, nullable=False),
    Column("score", Float(53), nullable=False),
    # Without it SQLite gives the ids of cleared boxes to new ones, and `boxes.parent` would come to lie.
    sqlite_autoincrement=True,
)

# Where classifiers looked, in one number: known until the model answers anew or the boxes change.
heat_shares = Table(
    "heat_shares",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("model_id", ForeignKey("models.id"), nullable=False),
    Column("image_id", ForeignKey("images.id"), nullable=False, index=True),
    Column("class_id", Integer, nullable=False),
    # Digest of the lesion boxes that the heat was compared with, so that undoing an edit makes the share true again.
    Column("boxes", String(16), nullable=False),
    Column("share", Float(53), nullable=False),
    Column("how", String(32), nullable=False),
    Column("made_at", UtcDateTime, nullable=False),
    UniqueConstraint("model_id", "image_id"),
)
