"""The class table: stable ids, names, short codes and colours. An id is never used for a second class."""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
from dataclasses import dataclass, field
from importlib import resources
from typing import TYPE_CHECKING, Any

from core.errors import ClassTableError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

PALETTE = (
    # Okabe and Ito's eight (jfly.uni-koeln.de/color), black left out, then Paul Tol's "muted"; colour-blind safe.
    "#e69f00", "#56b4e9", "#009e73", "#f0e442", "#0072b2", "#d55e00", "#cc79a7",
    "#88ccee", "#44aa99", "#999933", "#ddcc77", "#cc6677", "#aa4499", "#b0b0b0",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class LesionClass:
    """One class a lesion or a photograph can have.

    Attributes:
        id: Stable number, never a list position and never used again.
        name: The name people see.
        code: Two to four characters shown on boxes, so that colour is never the only sign.
        colour: `#rrggbb`.
        aliases: Other spellings that mean this class on import.
    """

    id: int
    name: str
    code: str
    colour: str
    aliases: tuple[str, ...] = ()


def fold_name(name: str) -> str:
    """The form in which class names are compared: case, spaces, hyphens and underscores don't count.

    Nor does whether an accent is a letter's own or follows it, which differs between file systems.
    """
    return unicodedata.normalize("NFC", re.sub(r"[\s_\-]+", " ", name).strip().casefold())


@dataclass(frozen=True, slots=True)
class ClassTable:
    """Classes in the order people see them.

    Raises:
        ClassTableError: Two classes share an id, a name or an alias, or a name is empty.
    """

    classes: tuple[LesionClass, ...]
    _by_id: dict[int, LesionClass] = field(init=False, repr=False, compare=False)
    _by_name: dict[str, LesionClass] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        by_id: dict[int, LesionClass] = {}
        by_name: dict[str, LesionClass] = {}
        for entry in self.classes:
            if entry.id in by_id:
                raise ClassTableError(f"Two classes have the id {entry.id}.")
            by_id[entry.id] = entry
            for name in {fold_name(entry.name), *map(fold_name, entry.aliases)}:
                if not name:
                    raise ClassTableError("A class needs a name.")
                if name in by_name:
                    raise ClassTableError(f"Two classes answer to the name {entry.name!r}.")
                by_name[name] = entry
        object.__setattr__(self, "_by_id", by_id)
        object.__setattr__(self, "_by_name", by_name)

    @classmethod
    def from_names(cls, names: Iterable[str]) -> ClassTable:
        """Table with ids 1, 2, …, codes made from the names, and colours from the palette."""
        return cls._numbered([(name, None, None, ()) for name in names])

    @classmethod
    def _numbered(cls, rows: Sequence[tuple[str, str | None, str | None, Sequence[str]]]) -> ClassTable:
        codes = iter(codes_for([name for name, *_ in rows], taken=[code for _, code, *_ in rows if code]))
        return cls(
            tuple(
                LesionClass(
                    id=index + 1,
                    name=name,
                    code=code or made,
                    colour=colour or PALETTE[index % len(PALETTE)],
                    aliases=tuple(aliases),
                )
                for index, ((name, code, colour, aliases), made) in enumerate(zip(rows, codes, strict=True))
            )
        )

    def __len__(self) -> int:
        return len(self.classes)

    def __iter__(self) -> Iterator[LesionClass]:
        return iter(self.classes)

    @property
    def ids(self) -> tuple[int, ...]:
        return tuple(entry.id for entry in self.classes)

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(entry.name for entry in self.classes)

    def get(self, class_id: int) -> LesionClass:
        """The class with this id.

        Raises:
            ClassTableError: No class has it.
        """
        try:
            return self._by_id[class_id]
        except KeyError:
            raise ClassTableError(f"No class has the id {class_id}.") from None

    def find(self, name: str) -> LesionClass | None:
        """The class with this name or alias, whatever its case, spaces or underscores; None where there is none."""
        return self._by_name.get(fold_name(name))

    def require(self, name: str) -> LesionClass:
        """As `find`, but an unknown name is an error that lists the known ones."""
        found = self.find(name)
        if found is None:
            raise ClassTableError(f"The project has no class {name!r}.", hint=f"It has: {', '.join(self.names)}.")
        return found

    def differences(self, other: ClassTable) -> list[str]:
        """What keeps predictions a model made for `other` from being read with this table, one line a difference.

        Ids and names count; colours, codes and order don't. A class that was renamed since answers to its old name as
        an alias, so it is the same class still.
        """
        lines = []
        for class_id in sorted({*self.ids, *other.ids}):
            mine, theirs = self._by_id.get(class_id), other._by_id.get(class_id)
            if mine is None and theirs is not None:
                what = f"the project no longer has {theirs.name!r}"
            elif theirs is None and mine is not None:
                what = f"the model doesn't know {mine.name!r}"
            elif mine is not None and theirs is not None and self.find(theirs.name) is not mine:
                what = f"class {class_id} is {mine.name!r} in the project and {theirs.name!r} in the model"
            else:
                continue
            lines.append(what)
        return lines

    def to_json(self) -> list[dict[str, Any]]:
        """Plain data for snapshots and model cards."""
        return [
            {"id": c.id, "name": c.name, "code": c.code, "colour": c.colour, "aliases": list(c.aliases)}
            for c in self.classes
        ]

    @classmethod
    def from_json(cls, rows: Sequence[dict[str, Any]]) -> ClassTable:
        """The table that `to_json` wrote.

        Raises:
            ClassTableError: A row lacks a field.
        """
        try:
            return cls(
                tuple(
                    LesionClass(int(r["id"]), str(r["name"]), str(r["code"]), str(r["colour"]), tuple(r["aliases"]))
                    for r in rows
                )
            )
        except (KeyError, TypeError, ValueError) as error:
            raise ClassTableError(f"This is no class table: {error}.") from error

    def digest(self) -> str:
        """SHA-256 over ids and names in order of id: equal digests mean interchangeable predictions."""
        rows = sorted((c.id, fold_name(c.name)) for c in self.classes)
        return hashlib.sha256(json.dumps(rows, ensure_ascii=True).encode()).hexdigest()


def codes_for(names: Sequence[str], *, taken: Iterable[str] = ()) -> list[str]:
    """A short code a name: initials where there are several words, else the first letters; none twice, none taken."""
    used = {code.upper() for code in taken}
    codes = []
    for name in names:
        words = re.findall(r"\w+", name.replace("_", " "))
        code = "".join(word[0] for word in words)[:3] if len(words) > 1 else (words[0][:3] if words else "?")
        # A letter may become two in capitals, such as the German sharp s.
        code = code.upper()[:3]
        candidate, number = code, 2
        while candidate in used:
            digits = str(number)
            candidate, number = f"{code[: max(1, 3 - len(digits))]}{digits}", number + 1
        used.add(candidate)
        codes.append(candidate)
    return codes


def template_names() -> list[str]:
    """Names of the class templates that ship with DermDesk."""
    folder = resources.files("resources") / "classes"
    return sorted(entry.name.removesuffix(".json") for entry in folder.iterdir() if entry.name.endswith(".json"))


def load_template(name: str) -> ClassTable:
    """A class template from `resources/classes`, such as `skin10`.

    Raises:
        ClassTableError: There is no template of this name.
    """
    source = resources.files("resources") / "classes" / f"{name}.json"
    if not source.is_file():
        raise ClassTableError(
            f"There is no class template {name!r}.",
            hint=f"Templates: {', '.join(template_names())}; or give a text file with one class name a line.",
        )
    rows = json.loads(source.read_text(encoding="utf-8"))["classes"]
    return ClassTable._numbered([(r["name"], r.get("code"), r.get("colour"), r.get("aliases", ())) for r in rows])


def load_class_file(path: Path) -> ClassTable:
    """Classes from a UTF-8 text file, one name a line; empty lines and lines that start with `#` are passed over.

    Raises:
        ClassTableError: The file can't be read, holds no name, or names a class twice.
    """
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise ClassTableError(f"The class file can't be read: {error}.", path=path) from error
    names = [line.strip() for line in lines if line.strip() and not line.lstrip().startswith("#")]
    if not names:
        raise ClassTableError("The class file holds no name.", hint="Write one class name a line.", path=path)
    return ClassTable.from_names(names)
