"""One field of a recipe: its name for people, what it does, what it may hold, and how text becomes its value."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

from core.errors import RecipeError

Value = int | float | bool | str

_YES = frozenset({"true", "yes", "on", "1"})
_NO = frozenset({"false", "no", "off", "0"})


@dataclass(frozen=True, slots=True)
class RecipeField:
    """Description of a field, enough to build a form row, a help text and a check from it.

    Attributes:
        name: Its name in code, JSON and `--set NAME=VALUE`.
        label: Its name in the window.
        help: One or two sentences: what it does, and where its default comes from.
        kind: `int`, `float`, `bool` or `str`.
        minimum: Smallest value allowed, for numbers.
        maximum: Largest value allowed, for numbers.
        choices: The values allowed, for text.
        group: The part of the form it belongs to.
        unit: What a number counts, shown after it.
        tasks: The tasks for which it means something.
        automatic: The number that stands for *let the machine decide*; None where there is none.
    """

    name: str
    label: str
    help: str
    kind: type[int] | type[float] | type[bool] | type[str]
    minimum: float | None = None
    maximum: float | None = None
    choices: tuple[str, ...] = ()
    group: str = "Training"
    unit: str = ""
    tasks: tuple[str, ...] = ("classification", "detection")
    automatic: int | None = None

    def is_automatic(self, value: Value) -> bool:
        """Whether a value leaves the choice to the machine."""
        return self.automatic is not None and value == self.automatic

    @property
    def allowed(self) -> str:
        """What it may hold, in words."""
        if self.kind is bool:
            return "on or off"
        if self.choices:
            return f"one of {', '.join(self.choices)}"
        noun = "a whole number" if self.kind is int else "a number"
        return f"{noun} from {_plain(self.minimum)} to {_plain(self.maximum)}"

    def parse(self, text: str) -> Value:
        """The checked value that this text means.

        Raises:
            RecipeError: It means none, or one out of range; the message names the allowed ones.
        """
        folded = text.strip().casefold()
        value: Value = text.strip()
        try:
            if self.kind is bool:
                if folded not in _YES | _NO:
                    raise ValueError
                value = folded in _YES
            elif self.kind is int:
                value = int(folded)
            elif self.kind is float:
                value = float(folded)
        except ValueError:
            raise self._refusal(text) from None
        return self.check(value)

    def check(self, value: Any) -> Value:  # noqa: ANN401 - whatever a JSON file or a caller brings
        """The value itself, of the field's kind, once it is known to be allowed.

        Raises:
            RecipeError: It isn't; the message names the allowed values.
        """
        if self.kind is bool:
            if isinstance(value, bool):
                return value
            raise self._refusal(value)
        if self.kind is str:
            if isinstance(value, str) and value in self.choices:
                return value
            raise self._refusal(value)
        if isinstance(value, bool) or not isinstance(value, (int, float)) or not math.isfinite(value):
            raise self._refusal(value)
        if self.kind is int and value != int(value):
            raise self._refusal(value)
        number = self.kind(value)
        assert isinstance(number, (int, float))
        below = self.minimum is not None and number < self.minimum
        above = self.maximum is not None and number > self.maximum
        if below or above:
            raise self._refusal(value)
        return number

    def _refusal(self, value: object) -> RecipeError:
        return RecipeError(f"{self.label} ({self.name}) can't be {value!r}: it is {self.allowed}.")


def _plain(number: float | None) -> str:
    return "any" if number is None else f"{number:g}"
