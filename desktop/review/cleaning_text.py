"""What the bar of a cleaning round says at each step."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from core.jobs.job import RunState
from core.metrics.model_evaluation import ENSEMBLE
from core.review.cleaning_status import RoundState
from desktop.translating import core_text, told
from desktop.wording import architecture_title, count_text, date_text

if TYPE_CHECKING:
    from core.review.cleaning_comparison import Gain, Gains
    from core.review.cleaning_status import RoundStatus
    from desktop.review.cleaning_reading import CleaningReading

translate = QCoreApplication.translate
REVIEW, TRAIN, PREDICT, COMPARE = range(4)
_AT = {
    RoundState.REVIEWING: REVIEW,
    RoundState.TRAINING: TRAIN,
    RoundState.PREDICT: PREDICT,
    RoundState.DONE: COMPARE,
}


@dataclass(frozen=True, slots=True)
class Step:
    """One step as its button shows it.

    Attributes:
        text: How far it has come, in a few words.
        tip: What a click does.
        enabled: Whether a click does anything.
        current: Whether this is what is to be done now.
        done: Whether nothing is left to be done in it.
    """

    text: str
    tip: str
    enabled: bool = True
    current: bool = False
    done: bool = False


@dataclass(frozen=True, slots=True)
class BarContent:
    """All that the bar shows of a round.

    Attributes:
        title: What the round is called.
        tip: Who began it when, with which runs, and what is to be known about them.
        warned: Whether something is to be known.
        steps: The four steps.
        flips: Texts for the photographs that were mended and broken; empty while nothing can be said.
        lead: The model whose photographs were mended and broken; empty as above.
        can_train_again: Whether labels have changed once more since they were trained on.
    """

    title: str
    tip: str
    warned: bool
    steps: tuple[Step, Step, Step, Step]
    flips: tuple[str, str] = ("", "")
    lead: str = ""
    can_train_again: bool = False


def bar_content(
    reading: CleaningReading, status: RoundStatus, *, predicting: tuple[int, int] | None, read_only: bool
) -> BarContent:
    """What the bar says of a round.

    Args:
        reading: What was read.
        status: Of the round that is under way.
        predicting: Answers that have come and that were asked for; None while nothing is asked.
        read_only: Whether nothing can be changed.
    """
    at = _AT[status.state]
    warnings = _warnings(status)
    said = translate("Cleaning", "Begun by {0} on {1}, to be compared with {2}.").format(
        status.round.who, date_text(status.round.began_at), ", ".join(status.round.baseline)
    )
    texts = (_review(status), _train(status), _predict(status, predicting), _compare(reading, status))
    changed = bool(status.progress.learning or status.progress.of(None).moved)
    to_start = any(not pair.run or pair.came_to_nothing for pair in status.pairs)
    enabled = (
        bool(_changed(status)),
        (at == REVIEW and changed and not read_only) or at >= TRAIN,
        at == PREDICT and predicting is None and not read_only,
        status.can_compare,
    )
    tips = (
        translate("Cleaning", "Show the photos this round has changed"),
        translate("Cleaning", "Queue the same trainings on the labels as they are now")
        if at == REVIEW or to_start
        else translate("Cleaning", "Go to Train"),
        translate("Cleaning", "Ask the runs about the test photos they haven't predicted"),
        translate("Cleaning", "Show the gain of each model, and what was mended and broken"),
    )
    steps = [
        Step(text, f"{text}\n{tip}", can, place == at, place < at and not (place == TRAIN and status.since))
        for place, (text, tip, can) in enumerate(zip(texts, tips, enabled, strict=True))
    ]
    return BarContent(
        status.round.name,
        "\n".join((said, *warnings)),
        bool(warnings),
        (steps[0], steps[1], steps[2], steps[3]),
        flips_text(reading),
        lead="" if reading.comparison is None else title_of(reading.comparison.today.lead),
        can_train_again=bool(status.since) and at in (PREDICT, COMPARE) and not read_only,
    )


def points(share: float) -> str:
    """A difference of shares in points, with its sign.

    >>> points(0.034)
    '+3.4'
    """
    return f"{100 * share:+.1f}"


def interval_text(ends: tuple[float, float]) -> str:
    """Both ends of an interval in points."""
    return translate("Cleaning", "{0} to {1}").format(points(ends[0]), points(ends[1]))


def headline(gains: Gains) -> tuple[float, tuple[float, float]]:
    """The gain to be said first, with its interval: the mean over the models, as in the paper."""
    return gains.mean, gains.mean_interval


def title_of(gain: Gain) -> str:
    """What a model is called before and after."""
    return "EnsembleNet" if gain.title == ENSEMBLE else architecture_title(gain.title)


def flips_text(reading: CleaningReading) -> tuple[str, str]:
    """How many photographs were mended and broken."""
    if reading.comparison is None:
        return ("", "")
    lead = reading.comparison.today.lead
    return (
        translate("Cleaning", "{0} mended").format(f"{len(lead.mended):,}"),
        translate("Cleaning", "{0} broken").format(f"{len(lead.broken):,}"),
    )


def _changed(status: RoundStatus) -> tuple[int, ...]:
    return (status.progress.learning + status.progress.test + status.progress.of(None)).photographs


def _review(status: RoundStatus) -> str:
    learning, test = status.progress.learning, status.progress.test
    if not _changed(status):
        return translate("Cleaning", "Nothing changed yet")
    out = len({*learning.noise, *learning.rejected})
    text = translate("Cleaning", "{0} fixed · {1} noise").format(f"{len(learning.fixed):,}", f"{out:,}")
    if test:
        text += " · " + translate("Cleaning", "{0} in test").format(f"{len(test.photographs):,}")
    return text


def _train(status: RoundStatus) -> str:
    runs = count_text(len(status.pairs), "run")
    if status.state is RoundState.REVIEWING:
        if not status.progress.learning:
            return translate("Cleaning", "Once labels are corrected")
        return translate("Cleaning", "Queue {0}").format(runs)
    failed = [pair for pair in status.pairs if pair.came_to_nothing]
    if failed:
        return translate("Cleaning", "{0} came to nothing: again").format(", ".join(pair.run for pair in failed))
    trained = sum(pair.is_trained for pair in status.pairs)
    if trained == len(status.pairs):
        if status.since:
            return translate("Cleaning", "Trained; {0} changed since").format(count_text(status.since, "photo"))
        return translate("Cleaning", "{0} trained").format(runs)
    busy = sum(pair.state is not None and pair.state.is_active for pair in status.pairs)
    if busy:
        return translate("Cleaning", "{0} of {1} trained, {2} at work").format(trained, len(status.pairs), busy)
    waiting = sum(pair.state is RunState.QUEUED for pair in status.pairs)
    return translate("Cleaning", "{0} of {1} trained, {2} waiting").format(trained, len(status.pairs), waiting)


def _predict(status: RoundStatus, predicting: tuple[int, int] | None) -> str:
    if status.state in (RoundState.REVIEWING, RoundState.TRAINING):
        return translate("Cleaning", "{0} to test on").format(count_text(status.test, "photo"))
    if predicting is not None and not predicting[0]:
        return translate("Cleaning", "The models are loaded…")
    if predicting is not None:
        return translate("Cleaning", "{0} of {1} answers").format(f"{predicting[0]:,}", f"{predicting[1]:,}")
    lacking = sum(len(ids) for ids in status.lacking.values())
    if lacking:
        return translate("Cleaning", "{0} answers missing").format(f"{lacking:,}")
    return translate("Cleaning", "{0} predicted").format(count_text(status.test, "photo"))


def _compare(reading: CleaningReading, status: RoundStatus) -> str:
    if reading.problem is not None:
        return told(reading.problem)
    if reading.comparison is None:
        if status.can_compare:
            return translate("Cleaning", "On what is predicted so far")
        return translate("Cleaning", "The gain, and how sure it is")
    gain, ends = headline(reading.comparison.today)
    return translate("Cleaning", "{0} points ({1})").format(points(gain), interval_text(ends))


def _warnings(status: RoundStatus) -> list[str]:
    said = []
    if status.older:
        said.append(
            translate(
                "Cleaning",
                "{0} learned from other labels than those the round began with: the gain counts what changed before "
                "it, too.",
            ).format(", ".join(status.older))
        )
    if status.with_noise:
        said.append(
            translate("Cleaning", "{0} trains on noise too, so marking it changes nothing there.").format(
                ", ".join(status.with_noise)
            )
        )
    for pair in status.pairs:
        if pair.failure:
            said.append(f"{pair.run}: {core_text(pair.failure)}")
    return said
