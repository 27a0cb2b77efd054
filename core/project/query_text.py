"""The query language: reading what a person types, writing values so that they are read again, completing.

    query    := or
    or       := and ("or" and)*
    and      := factor ("and"? factor)*
    factor   := ("not" | "-") factor | "(" or ")" | field | text
    field    := name ["@" model] (":" | "=" | "!=" | "<" | "<=" | ">" | ">=") value ("," value)*
    text     := word | '"' anything '"'

A word that is no field is looked for as text, so plain words go on working as a search. Several values with commas mean
any of them. Parentheses inside a word, as in `photo(1).jpg`, belong to it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from core.errors import QueryError
from core.project.query import (
    And,
    Comparison,
    Contains,
    Not,
    Or,
    Query,
)
from core.project.query_fields import FIELDS, Field, Value, Words, allowed_values, condition, find_field, require_field

_FIELD = re.compile(
    r"""(?P<name>[A-Za-z]+)
        (?:@(?P<model>"[^"]*"|[^\s:<>=!()"]+))?
        (?:(?P<compare>\s*(?:<=|>=|!=|<|>|=)\s*)|(?P<colon>:\s*))""",
    re.VERBOSE,
)
_QUOTED_TEXT = re.compile(r'(?P<name>text|path|note)\s+(?=")', re.IGNORECASE)
_KEYWORD = re.compile(r"(and|or|not)(?=[\s()\"]|$)", re.IGNORECASE)
_DEEPEST = 100
"""Nested parentheses and negations; more is no question but an attack on the stack."""


def parse(text: str, words: Words) -> Query:
    """The query a person typed; an empty text is fulfilled by every photograph.

    Raises:
        QueryError: It can't be understood; says where, and what is allowed there.
    """
    return _Parser(text, words).whole()


class _Parser:
    def __init__(self, text: str, words: Words) -> None:
        self._text = text
        self._words = words
        self._at = 0
        self._depth = 0

    def whole(self) -> Query:
        if self._ended():
            return And(())
        found = self._any()
        if not self._ended():
            raise QueryError("This ) closes nothing.", position=self._at, length=1, hint="Remove it.")
        return found

    def _ended(self) -> bool:
        while self._at < len(self._text) and self._text[self._at].isspace():
            self._at += 1
        return self._at == len(self._text)

    def _any(self) -> Query:
        parts = [self._all()]
        while self._keyword("or"):
            parts.append(self._all())
        return parts[0] if len(parts) == 1 else Or(tuple(parts))

    def _all(self) -> Query:
        parts = [self._factor()]
        while True:
            joined = self._keyword("and")
            if not joined and (self._ended() or self._text[self._at] == ")" or self._peek() == "or"):
                return parts[0] if len(parts) == 1 else And(tuple(parts))
            parts.append(self._factor())

    def _peek(self) -> str:
        found = _KEYWORD.match(self._text, self._at)
        return found.group(1).lower() if found else ""

    def _keyword(self, word: str) -> bool:
        if self._ended() or self._peek() != word:
            return False
        self._at += len(word)
        return True

    def _factor(self) -> Query:
        if self._ended() or self._text[self._at] == ")" or self._peek() in ("and", "or"):
            length = 0 if self._ended() else max(1, len(self._peek()))
            raise QueryError(
                "A condition is missing here.", position=self._at, length=length,
                allowed=tuple(f"{field.name}:" for field in FIELDS), hint="Write a field such as state:new, or a text.",
            )  # fmt: skip
        self._depth += 1
        if self._depth > _DEEPEST:
            raise QueryError("The query is nested too deeply.", position=self._at)
        try:
            if self._keyword("not"):
                return Not(self._factor())
            if (
                self._text[self._at] == "-"
                and self._at + 1 < len(self._text)
                and not self._text[self._at + 1].isspace()
            ):
                self._at += 1
                return Not(self._factor())
            if self._text[self._at] == "(":
                return self._group()
            return self._condition()
        finally:
            self._depth -= 1

    def _group(self) -> Query:
        opened = self._at
        self._at += 1
        found = self._any()
        if self._ended():
            raise QueryError("This ( is not closed.", position=opened, length=1, hint="Write a ) behind its end.")
        self._at += 1
        return found

    def _condition(self) -> Query:
        spelt = _QUOTED_TEXT.match(self._text, self._at)
        if spelt:
            self._at = spelt.end()
            field = require_field(spelt.group("name"), spelt.start())
            return condition(field, Comparison.EQUAL, self._value(field), model=None, words=self._words)
        found = _FIELD.match(self._text, self._at)
        if found is None or self._text[self._at] == '"':
            return Contains(self._word().text)
        field = require_field(found.group("name"), found.start())
        model = None
        if found.group("model") is not None:
            name = found.group("model")
            model = Value(name.strip('"'), found.start("model"), len(name))
            if not field.of_model:
                raise QueryError(
                    f"{field.name!r} isn't asked of a model.", position=model.position - 1, length=model.length + 1,
                    hint="Leave out the @.",
                )  # fmt: skip
        comparison = Comparison((found.group("compare") or "=").strip())
        self._at = found.end()
        values = [self._value(field)]
        while self._text[self._at : self._at + 1] == ",":
            self._at += 1
            values.append(self._value(field))
        other = comparison is Comparison.OTHER and not field.is_number
        wanted = Comparison.EQUAL if other else comparison
        parts = tuple(condition(field, wanted, value, model=model, words=self._words) for value in values)
        meant = parts[0] if len(parts) == 1 else Or(parts)
        return Not(meant) if other else meant

    def _value(self, field: Field) -> Value:
        if self._ended() or self._text[self._at] in "),":
            raise QueryError(
                f"The field {field.name!r} takes {field.kind.value}.", position=self._at,
                allowed=allowed_values(field, self._words),
                hint=_listed(allowed_values(field, self._words)),
            )  # fmt: skip
        return self._word(stops=",")

    def _word(self, *, stops: str = "") -> Value:
        start = self._at
        if self._text[start] == '"':
            end = self._text.find('"', start + 1)
            if end < 0:
                raise QueryError("This quote is not closed.", position=start, length=1, hint='Write a " behind it.')
            self._at = end + 1
            inside = self._text[start + 1 : end]
            if not inside.strip():
                raise QueryError("There is nothing between the quotes.", position=start, length=end + 1 - start)
            return Value(inside, start, end + 1 - start)
        depth = 0
        while self._at < len(self._text):
            letter = self._text[self._at]
            if letter.isspace() or letter == '"' or letter in stops or (letter == ")" and not depth):
                break
            depth += {"(": 1, ")": -1}.get(letter, 0)
            self._at += 1
        return Value(self._text[start : self._at], start, self._at - start)


def _listed(values: tuple[str, ...]) -> str:
    return f"There are: {', '.join(values[:12])}{', …' if len(values) > 12 else ''}." if values else ""


def quoted(value: str) -> str:
    """A value as it is to be written, in quotes where it needs them. Quotes themselves can't be written."""
    value = value.replace('"', "")
    plain = value and not re.search(r"[\s,()\"]", value) and not value.startswith("-") and not _FIELD.match(value)
    return value if plain and not _KEYWORD.fullmatch(value) else f'"{value}"'


@dataclass(frozen=True, slots=True)
class Completion:
    """What could stand at the cursor.

    Attributes:
        start: Where the text to be replaced begins; it ends at the cursor.
        options: What it may be replaced by, as it is to be written.
        field: The field whose values these are; None where they are fields.
    """

    start: int
    options: tuple[str, ...]
    field: Field | None = None


_OPEN = re.compile(
    r"""(?:^|[\s(\-])(?P<name>[A-Za-z]+)(?:@[^\s:<>=!()"]*)?(?:\s*(?:<=|>=|!=|<|>|=)\s*|:\s*)
        (?:[^\s,()"]*,|"[^"]*",)*(?P<value>"[^"]*|[^\s,()"]*)$""",
    re.VERBOSE,
)
_MODEL = re.compile(r"(?:^|[\s(\-])(?P<name>[A-Za-z]+)@(?P<value>[^\s:<>=!()\"]*)$")
_WORD = re.compile(r"(?:^|[\s(\-])(?P<value>[A-Za-z]*)$")


def complete(text: str, cursor: int, words: Words) -> Completion:
    """Fields, or values of a field, that what stands before the cursor may be meant to become."""
    before = text[:cursor]
    for pattern in (_OPEN, _MODEL):
        found = pattern.search(before)
        field = None if found is None else find_field(found.group("name"))
        if found is None or field is None:
            continue
        typed = found.group("value").lstrip('"').lower()
        values = allowed_values(field, words) if pattern is _OPEN else tuple(words.models) if field.of_model else ()
        fits = [value for value in values if value.lower().startswith(typed)]
        fits += [value for value in values if typed in value.lower() and value not in fits]
        return Completion(found.start("value"), tuple(quoted(value) for value in fits), field)
    found = _WORD.search(before)
    if found is None or before.count('"') % 2:
        return Completion(cursor, ())
    typed = found.group("value").lower()
    names = tuple(f"{field.name}:" for field in FIELDS if field.name.startswith(typed) and not field.is_number)
    numbers = tuple(f"{field.name}>" for field in FIELDS if field.name.startswith(typed) and field.is_number)
    order = {field.name: place for place, field in enumerate(FIELDS)}
    return Completion(found.start("value"), tuple(sorted(names + numbers, key=lambda name: order[name[:-1]])))
