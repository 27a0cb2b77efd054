"""By what photographs can be grouped: patient, each column of the metadata, and who labelled them last."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from sqlalchemy import Text, func, select, type_coerce

from core.project import schema
from core.project.label_rows import KIND_EDIT

if TYPE_CHECKING:
    from sqlalchemy import Connection

PATIENT = "patient"
ANNOTATOR = "annotator"


def read_groupings(connection: Connection) -> dict[str, dict[int, str]]:
    """By column, what each photograph has there, by image id; photographs with nothing there are left out.

    Patient and annotator come first where there are any; a metadata column of the same name is theirs.
    """
    images, history = schema.images, schema.history
    columns: dict[str, dict[int, str]] = {PATIENT: {}, ANNOTATOR: {}}
    # As text: most photographs have the same as some other, and each is understood once.
    metadata = type_coerce(images.c.metadata, Text)
    understood: dict[str, dict[str, object]] = {}
    rows = connection.execute(select(images.c.id, images.c.patient, metadata).order_by(images.c.id)).all()
    for image_id, patient, text in rows:
        if patient:
            columns[PATIENT][image_id] = patient
        if text not in understood:
            understood[text] = json.loads(text)
        for name, value in understood[text].items():
            if value not in ("", None) and name not in (PATIENT, ANNOTATOR):
                columns.setdefault(name, {})[image_id] = str(value)
    last = (
        select(func.max(history.c.id).label("id"))
        .where(history.c.kind == KIND_EDIT)
        .group_by(history.c.image_id)
        .subquery()
    )
    editors = select(history.c.image_id, history.c.who).join(last, last.c.id == history.c.id)
    columns[ANNOTATOR].update({row[0]: row[1] for row in connection.execute(editors)})
    return {name: values for name, values in columns.items() if values}
