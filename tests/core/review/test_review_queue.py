"""The queue: each kind of error comes up with its reason, and stays away once judged until something changes."""

from __future__ import annotations

from dataclasses import replace

import pytest

from core.classes import ClassTable
from core.geometry import Box
from core.project.arrays import StoredArrays
from core.project.labels import Edit, ImageLabels, Split, new_box, with_boxes, with_diagnosis
from core.project.project import Project
from core.project.records import NewImage, PredictedBox, Prediction
from core.project.verdicts import VerdictKind
from core.review.judging import judge
from core.review.ordering import Order, in_order, without_boxes
from core.review.queue import Narrowing, narrowed, read_review
from core.review.suspects import PLACE, Finding, Reason, gather

NEVUS, ROSACEA = 1, 2
HERE = Box(100, 100, 200, 200)
ELSEWHERE = Box(300, 200, 380, 290)
SURE_ROSACEA = (0.05, 0.95)
CARD = {"architecture": "a", "task": "classification"}


def reasons(review):
    return {(suspect.image_id, entry.reason) for suspect in review.suspects for entry in suspect.findings}


def only(review, reason):
    (found,) = [suspect for suspect in review.suspects if suspect.first.reason is reason]
    return found


def test_where_all_agree_there_are_no_suspects(tell):
    assert read_review(tell()).suspects == ()


@pytest.mark.parametrize("names", [[], ["Nevus", "Rosacea"]])
@pytest.mark.parametrize("photographs", [0, 1])
def test_a_new_project_has_an_empty_queue(tmp_path, names, photographs):
    with Project.create(tmp_path / "new", ClassTable.from_names(names)) as project:
        new = [NewImage(tmp_path / "a.jpg", "a.jpg", "0" * 64, 400, 300, 1, 100)]
        if photographs:
            project.add_images(tmp_path, new)
        review = read_review(project, looks={}, with_trained=True)
        assert (review.suspects, review.settled, review.trained_only) == ((), 0, 0)
        chosen = without_boxes(review.opinions)
        for order in Order:
            assert len(in_order(review.opinions, chosen, order)) == photographs


def test_a_wrong_label_is_found_by_confident_learning_and_by_confidence(tell):
    review = read_review(tell(probabilities={1: SURE_ROSACEA}))
    assert reasons(review) == {(1, Reason.LABEL), (1, Reason.WRONG_CLASS), (1, Reason.DISAGREE)}
    (suspect,) = review.suspects
    assert suspect.suggested == ROSACEA
    assert suspect.first.text == "Labelled Nevus (5%), but models that were not trained on it say Rosacea (95%)."


def test_of_suspects_with_further_reasons_the_stronger_comes_first_however_sure_both_are():
    labels = {key: ImageLabels(diagnosis=NEVUS) for key in (1, 2, 3)}
    found = {
        1: [Finding(Reason.LABEL, 0.971, ""), Finding(Reason.WRONG_CLASS, 0.85, "")],
        2: [Finding(Reason.LABEL, 0.999, ""), Finding(Reason.WRONG_CLASS, 0.94, "")],
        3: [Finding(Reason.LABEL, 0.971, "")],
    }
    suspects = gather(found, labels)
    assert [suspect.image_id for suspect in suspects] == [2, 1, 3]
    scores = [suspect.score for suspect in suspects]
    assert 1.0 > scores[0] > scores[1] > scores[2] == 0.971


def test_many_reasons_never_reach_certainty():
    (suspect,) = gather({1: [Finding(Reason.QUALITY, 0.2, str(n)) for n in range(60)]}, {1: ImageLabels()})
    assert 0.2 < suspect.score < 1.0


def test_predictions_of_training_photographs_are_left_out_unless_out_of_fold(tell):
    said = {31: SURE_ROSACEA}  # number 30, Nevus, for training
    review = read_review(tell(probabilities=said))
    assert review.suspects == ()
    assert review.trained_only == 10
    marked = read_review(tell(probabilities=said), with_trained=True)
    assert reasons(marked) == {(31, Reason.WRONG_CLASS)}
    assert marked.suspects[0].first.trained
    assert (31, Reason.LABEL) in reasons(read_review(tell(probabilities=said), out_of_fold=["cnn"]))
    assert (31, Reason.LABEL) in reasons(read_review(tell(probabilities=said, out_of_fold=True)))


def test_a_finding_names_only_the_models_it_rests_on(tell, clinic):
    tell(probabilities={31: SURE_ROSACEA}, out_of_fold=True)
    # A second classifier was trained on 31, a third has never seen it.
    for name in ("trained", "elsewhere"):
        clinic.add_model(
            name, {**CARD, "architecture": name, "classes": clinic.classes.to_json()}, clinic.folder / name
        )
    clinic.store_predictions(
        [
            Prediction(name, key, vector, None, (1, 2))
            for name, key, vector in (("trained", 31, SURE_ROSACEA), ("elsewhere", 1, (0.9, 0.1)))
        ]
    )
    (suspect,) = read_review(clinic).suspects
    named = {entry.reason: entry.models for entry in suspect.findings}
    assert named == {Reason.LABEL: ("cnn",), Reason.WRONG_CLASS: ("cnn",), Reason.DISAGREE: ("cnn", "det")}
    (suspect,) = read_review(clinic, models=["trained", "elsewhere"], with_trained=True).suspects
    assert [(entry.reason, entry.models, entry.trained) for entry in suspect.findings] == [
        (Reason.WRONG_CLASS, ("trained",), True)
    ]


@pytest.mark.parametrize(
    ("boxes", "reason"),
    [
        ((), Reason.NO_DETECTION),
        ((PredictedBox(Box(130, 130, 230, 230), NEVUS, 0.9),), Reason.OVERLAP),
        ((PredictedBox(HERE, NEVUS, 0.9), PredictedBox(ELSEWHERE, NEVUS, 0.8)), Reason.EXTRA),
        ((PredictedBox(HERE, ROSACEA, 0.9),), Reason.WRONG_CLASS),
    ],
)
def test_what_a_detector_sees_otherwise(tell, boxes, reason):
    review = read_review(tell(boxes={1: boxes}))
    assert (1, reason) in reasons(review)
    assert {suspect.image_id for suspect in review.suspects} == {1}


def test_a_shifted_box_is_missed_and_extra(tell):
    review = read_review(tell(boxes={1: (PredictedBox(ELSEWHERE, NEVUS, 0.9),)}))
    assert reasons(review) == {(1, Reason.MISSED), (1, Reason.EXTRA)}
    assert only(review, Reason.MISSED).has_box
    assert only(review, Reason.EXTRA).target.startswith(PLACE)


def test_several_boxes_on_one_lesion_are_nothing_extra(tell):
    near = PredictedBox(Box(105, 95, 210, 205), ROSACEA, 0.6)
    review = read_review(tell(boxes={1: (PredictedBox(HERE, NEVUS, 0.9), near)}))
    assert review.suspects == ()


def test_a_box_of_unusual_size(tell):
    clinic = tell()
    before = clinic.labels(1)
    clinic.apply(Edit(1, before, with_boxes(before, (replace(before.boxes[0], box=Box(1, 1, 6, 6)),)), "Resize"))
    suspect = only(read_review(clinic, models=["cnn"]), Reason.SIZE)
    assert suspect.target == before.boxes[0].uid
    assert "smaller" in suspect.first.text


@pytest.mark.parametrize("kind", [VerdictKind.LABEL_RIGHT, VerdictKind.UNSURE, VerdictKind.BOTH_WRONG])
def test_a_judged_suspect_stays_away_until_its_prediction_changes(tell, clinic, kind):
    stored = StoredArrays()
    suspect = read_review(tell(probabilities={1: SURE_ROSACEA}), stored).suspects[0]
    step = clinic.apply(judge(clinic.image(1), clinic.labels(1), suspect, kind))
    assert read_review(clinic, stored).suspects == ()
    assert read_review(clinic, stored).settled == 1
    clinic.store_predictions([Prediction("cnn", 1, (0.15, 0.85), None, (1, 2))])
    assert [again.key for again in read_review(clinic, stored).suspects] == [suspect.key]
    clinic.store_predictions([Prediction("cnn", 1, SURE_ROSACEA, None, (1, 2))])
    assert read_review(clinic, stored).suspects == ()
    clinic.journal.undo(step)
    assert len(read_review(clinic, stored).suspects) == 1


def test_a_judged_suspect_comes_back_with_another_label(tell, clinic):
    suspect = read_review(tell(boxes={1: (PredictedBox(ELSEWHERE, NEVUS, 0.9),)})).suspects[0]
    assert suspect.first.reason is Reason.MISSED
    clinic.apply(judge(clinic.image(1), clinic.labels(1), suspect, VerdictKind.LABEL_RIGHT))
    assert suspect.key not in {entry.key for entry in read_review(clinic).suspects}
    before = clinic.labels(1)
    moved = replace(before.boxes[0], box=Box(10, 10, 90, 90))
    clinic.apply(Edit(1, before, with_boxes(before, (moved,)), "Move box"))
    assert suspect.key in {entry.key for entry in read_review(clinic).suspects}


def test_noise_is_no_suspect_any_more(tell, clinic):
    suspect = read_review(tell(probabilities={1: SURE_ROSACEA})).suspects[0]
    clinic.apply(judge(clinic.image(1), clinic.labels(1), suspect, VerdictKind.NOISE))
    assert clinic.labels(1).reason == "Probably another class"
    assert read_review(clinic).suspects == ()


def test_a_photograph_without_the_box_that_others_have(tell, clinic):
    tell(boxes={1: (PredictedBox(HERE, NEVUS, 0.9),), 2: ()})
    for key in (1, 2):
        before = clinic.labels(key)
        clinic.apply(Edit(key, before, with_boxes(before, ()), "Delete box"))
    found = read_review(clinic)
    assert reasons(found) == {(1, Reason.EXTRA), (2, Reason.BARE), (2, Reason.NO_DETECTION)}
    assert only(found, Reason.EXTRA).place == HERE
    assert "95% of the photos" in only(found, Reason.BARE).first.text


def test_narrowing(tell):
    review = read_review(
        tell(probabilities={1: SURE_ROSACEA, 2: (0.95, 0.05)}, boxes={3: (PredictedBox(ELSEWHERE, NEVUS, 0.9),)})
    )
    assert {entry.image_id for entry in narrowed(review, Narrowing(reason=Reason.LABEL))} == {1, 2}
    assert {entry.image_id for entry in narrowed(review, Narrowing(model="det"))} == {1, 2, 3}
    assert {entry.image_id for entry in narrowed(review, Narrowing(image_ids=frozenset({3})))} == {3}
    assert narrowed(review, Narrowing(split=Split.TRAIN)) == ()
    assert {entry.image_id for entry in narrowed(review, Narrowing(class_id=ROSACEA))} == {1, 2}


def test_pairs_are_matched_once_for_labels_and_predictions_as_they_are(tell, clinic, monkeypatch):
    from core.review import box_findings

    runs = []
    real = box_findings.match
    monkeypatch.setattr(box_findings, "match", lambda *a, **k: runs.append(1) or real(*a, **k))
    stored = StoredArrays()
    tell()
    read_review(clinic, stored)
    read_review(clinic, stored)
    assert len(runs) == 1
    before = clinic.labels(1)
    clinic.apply(Edit(1, before, with_boxes(before, (*before.boxes, new_box(ELSEWHERE, NEVUS))), "Draw box"))
    read_review(clinic, stored)
    assert len(runs) == 2


def test_a_photograph_without_a_class_is_no_suspect(tell, clinic):
    tell(probabilities={1: SURE_ROSACEA})
    before = clinic.labels(1)
    clinic.apply(Edit(1, before, with_diagnosis(with_boxes(before, ()), None), "Clear"))
    assert read_review(clinic).suspects == ()
