"""Two runs side by side, as rows of text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from core.jobs.comparing import differences_from_paper
from core.jobs.recipe import recipe_field
from desktop.train.wording import METRICS, breakable, value_text
from desktop.translating import core_text
from desktop.wording import duration_text, percent_text

if TYPE_CHECKING:
    from core.jobs.comparing import RunComparison
    from core.jobs.job import Job
    from desktop.train.sections import Section


def comparison_sections(found: RunComparison) -> tuple[Section, ...]:
    """What differs, under headings; the first row of a table has the names."""
    results = [
        (_tr(METRICS.get(name, name.replace("_", " "))), percent_text(one), percent_text(other))
        for name, (one, other) in found.metrics.items()
    ]
    best, times = found.best_epochs, [duration_text(seconds) if seconds else "–" for seconds in found.seconds]
    results.append((_tr("best epoch"), str(best[0] or "–"), str(best[1] or "–")))
    results.append((_tr("time"), times[0], times[1]))
    recipe = [
        (core_text(recipe_field(name).label), *(value_text(recipe_field(name), value) for value in values))
        for name, values in found.recipe.items()
    ]
    if found.same_data:
        data = _tr("Both learned from the same photos and labels.")
    else:
        data = _tr("{0} has {1} more and {2} fewer photos, and {3} with other labels or on another side.").format(
            found.names[1], found.added, found.removed, found.relabelled
        )
    names = ("", *(breakable(name) for name in found.names))
    return (
        (_tr("Best checkpoint on validation"), (names, *results)),
        (_tr("Recipe"), (names, *recipe) if recipe else ((_tr("No difference"),),)),
        (_tr("Data"), ((data,),)),
    )


def difference_text(job: Job) -> str:
    """How a run's recipe differs from the paper's, in one line."""
    differences = differences_from_paper(job)
    if not differences:
        return _tr("the paper's recipe")
    return ", ".join(
        f"{core_text(recipe_field(name).label)} {value_text(recipe_field(name), mine)}"
        for name, (mine, _) in differences.items()
    )


def _tr(text: str) -> str:
    return QCoreApplication.translate("Train", text)
