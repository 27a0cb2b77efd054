"""A run's events added up."""

from __future__ import annotations

import pytest

from core.jobs.protocol import EpochEnd, Failed, Finished, Hello, Step, Warned
from desktop.jobs.progress import LOSS_POINTS, RunProgress


def end(epoch, *, best=False, seconds=10.0, **metrics):
    return EpochEnd(epoch, 4, 1 / epoch, 1 / epoch, metrics or {"weighted_accuracy": epoch / 10}, 0.01, seconds, best)


def step(epoch, number, *, epochs=4, steps=10, loss=1.0, lr=0.01):
    return Step(epoch, epochs, number, steps, loss, lr, 5.0)


def after(*events):
    progress = RunProgress()
    progress.add_all(events)
    return progress


def test_the_fraction_grows_with_steps_and_ends_at_one():
    assert after().fraction is None
    assert after(step(1, 5)).fraction == pytest.approx(0.125)
    assert after(step(1, 10), end(1), step(2, 5)).fraction == pytest.approx(0.375)
    assert after(end(1), Finished("stopped")).fraction == 1.0


def test_an_epoch_that_was_stopped_in_its_middle_is_not_done():
    stopped = after(step(3, 10), end(3), step(4, 5), end(4), Finished("stopped"))
    stopped.add(Hello(1))
    assert stopped.fraction == pytest.approx(0.875)
    assert stopped.seconds_left == pytest.approx(5.0)
    unheard = after(step(3, 10), end(3), end(4), Finished("stopped"), Hello(1))
    assert unheard.fraction == pytest.approx(0.75)


def test_a_resumed_run_goes_on_from_what_was_kept_and_tells_nothing_of_before():
    progress = after(step(1, 10), end(1), step(2, 8), Hello(2))
    assert progress.fraction == pytest.approx(0.25)
    assert progress.step is None


def test_time_left_is_the_pace_of_the_last_epochs():
    assert after(step(1, 5)).seconds_left is None
    assert after(end(1, seconds=10), end(2, seconds=20)).seconds_left == pytest.approx(30.0)


def test_a_resumed_run_replaces_what_it_tells_again():
    progress = after(
        step(1, 10), end(1), step(2, 10), end(2), Failed("crashed", "x"), Hello(1), step(2, 5), end(2, best=True)
    )
    assert [entry.epoch for entry in progress.epoch_ends] == [1, 2]
    assert progress.failed is None
    assert [at for at, _ in progress.losses] == [1.0, 1.5]


def test_a_long_run_keeps_a_screenful_of_points():
    progress = RunProgress()
    for epoch in range(1, 41):
        for number in range(1, 501):
            progress.add(step(epoch, number, epochs=40, steps=500))
    assert LOSS_POINTS * 0.6 < len(progress.losses) <= LOSS_POINTS + 1
    assert len(progress.rates) == 1


@pytest.mark.parametrize(
    ("metrics", "name"),
    [
        ({"top_3": 0.9, "weighted_accuracy": 0.6}, "weighted_accuracy"),
        ({"recall_50": 0.4, "image_accuracy": 0.5}, "image_accuracy"),
        ({"balanced_accuracy": 0.5, "weighted_accuracy": 0.6}, "balanced_accuracy"),
        ({"something": 0.4}, "something"),
    ],
)
def test_the_score_fits_the_kind_of_model(metrics, name):
    progress = after(end(1, best=True, **metrics))
    assert progress.score_name == name
    assert progress.scores == [(1.0, metrics[name])]
    assert progress.best.epoch == 1


def test_a_warning_is_kept_once():
    assert after(Warned("a"), Warned("a"), Warned("b")).warnings == ["a", "b"]
