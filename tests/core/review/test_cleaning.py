"""Cleaning rounds: what has changed, the same trainings once more, and gains whose numbers are known beforehand."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from core.classes import ClassTable
from core.errors import CleaningError, MissingPredictions, MissingWeights, MixedPredictions, SnapshotError
from core.geometry import Box
from core.inference.card import ModelCard, write_card
from core.inference.catalogue import architecture
from core.jobs.job import RunResult, RunState
from core.jobs.protocol import Failed
from core.jobs.queue import read_queue
from core.jobs.recipe import Recipe
from core.jobs.run_folder import RunFolder
from core.predicting import TEST_TIME_SETTING
from core.project.labels import Edit, ImageState, Split, new_box, with_boxes, with_diagnosis, with_state
from core.project.project import Project
from core.project.records import NewImage, Prediction
from core.project.snapshot import freeze
from core.project.verdicts import Verdict, VerdictKind
from core.review.cleaning import (
    BEFORE,
    CleaningRound,
    before_path,
    begin_round,
    current_round,
    end_round,
    find_round,
    read_before,
    read_rounds,
)
from core.review.cleaning_changes import changes_between
from core.review.cleaning_comparison import compare_round
from core.review.cleaning_runs import baseline_candidates, chosen_baseline, make_retrainings, queue_retrainings
from core.review.cleaning_snapshots import FrozenLabels
from core.review.cleaning_status import RoundState, read_status

NEVUS, ROSACEA = 1, 2
TRAIN, VAL, TEST = range(1, 7), range(7, 9), range(9, 19)
"""Ids of the photographs; turns of Nevus (odd ids) and Rosacea (even ids)."""


@pytest.fixture
def make_clinic(tmp_path):
    """Makes a project of eighteen photographs; patients of test photographs by id, none by default."""
    opened = []

    def make(patients=None):
        photos = tmp_path / f"photos{len(opened)}"
        photos.mkdir()
        classes = ClassTable.from_names(["Nevus", "Rosacea"])
        project = Project.create(tmp_path / f"clinic{len(opened)}", classes, who="ana")
        opened.append(project)
        sides = {
            **dict.fromkeys(TRAIN, Split.TRAIN),
            **dict.fromkeys(VAL, Split.VAL),
            **dict.fromkeys(TEST, Split.TEST),
        }
        project.add_images(
            photos,
            [
                NewImage(
                    photos / f"{key:02}.jpg", f"{key:02}.jpg", f"{key:064x}", 400, 300, 1, 100, diagnosis=truth(key),
                    boxes=(new_box(Box(10, 10, 90, 90), truth(key)),), split=side,
                    patient=(patients or {}).get(key),
                )
                for key, side in sides.items()
            ],
        )  # fmt: skip
        return project

    yield make
    for project in opened:
        project.close()


@pytest.fixture
def clinic(make_clinic):
    return make_clinic()


def truth(key):
    return NEVUS if key % 2 else ROSACEA


def finish(run, classes, metric=0.5, weights="none"):
    entry = architecture(run.job.architecture)
    card = ModelCard(
        run.name, run.job.architecture, entry.task, classes, (64, 64), entry.mean, entry.std, initial_weights=weights
    )
    write_card(card, run.card_path)
    run.best_path.write_bytes(b"model")
    run.write_result(RunResult(state=RunState.COMPLETED, best_epoch=1, best_metric=metric))
    return run


def train(project, name="resnet18", metric=0.5, weights="none", **recipe):
    chosen = replace(Recipe.for_architecture(name), **recipe)
    return finish(
        RunFolder.create(project.runs_folder, name, chosen, freeze(project)), project.classes, metric, weights
    )


def predict(project, run, *, wrong=(), ids=TEST, sure=0.9):
    """Store answers as people say by turns of ids, but for those that are wrong."""
    project.add_model(run.name, run.card.to_json(), run.path)
    rows = []
    for key in ids:
        said = 3 - truth(key) if key in wrong else truth(key)
        vector = (sure, 1 - sure) if said == NEVUS else (1 - sure, sure)
        rows.append(Prediction(run.name, key, vector, None, (NEVUS, ROSACEA)))
    project.store_predictions(rows)


def relabel(project, key, class_id):
    before = project.labels(key)
    return project.apply(Edit(key, before, with_diagnosis(before, class_id), "Diagnose"))


def mark_noise(project, key):
    before = project.labels(key)
    return project.apply(Edit(key, before, with_state(before, ImageState.NOISE, reason="covered"), "Noise"))


def retrained(project, entry, *, wrong):
    """The round with its runs made, finished, and predicted; `wrong` by baseline run."""
    entry = queue_retrainings(project, entry, make_retrainings(project, entry))
    for name, run in entry.pairs:
        predict(project, finish(RunFolder(project.runs_folder / run), project.classes), wrong=wrong[name])
    return entry


def test_a_round_is_kept_with_the_labels_it_began_with(clinic):
    run = train(clinic)
    entry = begin_round(clinic, [run.name], name="  After the audit ")
    assert (entry.id, entry.name, entry.who, entry.baseline) == (1, "After the audit", "ana", ("resnet18-1",))
    assert current_round(clinic) == entry == find_round(clinic) == find_round(clinic, 1)
    assert entry.digest == freeze(clinic).digest == read_before(clinic.folder, entry).digest
    assert CleaningRound.from_json(json.loads(json.dumps(entry.to_json()))) == entry
    relabel(clinic, 1, ROSACEA)
    assert read_before(clinic.folder, entry).digest == entry.digest != freeze(clinic).digest


def test_only_one_round_is_under_way_and_ended_ones_stay_readable(clinic):
    run = train(clinic)
    with pytest.raises(CleaningError, match="no cleaning round yet"):
        find_round(clinic)
    with pytest.raises(CleaningError, match="at least one finished training"):
        begin_round(clinic, [])
    first = begin_round(clinic, [run.name])
    with pytest.raises(CleaningError, match="under way"):
        begin_round(clinic, [run.name])
    ended = end_round(clinic, first)
    assert ended.ended_at is not None
    assert end_round(clinic, ended) == ended
    assert current_round(clinic) is None
    with pytest.raises(CleaningError, match="over"):
        make_retrainings(clinic, ended)
    second = begin_round(clinic, [run.name])
    assert (second.id, second.name) == (2, "Round 2")
    assert read_rounds(clinic) == (ended, second)
    assert read_status(clinic, ended).round == ended
    with pytest.raises(CleaningError, match="no cleaning round 3"):
        find_round(clinic, 3)


def test_a_snapshot_of_other_labels_is_refused(clinic):
    entry = begin_round(clinic, [train(clinic).name])
    with pytest.raises(SnapshotError, match="not of the labels"):
        read_before(clinic.folder, replace(entry, digest="0" * 64))
    before_path(clinic.folder, entry).unlink()
    with pytest.raises(SnapshotError, match="can't be read"):
        read_status(clinic, entry)


def test_what_has_changed_is_counted_by_side_and_undo_takes_it_back(clinic):
    entry = begin_round(clinic, [train(clinic).name])
    assert not read_status(clinic, entry).progress.learning
    relabel(clinic, 1, ROSACEA)
    before = clinic.labels(1)
    moved = (replace(before.boxes[0], box=Box(20, 20, 80, 80)),)
    clinic.apply(Edit(1, before, with_boxes(before, moved), "Move box"))
    step = mark_noise(clinic, 2)
    before = clinic.labels(7)
    clinic.apply(Edit(7, before, with_state(before, ImageState.REJECTED), "Reject"))
    before = clinic.labels(8)
    clinic.apply(Edit(8, before, with_state(before, ImageState.VERIFIED), "Verify"))
    mark_noise(clinic, 18)
    progress = read_status(clinic, entry).progress
    learning, test = progress.learning, progress.test
    assert (learning.relabelled, learning.boxes, learning.fixed) == ((1,), (1,), (1,))
    assert (learning.noise, learning.rejected, learning.photographs) == ((2,), (7,), (1, 2, 7))
    assert (test.noise, test.photographs) == ((18,), (18,))
    assert progress.of(Split.VAL).rejected == (7,)
    clinic.journal.undo(step)
    assert read_status(clinic, entry).progress.learning.noise == ()


def test_what_was_noise_and_is_none_any_more_is_counted_and_so_are_new_photographs(clinic, tmp_path):
    mark_noise(clinic, 3)
    before = freeze(clinic)
    labels = clinic.labels(3)
    clinic.apply(Edit(3, labels, with_state(labels, ImageState.LABELLED), "Label"))
    clinic.set_splits({4: Split.VAL}, what="by hand")
    clinic.add_images(tmp_path, [NewImage(tmp_path / "n.jpg", "n.jpg", "f" * 64, 9, 9, 1, 9, split=Split.TEST)])
    found = changes_between(before, freeze(clinic))
    assert (found[Split.TRAIN].returned, found[Split.TRAIN].moved) == ((3,), (4,))
    assert found[Split.TEST].added == (19,)
    assert changes_between(before, before) == {}


def test_verdicts_count_while_they_stand(clinic):
    before = clinic.labels(2)
    old = Verdict("", VerdictKind.UNSURE, "a")
    clinic.apply(Edit(2, before, replace(before, verdicts=(old,)), "Review: unsure"))
    entry = begin_round(clinic, [train(clinic).name])
    assert read_status(clinic, entry).progress.verdicts == 0
    before = clinic.labels(2)
    new = Verdict("box", VerdictKind.LABEL_RIGHT, "b")
    step = clinic.apply(Edit(2, before, replace(before, verdicts=(old, new)), "Review: label right"))
    relabel(clinic, 1, ROSACEA)
    assert read_status(clinic, entry).progress.verdicts == 1
    clinic.journal.undo(step)
    assert read_status(clinic, entry).progress.verdicts == 0


def test_the_best_run_of_each_architecture_is_meant_by_default(clinic):
    weak, strong = train(clinic, metric=0.4), train(clinic, metric=0.7)
    silent = train(clinic, metric=0.9)
    other = train(clinic, "mobilenet_v3_small", metric=0.1)
    fold = RunFolder.create(
        clinic.runs_folder, "resnet18", Recipe.for_architecture("resnet18"), freeze(clinic), fold_of="folds-1"
    )
    finish(fold, clinic.classes)
    unfinished = RunFolder.create(clinic.runs_folder, "resnet18", Recipe.for_architecture("resnet18"), freeze(clinic))
    assert chosen_baseline(baseline_candidates(clinic)) == (other.name, silent.name)
    for run in (weak, strong, other):
        predict(clinic, run)
    found = baseline_candidates(clinic)
    assert chosen_baseline(found) == (other.name, strong.name)
    assert {entry.run for entry in found} == {weak.name, strong.name, silent.name, other.name}
    assert {entry.predicted for entry in found if entry.run != silent.name} == {10}
    assert chosen_baseline(found, [weak.name]) == (weak.name,)
    with pytest.raises(CleaningError, match="no finished training"):
        chosen_baseline(found, [unfinished.name])
    relabel(clinic, 1, ROSACEA)
    newest = train(clinic, metric=0.2)
    predict(clinic, newest)
    assert newest.name in chosen_baseline(baseline_candidates(clinic)), "the one trained on today's labels"


def test_the_same_training_is_made_once_more_on_today_s_labels_and_queued(clinic):
    run = train(clinic, lr=0.003, seed=7, epochs=3)
    entry = begin_round(clinic, [run.name])
    with pytest.raises(CleaningError, match="Nothing that models learn from"):
        make_retrainings(clinic, entry)
    mark_noise(clinic, 18)
    with pytest.raises(CleaningError, match="Nothing that models learn from"):
        make_retrainings(clinic, entry)
    mark_noise(clinic, 2)
    made = make_retrainings(clinic, entry)
    entry = queue_retrainings(clinic, entry, made)
    new = RunFolder(clinic.runs_folder / entry.run_of(run.name))
    assert new.name != run.name
    assert (new.job.recipe, new.job.architecture, new.job.device) == (run.job.recipe, "resnet18", run.job.device)
    assert new.job.initial_weights == "none", "the first one began from scratch"
    assert {image.id for image in new.snapshot.split(Split.TRAIN)} == set(TRAIN) - {2}
    assert not {image.id for image in new.snapshot.images if image.split is not Split.TEST} & set(TEST)
    assert [queued.run for queued in read_queue(clinic.runs_folder).entries] == [new.name]
    assert find_round(clinic) == entry
    again = make_retrainings(clinic, entry)
    assert [one.run for one in again] == [new.name], "what waits is queued, not made twice"
    assert queue_retrainings(clinic, entry, again) == entry
    finish(new, clinic.classes)
    assert make_retrainings(clinic, entry) == ()
    (third,) = make_retrainings(clinic, entry, again=True)
    assert third.run not in (run.name, new.name)


def test_a_training_that_came_to_nothing_is_made_anew(clinic):
    run = train(clinic)
    mark = begin_round(clinic, [run.name])
    mark_noise(clinic, 2)
    entry = queue_retrainings(clinic, mark, make_retrainings(clinic, mark))
    first = RunFolder(clinic.runs_folder / entry.run_of(run.name))
    first.write_result(RunResult(state=RunState.FAILED, failure=Failed("out_of_memory", "Too large.", "")))
    (pair,) = read_status(clinic, entry).pairs
    assert pair.came_to_nothing
    assert pair.failure == "Too large."
    entry = queue_retrainings(clinic, entry, make_retrainings(clinic, entry))
    assert entry.run_of(run.name) != first.name
    assert len(entry.retrained) == 2


def test_other_starting_weights_than_the_baseline_s_are_refused(clinic):
    run = train(clinic, weights="resnet18-f37072fd.pth")
    entry = begin_round(clinic, [run.name])
    mark_noise(clinic, 2)
    with pytest.raises(MissingWeights, match="resnet18-f37072fd"):
        make_retrainings(clinic, entry)


def test_a_test_photograph_never_comes_into_training(clinic):
    entry = begin_round(clinic, [train(clinic).name])
    mark_noise(clinic, 2)
    clinic.set_splits({9: Split.TRAIN}, what="by hand")
    with pytest.raises(CleaningError, match="1 test photographs of the round's beginning are on another side"):
        make_retrainings(clinic, entry)
    assert [run.name for run in clinic.runs_folder.iterdir() if run.is_dir()] == ["resnet18-1"]


def test_the_state_follows_the_facts(clinic):
    run = train(clinic)
    predict(clinic, run)
    entry = begin_round(clinic, [run.name])
    mark_noise(clinic, 2)
    assert read_status(clinic, entry).state is RoundState.REVIEWING
    entry = queue_retrainings(clinic, entry, make_retrainings(clinic, entry))
    status = read_status(clinic, entry)
    assert (status.state, status.pairs[0].state, status.test) == (RoundState.TRAINING, RunState.QUEUED, 10)
    assert not status.can_compare
    new = finish(RunFolder(clinic.runs_folder / entry.run_of(run.name)), clinic.classes)
    status = read_status(clinic, entry)
    assert status.state is RoundState.PREDICT
    assert status.lacking == {new.name: tuple(TEST)}
    predict(clinic, new, ids=range(9, 18))
    status = read_status(clinic, entry)
    assert (status.state, status.lacking, status.can_compare) == (RoundState.PREDICT, {new.name: (18,)}, True)
    predict(clinic, new)
    status = read_status(clinic, entry)
    assert (status.state, status.since, status.older) == (RoundState.DONE, 0, ())
    assert json.loads(json.dumps(status.to_json()))["state"] == "done"
    mark_noise(clinic, 4)
    assert read_status(clinic, entry).since == 1


def test_frozen_labels_are_read_once_and_today_s_each_time(clinic, monkeypatch):
    run = train(clinic)
    predict(clinic, run, wrong=[9, 10])
    entry = begin_round(clinic, [run.name])
    mark_noise(clinic, 2)
    entry = retrained(clinic, entry, wrong={run.name: [9]})
    fresh, frozen = compare_round(clinic, entry), FrozenLabels()
    assert read_status(clinic, entry, frozen=frozen).since == 0
    mark_noise(clinic, 4)
    assert read_status(clinic, entry, frozen=frozen).since == 1
    for path in clinic.folder.rglob("*.json"):
        if path.name in (BEFORE, "snapshot.json"):
            path.unlink()
    status = read_status(clinic, entry, frozen=frozen)
    assert (status.since, status.progress.learning.noise) == (1, (2, 4))
    assert compare_round(clinic, entry, frozen=frozen).today == fresh.today
    with pytest.raises(SnapshotError):
        read_status(clinic, entry)
    monkeypatch.setattr("core.review.cleaning_snapshots.MOST", 0)
    read_status(clinic, entry, frozen=frozen)
    with pytest.raises(SnapshotError):
        read_status(clinic, entry, frozen=frozen)


def test_a_baseline_of_older_labels_is_told(clinic):
    run = train(clinic)
    relabel(clinic, 18, NEVUS)
    assert read_status(clinic, begin_round(clinic, [run.name])).older == (), "test labels teach nothing"
    end_round(clinic, find_round(clinic))
    relabel(clinic, 1, ROSACEA)
    assert read_status(clinic, begin_round(clinic, [run.name])).older == (run.name,)


def test_a_recipe_that_trains_on_noise_is_told(clinic):
    run = train(clinic, include_noise=True)
    assert read_status(clinic, begin_round(clinic, [run.name])).with_noise == (run.name,)


def test_the_gain_is_that_of_the_hand_worked_case(clinic):
    """Ten photographs: 6 right before, 8 after; 3 mended, 1 broken. McNemar exact: 2 (C(4,0) + C(4,1)) / 16."""
    run = train(clinic)
    predict(clinic, run, wrong=(9, 10, 11, 12))
    entry = begin_round(clinic, [run.name])
    mark_noise(clinic, 2)
    entry = retrained(clinic, entry, wrong={run.name: (12, 18)})
    found = compare_round(clinic, entry)
    (gain,) = found.today.models
    assert (gain.before, gain.after) == (0.6, 0.8)
    assert gain.gain == pytest.approx(0.2)
    assert (gain.mended, gain.broken) == ((9, 10, 11), (18,))
    assert (gain.test.only_second, gain.test.only_first, gain.test.p_value) == (3, 1, 0.625)
    assert gain.adjusted == 0.625
    assert found.today.mean == pytest.approx(0.2)
    assert (found.today.n, found.today.patients, found.today.ensemble) == (10, None, None)
    low, high = gain.interval
    assert low < 0.2 < high
    # The mean of ten differences, three 1 and one -1: its standard error is 0.189, so 95 % are about 0.37 either way.
    assert (low, high) == pytest.approx((-0.2, 0.6), abs=0.11)
    assert found.start is None
    assert not found.test_changes
    assert compare_round(clinic, entry) == found, "seeded"
    assert json.loads(json.dumps(found.to_json()))["today_s_labels"]["models"][0]["gain"] == gain.gain


def test_where_nothing_differs_the_interval_is_nothing_and_where_all_does_it_is_all(clinic):
    run = train(clinic)
    predict(clinic, run, wrong=TEST)
    entry = begin_round(clinic, [run.name])
    mark_noise(clinic, 2)
    entry = retrained(clinic, entry, wrong={run.name: ()})
    (gain,) = compare_round(clinic, entry).today.models
    assert (gain.gain, gain.interval, gain.broken) == (1.0, (1.0, 1.0), ())
    predict(clinic, RunFolder(clinic.runs_folder / entry.run_of(run.name)), wrong=TEST)
    (gain,) = compare_round(clinic, entry).today.models
    assert (gain.gain, gain.interval, gain.test.p_value) == (0.0, (0.0, 0.0), 1.0)


def test_photographs_of_a_patient_are_drawn_together(make_clinic):
    """Two patients of five photographs; all of the first are mended: whole patients give 0, 1/2 or 1."""
    clinic = make_clinic({key: "P1" if key < 14 else "P2" for key in TEST})
    run = train(clinic)
    predict(clinic, run, wrong=range(9, 14))
    entry = begin_round(clinic, [run.name])
    mark_noise(clinic, 2)
    entry = retrained(clinic, entry, wrong={run.name: ()})
    found = compare_round(clinic, entry).today
    assert found.patients == 2
    assert found.models[0].interval == (0.0, 1.0)
    assert found.models[0].gain == 0.5


def test_the_mean_over_models_and_ensemblenet(clinic):
    """EnsembleNet follows the surer one: 0.99 against 0.6."""
    sure, unsure = train(clinic, "mobilenet_v3_small"), train(clinic)
    predict(clinic, sure, wrong=(9, 10), sure=0.99)
    predict(clinic, unsure, wrong=(9, 11, 12, 13), sure=0.6)
    entry = begin_round(clinic, [sure.name, unsure.name])
    mark_noise(clinic, 2)
    entry = queue_retrainings(clinic, entry, make_retrainings(clinic, entry))
    for name, wrong, much in ((sure.name, (10,), 0.99), (unsure.name, (9,), 0.6)):
        predict(
            clinic, finish(RunFolder(clinic.runs_folder / entry.run_of(name)), clinic.classes), wrong=wrong, sure=much
        )
    found = compare_round(clinic, entry).today
    assert [(gain.title, round(gain.gain, 9)) for gain in found.models] == [
        ("mobilenet_v3_small", 0.1),
        ("resnet18", 0.3),
    ]
    assert found.mean == pytest.approx(0.2)
    assert found.mean_interval[0] <= 0.2 <= found.mean_interval[1]
    assert found.ensemble is not None
    assert (found.ensemble.before, found.ensemble.after) == (0.8, 0.9)
    assert (found.ensemble.mended, found.ensemble.broken) == ((9,), ())
    assert found.lead is found.ensemble
    assert found.all() == (*found.models, found.ensemble)


def test_edited_test_labels_are_judged_twice(clinic):
    """Today's labels flip 9 (wrong before, right after becomes the other way round) and leave 10 out as noise."""
    run = train(clinic)
    predict(clinic, run, wrong=(9, 10))
    entry = begin_round(clinic, [run.name])
    mark_noise(clinic, 2)
    entry = retrained(clinic, entry, wrong={run.name: ()})
    untouched = compare_round(clinic, entry)
    assert untouched.start is None
    relabel(clinic, 9, ROSACEA)
    mark_noise(clinic, 10)
    found = compare_round(clinic, entry)
    assert found.start is not None
    assert found.start == untouched.today
    (start,) = found.start.models
    assert (start.before, start.after, start.mended) == (0.8, 1.0, (9, 10))
    (today,) = found.today.models
    assert (found.today.n, today.mended, today.broken) == (9, (), (9,))
    assert (today.before, today.after) == (1.0, pytest.approx(8 / 9))
    assert found.test_changes.photographs == (9, 10)


def test_missing_predictions_are_an_error_that_names_the_command(clinic):
    run = train(clinic)
    predict(clinic, run)
    entry = begin_round(clinic, [run.name])
    mark_noise(clinic, 2)
    with pytest.raises(CleaningError, match="Not trained again yet: resnet18-1"):
        compare_round(clinic, entry)
    entry = queue_retrainings(clinic, entry, make_retrainings(clinic, entry))
    new = finish(RunFolder(clinic.runs_folder / entry.run_of(run.name)), clinic.classes)
    with pytest.raises(MissingPredictions) as told:
        compare_round(clinic, entry, partly=True)
    assert told.value.hint == f"Do so: dermdesk predict {clinic.folder} --models resnet18-2 --split test"
    predict(clinic, new, wrong=(9,), ids=range(9, 14))
    with pytest.raises(MissingPredictions, match="Not predicted yet by resnet18-2: 5 of the photographs"):
        compare_round(clinic, entry)
    found = compare_round(clinic, entry, partly=True)
    assert (found.today.n, found.lacking, found.today.models[0].after) == (5, (14, 15, 16, 17, 18), 0.8)


def test_photographs_that_a_run_had_learned_from_are_left_out(clinic):
    clinic.set_splits({18: Split.TRAIN}, what="by hand")
    run = train(clinic)
    clinic.set_splits({18: Split.TEST}, what="by hand")
    predict(clinic, run, wrong=(9,))
    entry = begin_round(clinic, [run.name])
    mark_noise(clinic, 2)
    entry = retrained(clinic, entry, wrong={run.name: ()})
    found = compare_round(clinic, entry)
    assert found.learned == (18,)
    assert found.today.n == 9


def test_answers_made_in_different_ways_are_not_compared(clinic):
    run = train(clinic)
    predict(clinic, run)
    entry = begin_round(clinic, [run.name])
    mark_noise(clinic, 2)
    entry = retrained(clinic, entry, wrong={run.name: ()})
    clinic.set_setting(TEST_TIME_SETTING, {run.name: "flip"})
    with pytest.raises(MixedPredictions, match="'flip'") as told:
        compare_round(clinic, entry)
    assert "--models resnet18-2 --split test --tta flip --again" in told.value.hint


def test_a_deleted_baseline_run_is_told(clinic):
    run = train(clinic)
    entry = begin_round(clinic, [run.name])
    mark_noise(clinic, 2)
    run.path.rename(run.path.with_name("elsewhere"))
    with pytest.raises(CleaningError, match="isn't there any more"):
        make_retrainings(clinic, entry)
    assert read_status(clinic, entry).state is RoundState.REVIEWING
