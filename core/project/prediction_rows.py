"""Models and their predictions in the store. Nothing here writes to a table of human labels."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select

from core.errors import ProjectError, UnknownModel
from core.geometry import Box
from core.project import schema
from core.project.image_facts import top_answer
from core.project.label_rows import MANY
from core.project.packed import pack_boxes
from core.project.records import PredictedBox, PredictedModel, Prediction

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from datetime import datetime

    from sqlalchemy import ColumnElement, Connection

    from core.project.labels import Split

_INSERTED_AT_ONCE = 200


def write_model(connection: Connection, name: str, card: Mapping[str, Any], run_folder: str, *, at: datetime) -> None:
    """Note a model, or renew its card.

    Args:
        connection: An open transaction.
        name: Run name.
        card: The model card as plain data; `architecture`, `task` and `classes` are read from it.
        run_folder: Where its checkpoint is, relative to the project folder when inside it.
        at: Now.

    Raises:
        ProjectError: The card lacks a field, or its classes differ from those of predictions stored under this name.
    """
    try:
        class_ids = [int(row["id"]) for row in card["classes"]]
        values = {
            "architecture": str(card["architecture"]),
            "task": str(card["task"]),
            "class_ids": class_ids,
            "card": dict(card),
            "run_folder": run_folder,
        }
    except (KeyError, TypeError, ValueError) as error:
        raise ProjectError(f"The model card of {name!r} can't be read: {error!r}.") from error
    table = schema.models
    stored = connection.execute(select(table.c.id, table.c.class_ids, table.c.card).where(table.c.name == name)).first()
    if stored is None:
        connection.execute(table.insert().values(name=name, added_at=at, **values))
        return
    predicted = select(schema.predictions.c.id).where(schema.predictions.c.model_id == stored.id).limit(1)
    if stored.class_ids != class_ids and connection.scalar(predicted) is not None:
        raise ProjectError(
            f"Model {name!r} has stored predictions for other classes.", hint="Clear its predictions first."
        )
    if stored.card.get("created_at") != card.get("created_at"):
        heat = schema.heat_shares
        connection.execute(heat.delete().where(heat.c.model_id == stored.id))  # another network looked there
    connection.execute(table.update().where(table.c.id == stored.id).values(**values))


def write_predictions(connection: Connection, predictions: Sequence[Prediction], *, at: datetime) -> None:
    """Store predictions; each replaces what the same model said of the same photograph.

    Raises:
        UnknownModel: A prediction's model was never noted.
        ProjectError: A prediction doesn't fit its model, or its photograph is unknown.
    """
    table = schema.predictions
    models = {row.name: row for row in connection.execute(select(schema.models))}
    latest = {(entry.model, entry.image_id): entry for entry in predictions}
    for entry in latest.values():
        _check(entry, models)
    _require_images(connection, {image_id for _, image_id in latest})
    for name in {name for name, _ in latest}:
        model_id = models[name].id
        mine = {image_id: entry for (model, image_id), entry in latest.items() if model == name}
        for ids in _slices(list(mine), _INSERTED_AT_ONCE):
            same = (table.c.model_id == model_id) & table.c.image_id.in_(ids)
            _delete(connection, same)
            connection.execute(
                table.insert(),
                [
                    {
                        "model_id": model_id,
                        "image_id": image_id,
                        "probabilities": _floats(mine[image_id].probabilities),
                        "detects": mine[image_id].boxes is not None,
                        "predicted_at": at,
                        **_whole_photograph(mine[image_id].boxes),
                        **top_answer(mine[image_id]),
                    }
                    for image_id in ids
                ],
            )
            keys = {
                row.image_id: row.id for row in connection.execute(select(table.c.id, table.c.image_id).where(same))
            }
            rows = [
                _box_values(keys[image_id], rank, box)
                for image_id in ids
                for rank, box in enumerate(mine[image_id].boxes or ())
            ]
            if rows:
                connection.execute(schema.predicted_boxes.insert(), rows)


def _check(entry: Prediction, models: Mapping[str, Any]) -> None:
    model = models.get(entry.model)
    if model is None:
        raise UnknownModel(
            f"The project knows no model {entry.model!r}.", hint=f"It knows: {', '.join(models) or 'none'}."
        )
    if entry.class_ids != tuple(model.class_ids):
        raise ProjectError(f"A prediction of {entry.model!r} has other classes than its model card.")
    if entry.probabilities is None and entry.boxes is None:
        raise ProjectError(f"A prediction of {entry.model!r} has neither probabilities nor boxes.")
    if entry.probabilities is not None and (
        len(entry.probabilities) != len(entry.class_ids) or not all(map(math.isfinite, entry.probabilities))
    ):
        raise ProjectError(f"A prediction of {entry.model!r} needs one finite probability a class.")
    for box in entry.boxes or ():
        if box.class_id not in entry.class_ids or not math.isfinite(box.score):
            raise ProjectError(f"A predicted box of {entry.model!r} has a class or score its model can't give.")


def _require_images(connection: Connection, ids: Collection[int]) -> None:
    table = schema.images
    for some in _slices(sorted(ids), MANY):
        known = set(connection.scalars(select(table.c.id).where(table.c.id.in_(some))))
        if len(known) != len(some):
            raise ProjectError(f"The project has no photograph with the id {min(set(some) - known)}.")


def _slices(ids: list[int], size: int) -> list[list[int]]:
    return [ids[start : start + size] for start in range(0, len(ids), size)]


def _floats(values: Sequence[float] | None) -> list[float] | None:
    return None if values is None else [float(value) for value in values]


def _whole_photograph(boxes: Sequence[PredictedBox] | None) -> dict[str, Any]:
    """What is kept of all boxes together: the class of the surest (of equal ones the first), and all of them packed."""
    if boxes is None:
        return {"image_class": None, "packed_boxes": None}
    best = max(boxes, key=lambda entry: entry.score, default=None)
    return {"image_class": None if best is None else int(best.class_id), "packed_boxes": pack_boxes(boxes)}


def _box_values(prediction_id: int, rank: int, entry: PredictedBox) -> dict[str, Any]:
    return {
        "prediction_id": prediction_id,
        "rank": rank,
        "x1": float(entry.box.x1),
        "y1": float(entry.box.y1),
        "x2": float(entry.box.x2),
        "y2": float(entry.box.y2),
        "class_id": int(entry.class_id),
        "score": float(entry.score),
    }


def _delete(connection: Connection, which: ColumnElement[bool]) -> int:
    table, heat = schema.predictions, schema.heat_shares
    chosen = select(table.c.id).where(which)
    same = (table.c.model_id == heat.c.model_id) & (table.c.image_id == heat.c.image_id)
    stale = select(heat.c.id).join(table, same).where(which)
    connection.execute(heat.delete().where(heat.c.id.in_(stale)))
    boxes = schema.predicted_boxes
    connection.execute(boxes.delete().where(boxes.c.prediction_id.in_(chosen)))
    return connection.execute(table.delete().where(which)).rowcount


def delete_predictions(connection: Connection, model: str) -> int:
    """Forget what a model predicted; the model stays known. Returns of how many photographs.

    Raises:
        UnknownModel: The project knows no such model.
    """
    models = schema.models
    names = {row.name: row.id for row in connection.execute(select(models.c.id, models.c.name))}
    if model not in names:
        raise UnknownModel(f"The project knows no model {model!r}.", hint=f"It knows: {', '.join(names) or 'none'}.")
    return _delete(connection, schema.predictions.c.model_id == names[model])


def delete_predictions_of_image(connection: Connection, image_id: int) -> int:
    """Forget what all models said of a photograph, as when its content is another. Returns how many did."""
    heat = schema.heat_shares
    connection.execute(heat.delete().where(heat.c.image_id == image_id))
    return _delete(connection, schema.predictions.c.image_id == image_id)


def read_predictions(
    connection: Connection,
    *,
    image_ids: Collection[int] | None = None,
    models: Collection[str] | None = None,
    split: Split | None = None,
) -> list[Prediction]:
    """Predictions ordered by model name and image id, in two queries.

    Raises:
        UnknownModel: A name in `models` is no model of the project.
    """
    table, known, boxes = schema.predictions, schema.models, schema.predicted_boxes
    class_ids = {row.name: tuple(row.class_ids) for row in connection.execute(select(known.c.name, known.c.class_ids))}
    conditions = []
    if models is not None:
        unknown = [name for name in models if name not in class_ids]
        if unknown:
            raise UnknownModel(
                f"The project knows no model {unknown[0]!r}.", hint=f"It knows: {', '.join(class_ids) or 'none'}."
            )
        conditions.append(known.c.name.in_(models))
    wanted = None
    if image_ids is not None:
        wanted = frozenset(image_ids)
        if len(wanted) <= MANY:
            conditions.append(table.c.image_id.in_(wanted))
    if split is not None:
        conditions.append(table.c.image_id.in_(select(schema.images.c.id).where(schema.images.c.split == split.value)))
    found: dict[int, list[PredictedBox]] = {}
    of_boxes = (
        select(boxes)
        .join(table, table.c.id == boxes.c.prediction_id)
        .join(known, known.c.id == table.c.model_id)
        .where(*conditions)
        .order_by(boxes.c.prediction_id, boxes.c.rank)
    )
    for row in connection.execute(of_boxes):
        entry = PredictedBox(Box(row.x1, row.y1, row.x2, row.y2), row.class_id, row.score, row.id)
        found.setdefault(row.prediction_id, []).append(entry)
    of_images = (
        select(table.c.id, table.c.image_id, table.c.probabilities, table.c.detects, known.c.name)
        .join(known, known.c.id == table.c.model_id)
        .where(*conditions)
        .order_by(known.c.name, table.c.image_id)
    )
    return [
        Prediction(
            model=row.name,
            image_id=row.image_id,
            probabilities=row.probabilities,
            boxes=tuple(found.get(row.id, ())) if row.detects else None,
            class_ids=class_ids[row.name],
        )
        for row in connection.execute(of_images)
        if wanted is None or row.image_id in wanted
    ]


def read_models(connection: Connection) -> list[PredictedModel]:
    """Models with stored predictions, by name."""
    models, table = schema.models, schema.predictions
    counted = select(table.c.model_id, func.count().label("images")).group_by(table.c.model_id).subquery()
    query = (
        select(models.c.name, models.c.architecture, models.c.task, models.c.class_ids, counted.c.images)
        .join(counted, counted.c.model_id == models.c.id)
        .order_by(models.c.name)
    )
    return [
        PredictedModel(row.name, row.architecture, row.task, tuple(row.class_ids), row.images)
        for row in connection.execute(query)
    ]


def read_card(connection: Connection, model: str) -> tuple[dict[str, Any], str]:
    """A model's card as plain data, and its run folder as stored.

    Raises:
        UnknownModel: The project knows no such model.
    """
    table = schema.models
    row = connection.execute(select(table.c.card, table.c.run_folder).where(table.c.name == model)).first()
    if row is None:
        raise UnknownModel(f"The project knows no model {model!r}.")
    return dict(row.card), str(row.run_folder)
