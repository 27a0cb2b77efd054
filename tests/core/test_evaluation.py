"""Evaluating stored predictions of a real project."""

from __future__ import annotations

import hashlib
import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from core.classes import ClassTable, LesionClass
from core.errors import ClassTableError, UnknownModel
from core.evaluation import ENSEMBLE, evaluate, fit_temperatures, split_sizes
from core.geometry import Box
from core.inference.card import ModelCard
from core.inference.catalogue import architecture
from core.project.class_editing import renamed
from core.project.labels import Edit, ImageState, Split, new_box, with_boxes, with_state
from core.project.project import Project
from core.project.records import NewImage, PredictedBox, Prediction

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

# Ids neither counted from 1 nor in order, so that a position taken for an id shows.
CLASSES = ClassTable(
    (
        LesionClass(5, "Naevus", "NAE", "#e69f00"),
        LesionClass(2, "Eczema", "ECZ", "#56b4e9"),
        LesionClass(9, "Psoriasis", "PSO", "#009e73"),
    )
)
BOX = Box(10, 10, 50, 50)
TRUTH = [5, 5, 5, 2, 2, 9]


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    photos = tmp_path / "photos"
    photos.mkdir()
    with Project.create(tmp_path / "project", CLASSES, who="ana") as made:
        images = [_photo(photos, f"t{n}.jpg", diagnosis=truth, split=Split.TEST) for n, truth in enumerate(TRUTH)]
        images.append(_photo(photos, "train.jpg", diagnosis=5, split=Split.TRAIN))
        made.add_images(photos, images)
        yield made


def _photo(folder: Path, name: str, **fields) -> NewImage:
    (folder / name).write_bytes(name.encode())
    sha256 = hashlib.sha256(name.encode()).hexdigest()
    return NewImage(folder / name, name, sha256, 640, 480, 1, len(name), **fields)


def ids(project: Project) -> list[int]:
    """Ids of the test photographs, in the order of TRUTH."""
    return [image.id for image in project.images(split=Split.TEST)]


def add_model(project: Project, name: str, *, classes: ClassTable = CLASSES, day: int = 1) -> None:
    entry = architecture(name.rpartition("-")[0])
    card = ModelCard(
        name=name,
        architecture=entry.name,
        task=entry.task,
        classes=classes,
        image_size=entry.image_size,
        mean=entry.mean,
        std=entry.std,
        created_at=datetime(2026, 1, day, tzinfo=UTC),
    )
    project.add_model(name, card.to_json(), project.runs_folder / name)


def add_cnn(project: Project, name: str, says: Sequence[dict[int, float] | None], **more) -> None:
    """A CNN and its probabilities by class id for each test photograph; None where it has no prediction."""
    add_model(project, name, **more)
    classes = more.get("classes", CLASSES)
    project.store_predictions(
        [
            Prediction(name, image_id, tuple(row.get(c, 0.0) for c in classes.ids), None, classes.ids)
            for image_id, row in zip(ids(project), says, strict=True)
            if row is not None
        ]
    )


def add_detector(project: Project, name: str, says: Sequence[list[tuple[int, float]]], box: Box = BOX) -> None:
    add_model(project, name)
    project.store_predictions(
        [
            Prediction(name, image_id, None, tuple(PredictedBox(box, c, score) for c, score in rows), CLASSES.ids)
            for image_id, rows in zip(ids(project), says, strict=True)
        ]
    )


NAEVUS, ECZEMA, PSORIASIS = {5: 0.8, 2: 0.15, 9: 0.05}, {5: 0.1, 2: 0.7, 9: 0.2}, {5: 0.2, 2: 0.3, 9: 0.5}


def test_a_cnn_is_judged_by_class_id_and_never_by_position(project):
    add_cnn(project, "densenet121-1", [NAEVUS, NAEVUS, ECZEMA, ECZEMA, PSORIASIS, PSORIASIS])
    report = evaluate(project, Split.TEST).to_json()
    assert report["split"] == "test"
    assert report["n"] == 6
    assert report["classes"] == ["Naevus", "Eczema", "Psoriasis"]
    model = report["models"]["densenet121-1"]
    assert (model["architecture"], model["task"], model["n"]) == ("densenet121", "classification", 6)
    assert model["weighted_accuracy"] == pytest.approx(4 / 6)
    assert model["top_3"] == 1.0
    assert [(row["name"], row["n"], row["correct"]) for row in model["per_class"]] == [
        ("Naevus", 3, 2),
        ("Eczema", 2, 1),
        ("Psoriasis", 1, 1),
    ]
    assert model["per_class"][1]["accuracy"] == 0.5
    assert model["confusion"] == [[2, 1, 0], [0, 1, 1], [0, 0, 1]]
    assert model["no_detection"] is None
    assert model["missing"] == 0


def test_the_best_box_names_a_detectors_class_and_no_box_counts_as_wrong(project):
    add_detector(
        project, "retinanet_r18-1", [[(5, 0.9), (2, 0.3)], [(2, 0.4), (5, 0.3)], [], [(2, 0.6)], [], [(9, 0.2)]]
    )
    model = evaluate(project, Split.TEST).to_json()["models"]["retinanet_r18-1"]
    assert model["weighted_accuracy"] == pytest.approx(3 / 6)
    assert model["no_detection"] == 2
    assert model["confusion"] == [[1, 1, 0, 1], [0, 1, 0, 1], [0, 0, 1, 0]]
    assert model["top_3"] is None
    assert evaluate(project, Split.TEST).ensemble is None


def test_the_ensemble_sums_probabilities_over_photographs_all_members_predicted(project):
    add_cnn(project, "densenet121-1", [NAEVUS] * 6)
    sure = {2: 1.0}
    add_cnn(project, "resnet50-1", [None, NAEVUS, NAEVUS, sure, ECZEMA, sure])
    evaluation = evaluate(project, Split.TEST)
    ensemble = evaluation.to_json()["ensemble"]
    assert ensemble["members"] == ["densenet121-1", "resnet50-1"]
    assert (ensemble["n"], ensemble["missing"]) == (5, 1)
    # 0.8 + 0 against 0.15 + 1 for the sure one; 0.8 + 0.1 against 0.15 + 0.7 for the other.
    assert ensemble["confusion"] == [[2, 0, 0], [1, 1, 0], [0, 1, 0]]
    assert evaluation.models[1].missing == (ids(project)[0],)
    subsets = evaluation.subsets()
    assert {entry.members for entry in subsets} == {
        ("densenet121-1",),
        ("resnet50-1",),
        ("densenet121-1", "resnet50-1"),
    }
    assert {entry.n for entry in subsets} == {5}
    assert subsets[0].members == ("resnet50-1",)


def test_a_bar_opens_exactly_its_photographs(project):
    add_cnn(project, "densenet121-1", [NAEVUS, NAEVUS, ECZEMA, ECZEMA, PSORIASIS, PSORIASIS])
    add_detector(project, "retinanet_r18-1", [[], *[[(5, 0.9)]] * 5])
    evaluation = evaluate(project, Split.TEST)
    a, b, c, d, e, f = ids(project)
    assert evaluation.images("densenet121-1", 5) == (a, b, c)
    assert evaluation.images("densenet121-1", 5, correct=True) == (a, b)
    assert evaluation.images("densenet121-1", 5, correct=False) == (c,)
    assert evaluation.images("densenet121-1", None, correct=False) == (c, e)
    assert evaluation.images(ENSEMBLE, 9) == (f,)
    assert evaluation.model("densenet121-1").cell(2, 2) == (d,)
    assert evaluation.model("retinanet_r18-1").cell(5, None) == (a,)
    with pytest.raises(ClassTableError):
        evaluation.images("densenet121-1", 77)
    with pytest.raises(UnknownModel, match="retinanet_r18-1"):
        evaluation.images("resnet50-1", 5)


def test_photographs_without_a_class_or_rejected_are_counted_and_left_out(project, tmp_path):
    photos = tmp_path / "photos"
    two_classes = (new_box(Box(0, 0, 9, 9), 5), new_box(Box(0, 0, 9, 9), 2))
    boxed = (new_box(Box(0, 0, 9, 9), 9),)
    project.add_images(
        photos,
        [
            _photo(photos, "u1.jpg", split=Split.TEST),
            _photo(photos, "u2.jpg", split=Split.TEST, boxes=two_classes),
            _photo(photos, "u3.jpg", split=Split.TEST, boxes=boxed),
        ],
    )
    rejected = ids(project)[0]
    before = project.labels(rejected)
    project.apply(Edit(rejected, before, with_state(before, ImageState.REJECTED, reason="blurred"), "Reject"))
    evaluation = evaluate(project, Split.TEST)
    assert evaluation.left_out == {"no_class": 2, "rejected": 1, "noise": 0}
    assert evaluation.n == 6
    assert evaluation.models == ()
    assert evaluate(project, Split.TRAIN).n == 1
    assert evaluate(project, None).n == 7


def test_photographs_without_a_prediction_are_reported_as_missing(project):
    add_cnn(project, "densenet121-1", [NAEVUS, None, None, ECZEMA, ECZEMA, PSORIASIS])
    evaluation = evaluate(project, Split.TEST)
    model = evaluation.models[0]
    assert (model.n, model.missing) == (4, tuple(ids(project)[1:3]))
    assert evaluation.to_json()["models"]["densenet121-1"]["missing"] == 2


def test_without_photographs_shares_are_null(project):
    add_cnn(project, "densenet121-1", [NAEVUS] * 6)
    report = evaluate(project, Split.VAL).to_json()
    model = report["models"]["densenet121-1"]
    assert model["n"] == 0
    assert model["weighted_accuracy"] is model["top_3"] is model["per_class"][0]["accuracy"] is None
    assert report["ensemble"]["n"] == 0
    json.dumps(report, allow_nan=False)


def test_the_latest_run_of_each_architecture_is_taken(project):
    add_cnn(project, "densenet121-2", [NAEVUS] * 6, day=2)
    add_cnn(project, "densenet121-10", [ECZEMA] * 6, day=3)
    add_cnn(project, "resnet50-1", [NAEVUS] * 6)
    assert [entry.name for entry in evaluate(project, Split.TEST).models] == ["densenet121-10", "resnet50-1"]
    named = evaluate(project, Split.TEST, ["densenet121-2", "resnet50", "resnet50-1"])
    assert [entry.name for entry in named.models] == ["densenet121-2", "resnet50-1"]
    with pytest.raises(UnknownModel, match="densenet121-10, densenet121-2, resnet50-1"):
        evaluate(project, Split.TEST, ["pnasnet5large"])


def test_answers_out_of_fold_are_only_judged_by_name(project):
    add_cnn(project, "densenet121-1", [NAEVUS] * 6, day=1)
    add_cnn(project, "densenet121-2", [ECZEMA] * 6, day=2)
    card = project.model_card("densenet121-2") | {"out_of_fold": True}
    project.add_model("densenet121-2", card, project.runs_folder / "densenet121-2")
    assert [entry.name for entry in evaluate(project, Split.TEST).models] == ["densenet121-1"]
    assert [entry.name for entry in evaluate(project, Split.TEST, ["densenet121"]).models] == ["densenet121-1"]
    assert [entry.name for entry in evaluate(project, Split.TEST, ["densenet121-2"]).models] == ["densenet121-2"]


def test_a_model_with_other_classes_is_refused_with_the_differences(project):
    other = ClassTable((*CLASSES.classes[:2], LesionClass(9, "Rosacea", "ROS", "#009e73")))
    add_cnn(project, "densenet121-1", [NAEVUS] * 6, classes=other)
    add_cnn(project, "resnet50-1", [NAEVUS] * 6)
    with pytest.raises(ClassTableError, match="'Psoriasis' in the project and 'Rosacea' in the model"):
        evaluate(project, Split.TEST, ["densenet121-1"])
    evaluation = evaluate(project, Split.TEST)
    assert [entry.name for entry in evaluation.models] == ["resnet50-1"]
    assert "Rosacea" in evaluation.refused["densenet121-1"][0]


def test_a_class_that_is_renamed_changes_no_result(project):
    add_cnn(project, "densenet121-1", [NAEVUS, NAEVUS, ECZEMA, ECZEMA, PSORIASIS, PSORIASIS])
    before = evaluate(project, Split.TEST).models[0]
    step = project.journal.change_classes(renamed(project.classes, 9, "Schuppenflechte"), "Rename class")
    after = evaluate(project, Split.TEST)
    assert after.refused == {}
    assert after.models[0].weighted_accuracy == before.weighted_accuracy
    assert after.models[0].confusion.tolist() == before.confusion.tolist()
    assert step is not None


def test_another_order_of_the_class_table_changes_no_result(project):
    says = [NAEVUS, NAEVUS, ECZEMA, ECZEMA, PSORIASIS, PSORIASIS]
    add_cnn(project, "densenet121-1", says)
    before = evaluate(project, Split.TEST).models[0]
    project.set_classes(ClassTable(tuple(reversed(CLASSES.classes))))
    after = evaluate(project, Split.TEST).models[0]
    assert after.weighted_accuracy == before.weighted_accuracy
    assert after.images(9, correct=True) == before.images(9, correct=True)
    assert [count.n for count in after.per_class] == [1, 2, 3]


def test_the_report_has_all_that_a_paper_asks_for(project):
    add_cnn(project, "densenet121-1", [NAEVUS, NAEVUS, ECZEMA, ECZEMA, PSORIASIS, PSORIASIS])
    add_cnn(project, "resnet50-1", [NAEVUS] * 6)
    report = evaluate(project, Split.TEST).to_json(bootstrap=50)
    model = report["models"]["densenet121-1"]
    assert model["top_k"] == {"1": pytest.approx(4 / 6), "3": 1.0, "5": 1.0}
    naevus, eczema, _ = model["per_class"]
    assert (naevus["precision"], naevus["recall"]) == (1.0, pytest.approx(2 / 3))
    assert (eczema["precision"], eczema["recall"], eczema["f1"]) == (0.5, 0.5, 0.5)
    assert eczema["interval_95"][0] < 0.5 < eczema["interval_95"][1]
    # Of the eight pairs of an eczema and another photograph five are in order, and two have the same probability.
    assert eczema["auroc"] == pytest.approx((5 + 2 / 2) / 8)
    assert model["macro_auroc"] == pytest.approx(sum(row["auroc"] for row in model["per_class"]) / 3)
    assert model["kappa"] == pytest.approx((4 / 6 - 12 / 36) / (1 - 12 / 36))
    assert sum(entry["n"] for entry in model["calibration"]["bins"]) == 6
    assert 0 < model["calibration"]["expected_calibration_error"] < 1
    assert model["calibration"]["temperature"] is model["boxes"] is model["no_detection_rate"] is None
    assert set(model["bootstrap"]) == {"resamples", "images"}
    low, high = model["bootstrap"]["images"]["macro_auroc"]
    assert low <= model["macro_auroc"] <= high
    assert model["patients"] is model["patient_interval_95"] is None
    (*_, pair) = report["comparisons"]
    assert {tuple(entry["models"]) for entry in report["comparisons"]} == {
        ("densenet121-1", "resnet50-1"),
        ("densenet121-1", ENSEMBLE),
        ("resnet50-1", ENSEMBLE),
    }
    assert pair["n"] == 6
    json.dumps(report, allow_nan=False)


def test_photographs_of_one_patient_count_for_less(project, tmp_path):
    photos = tmp_path / "photos"
    patients = ["ana", "ana", "ana", "bo", None, None]
    project.add_images(
        photos,
        [
            _photo(photos, f"v{n}.jpg", diagnosis=5, split=Split.VAL, patient=patient)
            for n, patient in enumerate(patients)
        ],
    )
    add_model(project, "densenet121-1")
    rows = [(0.8, 0.1, 0.1)] * 3 + [(0.1, 0.8, 0.1)] * 3
    project.store_predictions(
        [
            Prediction("densenet121-1", image.id, row, None, CLASSES.ids)
            for image, row in zip(project.images(split=Split.VAL), rows, strict=True)
        ]
    )
    evaluation = evaluate(project, Split.VAL)
    assert evaluation.models[0].patients.tolist() == evaluation.ensemble.patients.tolist() == [0, 0, 0, 1, 2, 3]
    report = evaluation.to_json(bootstrap=20)
    for model in (report["models"]["densenet121-1"], report["ensemble"]):
        assert model["patients"] == 4
        assert model["patient_interval_95"][0] < model["interval_95"][0]
        assert model["patient_interval_95"][1] > model["interval_95"][1]
        assert set(model["bootstrap"]) == {"resamples", "images", "patients"}


def test_temperatures_come_from_validation_photographs(project, tmp_path):
    photos = tmp_path / "photos"
    project.add_images(photos, [_photo(photos, f"v{n}.jpg", diagnosis=5, split=Split.VAL) for n in range(4)])
    add_cnn(project, "densenet121-1", [NAEVUS] * 6)
    add_detector(project, "retinanet_r18-1", [[]] * 6)
    evaluation = evaluate(project, Split.TEST)
    assert fit_temperatures(project, evaluation) == {}
    # Says eczema with 99 % of one naevus in four: it boasts.
    boasting = [(0.99, 0.005, 0.005)] * 3 + [(0.005, 0.99, 0.005)]
    project.store_predictions(
        [
            Prediction("densenet121-1", image.id, row, None, CLASSES.ids)
            for image, row in zip(project.images(split=Split.VAL), boasting, strict=True)
        ]
    )
    fitted = fit_temperatures(project, evaluation)
    assert set(fitted) == {"densenet121-1", ENSEMBLE}
    found = fitted["densenet121-1"]
    assert found.value > 2
    assert (found.n, found.seen) == (4, False)
    assert fit_temperatures(project, evaluate(project, Split.VAL))[ENSEMBLE].seen
    told = evaluation.to_json(temperatures=fitted)["models"]["densenet121-1"]["calibration"]["temperature"]
    assert told["value"] == found.value
    assert told["fitted_on"] == 4


def test_boxes_are_judged_on_photographs_with_human_boxes(project):
    first, second, *_ = ids(project)
    for image_id in (first, second):
        before = project.labels(image_id)
        drawn = with_boxes(before, (new_box(Box(10, 10, 50, 50), 5),))
        project.apply(Edit(image_id, before, drawn, "Draw box"))
    add_detector(project, "retinanet_r18-1", [[(5, 0.9)], [], *[[(2, 0.9)]] * 4], Box(10, 10, 50, 42))
    model = evaluate(project, Split.TEST).to_json()["models"]["retinanet_r18-1"]
    boxes = model["boxes"]
    assert boxes["photographs"] == 2
    assert (boxes["found"], boxes["missed"], boxes["extra"]) == (1, 1, 0)
    assert boxes["mean_best_iou"] == pytest.approx(0.4)
    # Half of the lesions are found, at seven of the ten IoUs; 51 of the 101 recall points are reached.
    assert boxes["map_50"] == pytest.approx(51 / 101)
    assert boxes["map_50_95"] == pytest.approx(0.7 * 51 / 101)
    assert [row["ap_50"] for row in boxes["per_class"]][1:] == [None, None]
    assert model["no_detection_rate"] == pytest.approx(1 / 6)
    assert model["top_k"] is model["macro_auroc"] is model["calibration"] is None


def test_sizes_of_splits_leave_out_what_cannot_be_judged(project):
    rejected = ids(project)[0]
    before = project.labels(rejected)
    project.apply(Edit(rejected, before, with_state(before, ImageState.REJECTED, reason="blurred"), "Reject"))
    classes, sizes = split_sizes(project)
    assert classes == CLASSES
    assert sizes == {Split.TRAIN: (1, 0, 0), Split.TEST: (2, 2, 1)}
