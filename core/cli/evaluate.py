"""The command `evaluate`."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import click

from core.cli.output import counted, percent, table
from core.cli.parameters import (
    SPLITS,
    command,
    judged_models_option,
    names,
    project_argument,
    split_named,
    weights_option,
)

if TYPE_CHECKING:
    from pathlib import Path

    from core.evaluation import Evaluation, ModelEvaluation

MOST_RESAMPLES = 100_000
_REASONS = {"no_class": "without a class", "rejected": "rejected", "noise": "marked as noise"}


@command(short_help="Compare predictions with what people say.")
@project_argument
@click.option("--split", type=click.Choice(SPLITS), default="test", show_default=True, help="Which photographs.")
@judged_models_option
@click.option("--where", metavar="QUERY", help="Only photographs that fulfil a query, as in the window's search.")
@weights_option
@click.option("--json", "as_json", is_flag=True, help="Print everything as JSON; shares are 0 to 1.")
@click.option("--confusion", is_flag=True, help="Print the confusion matrices too: rows truth, columns predicted.")
@click.option("--subsets", is_flag=True, help="Print the ensembles of all choices of the CNNs too.")
@click.option(
    "--bootstrap",
    type=click.IntRange(0, MOST_RESAMPLES),
    default=0,
    metavar="N",
    help="With --json: add intervals from N resamples, of photographs and of whole patients; 1000 is usual.",
)
def evaluate(
    project: Path,
    split: str,
    chosen: str,
    where: str | None,
    weights: str | None,
    as_json: bool,
    confusion: bool,
    subsets: bool,
    bootstrap: int,
) -> None:
    """Compare stored predictions with what people say; nothing is predicted anew.

    The table has Wilson's interval of the weighted accuracy, over patients where the project names them. With --json
    come top-1, 3 and 5, precision, recall, F1 and AUROC by class, kappa, reliability bins with the temperature that
    validation photographs ask for, McNemar's test of each pair of models, and COCO's average precision.
    """
    from core.evaluation import evaluate as judge
    from core.evaluation import fit_temperatures
    from core.metrics.ensemble_weights import read_weights
    from core.project.project import Project
    from core.project.query_text import parse

    if bootstrap and not as_json:
        raise click.UsageError("--bootstrap goes with --json.")
    with Project.open(project, read_only=True) as opened:
        among = opened.matching(parse(where, opened.query_words())) if where else None
        evaluation = judge(opened, split_named(split), names(chosen), weights=read_weights(weights or ""), among=among)
        temperatures = fit_temperatures(opened, evaluation) if as_json else {}
    if as_json:
        report = {**evaluation.to_json(bootstrap=bootstrap, temperatures=temperatures), "where": where}
        if subsets:
            report["subsets"] = [entry.to_json() for entry in evaluation.subsets()]
        click.echo(json.dumps(report, ensure_ascii=False, indent=2, allow_nan=False))
        return
    ensembles = evaluation.subsets() if subsets else ()
    _tell_what_is_judged(evaluation, split, project)
    if not evaluation.models:
        return
    click.echo(_models_table(evaluation))
    click.echo()
    click.echo(_classes_table(evaluation))
    if any(entry.drawn is not None and len(entry.drawn) for entry in evaluation.models):
        click.echo()
        click.echo(_boxes_table(evaluation))
    if confusion:
        for entry in evaluation.all():
            click.echo()
            click.echo(_confusion_table(entry))
    if ensembles:
        rows = [
            (" + ".join(entry.members), str(entry.n), percent(entry.weighted_accuracy), percent(entry.top_3))
            for entry in ensembles
        ]
        click.echo()
        click.echo(table(rows, header=("ensemble of", "n", "weighted %", "top-3 %"), numbers=(1, 2, 3)))


def _tell_what_is_judged(evaluation: Evaluation, split: str, project: Path) -> None:
    left_out = [f"{number} {_REASONS[reason]}" for reason, number in evaluation.left_out.items() if number]
    more = f" (left out: {', '.join(left_out)})" if left_out else ""
    click.echo(f"Split {split}: {counted(evaluation.n, 'photograph')} with a class{more}")
    for name, differences in evaluation.refused.items():
        click.echo(f"Passed over {name}, made for other classes: {'; '.join(differences)}", err=True)
    if evaluation.refused and not evaluation.models:
        click.echo("No model fits the project's classes any more; train one again with these classes.", err=True)
    elif not evaluation.models:
        click.echo(f"No predictions yet. Predict with: dermdesk predict {project}", err=True)
    for entry in evaluation.all():
        if entry.missing:
            click.echo(
                f"{_title(entry)} has no prediction of {counted(len(entry.missing), 'photograph')}: they don't count "
                f"here. Predict them with: dermdesk predict {project}",
                err=True,
            )
    click.echo()

    together = evaluation.ensemble
    if together is None or all(weight == 1 for weight in together.weights):
        return
    if len(together.members) < 2:
        click.echo(f"{together.members[0]} is the only classifier that counts, so there is no EnsembleNet.", err=True)
        return

    from core.metrics.model_evaluation import sum_text

    click.echo(f"EnsembleNet is {sum_text(together)}")
    click.echo()


def _title(entry: ModelEvaluation) -> str:
    return f"{entry.name} of {len(entry.members)}" if entry.members else entry.name


def _models_table(evaluation: Evaluation) -> str:
    rows = []
    for entry in evaluation.all():
        low, high = entry.patient_interval or entry.interval
        bins = entry.reliability
        rows.append(
            (
                _title(entry),
                entry.task.value,
                str(entry.n),
                percent(entry.weighted_accuracy),
                f"{100 * low:.1f} to {100 * high:.1f}" if entry.n else "-",
                percent(entry.balanced_accuracy),
                percent(entry.top_3),
                percent(entry.auroc),
                percent(None if bins is None else bins.expected_error),
                "-" if entry.no_detection is None else str(entry.no_detection),
                str(len(entry.missing)),
            )
        )
    header = (
        "model",
        "task",
        "n",
        "weighted %",
        "95 % interval",
        "balanced %",
        "top-3 %",
        "AUROC %",
        "calibr. error %",
        "no detection",
        "missing",
    )
    return table(rows, header=header, numbers=range(2, len(header)))


def _boxes_table(evaluation: Evaluation) -> str:
    """What detectors' boxes are worth, over the photographs with human boxes."""
    rows = []
    for entry in evaluation.models:
        boxes = entry.boxes
        if boxes is not None:
            rows.append(
                (
                    entry.name,
                    str(boxes.photographs),
                    percent(boxes.precision.map_50),
                    percent(boxes.precision.map_50_95),
                    percent(boxes.mean_best_iou),
                    str(boxes.matches.found),
                    str(boxes.matches.missed),
                    str(boxes.matches.extra),
                )
            )
    header = ("boxes", "n", "mAP 50 %", "mAP 50:95 %", "IoU of best box %", "lesions found", "missed", "extra boxes")
    return table(rows, header=header, numbers=range(1, len(header)))


def _classes_table(evaluation: Evaluation) -> str:
    """Accuracy a class in percent, a column a model."""
    shown = evaluation.all()
    # Of the model that judged most: others may lack photographs, which the table above says.
    sizes = [count.n for count in max(shown, key=lambda entry: entry.n).per_class]
    rows = [
        (entry.name, str(sizes[column]), *(percent(model.per_class[column].accuracy) for model in shown))
        for column, entry in enumerate(evaluation.classes)
    ]
    header = ("accuracy a class, %", "n", *(_title(model) for model in shown))
    return table(rows, header=header, numbers=range(1, len(header)))


def _confusion_table(entry: ModelEvaluation) -> str:
    codes = [c.code for c in entry.classes] + (["none"] if entry.detects else [])
    rows = [
        (f"{c.name} ({c.code})", *map(str, counts))
        for c, counts in zip(entry.classes, entry.confusion.tolist(), strict=True)
    ]
    return table(rows, header=(_title(entry), *codes), numbers=range(1, len(codes) + 1))
