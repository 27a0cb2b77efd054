"""Tables II, III and IV of He et al. for a project, with the paper's numbers beside where its classes are Skin-10."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from core.inference.catalogue import Task, architecture
from core.metrics.classification import truth_ranks
from core.metrics.ensemble import MOST_MEMBERS, subset_probabilities
from core.metrics.model_evaluation import sum_text
from core.metrics.report import ENSEMBLE, combine
from core.metrics.summary import TOP_KS
from core.project.labels import Split

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from core.classes import ClassTable
    from core.metrics.paper import PaperNumbers
    from core.metrics.report import Evaluation, ModelEvaluation

HERE, PAPER = "here", "paper"
ENSEMBLE_TITLE = "EnsembleNet"
_SIDES = {Split.TRAIN: "Training", Split.VAL: "Validation", Split.TEST: "Testing", None: "No split"}

Number = int | float | None
"""A count, a percentage, or nothing where there is none."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column of numbers.

    Attributes:
        title: What stands above it.
        name: What the long form calls it, where the title is but a number.
        source: `HERE` or `PAPER`.
    """

    title: str
    name: str
    source: str = HERE


@dataclass(frozen=True, slots=True)
class Row:
    """One row.

    Attributes:
        labels: As many as the table has headings.
        name: What the long form calls it.
        values: As many as the table has columns; counts are `int`, percentages `float`.
        source: `HERE` or `PAPER`; numbers in a `PAPER` column are the paper's in any row.
        model: Run name of the model that the row tells of, or `ENSEMBLE`; empty where it tells of none here.
    """

    labels: tuple[str, ...]
    name: str
    values: tuple[Number, ...]
    source: str = HERE
    model: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """A table of the paper.

    Attributes:
        number: `II`, `III` or `IV`.
        title: What it shows.
        headings: Titles of the columns of labels.
        columns: The columns of numbers.
        rows: The rows.
        notes: What a reader must know to read it rightly.
    """

    number: str
    title: str
    headings: tuple[str, ...]
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    notes: tuple[str, ...] = ()


def table_ii(classes: ClassTable, sizes: Mapping[Split | None, Sequence[int]], paper: PaperNumbers | None) -> Table:
    """Photographs of each class on each side.

    Args:
        classes: The project's classes.
        sizes: By split, photographs of each class; see `core.evaluation.split_sizes`.
        paper: The paper's numbers, where the classes are its own.
    """
    sides = [side for side in _SIDES if side in sizes or side in (Split.TRAIN, Split.TEST)]
    none = (0,) * len(classes)
    columns = [(Column(_SIDES[side], _SIDES[side]), tuple(sizes.get(side, none))) for side in sides]
    if paper is not None:
        columns += [
            (Column("Training, paper", "Training", PAPER), paper.train_images),
            (Column("Testing, paper", "Testing", PAPER), paper.test_images),
        ]
    rows = [
        Row((str(index), entry.name), entry.name, tuple(counts[index] for _, counts in columns))
        for index, entry in enumerate(classes)
    ]
    rows.append(Row(("", "All"), "All", tuple(sum(counts) for _, counts in columns)))
    return Table("II", "Photographs by class", ("Index", "Class"), tuple(column for column, _ in columns), tuple(rows))


def table_iii(evaluation: Evaluation, paper: PaperNumbers | None) -> Table:
    """Weighted top-k accuracy of the CNNs, of EnsembleNet, and of the best of all their ensembles, in percent."""
    ks = tuple(k for k in TOP_KS if k == 1 or k < len(evaluation.classes))
    theirs = paper.top_k if paper is not None else {}
    their_ks = tuple(k for k in ks if any(k in row for row in theirs.values()))
    columns = (
        Column("Photographs", "Photographs"),
        *(Column(f"Top-{k}", f"Top-{k}") for k in ks),
        *(Column(f"Top-{k}, paper", f"Top-{k}", PAPER) for k in their_ks),
    )

    def row(label: str, n: int | None, mine: Sequence[Number], printed: Mapping[int, float], model: str = "") -> Row:
        return Row((label,), label, (n, *mine, *(printed.get(k) for k in their_ks)), model=model)

    nothing = (None,) * len(ks)
    cnns = [entry for entry in evaluation.models if not entry.detects]
    wanted = [name for name in theirs if name != ENSEMBLE]
    rows = [
        row(label, None, nothing, theirs.get(name, {}))
        if entry is None
        else row(label, entry.n, _shares(entry, ks), theirs.get(name, {}), entry.name)
        for label, name, entry in _in_order(cnns, wanted)
    ]
    notes = []
    together = evaluation.ensemble
    if together is not None and len(together.members) > 1:
        rows.append(row(ENSEMBLE_TITLE, together.n, _shares(together, ks), theirs.get(ENSEMBLE, {}), ENSEMBLE))
        notes.append(f"EnsembleNet here: {sum_text(together)}.")
        many = len(together.members) > MOST_MEMBERS
        for k, members, best in () if many else _best_ensembles(evaluation, ks):
            printed: dict[int, float] = {}
            if paper is not None and k == 3:
                printed = {3: paper.best_top_3[1]}
                notes.append(f"The paper's best by top-3: {' + '.join(map(_title, paper.best_top_3[0]))}.")
            rows.append(row(f"Best ensemble by top-{k}", together.n, best, printed))
            notes.append(f"Best by top-{k} of all {2 ** len(together.members) - 1}: {' + '.join(members)}.")
        notes.append(
            f"The best ensembles are sought among {MOST_MEMBERS} classifiers at most; here are {len(together.members)}."
            if many
            else "The best ensembles were chosen on these photographs, so on others they will do a little worse."
        )
    elif ENSEMBLE in theirs:
        rows.append(row(ENSEMBLE_TITLE, None, nothing, theirs[ENSEMBLE]))
    title = f"Weighted top-k accuracy of classifiers in percent, {_split_name(evaluation)}"
    return Table("III", title, ("Model",), columns, tuple(rows), (*notes, *_missing(cnns)))


def table_iv(evaluation: Evaluation, paper: PaperNumbers | None) -> Table:
    """Top-1 accuracy by class and overall of all models, in percent; a detector's class is that of its surest box."""
    columns = (
        *(Column(str(index), entry.name) for index, entry in enumerate(evaluation.classes)),
        Column("Overall", "Overall"),
    )
    theirs = paper.class_accuracy if paper is not None else {}
    models = [*evaluation.models]
    if evaluation.ensemble is not None and len(evaluation.ensemble.members) > 1:
        models.append(evaluation.ensemble)
    rows = []
    for label, name, entry in _in_order(models, list(theirs)):
        if entry is not None:
            mine = [_percent(count.accuracy) for count in entry.per_class]
            rows.append(Row((label,), label, (*mine, _percent(entry.weighted_accuracy)), model=entry.name))
        if paper is not None and name in theirs:
            printed = (*theirs[name], paper.weighted_accuracy[name])
            rows.append(Row((f"{label}, paper",), label, printed, PAPER))
    numbered = ", ".join(f"{index} {entry.name}" for index, entry in enumerate(evaluation.classes))
    title = f"Top-1 accuracy by class in percent, {_split_name(evaluation)}"
    notes = (f"Classes: {numbered}.", *_missing(evaluation.models))
    return Table("IV", title, ("Model",), columns, tuple(rows), notes)


def _in_order(
    models: Sequence[ModelEvaluation], wanted: Sequence[str]
) -> Iterator[tuple[str, str, ModelEvaluation | None]]:
    """Label, architecture and model: the paper's first and in its order, None where it has no run here; then others."""
    seen = Counter(entry.architecture for entry in models)
    for name in wanted:
        if name not in seen:
            yield _title(name), name, None
        for entry in models:
            if entry.architecture == name:
                yield _label(entry, seen), name, entry
    rest = [entry for entry in models if entry.architecture not in wanted]
    for entry in sorted(rest, key=lambda each: (each.architecture == ENSEMBLE, each.task is Task.DETECTION)):
        yield _label(entry, seen), entry.architecture, entry


def _label(entry: ModelEvaluation, seen: Mapping[str, int]) -> str:
    title = _title(entry.architecture)
    return f"{title}, {entry.name}" if seen[entry.architecture] > 1 else title


def _title(name: str) -> str:
    return ENSEMBLE_TITLE if name == ENSEMBLE else architecture(name).title


def _shares(entry: ModelEvaluation, ks: Sequence[int]) -> list[Number]:
    """Top-k accuracies in percent, all from one ranking."""
    if entry.probabilities is None or not entry.n:
        return [None] * len(ks)
    ranks = truth_ranks(entry.truth, entry.probabilities)
    return [100 * float(np.mean(ranks < k)) for k in ks]


def _best_ensembles(
    evaluation: Evaluation, ks: Sequence[int]
) -> Iterator[tuple[int, tuple[str, ...], tuple[Number, ...]]]:
    """For each k the members and the row of the most accurate of the 2^K - 1 ensembles.

    Of equally accurate ones the better by top-1 is taken, and then the smaller.
    """
    together = evaluation.ensemble
    if together is None or not together.n:
        return
    members = {}
    for name in together.members:
        probabilities = combine([evaluation.model(name)], together.image_ids).probabilities
        if probabilities is not None:
            members[name] = probabilities
    found = []
    for chosen, probabilities in subset_probabilities(members):
        ranks = truth_ranks(together.truth, probabilities)
        found.append((chosen, [int(np.count_nonzero(ranks < k)) for k in ks]))
    for place, k in enumerate(ks):
        chosen, hits = max(found, key=lambda entry: (entry[1][place], entry[1][0], -len(entry[0])))
        yield k, chosen, tuple(100 * count / together.n for count in hits)


def _missing(models: Sequence[ModelEvaluation]) -> Iterator[str]:
    for entry in models:
        if entry.missing:
            yield f"{entry.name} has no prediction of {len(entry.missing)} photographs, which don't count for it."


def _split_name(evaluation: Evaluation) -> str:
    return "all photographs" if evaluation.split is None else f"{evaluation.split.value} photographs"


def _percent(share: float | None) -> float | None:
    return None if share is None or share != share else 100 * share
