"""The models of a project as the Evaluate workspace lists them: which there are, and a line of numbers for each."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from core.jobs.folds import is_out_of_fold
from core.model_colours import model_runs
from core.review.unfinished import unfinished_models
from core.run_of_each import Standing, run_of_each
from desktop.evaluate.model_table import ModelRow
from desktop.evaluate.reading import ENSEMBLE
from desktop.translating import core_text
from desktop.wording import architecture_title, percent_text

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from core.project.project import Project
    from desktop.evaluate.reading import Reading

ENSEMBLE_TITLE = "EnsembleNet"
NONE = "–"
translate = QCoreApplication.translate


@dataclass(frozen=True, slots=True)
class KnownModel:
    """A model that has predicted or could.

    Attributes:
        name: Run name.
        architecture: Its title.
        can_predict: Whether its run has a checkpoint here.
        finished: Whether its training ended as it should; what was never trained here counts too.
        training: Whether it is being trained now.
        out_of_fold: Whether it stands for several models, each of which answered for what it was not trained on.
        made_at: When, in ISO's form; as its card says where its predictions are stored.
    """

    name: str
    architecture: str
    can_predict: bool
    finished: bool = False
    training: bool = False
    out_of_fold: bool = False
    made_at: str = ""


def known_models(project: Project) -> dict[str, KnownModel]:
    """Models that could predict or have, the oldest run first."""
    models: dict[str, KnownModel] = {}
    for run in model_runs(project):
        title = architecture_title(run.job.architecture)
        models[run.name] = KnownModel(
            run.name,
            title,
            can_predict=True,
            finished=run.state.is_finished,
            training=run.state.is_active,
            made_at=run.job.created_at.isoformat(),
        )
    predicted = project.predicted_models()
    # A run whose checkpoint was tidied away is still known to have come to no good end.
    unfinished = unfinished_models(project, [stored.name for stored in predicted if stored.name not in models])
    for stored in predicted:
        card = project.model_card(stored.name)
        known = models.get(stored.name) or KnownModel(
            stored.name,
            architecture_title(stored.architecture),
            can_predict=False,
            finished=stored.name not in unfinished,
            out_of_fold=is_out_of_fold(card),
        )
        models[stored.name] = replace(known, made_at=str(card.get("created_at", "")))
    return models


def chosen_runs(models: Mapping[str, KnownModel], reading: Reading) -> set[str]:
    """Of several runs of an architecture the one that `core.run_of_each` means, so that the report judges the same."""
    standings = (
        Standing(
            model.name,
            model.architecture,
            answered=reading.has_rows(model.name),
            out_of_fold=model.out_of_fold,
            finished=model.finished,
            made_at=model.made_at,
        )
        for model in models.values()
    )
    return set(run_of_each(standings).values())


def missing_photos(models: Sequence[KnownModel], reading: Reading) -> dict[tuple[int, ...], list[str]]:
    """Models that can predict, by the photographs they have not seen."""
    groups: dict[tuple[int, ...], list[str]] = {}
    for model in models:
        ids = reading.missing(model.name)
        if ids and model.can_predict:
            groups.setdefault(ids, []).append(model.name)
    return groups


def title_of(name: str) -> str:
    """A run's name, or what EnsembleNet is called."""
    return ENSEMBLE_TITLE if name == ENSEMBLE else name


def weight_text(weight: float) -> str:
    """A weight as short as it can be written."""
    return f"{weight:g}"


def model_row(
    name: str,
    model: KnownModel | None,
    reading: Reading,
    colour: str,
    *,
    checked: bool,
    weights: Mapping[str, float],
) -> ModelRow:
    """A line of the table; `model` is None for EnsembleNet."""
    judged = reading.models.get(name)
    what = translate("Evaluate", "Sum of the ticked classifiers' probabilities")
    if model is not None:
        what = model.architecture
        if model.training:
            what = translate("Evaluate", "{0}, still training").format(what)
        elif model.out_of_fold:
            what = translate("Evaluate", "{0}, out of fold").format(what)
        elif not model.finished:
            what = translate("Evaluate", "{0}, unfinished").format(what)
    refused = reading.refused.get(name, ())
    if refused:
        what = translate("Evaluate", "{0}, other classes").format(what)
    note = f"{title_of(name)}: {what}"
    if refused:
        note = f"{note} ({', '.join(map(core_text, refused))})"
    if model is None and judged is not None and any(weight != 1 for weight in judged.weights):
        parts = zip(judged.members, judged.weights, strict=True)
        note = " + ".join(f"{weight_text(weight)} x {member}" for member, weight in parts)
    votes = judged is not None and judged.n > 0 and not judged.detects and model is not None
    weight = weights.get(name, 1.0) if votes else None
    missing = len(reading) if judged is None else len(judged.missing)
    if refused:
        missing = 0
    left = f"{missing:,}" if missing else translate("Evaluate", "none")
    if refused:
        left = NONE
    numbers: tuple[str, ...] = ("0", NONE, NONE, NONE, NONE, NONE)
    if judged is not None and judged.n:
        low, high = judged.patient_interval or judged.interval
        numbers = (
            f"{judged.n:,}",
            percent_text(judged.weighted_accuracy),
            f"{100 * low:.1f} – {100 * high:.1f} %",
            percent_text(judged.balanced_accuracy),
            percent_text(judged.top_3) or NONE,
            NONE if judged.no_detection is None else f"{judged.no_detection:,}",
        )
    cells = (what, "" if weight is None else weight_text(weight), *numbers, left)
    detects = judged is not None and judged.no_detection is not None
    silent = (judged.no_detection or 0) if judged is not None else 0
    return ModelRow(name, title_of(name), note, colour, checked, cells, missing, weight, detects, silent)
