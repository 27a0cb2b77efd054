"""The command for cleaning rounds: begin, status, retrain, compare, end, rounds."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import click

from core.cli.output import counted, percent, table
from core.cli.parameters import FOLDER, ProjectFirst, names

if TYPE_CHECKING:
    from pathlib import Path

    from core.review.cleaning_changes import Changes
    from core.review.cleaning_comparison import Gains, RoundComparison
    from core.review.cleaning_status import RoundStatus

MOST_RESAMPLES = 100_000
_round_option = click.option("--round", "number", type=int, metavar="N", help="Another round than the latest.")
_json_option = click.option("--json", "as_json", is_flag=True, help="Print it as JSON; shares are 0 to 1.")


@click.group(cls=ProjectFirst, invoke_without_command=True, short_help="Correct labels, train again, see the gain.")
@click.argument("project", type=FOLDER, metavar="PROJECT")
@click.pass_context
def clean(context: click.Context, project: Path) -> None:
    """Go through a cleaning round of PROJECT; without a command, say how far it has come.

    A round begins with finished trainings and the labels as they are. Correct labels and mark noise, in the window's
    Review or elsewhere; train the same recipes again; predict; and compare both on the test photographs, which nothing
    is learned from.
    """
    context.obj = project
    if context.invoked_subcommand is None:
        _show_status(project, None, as_json=False)


@clean.command(short_help="Begin a round.")
@click.option(
    "--runs",
    "chosen",
    metavar="NAME,…",
    default="best",
    show_default=True,
    help="Finished runs to compare with; best: of each model the one with the best validation result.",
)
@click.option("--name", default="", metavar="TEXT", help="What to call it.  [default: Round N]")
@click.pass_obj
def begin(project: Path, chosen: str, name: str) -> None:
    """Begin a round: freeze the labels as they are, and note the runs to be compared with."""
    from core.project.project import Project
    from core.review.cleaning import begin_round
    from core.review.cleaning_runs import baseline_candidates, chosen_baseline
    from core.review.cleaning_status import read_status

    with Project.open(project) as opened:
        candidates = baseline_candidates(opened)
        runs = chosen_baseline(candidates, None if chosen.strip() == "best" else names(chosen))
        entry = begin_round(opened, runs, name=name)
        status = read_status(opened, entry)
    click.echo(f"Began {entry.name}, to be compared with {', '.join(entry.baseline)}.")
    _warn(status)
    click.echo("Correct labels and mark noise now, in the window's Review; see what deserves a look with:")
    click.echo(f"  dermdesk review {project}")
    click.echo(f"Then train again: dermdesk clean {project} retrain")


@clean.command(short_help="How far it has come, and what to do next.")
@_round_option
@_json_option
@click.pass_obj
def status(project: Path, number: int | None, as_json: bool) -> None:
    """Say how far a round has come, and what to do next."""
    _show_status(project, number, as_json=as_json)


@clean.command(short_help="Queue the same trainings on the labels as they are now.")
@click.option("--again", is_flag=True, help="Also what is trained again already, since labels have changed once more.")
@click.option("--detach", is_flag=True, help="Leave a process behind that works through the queue.")
@click.pass_obj
def retrain(project: Path, again: bool, detach: bool) -> None:
    """Queue the baseline's trainings once more: same recipes, seeds and starting weights, on the labels as they are."""
    from core.jobs.queue_runner import ensure_runner
    from core.project.project import Project
    from core.review.cleaning import find_round
    from core.review.cleaning_runs import make_retrainings, queue_retrainings

    with Project.open(project) as opened:
        entry = find_round(opened)
        made = make_retrainings(opened, entry, again=again)
        queue_retrainings(opened, entry, made)
        runs_folder = opened.runs_folder
    for one in made:
        click.echo(f"Queued {one.run}, {one.baseline} once more.")
    if not made:
        click.echo("All of them are trained again already, or wait. Labels changed since? Add --again.")
    elif detach:
        ensure_runner(runs_folder)
        click.echo(f"They are worked through. See how far: dermdesk clean {project}")
    else:
        click.echo(f"Work through it with: dermdesk queue {project} run")


@clean.command(short_help="The gain on the test photographs, with its interval.")
@_round_option
@_json_option
@click.option(
    "--bootstrap",
    type=click.IntRange(100, MOST_RESAMPLES),
    default=2000,
    show_default=True,
    metavar="N",
    help="Resamples behind the intervals.",
)
@click.option("--seed", type=int, default=0, show_default=True, help="The same seed draws the same resamples.")
@click.option("--partly", is_flag=True, help="Compare on what all runs have predicted, where a few are missing.")
@click.pass_obj
def compare(project: Path, number: int | None, as_json: bool, bootstrap: int, seed: int, partly: bool) -> None:
    """Compare before and after on the test photographs: the gain, its 95 % interval, what was mended and broken.

    Intervals are over photographs, over whole patients where the project names them. They tell what so few photographs
    can say, not what another seed of the training would have brought.
    """
    from core.project.project import Project
    from core.review.cleaning import find_round
    from core.review.cleaning_comparison import compare_round

    with Project.open(project, read_only=True) as opened:
        entry = find_round(opened, number)
        found = compare_round(opened, entry, resamples=bootstrap, seed=seed, partly=partly)
        paths = {image.id: image.relative_path for image in opened.images()}
    if as_json:
        click.echo(json.dumps(_with_paths(found, paths), ensure_ascii=False, indent=2))
        return
    _tell_comparison(found, paths)


@clean.command(short_help="End the round.")
@click.pass_obj
def end(project: Path) -> None:
    """End the round that is under way; it can still be read and compared."""
    from core.project.project import Project
    from core.review.cleaning import end_round, find_round

    with Project.open(project) as opened:
        entry = end_round(opened, find_round(opened))
    click.echo(f"{entry.name} is over. Read it with: dermdesk clean {project} status --round {entry.id}")


@clean.command(short_help="List all rounds.")
@click.pass_obj
def rounds(project: Path) -> None:
    """List the rounds of a project."""
    from core.project.project import Project
    from core.review.cleaning import read_rounds

    with Project.open(project, read_only=True) as opened:
        found = read_rounds(opened)
    if not found:
        click.echo(f"No cleaning round yet. Begin one with: dermdesk clean {project} begin")
        return
    rows = [
        (
            str(entry.id),
            entry.name,
            entry.who,
            f"{entry.began_at.astimezone():%Y-%m-%d %H:%M}",
            "-" if entry.ended_at is None else f"{entry.ended_at.astimezone():%Y-%m-%d %H:%M}",
            ", ".join(entry.baseline),
            ", ".join(run for _, run in entry.pairs),
        )
        for entry in found
    ]
    click.echo(table(rows, header=("", "round", "by", "began", "ended", "before", "after"), numbers=(0,)))


def _show_status(project: Path, number: int | None, *, as_json: bool) -> None:
    from core.project.project import Project
    from core.review.cleaning import find_round
    from core.review.cleaning_status import read_status

    with Project.open(project, read_only=True) as opened:
        found = read_status(opened, find_round(opened, number))
    if as_json:
        click.echo(json.dumps(found.to_json(), ensure_ascii=False, indent=2))
        return
    entry = found.round
    over = "" if entry.ended_at is None else ", over"
    click.echo(f"{entry.name}, begun by {entry.who} on {entry.began_at.astimezone():%Y-%m-%d %H:%M}{over}")
    click.echo()
    click.echo(f"To learn from    {_changes(found.progress.learning)}")
    click.echo(f"To be tested on  {_changes(found.progress.test)}")
    click.echo(f"                 {counted(found.progress.verdicts, 'verdict')} given in Review")
    click.echo()
    rows = [
        (
            pair.baseline,
            str(found.test - len(pair.lacking[0])),
            pair.run or "-",
            _state(pair.state.value if pair.state else ("deleted" if pair.run else ""), pair.failure),
            str(found.test - len(pair.lacking[1])) if pair.run else "-",
        )
        for pair in found.pairs
    ]
    click.echo(table(rows, header=("before", "predicted", "after", "state", "predicted"), numbers=(1, 4)))
    click.echo()
    _warn(found)
    click.echo(f"Next: {_next(found, project)}")


def _state(state: str, failure: str) -> str:
    return f"{state}: {failure}" if failure else state or "-"


def _changes(changes: Changes) -> str:
    if not changes:
        return "nothing changed"
    counts = (
        (changes.relabelled, "of another class"),
        (changes.boxes, "with other boxes"),
        (changes.noise, "marked as noise"),
        (changes.rejected, "rejected"),
        (changes.returned, "taken back in"),
        (changes.moved, "on another side"),
        (changes.added, "new"),
    )
    parts = [f"{len(ids)} {what}" for ids, what in counts if ids]
    return f"{counted(len(changes.photographs), 'photograph')} changed: {', '.join(parts)}"


def _warn(found: RoundStatus) -> None:
    if found.older:
        click.echo(
            f"Note: {', '.join(found.older)} learned from other labels than those the round began with, so the gain "
            "counts what changed before it, too.",
            err=True,
        )
    if found.with_noise:
        click.echo(
            f"Note: {', '.join(found.with_noise)} trains on noise too (include_noise), so marking it changes nothing.",
            err=True,
        )
    if found.since:
        click.echo(
            f"Note: {counted(found.since, 'photograph')} to learn from changed once more after the second training. "
            "Train again with: retrain --again",
            err=True,
        )


def _next(found: RoundStatus, project: Path) -> str:
    from core.review.cleaning_status import RoundState

    if found.state is RoundState.REVIEWING:
        return f"correct labels in Review, then: dermdesk clean {project} retrain"
    if found.state is RoundState.TRAINING:
        if any(pair.came_to_nothing or not pair.run for pair in found.pairs):
            return f"dermdesk clean {project} retrain"
        return f"let it train: dermdesk queue {project} run"
    if found.state is RoundState.PREDICT:
        return f"dermdesk predict {project} --models {','.join(sorted(found.lacking))} --split test"
    return f"dermdesk clean {project} compare"


def _tell_comparison(found: RoundComparison, paths: dict[int, str]) -> None:
    entry = found.round
    click.echo(f"{entry.name}: before and after, on the same test photographs")
    if found.start is not None:
        changed = len(found.test_changes.photographs)
        click.echo()
        click.echo(
            f"The round changed {counted(changed, 'test photograph')}, so the gain is judged twice: by the labels as "
            "they are now, and by those of the beginning, which the round didn't touch."
        )
        click.echo()
        click.echo("By today's labels")
    _tell_gains(found.today)
    if found.start is not None:
        click.echo()
        click.echo("By the labels of the beginning")
        _tell_gains(found.start)
    click.echo()
    lead = found.today.lead
    for title, ids in (("mended", lead.mended), ("broken", lead.broken)):
        if ids:
            click.echo(f"{_title(lead.title)} {title}: {', '.join(paths[image_id] for image_id in ids)}")
    if found.lacking:
        click.echo(f"Left out: {counted(len(found.lacking), 'photograph')} not predicted by all runs.", err=True)
    if found.learned:
        click.echo(f"Left out: {counted(len(found.learned), 'photograph')} that a run had learned from.", err=True)
    click.echo(
        f"Intervals: 95 %, {found.resamples} resamples of "
        f"{'whole patients' if found.today.patients else 'photographs'}; another seed of the training may move the "
        "gain, too.",
        err=True,
    )


def _tell_gains(gains: Gains) -> None:
    rows = [
        (
            _title(entry.title),
            percent(entry.before),
            percent(entry.after),
            f"{100 * entry.gain:+.2f}",
            _interval(entry.interval),
            f"{entry.adjusted:.3g}",
            str(len(entry.mended)),
            str(len(entry.broken)),
        )
        for entry in gains.all()
    ]
    if len(gains.models) > 1:
        mean = ("mean of the models", "", "", f"{100 * gains.mean:+.2f}", _interval(gains.mean_interval), "", "", "")
        rows.append(mean)
    header = ("model", "before %", "after %", "gain", "95 % interval", "p (Holm)", "mended", "broken")
    click.echo(table(rows, header=header, numbers=range(1, len(header))))
    who = "" if gains.patients is None else f" of {counted(gains.patients, 'patient')}"
    click.echo(f"{counted(gains.n, 'photograph')}{who}; weighted accuracy, the gain in points")


def _title(title: str) -> str:
    from core.metrics.model_evaluation import ENSEMBLE

    return "EnsembleNet" if title == ENSEMBLE else title


def _interval(ends: tuple[float, float]) -> str:
    return f"{100 * ends[0]:+.2f} to {100 * ends[1]:+.2f}"


def _with_paths(found: RoundComparison, paths: dict[int, str]) -> dict[str, object]:
    """The comparison as plain data, photographs by their paths."""
    data = found.to_json()
    for side in ("today_s_labels", "labels_of_the_start"):
        gains = data[side]
        if gains is None:
            continue
        for entry in (*gains["models"], gains["ensemble"]):
            if entry is not None:
                for key in ("mended", "broken"):
                    entry[key] = [paths.get(image_id, str(image_id)) for image_id in entry[key]]
    for key in ("without_prediction", "learned_by_a_run"):
        data[key] = [paths.get(image_id, str(image_id)) for image_id in data[key]]
    return data
