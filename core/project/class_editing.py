"""What can be done to a class table: pure functions from table to table. Ids stay with their classes in all of them."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from core.classes import PALETTE, ClassTable, LesionClass, codes_for, fold_name
from core.errors import ClassTableError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from core.project.labels import ImageLabels

LONGEST_CODE = 4


def with_added(table: ClassTable, class_id: int, name: str, *, code: str = "", colour: str = "") -> ClassTable:
    """The table with a class behind the others; code and colour are chosen where none is given.

    Raises:
        ClassTableError: The id, the name or the code is taken, or the name is empty.
    """
    name = _clean_name(name)
    code = _clean_code(code) if code else _free_code(table, name)
    colour = _clean_colour(colour) if colour else _free_colour(table)
    _refuse_taken(table, name=name, code=code, besides=None)
    return ClassTable((*table.classes, LesionClass(class_id, name, code, colour)))


def renamed(table: ClassTable, class_id: int, name: str) -> ClassTable:
    """The table with another name for a class; its boxes are the same class as before.

    The old name becomes an alias, so that imports and the models that were trained with it find their class still.

    Raises:
        ClassTableError: Another class answers to the name, or it is empty.
    """
    name = _clean_name(name)
    _refuse_taken(table, name=name, besides=class_id)
    entry = table.get(class_id)
    # A name that was an alias of the same class is one no more; one spelt another way is the same name.
    aliases = tuple(alias for alias in (*entry.aliases, entry.name) if fold_name(alias) != fold_name(name))
    return _with(table, replace(entry, name=name, aliases=aliases))


def recoded(table: ClassTable, class_id: int, code: str) -> ClassTable:
    """The table with another short code for a class.

    Raises:
        ClassTableError: Another class has the code, or it isn't one to four characters.
    """
    code = _clean_code(code)
    _refuse_taken(table, code=code, besides=class_id)
    return _with(table, replace(table.get(class_id), code=code))


def recoloured(table: ClassTable, class_id: int, colour: str) -> ClassTable:
    """The table with another colour, `#rrggbb`, for a class.

    Raises:
        ClassTableError: It is no such colour.
    """
    return _with(table, replace(table.get(class_id), colour=_clean_colour(colour)))


def with_aliases(table: ClassTable, class_id: int, aliases: Iterable[str]) -> ClassTable:
    """The table with these other spellings for a class, and no others.

    Raises:
        ClassTableError: Another class answers to one of them.
    """
    entry = table.get(class_id)
    kept: dict[str, str] = {}
    for alias in aliases:
        stripped = alias.strip()
        if stripped and fold_name(stripped) != fold_name(entry.name):
            kept.setdefault(fold_name(stripped), stripped)
            _refuse_taken(table, name=stripped, besides=class_id)
    return _with(table, replace(entry, aliases=tuple(kept.values())))


def reordered(table: ClassTable, ids: Sequence[int]) -> ClassTable:
    """The same classes in this order.

    Raises:
        ClassTableError: The ids aren't those of the table.
    """
    if sorted(ids) != sorted(table.ids):
        raise ClassTableError("An order must name each class once.", hint=f"The classes: {', '.join(table.names)}.")
    return ClassTable(tuple(table.get(class_id) for class_id in ids))


def moved(table: ClassTable, class_id: int, place: int) -> ClassTable:
    """The table with a class at this place, counted from 0; a place beyond an end is that end."""
    others = [key for key in table.ids if key != table.get(class_id).id]
    place = max(0, min(place, len(others)))
    return reordered(table, [*others[:place], class_id, *others[place:]])


def without(table: ClassTable, class_id: int) -> ClassTable:
    """The table less one class."""
    gone = table.get(class_id)
    return ClassTable(tuple(entry for entry in table if entry is not gone))


def merged(table: ClassTable, source: int, target: int) -> ClassTable:
    """The table without `source`, whose names have become aliases of `target`: imports find their class still.

    Raises:
        ClassTableError: It is one and the same class.
    """
    if source == target:
        raise ClassTableError(f"Class {table.get(source).name!r} can't be merged into itself.")
    gone, kept = table.get(source), table.get(target)
    return with_aliases(without(table, source), target, (*kept.aliases, gone.name, *gone.aliases))


def models_lost(before: ClassTable, after: ClassTable, models: Mapping[str, ClassTable]) -> tuple[str, ...]:
    """Names of the models that fit the classes before a change and no longer fit them after it.

    Args:
        before: The classes now.
        after: The classes as they would be.
        models: The classes each model was trained with, by its name.
    """
    return tuple(
        name for name, theirs in models.items() if not before.differences(theirs) and after.differences(theirs)
    )


def labels_with_class_replaced(labels: ImageLabels, source: int, target: int) -> ImageLabels:
    """The labels with one class for another in boxes and diagnosis. The state stays: nobody said anything new."""
    return replace(
        labels,
        boxes=tuple(replace(box, class_id=target) if box.class_id == source else box for box in labels.boxes),
        diagnosis=target if labels.diagnosis == source else labels.diagnosis,
    )


def _with(table: ClassTable, changed: LesionClass) -> ClassTable:
    return ClassTable(tuple(changed if entry.id == changed.id else entry for entry in table))


def _clean_name(name: str) -> str:
    name = " ".join(name.split())
    if not fold_name(name):
        raise ClassTableError("A class needs a name.")
    return name


def _clean_code(code: str) -> str:
    code = code.strip()
    if not 1 <= len(code) <= LONGEST_CODE or any(letter.isspace() for letter in code):
        raise ClassTableError(f"A code has 1 to {LONGEST_CODE} characters and no space; {code!r} hasn't.")
    return code


def _clean_colour(colour: str) -> str:
    if not re.fullmatch(r"#[0-9a-fA-F]{6}", colour):
        raise ClassTableError(f"{colour!r} is no colour.", hint="Write it as #rrggbb, such as #0072b2.")
    return colour.lower()


def _refuse_taken(table: ClassTable, *, name: str = "", code: str = "", besides: int | None) -> None:
    if name:
        other = table.find(name)
        if other is not None and other.id != besides:
            raise ClassTableError(
                f"The class {other.name!r} answers to {name!r} already.",
                hint="Take another name, or merge the two classes.",
            )
    if code:
        for entry in table:
            if entry.id != besides and entry.code.casefold() == code.casefold():
                raise ClassTableError(f"The class {entry.name!r} has the code {code!r} already.")


def _free_code(table: ClassTable, name: str) -> str:
    return codes_for([name], taken={entry.code for entry in table})[0]


def _free_colour(table: ClassTable) -> str:
    """The palette's colour that the fewest classes have, the earliest of those."""
    used = [entry.colour.lower() for entry in table]
    return min(PALETTE, key=used.count)
