"""What to say of a step that was undone or made again where its photograph can't be seen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from desktop.translating import core_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from core.project.project import Project


def turned_text(project: Project, what: str, image_ids: Sequence[int], *, forward: bool, key: str) -> str:
    """A sentence for the status bar.

    Args:
        project: Whose photographs they are.
        what: The step's name, as stored.
        image_ids: The photographs it changed; the first is the current one now.
        forward: Whether it was made again.
        key: The key that shows Annotate; empty where it has none.
    """
    where = (
        project.image(image_ids[0]).path.name
        if len(image_ids) == 1
        else _tr("{0} photos").format(f"{len(image_ids):,}")
    )
    said = _tr("Made again: {0}, {1}.") if forward else _tr("Undone: {0}, {1}.")
    text = said.format(core_text(what), where)
    return f"{text} {_tr('{0} shows it in Annotate.').format(key)}" if key else text


def _tr(text: str) -> str:
    return QCoreApplication.translate("TurnedText", text)
