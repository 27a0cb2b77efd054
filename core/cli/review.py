"""The command `review`."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import click

from core.cli.interrupt import INTERRUPTED, stop_on_interrupt
from core.cli.output import LiveLine, counted, table, tell_problems
from core.cli.parameters import SPLITS, command, device_option, names, project_argument, split_named

if TYPE_CHECKING:
    from pathlib import Path

    from core.project.project import Project
    from core.review.queue import Review
    from core.review.suspects import Suspect

REASONS = (
    *("label", "wrong_class", "disagree", "missed", "extra", "overlap"),
    *("no_detection", "bare", "size", "duplicate", "heat", "quality"),
)
ORDERS = ("uncertainty", "disagreement", "diversity", "rarity")
_STOPPING = "Stopping after the photographs in hand; what was worked out is kept. Ctrl-C again ends it at once."


@command(short_help="List labels, boxes and photographs that deserve a second look.")
@project_argument
@click.option("--reason", type=click.Choice(REASONS), help="Only this kind of reason.")
@click.option("--split", type=click.Choice(SPLITS), default="all", show_default=True, help="Which photographs.")
@click.option("--models", "chosen", metavar="NAME,…", default="all", show_default=True, help="Whose predictions.")
@click.option("--out-of-fold", metavar="NAME,…", help="Models none of whose predictions is of a training photograph.")
@click.option("--with-trained", is_flag=True, help="Also what models say of photographs they were trained on.")
@click.option(
    "--looks/--no-looks", default=True, help="Look for duplicates and poor photographs (reads every file once)."
)
@click.option("--limit", type=click.IntRange(1), default=30, show_default=True, help="How many to print.")
@click.option("--embed", metavar="RUN", help="First work out what this classifier sees, to find photographs alike by.")
@device_option
@click.option("--json", "as_json", is_flag=True, help="Print all of them, with every reason, as JSON.")
@click.option(
    "--unlabelled", type=click.Choice(ORDERS), help="List photographs without boxes instead, by what they teach."
)
@click.option(
    "--suggest", type=click.FloatRange(0, 1), metavar="SCORE", help="Count the predicted boxes to be suggested."
)
@click.option("--accept", is_flag=True, help="With --suggest: make all of them lesion boxes, as one step to undo.")
@click.pass_context
def review(
    context: click.Context, project: Path, reason: str | None, split: str, chosen: str, out_of_fold: str | None,
    with_trained: bool, looks: bool, limit: int, embed: str | None, device: str, as_json: bool,
    unlabelled: str | None, suggest: float | None, accept: bool,
) -> None:  # fmt: skip
    """List what deserves a second look in PROJECT: probably wrong labels, missed and extra boxes, duplicates.

    What was judged in the Review workspace stays away until its label or the prediction changes. Predictions of
    photographs that a model was trained on say nothing of their labels and are left out.

    Photographs that were cropped or turned are found alike by a classifier's features alone: --embed RUN works these
    out where they lack, which takes as long as predicting, and keeps them for this command and the Review workspace.
    """
    from core.project.project import Project

    if accept and suggest is None:
        raise click.UsageError("--accept goes with --suggest.")
    with Project.open(project, read_only=not accept) as opened:
        if embed is not None and _embed(opened, embed, device):
            context.exit(INTERRUPTED)
        if suggest is not None:
            _suggest(opened, suggest, models=names(chosen), accept=accept)
        elif unlabelled is not None:
            _list_unlabelled(opened, unlabelled, models=names(chosen), limit=limit)
        else:
            found = _read(opened, names(chosen), names(out_of_fold), with_trained=with_trained, looks=looks)
            _list_suspects(opened, found, reason=reason, split=split, limit=limit, as_json=as_json)


def _embed(project: Project, model: str, device: str) -> bool:
    """Work out the features that lack; whether a person ended it early."""
    from core.review.embeddings import embed

    with LiveLine("Seeing") as line, stop_on_interrupt(line, message=_STOPPING) as stop:
        line.draw("Starting the inference process", last=True)
        report = embed(project, model, device=device, progress=line, stop=stop)
    tell_problems([(str(path), reason) for path, reason in report.problems], what="while working out features")
    made = counted(report.made, "photograph")
    click.echo(f"Worked out the features of {made} by {report.run}; {report.known} were known before.", err=True)
    return report.stopped


def _read(
    project: Project, models: list[str] | None, out_of_fold: list[str] | None, *, with_trained: bool, looks: bool
) -> Review:
    from core.review.looks import take_looks
    from core.review.queue import read_review

    seen = None
    if looks:
        with LiveLine("Looking at") as line:
            seen = take_looks(project.folder, project.images(), progress=line)
    return read_review(
        project, models=models, out_of_fold=out_of_fold or (), looks=seen, with_trained=with_trained
    )  # fmt: skip


def _list_suspects(
    project: Project, found: Review, *, reason: str | None, split: str, limit: int, as_json: bool
) -> None:
    from core.review.queue import Narrowing, narrowed
    from core.review.suspects import Reason

    wanted = Narrowing(reason=None if reason is None else Reason(reason), split=split_named(split))
    suspects = narrowed(found, wanted)
    paths = {record.id: record.relative_path for record in project.images()}
    if as_json:
        click.echo(json.dumps([_plain(entry, paths) for entry in suspects], ensure_ascii=False, indent=2))
        return
    click.echo(f"{counted(len(suspects), 'suspect')}, {found.settled} judged before")
    if found.trained_only:
        click.echo(
            f"{counted(found.trained_only, 'photograph')} left out: only models speak of them that were trained on "
            "them. Predict them out of fold to check their labels.",
            err=True,
        )
    if not paths:
        click.echo(f"No photographs yet. Import some with: dermdesk import {project.folder} FOLDER", err=True)
    elif not found.opinions.probabilities and not found.opinions.found:
        click.echo(f"No predictions yet. Predict with: dermdesk predict {project.folder}", err=True)
    if suspects:
        rows = [(f"{entry.score:.2f}", paths[entry.image_id], entry.first.text) for entry in suspects[:limit]]
        click.echo()
        click.echo(table(rows, header=("score", "photograph", "reason"), numbers=(0,)))


def _plain(suspect: Suspect, paths: dict[int, str]) -> dict[str, object]:
    return {
        "photograph": paths[suspect.image_id],
        "target": suspect.target,
        "score": round(suspect.score, 4),
        "suggested": suspect.suggested,
        "reasons": [
            {
                "reason": entry.reason.value,
                "score": round(entry.score, 4),
                "text": entry.text,
                "place": None if entry.place is None else list(entry.place.as_tuple()),
                "models": list(entry.models),
                "others": [paths[other] for other in entry.others if other in paths],
                "trained": entry.trained,
            }
            for entry in suspect.findings
        ],
    }


def _list_unlabelled(project: Project, order: str, *, models: list[str] | None, limit: int) -> None:
    from core.project.arrays import StoredArrays
    from core.review.opinions import read_opinions
    from core.review.ordering import Order, in_order, without_boxes

    opinions = read_opinions(project, StoredArrays(), models=models)
    chosen = in_order(opinions, without_boxes(opinions), Order(order))
    paths = {record.id: record.relative_path for record in project.images()}
    click.echo(f"{counted(len(chosen), 'photograph')} without boxes", err=True)
    for place in chosen[:limit].tolist():
        click.echo(paths[int(opinions.image_ids[place])])


def _suggest(project: Project, score: float, *, models: list[str] | None, accept: bool) -> None:
    from core.review.prelabelling import accept_all, bulk_plan

    plan = bulk_plan(project, at_least=score, models=models)
    verb = "Accepted" if accept else "To be suggested"
    if accept:
        accept_all(project, plan)
    click.echo(
        f"{verb}: {counted(plan.boxes, 'box', 'boxes')} on {counted(plan.photographs, 'photograph')}; "
        f"{plan.without} without"
    )
    for class_id, number in sorted(plan.by_class.items(), key=lambda entry: -entry[1]):
        click.echo(f"  {project.classes.get(class_id).name}: {number}")
